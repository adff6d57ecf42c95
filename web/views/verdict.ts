/**
 * The verdict in the command line's own words: the chosen capability's sentence, the condition first and what runs out
 * large; every capability on request, and how much of the spread is luck and how much is not knowing.
 */
import type { UncertaintySummary } from "../../engine/tally/summary.ts";
import type { Verdict } from "../../engine/tally/verdict.ts";
import { thousands } from "../../engine/tally/words.ts";
import { h, setText } from "../dom.ts";

export interface VerdictView {
  readonly headline: HTMLElement;
  readonly all: HTMLElement;
  show(verdict: Verdict, uncertainty: UncertaintySummary | null, capability: string): void;
}

/** What every sentence begins with. */
const CONDITION = "In this scenario, on assumed holdings: ";

/** @param choose turns to the capability whose sentence was chosen */
export function createVerdict(choose: (capability: string) => void): VerdictView {
  const condition = h("span", { class: "condition" });
  const first = h("strong", {}, "The first runs are under way.");
  const rest = h("span", { class: "rest" });
  const list = h("ul", { class: "sentences" });
  const notAsked = h("p", {});
  const luck = h("ul", { class: "luck" });
  let shown: Verdict | null = null;
  const all = h(
    "details",
    { class: "told" },
    h("summary", {}, "Every capability in words; luck and not knowing"),
    list,
    notAsked,
    luck,
  );
  let told: UncertaintySummary | null = null;
  const fill = () => {
    if (shown === null) return;
    shown.lines.forEach(({ capability, sentence }, i) => {
      const item = list.children[i] ?? list.appendChild(h("li", {}, h("a", { href: "#headline" })));
      const link = item.firstElementChild as HTMLAnchorElement;
      setText(link, sentence);
      link.onclick = (event) => {
        event.preventDefault();
        choose(capability);
        document.getElementById("headline")?.scrollIntoView();
      };
    });
    while (list.children.length > shown.lines.length) list.lastElementChild!.remove();
    setText(notAsked, shown.notAsked ?? "");
    luckWords(shown, told).forEach((line, i) => {
      setText(luck.children[i] ?? luck.appendChild(h("li")), line);
    });
  };
  return {
    headline: h("p", { class: "headline", id: "headline" }, condition, first, rest),
    all,
    show(verdict, uncertainty, capability) {
      shown = verdict;
      told = uncertainty;
      const line = verdict.lines.find((candidate) => candidate.capability === capability);
      const sentence = line?.sentence ?? verdict.notAsked ?? "";
      const begin = sentence.startsWith(CONDITION) ? CONDITION.length : 0;
      const stop = sentence.indexOf(". ", begin);
      const end = stop < 0 ? sentence.length : stop + 1;
      setText(condition, sentence.slice(0, begin));
      setText(first, sentence.slice(begin, end));
      setText(rest, sentence.slice(end));
      fill();
    },
  };
}

function luckWords({ notKnowing }: Verdict, uncertainty: UncertaintySummary | null): readonly string[] {
  if (uncertainty === null)
    return ["Every number of this scenario is given as known: the spread between runs is luck."];
  if (!uncertainty.mixed) return notKnowing;
  const { ranges } = uncertainty;
  const given = ranges === 1 ? "1 number is given as a range" : `${thousands(ranges)} numbers are given as ranges`;
  const them = ranges === 1 ? "it" : "them";
  return [
    `${given}, and every run drew ${them} anew: luck and what we do not know are mixed. “Runs and seed” tells them apart with 50 draws.`,
  ];
}
