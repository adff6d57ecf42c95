/**
 * "When must the nation be called?": national mobilisation at one hour or another, at a threshold and never, on the same
 * tapes, as `muster triggers` has it: the harm of late against the cost of early, and the latest useful hour.
 */
import { type CallFigures, type MeanFigure, triggerTest, triggerWords } from "../../engine/planning/trigger-test.ts";
import { thousands, unitNames } from "../../engine/tally/words.ts";
import { callFigures, callPlans, callRunsOf, callsOf } from "../../workers/calls.ts";
import { oneDigit } from "../charts/map-data.ts";
import { Refused } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import { createRunner } from "../meeting/question.ts";
import { explainButton } from "../views/explain.ts";
import type { PanelFactory } from "../views/panels.ts";
import { type Answers, openAnswers, Stopped } from "./answers.ts";
import { commandOf } from "./command.ts";
import { capabilityChoice, csvButton, namedTable } from "./fields.ts";
import { type CallColumn, type CallMarks, columnsOf, costChart, harmChart } from "./trigger-chart.ts";
import "./plans.css";

const USUAL_RUNS = 100;
const MOST_RUNS = 10_000;
const USUAL_HOURS = "0, 6, 12, 24, 48, 96, 168";
const USUAL_THRESHOLDS = "60, 80";

interface Found {
  readonly columns: readonly CallColumn[];
  readonly marks: Omit<CallMarks, "width">;
  readonly name: string;
  readonly runs: number;
}

export const triggerPanel: PanelFactory = ({ opened, desk, pool, selection }) => {
  const { plan, clock } = opened;
  const capability = capabilityChoice(opened, selection);
  const from = h("input", { type: "text", placeholder: "at once", maxlength: 40, size: 14 });
  const hours = h("input", { type: "text", value: USUAL_HOURS, maxlength: 120, size: 24 });
  const thresholds = h("input", { type: "text", value: USUAL_THRESHOLDS, maxlength: 60, size: 8 });
  const runs = h("input", { type: "number", min: 20, max: MOST_RUNS, step: 1, value: USUAL_RUNS });
  const runner = createRunner(
    () => void start(),
    () => stop(),
    "Test the call",
  );
  const answer = h("p", { class: "answer", role: "status" });
  const sentences = h("ul", { class: "sentences" });
  const drawing = h("div", { class: "plans-drawing" });
  const table = namedTable("Harm and cost of each call");
  const result = h("figure", { class: "figure plans-figure", hidden: true });
  const command = h("code", { class: "plans-command" });
  const explain = explainButton("calling", opened, () => ({
    value: answer.textContent || "Not tested yet.",
    interval: "Student's 95 % intervals; differences are paired run by run.",
    runs: found?.runs ?? Number(runs.value),
    capability: selection.now.capability,
  }));
  let answers: Answers | null = null;
  let found: Found | null = null;

  const form = h(
    "form",
    {
      class: "plans-form",
      submit: (event) => {
        event.preventDefault();
        void start();
      },
    },
    h("label", {}, "Whose shortage ", capability.element),
    h("label", {}, "Earliest call ", from),
    h("label", {}, "then after ", hours, " hours"),
    h("label", {}, "or when ", thresholds, " % of what there is is committed or asked for"),
    h("label", {}, "Runs ", runs),
    runner.element,
    explain,
  );
  form.append(h("input", { type: "submit", class: "unseen", tabindex: -1, value: "Test the call" }));

  const start = async () => {
    stop();
    const n = Math.round(runs.valueAsNumber);
    const asked = { hours: numbersIn(hours.value, 100_000), thresholds: numbersIn(thresholds.value, 1000) };
    if (asked.hours === null) return runner.idle("Hours: numbers with commas between, such as 0, 6, 24.");
    if (asked.thresholds === null) return runner.idle("Thresholds: numbers with commas between, such as 60, 80.");
    if (!(n >= 20 && n <= MOST_RUNS)) return runner.idle(`Between 20 and ${thousands(MOST_RUNS)} runs.`);
    runner.running("Reading …");
    const mine = openAnswers(pool, { ...plan, outer: null }, (done, of, plans) =>
      runner.running(`${plans} plans: ${done} of ${of} runs`),
    );
    answers = mine;
    try {
      const id = selection.now.capability;
      const { name } = opened.capabilities.find((one) => one.id === id)!;
      const said = from.value.trim();
      const { earliest, called } = await desk.calling(opened.run, id, said);
      if (answers !== mine) return;
      const shares = asked.thresholds.map((percent) => percent / 100);
      const calls = callsOf(
        { earliest, from: said === "" ? null : said, hours: asked.hours, thresholds: shares },
        clock.horizonMinutes,
      );
      setText(
        command,
        commandOf("triggers", opened, [
          ["capability", id],
          ["from", said === "" ? null : said],
          ["hours", asked.hours.join(",")],
          ["thresholds", shares.length === 0 ? null : shares.join(",")],
          ["replications", n],
        ]),
      );
      const columns = await mine.of(callPlans(plan.resolved, calls, called), callFigures(id, called), n, plan.seed);
      if (answers !== mine) return;
      answers = null;
      runner.idle();
      const test = triggerTest(columns.map((of, i) => callRunsOf(calls[i]!, of, called)));
      const names = unitNames(id, name);
      const words = triggerWords(test, names, n);
      setText(answer, words.slice(-2).join(" "));
      sentences.replaceChildren(...words.slice(0, -2).map((line) => h("li", {}, line)));
      const drawn = columnsOf(test.calls, test.usefulUntilHour);
      const latest = drawn.find(({ hour }) => hour !== null && hour === test.usefulUntilHour)?.label ?? null;
      found = { columns: drawn, marks: { latest, many: names.many }, name, runs: n };
      draw();
    } catch (error) {
      if (answers !== mine) return;
      answers = null;
      runner.idle(
        error instanceof Stopped ? "Stopped." : error instanceof Refused ? error.lines.join(" ") : String(error),
      );
    }
  };

  const draw = () => {
    if (found === null) return;
    const { columns, name, runs: n } = found;
    result.hidden = false;
    if (!drawing.isConnected) result.append(drawing);
    const marks: CallMarks = { ...found.marks, width: Math.max(280, Math.min(900, drawing.clientWidth || 640)) };
    const charts = [harmChart(columns, marks), costChart(columns, marks)] as const;
    const labels = [
      `Harm of late, against calling at once: ${columns.map(({ label, againstNow }) => `${label}, ${oneDigit(againstNow?.missingUnitHours.mean ?? 0)} unit-hours missing more`).join("; ")}`,
      `Cost of early, against never calling: ${columns.map(({ label, againstNever }) => `${label}, ${oneDigit(againstNever?.officerShifts.mean ?? 0)} officer shifts more`).join("; ")}`,
    ];
    charts.forEach((svg, i) => {
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", labels[i]!);
    });
    drawing.replaceChildren(h("h3", {}, "Harm of late"), charts[0], h("h3", {}, "Cost of early"), charts[1]);
    const rows = columns.map((call) => [
      call.words,
      meanWords(call.missingUnitHours),
      oneDigit(call.unresourcedUnitHours.mean),
      String(Math.round(call.runOutShare * 100)),
      meanWords(call.officerShifts),
      moneyWords(call.cost),
      againstWords(call.againstNow),
      againstWords(call.againstNever),
    ]);
    table.update(COLUMNS, () => rows);
    result.replaceChildren(
      h("figcaption", {}, h("h2", {}, `${name}: the nation called early or late`)),
      drawing,
      table.element,
      csvButton("triggers", opened, () => ({
        columns: [...COLUMNS, "marking"],
        rows: rows.map((row) => [...row, opened.marking]),
      })),
      h(
        "p",
        { class: "note" },
        `In this scenario, on assumed holdings. Mean difference over ${n} runs of each call on the same luck; line: 95 % interval, that of what is missing adjusted for several calls (Holm). Of what is missing the full colour was unfilled, the rest under way or resting. Money: officer shifts at the lowest and the highest price of a shift. ${opened.marking}.`,
      ),
    );
  };

  const stop = () => {
    const was = answers;
    answers = null;
    was?.stop();
    runner.idle();
  };
  let width = 0;

  return {
    element: h(
      "section",
      { class: "plans triggers" },
      h("h2", {}, "When must the nation be called?"),
      h(
        "p",
        { class: "note" },
        "National mobilisation at once, after some hours, at a threshold and never, on the same tapes. Late costs presence, early costs officer shifts.",
      ),
      form,
      answer,
      sentences,
      result,
      h("p", { class: "note" }, "The same on the command line, with files: ", command),
    ),
    update() {
      if (drawing.clientWidth === width) return;
      width = drawing.clientWidth;
      draw();
    },
    leave() {
      stop();
      capability.leave();
    },
  };
};

const COLUMNS = [
  ...["Nation", "missing, unit-hours a run", "of these unfilled", "short, runs of 100", "officer shifts", "money"],
  ...["missing, against at once", "missing, against never"],
];

/** null: not numbers from 0 to `most` */
function numbersIn(text: string, most: number): number[] | null {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.length === 1 && parts[0] === "") return [];
  const values = parts.map((part) => (part === "" ? Number.NaN : Number(part)));
  return values.every((value) => value >= 0 && value <= most) ? values : null;
}

function meanWords({ mean, low, high }: MeanFigure): string {
  return low === null || high === null
    ? oneDigit(mean)
    : `${oneDigit(mean)} (${oneDigit(Math.max(0, low))} to ${oneDigit(high)})`;
}

function moneyWords({ low, high }: CallFigures["cost"]): string {
  return high === 0 ? "–" : `£${thousands(low)} to £${thousands(high)}`;
}

function againstWords(against: CallFigures["againstNow"]): string {
  if (against === null) return "–";
  const { mean, low, high } = against.missingUnitHours;
  if (!against.distinguishable) return "not distinguishable";
  const ends = low === null || high === null ? "" : ` (${oneDigit(low)} to ${oneDigit(high)})`;
  return `${mean > 0 ? "+" : ""}${oneDigit(mean)}${ends}`;
}
