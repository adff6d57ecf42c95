/** Fields of the editor: each shows what stands at a path of the scenario, changes it, and puts it back. */
import type { EditPath } from "../../scenarios/format/edit.ts";
import { isRecord, type Plain } from "../../scenarios/format/tree.ts";
import { h, setText } from "../dom.ts";
import { formOf, parsedFigure, RANGE_KEYS, shownFigure, toRange, toValue } from "./figures.ts";
import type { Workbench } from "./workbench.ts";

export interface Field {
  readonly element: HTMLElement;
  /** Shows what stands there now, where nobody is typing. */
  sync(): void;
}

export interface FieldOptions {
  readonly path: EditPath;
  readonly label: string;
  /** behind the figure, such as "a day" */
  readonly unit?: string;
  /** the label is for screen readers only: a table's head says it */
  readonly quiet?: boolean;
  /** what an empty field means, such as "none" */
  readonly empty?: string;
}

/** A number, duration or time: one value, a range, or the parameters of a distribution. */
export function figureField(bench: Workbench, options: FieldOptions): Field {
  const { path, label, unit, quiet } = options;
  const inputs = h("span", { class: "figures" });
  const turn = h("button", { type: "button", class: "small turn", click: () => swap() });
  const back = putBackButton(bench, path, label);
  const element = h(
    "div",
    { class: `field-row${quiet ? " quiet" : ""}`, role: "group", "aria-label": label },
    quiet ? null : h("span", { class: "field-label", "aria-hidden": "true" }, label),
    inputs,
    unit === undefined ? null : h("span", { class: "unit" }, unit),
    turn,
    back.element,
  );
  let form = "";
  let fields: { readonly key: string | null; readonly input: HTMLInputElement }[] = [];

  const change = (key: string | null, text: string) => {
    const now = bench.at(path);
    const value = parsedFigure(text);
    if (key === null) bench.change([[path, value ?? undefined]], `${label}: ${text || "put back"}`);
    else if (value !== null) {
      const whole = isRecord(now) ? { ...now, [key]: value } : { [key]: value };
      bench.change([[path, whole as Plain]], `${label}, ${key}: ${text}`);
    } else sync();
  };
  const swap = () => {
    const now = bench.at(path);
    bench.change(
      [[path, formOf(now) === "value" ? toRange(now) : toValue(now)]],
      `${label}: ${formOf(now) === "value" ? "a range" : "one value"}`,
    );
    inputs.querySelector("input")?.focus();
  };
  const build = (keys: readonly (string | null)[]) => {
    fields = keys.map((key) => {
      const name = key === null ? label : `${label}, ${keyWord(key)}`;
      const input = h("input", {
        type: "text",
        class: "figure-input",
        "aria-label": name,
        autocomplete: "off",
        spellcheck: "false",
        placeholder: options.empty ?? null,
        change: () => change(key, input.value.trim()),
      });
      return { key, input };
    });
    const shown = fields.map(
      ({ key, input }): HTMLElement =>
        key === null ? input : h("label", { class: "part" }, h("span", { "aria-hidden": "true" }, keyWord(key)), input),
    );
    inputs.replaceChildren(...shown);
  };
  const sync = () => {
    const now = bench.at(path);
    const keys = keysOf(now);
    const next = keys.join();
    if (next !== form || fields.length === 0) {
      form = next;
      build(keys);
    }
    for (const { key, input } of fields) {
      const value = key === null ? shownFigure(now) : shownFigure(isRecord(now) ? now[key] : undefined);
      if (document.activeElement !== input) input.value = value;
    }
    const kind = formOf(now);
    turn.hidden = kind === "distribution" || kind === "other";
    setText(turn, kind === "value" ? "Range…" : "One value");
    turn.setAttribute("aria-label", `${label}: ${kind === "value" ? "give a range" : "give one value"}`);
    back.sync();
  };
  sync();
  return { element, sync };
}

export interface Choice {
  readonly value: string;
  readonly words: string;
}

/** One of several; `read` and `write` turn what stands there into a choice and back. */
export function choiceField(
  bench: Workbench,
  { path, label, quiet }: FieldOptions,
  choices: readonly Choice[],
  read: (value: Plain | undefined) => string,
  write: (choice: string) => Plain | undefined,
): Field {
  const select = h("select", {
    "aria-label": label,
    change: () => {
      const words = choices.find(({ value }) => value === select.value)?.words ?? select.value;
      bench.change([[path, write(select.value)]], `${label}: ${words}`);
    },
  });
  select.append(...choices.map(({ value, words }) => h("option", { value }, words)));
  const other = h("option", { value: "other" }, "as the file says");
  const back = putBackButton(bench, path, label);
  const sync = () => {
    const value = read(bench.at(path));
    const known = choices.some((choice) => choice.value === value);
    if (known) other.remove();
    else select.append(other);
    select.value = known ? value : "other";
    back.sync();
  };
  sync();
  return {
    element: h(
      "div",
      { class: `field-row${quiet ? " quiet" : ""}` },
      quiet ? null : h("span", { class: "field-label", "aria-hidden": "true" }, label),
      select,
      back.element,
    ),
    sync,
  };
}

/** Says at the path what ships; there only while something else does. */
export function putBackButton(bench: Workbench, path: EditPath, label: string): Field {
  const button = h(
    "button",
    {
      type: "button",
      class: "small back-button",
      "aria-label": `Put back ${label}`,
      title: "Put back what ships",
      click: () => bench.putBack(path),
    },
    "↺",
  );
  const sync = () => {
    button.classList.toggle("idle", !bench.isChanged(path));
    button.disabled = !bench.isChanged(path);
  };
  sync();
  return { element: button, sync };
}

function keysOf(value: Plain | undefined): (string | null)[] {
  const form = formOf(value);
  if (form === "range") return [...RANGE_KEYS];
  if (form !== "distribution" || !isRecord(value)) return [null];
  return Object.keys(value).filter((key) => ["number", "string"].includes(typeof value[key]) && !NO_FIGURES.has(key));
}

const NO_FIGURES = new Set(["dist", "source", "kind", "unit", "note", "drawn"]);

function keyWord(key: string): string {
  return key === "mode" ? "likeliest" : key;
}
