/**
 * Five tiles, the answers that a planner asks for first: the next gap, what is left, for how long, what to decide by
 * when, and whose data these are. Of the capability that is looked at, in the nation; each says what its figure is.
 */
import type { CapabilitySummary, ScopeSummary, Summary } from "../../engine/tally/summary.ts";
import { duration, thousands, type UnitNames, unitNames, unitsInWords } from "../../engine/tally/words.ts";
import type { Opened } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import { type Clock, capitalised, momentOf } from "../words.ts";
import { type Decision, nextDecision } from "./decision.ts";
import type { DefinitionId } from "./definitions.ts";
import { explainButton } from "./explain.ts";

export interface Tiles {
  readonly element: HTMLElement;
  show(summary: Summary, capability: string): void;
}

interface Tile {
  readonly element: HTMLElement;
  show(figure: string, below: string): void;
}

const WITHIN = ["1h", "4h", "8h", "24h"] as const;

export function createTiles(opened: Opened): Tiles {
  const { clock, dataStatus, marking, capabilities } = opened;
  const gap = tile("Next gap");
  const days = tile("Days sustainable");
  const decision = tile("Next decision");
  const data = tile("Whose data");
  const bank = createBank();
  let runs = 0;
  let shown = capabilities[0]!.id;
  const explained: readonly [{ readonly element: HTMLElement }, DefinitionId][] = [
    [gap, "firstGap"],
    [bank, "reserve"],
    [days, "daysSustainable"],
    [decision, "nextDecision"],
  ];
  for (const [{ element }, definition] of explained) {
    const dd = element.querySelector("dd")!;
    const figure = () => [...dd.children].filter((part) => part !== button).map((part) => part.textContent);
    const button = explainButton(definition, opened, () => ({
      value: figure().join(": "),
      interval: "The intervals of these quantiles are in the result files.",
      runs,
      capability: shown,
    }));
    dd.append(button);
  }
  data.show(opened.shippedData ? "Assumed" : "Loaded", `${capitalised(dataStatus)}. ${marking}.`);
  return {
    element: h(
      "dl",
      { class: "tiles", "aria-label": "In this scenario, on assumed holdings" },
      gap.element,
      bank.element,
      days.element,
      decision.element,
      data.element,
    ),
    show(summary, id) {
      runs = summary.replications;
      shown = id;
      const capability = summary.capabilities.find((one) => one.id === id)!;
      const nation = capability.scopes[0]!;
      const names = unitNames(capability.id, capability.name);
      gap.show(...gapWords(capability, nation, names, clock));
      bank.show(nation, names, clock);
      days.show(...daysWords(nation, clock));
      const { tiers } = capabilities.find((one) => one.id === id)!;
      decision.show(...decisionWords(nextDecision(tiers, nation.runOut), nation.runOut.runs, clock));
    },
  };
}

/** When a typical gap opens, how many units and officers are missing in it. */
function gapWords(
  { officersPerUnit, people }: CapabilitySummary,
  { runOut, unresourcedUnitHours }: ScopeSummary,
  names: UnitNames,
  clock: Clock,
): [string, string] {
  const units = runOut.firstGapUnits?.p50 ?? null;
  const at = runOut.firstMinutes?.p50 ?? null;
  if (runOut.runs === 0) {
    const short = (unresourcedUnitHours.mean ?? 0) > 0 ? "; some came late" : "";
    return ["None seen", `No ${names.one} was short in any run${short}.`];
  }
  if (units === null || at === null) return ["–", "Too few runs ran out to say when."];
  const officers = officersPerUnit > 1 ? ` (${thousands(units * officersPerUnit)} ${people})` : "";
  return [
    `${unitsInWords(units, names)}${officers}`,
    `${momentOf(at, clock)}: the typical first gap, where there is one.`,
  ];
}

function daysWords({ daysSustainable }: ScopeSummary, { horizonMinutes }: Clock): [string, string] {
  if (daysSustainable === null) return ["–", "Nothing was asked for, so nothing wore out."];
  const { p10, p50, p10AtLeast, p50AtLeast } = daysSustainable;
  if (p50 === null) return ["–", "Too few runs to say."];
  const figure = `${p50AtLeast ? "at least " : ""}${oneDecimal(p50)}`;
  const horizon = `of ${duration(horizonMinutes)}`;
  const bad = p10 === null ? "" : ` 1 run in 10: ${p10AtLeast ? "at least " : ""}${oneDecimal(p10)}.`;
  return [figure, `Typical run, ${horizon}, until rest is what is missing.${bad}`];
}

function decisionWords(decision: Decision | null, runsShort: number, clock: Clock): [string, string] {
  if (decision === null) {
    return runsShort === 0
      ? ["None forced", "Nobody ran out in these runs."]
      : ["None left", "Every tier is open from the start, at a stated time, or closed here."];
  }
  const { what, latestMinute, because } = decision;
  return [latestMinute === null ? what : `${what} by ${momentOf(latestMinute, clock)}`, because];
}

/** What could still be lent in 1, 4, 8 and 24 hours, at the worst moment of a typical run. */
function createBank() {
  const cells = WITHIN.map((within) => {
    const figure = h("strong", {}, "–");
    return {
      within,
      figure,
      element: h("span", { class: "within" }, figure, h("span", {}, `in ${within.replace("h", " h")}`)),
    };
  });
  const below = h("span", { class: "below" });
  const element = h(
    "div",
    { class: "tile bank" },
    h("dt", {}, "Left in the bank"),
    h("dd", {}, h("span", { class: "withins" }, ...cells.map((cell) => cell.element)), below),
  );
  return {
    element,
    show({ reserveUnits }: ScopeSummary, { many }: UnitNames, clock: Clock) {
      for (const { within, figure } of cells) {
        const units = reserveUnits[within].p50;
        setText(figure, units === null ? "–" : thousands(units));
      }
      const at = reserveUnits["8h"].atMinute;
      setText(
        below,
        `${capitalised(many)} that could be lent, at the lowest point of a typical run${at === null ? "" : `, ${momentOf(at, clock)}`}.`,
      );
    },
  };
}

function tile(title: string): Tile {
  const figure = h("strong", {}, "–");
  const below = h("span", { class: "below" });
  return {
    element: h("div", { class: "tile" }, h("dt", {}, title), h("dd", {}, figure, below)),
    show(words, rest) {
      setText(figure, words);
      setText(below, rest);
    },
  };
}

function oneDecimal(days: number): string {
  return `${days < 10 ? Math.round(days * 10) / 10 : Math.round(days)} d`;
}
