/** Who is exposed by lending: a loan tried on the same luck, and what lending costs the lenders of this scenario. */
import { parseTime } from "../../scenarios/format/quantities.ts";
import { oneDigit } from "../charts/map-data.ts";
import { cellWords, differenceWords, pairedOf } from "../charts/meeting-data.ts";
import { type Answering, answerPlans } from "../desk/plan-answers.ts";
import { Refused } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import { detailsOf } from "../views/details.ts";
import { explainButton } from "../views/explain.ts";
import type { PanelContext } from "../views/panels.ts";
import { momentOf, runsOf100 } from "../words.ts";
import { answerTable, createRunner, type Question } from "./question.ts";

const RUNS = 100;

export function lendingQuestion(context: PanelContext): Question {
  const { desk, opened, pool, selection } = context;
  const { clock, capabilities, forces, plan } = opened;
  const details = detailsOf(context);
  const runs = Math.min(RUNS, plan.replications);
  const force = h("select", { id: "lender" }, ...forces.map(({ id, name }) => h("option", { value: id }, name)));
  const units = h("input", { id: "lent-units", type: "number", min: 1, max: 999, step: 1, value: 4 });
  const day = h("input", {
    id: "lent-day",
    type: "number",
    min: 1,
    max: Math.max(1, Math.ceil(clock.horizonMinutes / 1440)),
    step: 1,
    value: 1,
  });
  const time = h("input", { id: "lent-time", type: "time", value: "18:00" });
  const length = h("input", { id: "lent-days", type: "number", min: 1, max: 60, step: 1, value: 3 });
  const kind = h("span", {});
  const verdict = h("p", { class: "answer", role: "status" });
  const result = h("div", {});
  const exposed = h("div", {});
  const refused = h("p", { class: "note" });
  let answering: Answering | null = null;
  let wish = 0;
  /** the capability whose loan was asked for: opening the question asks at once, for the answer to stand there */
  let begun = "";
  const namesNow = () => capabilities.find(({ id }) => id === selection.now.capability)!;
  const runner = createRunner(
    () => void start(),
    () => halt(),
    `Can I lend them? (${runs} runs, twice)`,
  );
  const form = h(
    "div",
    { class: "form-row", change: () => void start() },
    h("label", {}, "Force ", force),
    h("label", {}, "lends ", units, " ", kind),
    h("label", {}, "from day ", day),
    h("label", {}, "at ", time),
    h("label", {}, "for ", length, " days"),
  );
  const explain = explainButton("lending", opened, () => ({
    value: verdict.textContent || "Not tried yet.",
    interval: "Newcombe's 95 % interval for paired shares; “not distinguishable” by McNemar's test.",
    runs,
    capability: selection.now.capability,
    remarks: [
      "The officers lent are taken from those trained, more than the units need by those who are not present on an average day.",
    ],
  }));

  const start = async () => {
    halt();
    const mine = ++wish;
    const names = namesNow();
    const from = parseTime(`day ${day.value} ${time.value}`, clock.startMinuteOfDay);
    if (from === null || from < 0 || from >= clock.horizonMinutes)
      return runner.idle("That time is not within the run.");
    const count = units.valueAsNumber;
    if (!(count >= 1)) return runner.idle("How many units?");
    const until = Math.min(clock.horizonMinutes, from + length.valueAsNumber * 1440);
    const who = force.selectedOptions[0]!.text;
    runner.running("Starting …");
    try {
      const loan = { capability: names.id, force: force.value, units: count, from, until };
      const lent = await desk.lent(opened.run, loan);
      if (mine !== wish) return;
      const region = names.regions[names.regionOf[forces.findIndex(({ id }) => id === force.value)] ?? -1];
      const places = [
        { scope: "force" as const, id: force.value, name: who },
        ...(region === undefined ? [] : [{ scope: "region" as const, id: region.id, name: region.name }]),
        { scope: "nation" as const, id: "nation", name: "Nation" },
      ];
      const figures = places.map(({ scope, id }) => ({ figure: "runOut" as const, capability: names.id, scope, id }));
      const asking = answerPlans(pool, [plan, lent], figures, runs, (done) =>
        runner.running(`${done} of ${runs} runs, twice`),
      );
      answering = asking;
      const answer = await asking.done;
      if (mine !== wish) return;
      answering = null;
      if (answer === null) return runner.idle("Stopped.");
      runner.idle();
      const paired = places.map((_, i) => pairedOf(answer[0]![i]!, answer[1]![i]!));
      const home = paired[0]!;
      const when = `${momentOf(from, clock)} until ${until >= clock.horizonMinutes ? "the end of the run" : momentOf(until, clock)}`;
      const word = home.distinguishable
        ? `it raises ${who}'s own risk: ${differenceWords(home)}`
        : `${who}'s own risk is ${differenceWords(home)}`;
      setText(
        verdict,
        `In this scenario, on assumed holdings: lending ${count} ${count === 1 ? names.name : names.plural} from ${when}: short at home in ${home.after} of ${runs} runs, ${home.before} without the loan; ${word}.`,
      );
      result.replaceChildren(
        answerTable(
          ["Short in", "without the loan", "with it", "difference"],
          places.map(({ name }, i) => [
            name,
            cellWords(paired[i]!.before, runs),
            cellWords(paired[i]!.after, runs),
            differenceWords(paired[i]!),
          ]),
          `On the same luck, ${runs} runs. The loan goes to nobody in the scenario. Illustrative – not this force's holding`,
        ),
      );
    } catch (error) {
      if (mine !== wish) return;
      answering = null;
      runner.idle(error instanceof Refused ? (error.lines[0] ?? "") : String(error));
    }
  };
  const halt = () => {
    wish++;
    answering?.stop();
    answering = null;
    runner.idle();
  };
  const begin = (capability: string) => {
    if (begun === capability) return;
    begun = capability;
    setText(verdict, "");
    result.replaceChildren();
    void start();
  };

  return {
    words: "Who is exposed by lending?",
    element: h(
      "div",
      {},
      form,
      h("div", { class: "row-of" }, runner.element, explain),
      verdict,
      result,
      refused,
      exposed,
    ),
    show() {
      const names = namesNow();
      setText(kind, names.plural);
      if (selection.now.scope === "force" && force.value !== selection.now.id && answering === null)
        force.value = selection.now.id;
      for (const part of [form, runner.element, explain, verdict, result]) part.hidden = names.byRegionOnly;
      if (names.byRegionOnly) halt();
      else begin(names.id);
      setText(
        refused,
        names.byRegionOnly
          ? `${names.name}: reported for region and nation only on these data, so no force's loan is tried.`
          : "",
      );
      const detail = details.now();
      const donors = (detail?.donors ?? []).filter(({ unitsLent }) => unitsLent > 0);
      const nameOf = (id: string) => forces.find((one) => one.id === id)?.name ?? id;
      exposed.hidden = donors.length === 0;
      exposed.replaceChildren(
        answerTable(
          ["Lender", "units lent a run", "hours below floor", "ask at home short, runs of 100"],
          [...donors]
            .sort((a, b) => nameOf(a.force).localeCompare(nameOf(b.force), "en"))
            .map(({ force: id, unitsLent, hoursBelowFloor, gap, gapLow, gapHigh }) => [
              nameOf(id),
              oneDigit(unitsLent),
              oneDigit(hoursBelowFloor),
              `${runsOf100(gap, detail?.replications ?? 0)}${gapLow === null || gapHigh === null ? "" : ` (${Math.round(gapLow * 100)} to ${Math.round(gapHigh * 100)})`}`,
            ]),
          `${names.name}: what lending costs whom in this scenario, in the order of names. Illustrative – not these forces' holdings`,
        ),
      );
    },
    stop() {
      // What was under way has no answer: it is asked again when the question is opened again.
      if (answering !== null) begun = "";
      halt();
    },
  };
}
