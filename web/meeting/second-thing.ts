/** What is left if a second thing happens: the reserve at its lowest, and a second scenario on the same clock. */

import { unitNames, unitsInWords } from "../../engine/tally/words.ts";
import { shortMoment } from "../charts/matrix-data.ts";
import { BANK_HOURS, bankOf, differenceWords, pairedOf } from "../charts/meeting-data.ts";
import { type Answering, answerPlans } from "../desk/plan-answers.ts";
import { Refused } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import { explainButton } from "../views/explain.ts";
import type { PanelContext, Snapshot } from "../views/panels.ts";
import { answerTable, createRunner, type Question } from "./question.ts";

const RUNS = 60;

export function secondQuestion({ desk, opened, pool, selection }: PanelContext): Question {
  const { clock, capabilities, plan, preset } = opened;
  const runs = Math.min(RUNS, plan.replications);
  const lead = h("p", { class: "answer" });
  const bank = h("div", {});
  const result = h("div", {});
  const verdict = h("p", { class: "answer", role: "status" });
  const presets = h("select", { id: "second" });
  let answering: readonly Answering[] = [];
  let wish = 0;
  let filled = false;

  const runner = createRunner(
    () => void start(),
    () => stop(),
    `Run both together (${runs} runs)`,
  );
  const explain = explainButton("secondThing", opened, () => ({
    value: verdict.textContent || "Not run yet.",
    interval: "Newcombe's 95 % interval for paired shares; “not distinguishable” by McNemar's test.",
    runs,
    capability: selection.now.capability,
  }));
  const explainBank = explainButton("reserve", opened, () => ({
    value: lead.textContent ?? "",
    interval: "Of the median an order-statistic interval is in the result files (reserveUnits).",
    runs: last?.picture.replications ?? 0,
    capability: selection.now.capability,
  }));

  const start = async () => {
    stop();
    const mine = ++wish;
    runner.running("Putting the two together …");
    try {
      const both = await desk.together(opened.run, presets.value);
      if (mine !== wish) return;
      const figures = (ids: readonly string[]) =>
        ids.map((capability) => ({ figure: "runOut" as const, capability, scope: "nation" as const, id: "nation" }));
      const ids = capabilities.map(({ id }) => id);
      const done = [0, 0];
      const told = (which: number) => (count: number) => {
        done[which] = count;
        if (mine === wish) runner.running(`${done[0]! + done[1]!} of ${2 * runs} runs`);
      };
      answering = [
        answerPlans(pool, [plan], figures(ids), runs, told(0)),
        answerPlans(pool, [both], figures(ids), runs, told(1)),
      ];
      const [alone, together] = await Promise.all(answering.map((one) => one.done));
      if (mine !== wish) return;
      answering = [];
      if (alone == null || together == null) return runner.idle("Stopped.");
      runner.idle();
      const rows = ids.map((id, i) => ({ id, paired: pairedOf(alone[0]![i]!, together[0]![i]!) }));
      rows.sort((a, b) => b.paired.difference - a.paired.difference);
      const nameOf = (id: string) => capabilities.find((one) => one.id === id)!.name;
      const worse = rows.filter(({ paired }) => paired.distinguishable && paired.difference > 0);
      const second = presets.selectedOptions[0]?.text ?? presets.value;
      setText(
        verdict,
        worse.length === 0
          ? `In this scenario, on assumed holdings: with “${second}” on the same clock no capability is distinguishably worse at ${runs} runs.`
          : `In this scenario, on assumed holdings: with “${second}” on the same clock ${nameOf(worse[0]!.id)} runs out in ${worse[0]!.paired.after} of ${runs} runs instead of ${worse[0]!.paired.before}: ${differenceWords(worse[0]!.paired)}.`,
      );
      result.replaceChildren(
        answerTable(
          ["Capability", "alone", "both", "difference"],
          rows
            .filter(({ paired }) => paired.before + paired.after > 0)
            .map(({ id, paired }) => [
              nameOf(id),
              `${paired.before} of ${runs}`,
              `${paired.after} of ${runs}`,
              differenceWords(paired),
            ]),
          `Runs short nationally, of ${runs}, on the same luck; capabilities that this scenario asks for`,
        ),
      );
    } catch (error) {
      if (mine !== wish) return;
      answering = [];
      runner.idle(error instanceof Refused ? `These two cannot be put together: ${error.lines[0]}` : String(error));
    }
  };
  const stop = () => {
    wish++;
    for (const one of answering) one.stop();
    answering = [];
    runner.idle();
  };
  let last: Snapshot | null = null;

  return {
    words: "What is left if a second thing happens?",
    element: h(
      "div",
      {},
      h("div", { class: "row-of" }, lead, explainBank),
      bank,
      h("div", { class: "form-row" }, h("label", {}, "Second scenario ", presets), explain),
      runner.element,
      verdict,
      result,
    ),
    show(snapshot) {
      last = snapshot;
      if (!filled) {
        filled = true;
        desk
          .list()
          .then((list) => {
            presets.replaceChildren(
              ...list.filter(({ id }) => id !== preset.id).map(({ id, name }) => h("option", { value: id }, name)),
            );
            if (list.some(({ id }) => id === "marauding-two-cities")) presets.value = "marauding-two-cities";
          })
          .catch(() => undefined);
      }
      const rows = bankOf(snapshot.picture.summary);
      const now = rows.find(({ capability }) => capability === selection.now.capability);
      const said = now?.left.map(({ p50 }) => (p50 === null ? "–" : Math.round(p50)));
      setText(
        lead,
        said === undefined
          ? "In this scenario, on assumed holdings:"
          : `In this scenario, on assumed holdings: at the lowest point of a typical run ${unitsInWords(Number(said[0]), unitNames(now!.capability, now!.name))} could still be lent within 1 hour, ${said[1]} within 4, ${said[2]} within 8, ${said[3]} within 24.`,
      );
      bank.replaceChildren(
        answerTable(
          ["Capability", ...BANK_HOURS.map((hours) => `within ${hours.replace("h", " h")}`), "lowest at"],
          rows.map(({ name, left, atMinute }) => [
            name,
            ...left.map(({ p50, p10 }) =>
              p50 === null ? "–" : `${Math.round(p50)}${p10 === null ? "" : ` (${Math.round(p10)})`}`,
            ),
            atMinute === null ? "–" : shortMoment(atMinute, clock),
          ]),
          "Units left to lend at the lowest point: typical run (and one run in ten)",
        ),
      );
    },
    stop,
  };
}
