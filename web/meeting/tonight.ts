/** Where short tonight and in 72 hours: how many runs had run out by then, and in which regions. */
import { unitNames } from "../../engine/tally/words.ts";
import { cellWords, earlyOf, endOfNight } from "../charts/meeting-data.ts";
import type { Picture } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import type { PanelContext, Snapshot } from "../views/panels.ts";
import { type Clock, momentOf } from "../words.ts";
import { answerTable, type Question } from "./question.ts";

const THREE_DAYS = 4320;

export function tonightQuestion({ desk, opened, selection }: PanelContext): Question {
  const { clock, capabilities } = opened;
  const minutes = [endOfNight(clock), Math.min(clock.horizonMinutes, THREE_DAYS)];
  const lead = h("p", { class: "answer" });
  const body = h("div", {});
  let asking = false;
  let seen = -1;
  let seenPicture: Picture | null = null;
  const after = h("p", {});
  return {
    words: "Where are we short tonight, and in 72 hours?",
    element: h("div", {}, lead, body, after),
    show({ picture }: Snapshot) {
      seenPicture = picture;
      if (asking || picture.replications === seen) return;
      asking = true;
      desk
        .firstBy(opened.run, minutes)
        .then((first) => {
          seen = first.replications;
          const n = first.replications;
          const early = earlyOf(first);
          const of = (count: number) => cellWords(count, n, opened.plan.outer === null);
          const nameOf = (id: string) => capabilities.find((one) => one.id === id)?.name ?? id;
          const [tonight, later] = minutes.map((minute) => momentOf(minute, clock)) as [string, string];
          const worst = early[0];
          setText(
            lead,
            worst === undefined
              ? `In this scenario, on assumed holdings: nothing ran out by ${later} in any of ${n} runs.`
              : `In this scenario, on assumed holdings: by ${tonight} ${nameOf(worst.capability)} is short in ${of(worst.runs[0]!)}; within 72 hours in ${of(worst.runs[1]!)}${worst.regions[0] === undefined ? "" : `, most often in ${worst.regions[0].name}`}.`,
          );
          body.hidden = worst === undefined;
          setText(after, afterWords(seenPicture, clock));
          body.replaceChildren(
            answerTable(
              ["Capability", `by ${tonight}`, `within 72 h (${later})`, "where, within 72 h"],
              early.map(({ capability, runs, regions }) => [
                go(nameOf(capability), () =>
                  selection.set({ capability, scope: "nation", id: "nation", open: "picture" }),
                ),
                of(runs[0]!),
                of(runs[1]!),
                regions
                  .slice(0, 3)
                  .map(({ name, runs: count }) => `${name} ${Math.round((100 * count) / n)}`)
                  .join(", ") || "–",
              ]),
              `Runs in which it had run out by then, of ${n}; regions in runs of 100`,
            ),
          );
        })
        .catch(() => undefined)
        .finally(() => {
          asking = false;
        });
    },
    stop: () => undefined,
  };
}

/** When the first run-outs come at all, for whoever reads that nothing is short so soon. */
function afterWords(picture: Picture | null, clock: Clock): string {
  const firsts = (picture?.summary.capabilities ?? []).flatMap(({ id, name, scopes }) => {
    const first = scopes[0]?.runOut.firstMinutes;
    return first == null || first.p50 === null
      ? []
      : [{ names: unitNames(id, name).many, minute: first.p10 ?? first.p50, early: first.p10 !== null }];
  });
  const earliest = firsts.sort((a, b) => a.minute - b.minute)[0];
  if (earliest === undefined) return "";
  const often = earliest.early
    ? "one in ten of the runs in which they run out have"
    : "half the runs in which they run out have";
  return `The first to run out are ${earliest.names}: ${often} run out by ${momentOf(earliest.minute, clock)}. All is counted from the start of the run.`;
}

export function go(words: string, click: () => void): HTMLButtonElement {
  return h("button", { type: "button", class: "link", click }, words);
}
