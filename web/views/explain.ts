/**
 * "Explain this number": a button beside a figure that opens what the figure is, how it is worked out, from which
 * inputs with which sources, and how sure it is.
 */
import "../charts/charts.css";
import { thousands } from "../../engine/tally/words.ts";
import type { Opened } from "../desk/protocol.ts";
import { h } from "../dom.ts";
import { DEFINITIONS, type DefinitionId } from "./definitions.ts";

export interface Explained {
  /** as the figure stands on the page */
  readonly value: string;
  /** "61 to 65 runs of 100"; null: none can be given, and why */
  readonly interval: string | null;
  readonly runs: number;
  readonly capability: string;
  /** more of this one figure */
  readonly remarks?: readonly string[];
}

/** @param now the figure as it is when somebody asks; null: there is none yet */
export function explainButton(id: DefinitionId, opened: Opened, now: () => Explained | null): HTMLButtonElement {
  const { name } = DEFINITIONS[id];
  return h(
    "button",
    {
      type: "button",
      class: "explain",
      "aria-label": `Explain: ${name}`,
      "aria-haspopup": "dialog",
      title: `Explain: ${name}`,
      click: () => show(id, opened, now()),
    },
    h("span", { "aria-hidden": "true" }, "?"),
  );
}

function show(id: DefinitionId, opened: Opened, now: Explained | null): void {
  const { name, definition, formula, rule, paragraph, limits, inputs } = DEFINITIONS[id];
  const given = now === null ? [] : inputsOf(opened, now.capability, inputs);
  const own = paragraphOf(opened, now?.capability);
  const close = h("button", { type: "button", class: "close", click: () => dialog.close() }, "Close");
  const dialog = h(
    "dialog",
    { class: "explanation", "aria-labelledby": "explained" },
    h("h2", { id: "explained" }, name),
    ...(now === null ? [] : [h("p", { class: "value" }, now.value)]),
    h(
      "dl",
      {},
      ...pair("What it is", definition),
      ...pair("Worked out as", formula),
      ...(now === null
        ? []
        : [
            ...pair("How sure", now.interval ?? "No interval can be given from so few runs."),
            ...pair("Rests on", `${thousands(now.runs)} ${now.runs === 1 ? "run" : "runs"}, seed ${opened.plan.seed}`),
          ]),
      ...(now?.remarks ?? []).flatMap((remark) => pair("Note", remark)),
      ...pair("What it does not say", limits),
      ...pair(
        "Paragraphs",
        own === null ? `SPR 2023 ${paragraph}` : `SPR 2023 ${paragraph}; of this capability: ${own}`,
      ),
      ...pair("Rule", `${rule}, in engine/MODEL.md`),
    ),
    ...(given.length === 0
      ? []
      : [
          h("h3", {}, "Inputs and their sources"),
          h(
            "div",
            { class: "scroller", tabindex: 0, role: "region", "aria-label": "Inputs and their sources" },
            h(
              "table",
              { class: "words" },
              h(
                "thead",
                {},
                h("tr", {}, ...["Input", "Value", "Source"].map((text) => h("th", { scope: "col" }, text))),
              ),
              h(
                "tbody",
                {},
                ...given.map(({ what, value, source }) =>
                  h("tr", {}, h("th", { scope: "row" }, what), h("td", {}, value), h("td", {}, source)),
                ),
              ),
            ),
          ),
        ]),
    h("p", { class: "note" }, `In this scenario, on assumed holdings. Data: ${opened.dataStatus}. ${opened.marking}.`),
    close,
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function pair(term: string, words: string): HTMLElement[] {
  return [h("dt", {}, term), h("dd", {}, words)];
}

export interface Input {
  readonly what: string;
  readonly value: string;
  readonly source: string;
}

/** The scenario's own numbers behind a figure, each as it is given and from where. */
export function inputsOf(
  opened: Pick<Opened, "plan" | "capabilities">,
  capability: string,
  keys: readonly string[],
): Input[] {
  const { resolved } = opened.plan;
  const own = resolved.capabilities?.[capability] as Readonly<Record<string, unknown>> | undefined;
  const skill = String(own?.skill ?? capability);
  return keys.flatMap((key): Input[] => {
    if (key === "people.holdings") return holdingOf(resolved.people?.holdings, capability, skill);
    if (key === "people.floors") return holdingOf(resolved.people?.floors, capability, skill, "floor");
    if (key === "people.contributions")
      return holdingOf(resolved.people?.contributions, capability, skill, "agreed contribution");
    if (key === "people.funnel") {
      const funnel = (resolved.people?.funnel ?? {}) as Readonly<Record<string, unknown>>;
      const { byskill, ...general } = funnel;
      const special = ((byskill ?? {}) as Readonly<Record<string, unknown>>)[skill];
      return leaves({ ...general, ...((special ?? {}) as object) }, "share");
    }
    if (key.startsWith("people.")) return leaves(at(resolved, key.split(".")), wordsOf(key.slice(7)));
    if (key.startsWith("places.")) return leaves(at(resolved, key.split(".")), wordsOf(key.slice(7)));
    return leaves(own?.[key], wordsOf(key));
  });
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}

/** A table of holders is told as one line: how many, and where the figures are from. */
function holdingOf(table: unknown, capability: string, skill: string, what = "holding"): Input[] {
  const entries = (table ?? {}) as Readonly<Record<string, unknown>>;
  const mine = (entries[capability] ?? entries[skill]) as Readonly<Record<string, unknown>> | undefined;
  if (mine === undefined) return [];
  const by = (mine.units ?? mine.officers ?? mine) as Readonly<Record<string, unknown>>;
  const unit = mine.officers === undefined ? "units" : "officers";
  const figures = Object.values(by).map(numberOf);
  if (figures.some((one) => one === null)) return leaves(mine, what);
  const sum = figures.reduce<number>((total, one) => total + (one ?? 0), 0);
  const sources = new Set(
    Object.values(by)
      .map((one) => sourceOf(one))
      .filter((one) => one !== ""),
  );
  const first = [...sources][0];
  const source = first === undefined ? "the scenario's table" : sources.size === 1 ? first : `${first} and others`;
  return [{ what, value: `${thousands(sum)} ${unit} in ${figures.length} places`, source }];
}

function numberOf(value: unknown): number | null {
  if (typeof value === "number") return value;
  const map = (value ?? {}) as { value?: unknown; mode?: unknown; low?: unknown; high?: unknown };
  for (const one of [map.value, map.mode]) if (typeof one === "number") return one;
  return typeof map.low === "number" && typeof map.high === "number" ? (map.low + map.high) / 2 : null;
}

function sourceOf(value: unknown): string {
  const { source, kind } = (value ?? {}) as { source?: unknown; kind?: unknown };
  return [source, kind === undefined ? undefined : `(${kind})`].filter((one) => one !== undefined).join(" ");
}

/** Every figure within, with the way to it in words. */
function leaves(value: unknown, name: string): Input[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== "object") return [{ what: name, value: String(value), source: "the scenario" }];
  const map = value as Readonly<Record<string, unknown>>;
  if ("value" in map || "low" in map || "dist" in map) {
    return [{ what: name, value: figureOf(map), source: sourceOf(map) || "the scenario" }];
  }
  if (Array.isArray(value)) return [{ what: name, value: `${value.length} entries`, source: "the scenario" }];
  return Object.entries(map).flatMap(([key, inner]) => leaves(inner, `${name}, ${wordsOf(key)}`));
}

function figureOf({ value, low, mode, high, unit }: Readonly<Record<string, unknown>>): string {
  const central = value ?? mode;
  const range = low === undefined ? "" : `${low} to ${high}`;
  const said = central === undefined ? range : `${central}${range === "" ? "" : ` (${range})`}`;
  return unit === undefined ? said : `${said} ${unit}`;
}

/** openingDelay → opening delay */
function wordsOf(key: string): string {
  return key.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`).replace(/[.-]/g, " ");
}

function paragraphOf({ plan }: Opened, capability: string | undefined): string | null {
  const { paragraph } = (plan.resolved.capabilities?.[capability ?? ""] ?? {}) as { paragraph?: unknown };
  return typeof paragraph === "string" && paragraph !== "" ? paragraph : null;
}
