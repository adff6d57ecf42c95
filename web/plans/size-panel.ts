/**
 * "What should mine hold?": the smallest holding of a force, a region or the nation that keeps a risk below a level, found
 * in the page's workers as `muster size` finds it and checked on fresh tapes, with the whole curve of risk against holding.
 */

import { largestRemainder } from "../../engine/planning/share.ts";
import { type Ask, type SizeQuestion, type Sizing, smallestHolding } from "../../engine/planning/size.ts";
import { conditioned, hundred, oftenInWords, sizingWords } from "../../engine/planning/size-words.ts";
import { unitNames } from "../../engine/tally/words.ts";
import { BY, type By } from "../../workers/plan-places.ts";
import {
  fieldedWords,
  leastRuns,
  owedWords,
  RISKS,
  type RiskName,
  riskFigures,
  riskRunsOf,
  usualHighest,
  WHERE,
  type Where,
  withOwed,
  withParts,
} from "../../workers/sizing.ts";
import { h, setText } from "../dom.ts";
import { explainButton } from "../views/explain.ts";
import type { PanelFactory } from "../views/panels.ts";
import { capitalised } from "../words.ts";
import type { Answers } from "./answers.ts";
import { commandOf } from "./command.ts";
import { capabilityChoice, csvButton, namedTable, placeChoice } from "./fields.ts";
import { createSheet, MOST_RUNS, named, planPanel } from "./frame.ts";
import type { SizingAsked, SizingSetup } from "./protocol.ts";
import { boughtChart, riskChart, type SizeMarks } from "./size-chart.ts";
import { boughtOf, curveOf } from "./size-curve.ts";

const USUAL_RUNS = 200;

const RISK_WORDS: Readonly<Record<RiskName, string>> = {
  "run-out": "that they run out",
  "left-force": "that an ask goes beyond its force",
  "left-region": "that an ask goes beyond its region",
  "late-1h": "that one sent out misses 10 % in 1 h",
  "late-4h": "that one sent out misses 40 % in 4 h",
  "late-8h": "that one sent out misses 60 % in 8 h",
  unmet: "share of needs never met in full",
};
const WHERE_WORDS: Readonly<Record<Where, string>> = { home: "at home", region: "in its region", nation: "nationally" };
const BY_WORDS: Readonly<Record<By, string>> = {
  officers: "by officers",
  population: "by population",
  holding: "by what they hold",
};

/** What came of it, for drawing it again at another width. */
interface Found {
  readonly setup: SizingSetup;
  readonly sizing: Sizing;
  readonly question: SizeQuestion;
  readonly answer: number | null;
}

export const sizePanel: PanelFactory = (context) => {
  const { opened, desk, selection } = context;
  const { plan, shippedData } = opened;
  const sheet = createSheet();
  const { answer, sentences, drawing, result, command } = sheet;
  let known: Found | null = null;
  const capability = capabilityChoice(opened, selection);
  const place = placeChoice(opened, selection);
  const owes = h("input", { type: "number", min: 1, max: 9999, step: 1, placeholder: "–" });
  const by = choice<By>(BY, BY_WORDS);
  const risk = choice<RiskName>(RISKS, RISK_WORDS);
  const where = h(
    "select",
    {},
    h("option", { value: "" }, "where it is held"),
    ...WHERE.map((one) => h("option", { value: one }, WHERE_WORDS[one])),
  );
  const below = h("input", { type: "number", min: 0.1, max: 99, step: "any", value: 5 });
  const sure = h("input", { type: "number", min: 50, max: 99.9, step: "any", value: 95 });
  const most = h("input", { type: "number", min: 1, max: 9999, step: 1, placeholder: "–" });
  const runs = h("input", { type: "number", min: 20, max: MOST_RUNS, step: 1, value: USUAL_RUNS });
  const riskTable = namedTable("Risk at each holding");
  const boughtTable = namedTable("What each further unit buys");
  const explain = explainButton("sizing", opened, () => ({
    value: answer.textContent || "Not looked for yet.",
    interval: "Wilson's 95 % interval of each risk; the level is held against Clopper and Pearson's one-sided bound.",
    runs: known?.question.runs ?? Number(runs.value),
    capability: selection.now.capability,
  }));
  const numbers = () => ({
    n: Math.round(runs.valueAsNumber),
    level: below.valueAsNumber / 100,
    confidence: sure.valueAsNumber / 100,
  });

  const find = async (mine: Answers): Promise<Found> => {
    const { n, level, confidence } = numbers();
    const asked: SizingAsked = {
      capability: selection.now.capability,
      ...place.now(),
      owes: owes.value === "" ? null : Math.round(owes.valueAsNumber),
      by: by.value as By,
      risk: risk.value as RiskName,
      where: where.value === "" ? null : (where.value as Where),
    };
    const setup = await desk.sizing(opened.run, asked);
    const highest = most.value === "" ? usualHighest(setup.held, 0) : Math.round(most.valueAsNumber);
    showCommand(setup, highest, level, confidence, n);
    const question = { lowest: 0, highest, runs: n, confidence, levels: [level] };
    const sizing = await smallestHolding(question, askOf(setup, mine));
    const units =
      sizing.smallest === null ? null : Math.max(sizing.smallest, setup.fielded === null ? 0 : setup.fielded.units);
    return { setup, sizing, question, answer: units };
  };

  /** A size's plan: its parts trained by the place's forces, who lend what they owe. */
  const askOf = ({ asked, place: of, weights, owed, where: at }: SizingSetup, mine: Answers): Ask => {
    const base = withOwed(plan.resolved, asked.capability, owed);
    const figures = riskFigures([asked.capability], asked.risk, at);
    return async (sizes, tapes, n) => {
      const variations = sizes.map((units) => withParts(base, asked.capability, of, largestRemainder(units, weights)));
      const answered = await mine.of(variations, figures, n, tapes === "search" ? plan.seed : `${plan.seed}/fresh`);
      return answered.map((columns) => riskRunsOf(columns, asked.risk, 1));
    };
  };

  const tell = (found: Found) => {
    known = found;
    const { setup, sizing, question, answer: units } = found;
    const { asked, place: of, owed, fielded, held, what } = setup;
    const names = unitNames(asked.capability, nameOf(asked.capability));
    const holder = of.name;
    const per = asked.risk === "unmet" ? "asks" : "runs";
    const lines = conditioned([
      ...sizingWords(sizing, question, {
        holder,
        units: names,
        held,
        risks: [{ what, per, level: question.levels[0]! }],
      }),
      ...(owed === null ? [] : [owedWords(owed, asked.by, of, names.many)]),
      ...(fielded === null ? [] : [fieldedWords(fielded, units, names.many)]),
      ...(of.scope === "force" && shippedData ? ["Illustrative – not this force's holding."] : []),
    ]);
    const more = fielded !== null && units !== null && units > sizing.smallest!;
    const first = more
      ? `In this scenario, on assumed holdings: ${holder} should hold ${units} ${names.many}: ${sizing.smallest} keep the risk, ${fielded.units} field what it owes.`
      : lines[0]!;
    setText(answer, first);
    sentences.replaceChildren(...(more ? lines : lines.slice(1)).map((line) => h("li", {}, line)));
  };

  const draw = ({ setup, sizing, question, answer: units }: Found, width: number) => {
    const { runs: n } = question;
    const points = curveOf(sizing.points);
    const bought = boughtOf(sizing);
    const { many } = unitNames(setup.asked.capability, nameOf(setup.asked.capability));
    const per = setup.asked.risk === "unmet" ? "asks" : "runs";
    const sizes = [...points.map(({ size }) => size), setup.held, units ?? 0];
    const marks: SizeMarks = {
      ...{ level: question.levels[0]!, answer: units, held: setup.held, many, per },
      domain: [Math.min(...sizes), Math.max(1, ...sizes)],
      width,
    };
    drawing.replaceChildren(
      h("h3", {}, "Risk against holding"),
      named(
        riskChart(points, marks),
        `Risk against holding: ${points.map(({ size, share }) => `${size} ${many}, ${hundred(share)} of 100`).join("; ")}`,
      ),
      h("h3", {}, "What each further unit buys"),
      named(boughtChart(bought, marks), "What each further unit buys; the figures are in its table"),
    );
    const riskRows = points.map((point) => [
      String(point.size),
      oftenInWords(point, per),
      String(point.runs),
      point.fresh ? "fresh" : "search",
      point.fresh ? (point.kept ? "yes" : "no") : "",
    ]);
    riskTable.update(RISK_COLUMNS, () => riskRows);
    const boughtRows = bought.map(({ from, to, less, low, high, runs: of, fresh }) => [
      `${from} to ${to}`,
      hundred(less),
      low === null || high === null ? "–" : `${hundred(low)} to ${hundred(high)}`,
      String(of),
      fresh ? "fresh" : "search",
    ]);
    boughtTable.update(BOUGHT_COLUMNS, () => boughtRows);
    result.replaceChildren(
      h("figcaption", {}, h("h2", {}, capitalised(`${setup.place.name}: ${many} held, and the risk`))),
      drawing,
      riskTable.element,
      boughtTable.element,
      csvButton("size", opened, () => ({
        columns: ["units", "risk", "low", "high", "runs", "tapes", "kept", "marking"],
        rows: points.map((p) => [
          ...[p.size, p.share, p.low, p.high, p.runs, p.fresh ? "fresh" : "search", p.kept ? "yes" : "no"],
          opened.marking,
        ]),
      })),
      h(
        "p",
        { class: "note" },
        `In this scenario, on assumed holdings. Hollow dots: the search (its first look takes a quarter of ${n} runs); filled: ${n} runs on fresh tapes, which alone decide. Lines and band: 95 % interval. Dark line: the answer. What a unit buys is the fall of the risk between two holdings on the same luck, for each unit; dots with their interval are single units on fresh tapes. ${opened.marking}.`,
      ),
    );
  };

  const showCommand = (
    { asked, place: of }: SizingSetup,
    highest: number,
    level: number,
    confidence: number,
    n: number,
  ) =>
    setText(
      command,
      commandOf("size", opened, [
        ["capability", asked.capability],
        [of.scope === "nation" ? "nation" : of.scope, of.scope === "nation" ? null : of.id],
        ["owes", asked.owes],
        ["by", asked.by === "officers" ? null : asked.by],
        ["risk", asked.risk === "run-out" ? null : asked.risk],
        ["where", asked.where],
        ["below", `${Number((level * 100).toFixed(4))}%`],
        ["confidence", confidence === 0.95 ? null : confidence],
        ["at-most", most.value === "" ? null : highest],
        ["replications", n],
      ]),
    );

  const nameOf = (id: string) => opened.capabilities.find((one) => one.id === id)?.name ?? id;

  return planPanel<Found>(context, sheet, {
    class: "size",
    heading: "What should we hold?",
    about:
      "The smallest holding that keeps a risk below a level, found on the same tapes for every size and checked on fresh ones. With what the region owes, each of its forces lends its share.",
    ask: "Find the holding",
    commandWords: "The same on the command line, with files, neighbours and what is not known: ",
    fields: [
      h("label", {}, "Whose ", place.element),
      h("label", {}, "What ", capability.element),
      h("label", {}, "The region owes ", owes, " units, shared ", by),
      h("label", {}, "Risk ", risk),
      h("label", {}, "looked at ", where),
      h("label", {}, "in at most ", below, " of 100"),
      h("label", {}, "sure to ", sure, " %"),
      h("label", {}, "at most ", most, " units"),
      h("label", {}, "Runs ", runs),
    ],
    explain,
    fault() {
      const { n, level, confidence } = numbers();
      return faultIn(n, level, confidence, risk.value as RiskName);
    },
    progress: (done, of, plans) => `${plans === 1 ? "One holding" : `${plans} holdings`}: ${done} of ${of} runs`,
    find,
    tell,
    draw,
    leave() {
      capability.leave();
      place.leave();
    },
  });
};

const RISK_COLUMNS = ["Units held", "Risk, with 95 % interval", "Runs", "Tapes", "Kept at the stated confidence"];
const BOUGHT_COLUMNS = ["Units, from and to", "Fewer of 100 for each unit", "95 % interval", "Runs", "Tapes"];

function faultIn(runs: number, level: number, confidence: number, risk: RiskName): string | null {
  if (!(level >= 0.001 && level <= 0.99)) return "The level: between 0.1 and 99 of 100.";
  if (!(confidence >= 0.5 && confidence < 0.9999)) return "How sure: between 50 and 99.9 %.";
  const least = risk === "unmet" ? 20 : Math.max(20, leastRuns(level, confidence));
  if (runs >= least && runs <= MOST_RUNS) return null;
  return `Between ${least} and ${MOST_RUNS} runs: fewer could not show that level even if it never happened.`;
}

function choice<Name extends string>(names: readonly Name[], words: Readonly<Record<Name, string>>): HTMLSelectElement {
  return h("select", {}, ...names.map((name) => h("option", { value: name }, words[name])));
}
