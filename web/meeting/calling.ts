/** What must be decided by when: what the tiers take, and the nation called at one hour or another on the same tapes. */
import type { PlanFigureOf } from "../../engine/planning/size-runs.ts";
import { type CallFigures, type CallRuns, triggerTest, triggerWords } from "../../engine/planning/trigger-test.ts";
import { unitNames } from "../../engine/tally/words.ts";
import { withTier } from "../../workers/plan-variations.ts";
import { oneDigit } from "../charts/map-data.ts";
import { type Answering, answerPlans } from "../desk/plan-answers.ts";
import { h, setText } from "../dom.ts";
import { nextDecision } from "../views/decision.ts";
import { explainButton } from "../views/explain.ts";
import type { PanelContext } from "../views/panels.ts";
import { momentOf } from "../words.ts";
import { answerTable, createRunner, type Question } from "./question.ts";

const RUNS = 60;
/** After the earliest; those beyond the run are left out. */
const HOURS = [0, 12, 24, 48, 96, 144];

export function callingQuestion({ opened, pool, selection }: PanelContext): Question {
  const { clock, capabilities, plan } = opened;
  const runs = Math.min(RUNS, plan.replications);
  const hours = HOURS.filter((hour) => hour * 60 < clock.horizonMinutes);
  const lead = h("p", { class: "answer" });
  const because = h("p", {});
  const verdict = h("p", { class: "answer", role: "status" });
  const result = h("div", {});
  let answering: Answering | null = null;
  const namesNow = () => capabilities.find(({ id }) => id === selection.now.capability)!;
  const runner = createRunner(
    () => void start(),
    () => stop(),
    `Test the call of the nation (${runs} runs of ${hours.length + 1} plans)`,
  );
  const explain = explainButton("calling", opened, () => ({
    value: verdict.textContent || "Not tested yet.",
    interval: "Student's 95 % intervals of the paired differences.",
    runs,
    capability: selection.now.capability,
  }));

  const start = async () => {
    stop();
    const { id: capability, name } = namesNow();
    runner.running("Starting …");
    const calls = [
      ...hours.map((hour) => ({
        id: `${hour}h`,
        words: hour === 0 ? "called at once" : `called after ${hour} h`,
        hour,
        rule: { trigger: { at: hour * 60 }, openingDelay: 0 },
      })),
      { id: "never", words: "never called", hour: null, rule: { trigger: "never" as const } },
    ];
    const plans = calls.map(({ rule }) => ({
      ...plan,
      resolved: withTier(plan.resolved, [capability], "national", rule),
    }));
    const figures = (["unresourcedUnitMinutes", "missingUnitMinutes", "runOut", "officerShifts"] as const).map(
      (figure): PlanFigureOf => ({ figure, capability, scope: "nation", id: "nation" }),
    );
    const mine = answerPlans(pool, plans, figures, runs, (done) =>
      runner.running(`${done} of ${runs} runs of every plan`),
    );
    answering = mine;
    const answer = await mine.done.catch((error: unknown) => String(error));
    if (answering !== mine) return;
    answering = null;
    if (answer === null || typeof answer === "string") return runner.idle(answer ?? "Stopped.");
    runner.idle();
    const test = triggerTest(
      answer.map(([unresourced, missing, runOut, shifts], i): CallRuns => {
        const none = new Float64Array(runs);
        const { id, words, hour } = calls[i]!;
        return {
          id,
          words,
          hour,
          unresourced: unresourced!,
          missing: missing!,
          runOut: runOut!,
          shifts: shifts!,
          costLow: none,
          costHigh: none,
        };
      }),
    );
    const words = triggerWords(test, unitNames(capability, name), runs);
    setText(verdict, words.slice(-2).join(" "));
    result.replaceChildren(chart(test.calls), tableOf(test.calls, runs));
  };
  const stop = () => {
    answering?.stop();
    answering = null;
    runner.idle();
  };

  return {
    words: "What must be decided, and by when?",
    element: h("div", {}, lead, because, h("div", { class: "row-of" }, runner.element, explain), verdict, result),
    show({ picture }) {
      const { name } = namesNow();
      const scope = picture.summary.capabilities.find(({ id }) => id === selection.now.capability)?.scopes[0];
      const decision = scope === undefined ? null : nextDecision(namesNow().tiers, scope.runOut);
      setText(
        lead,
        decision === null
          ? `In this scenario, on assumed holdings: for ${name} nothing waits for a decision, or nothing ran out.`
          : `In this scenario, on assumed holdings, for ${name}: ${decision.what}${decision.latestMinute === null ? "" : ` by ${momentOf(decision.latestMinute, clock)}`}.`,
      );
      setText(because, decision?.because ?? "");
    },
    stop,
  };
}

/** Missing and unfilled unit-hours of each call, side by side. */
function chart(calls: readonly CallFigures[]): HTMLElement {
  const most = Math.max(1e-9, ...calls.map(({ missingUnitHours }) => missingUnitHours.mean));
  return h(
    "ul",
    { class: "calls" },
    ...calls.map(({ words, missingUnitHours, unresourcedUnitHours }) => {
      const missing = h("i", { class: "missing", "aria-hidden": "true" });
      missing.style.setProperty("width", `${(missingUnitHours.mean / most) * 100}%`);
      const unfilled = h("i", { class: "unfilled", "aria-hidden": "true" });
      unfilled.style.setProperty("width", `${(unresourcedUnitHours.mean / most) * 100}%`);
      return h(
        "li",
        {},
        h("span", { class: "words" }, words),
        h("span", { class: "bar", "aria-hidden": "true" }, missing, unfilled),
        h(
          "span",
          { class: "figure-of" },
          `${oneDigit(missingUnitHours.mean)} missing, ${oneDigit(unresourcedUnitHours.mean)} unfilled`,
        ),
      );
    }),
  );
}

function tableOf(calls: readonly CallFigures[], runs: number): HTMLElement {
  const mean = ({ mean: value, low, high }: { mean: number; low: number | null; high: number | null }) =>
    low === null || high === null
      ? oneDigit(value)
      : `${oneDigit(value)} (${oneDigit(Math.max(0, low))} to ${oneDigit(high)})`;
  return answerTable(
    ["Nation", "missing on the ground", "of these unfilled", "short, runs of 100", "officer shifts"],
    calls.map((call) => [
      call.words,
      mean(call.missingUnitHours),
      mean(call.unresourcedUnitHours),
      String(Math.round(call.runOutShare * 100)),
      mean(call.officerShifts),
    ]),
    `Unit-hours a run, mean of ${runs} runs with 95 % interval`,
  );
}
