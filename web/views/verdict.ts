/** The verdict in the command line's own words: the chosen capability's sentence large, all of them on request. */
import type { Verdict } from "../../engine/tally/verdict.ts";
import { h, setText } from "../dom.ts";

export interface VerdictView {
  readonly headline: HTMLElement;
  readonly all: HTMLElement;
  show(verdict: Verdict, capability: string): void;
}

export function createVerdict(): VerdictView {
  const first = h("strong", {}, "The first runs are under way.");
  const rest = h("span", { class: "rest" });
  const list = h("ul", { class: "sentences" });
  const notAsked = h("p", {});
  return {
    headline: h("p", { class: "headline", id: "headline" }, first, rest),
    all: h("details", {}, h("summary", {}, "Every capability in words"), list, notAsked),
    show({ lines, notAsked: others }, capability) {
      const line = lines.find((candidate) => candidate.capability === capability);
      const sentence = line?.sentence ?? others ?? "";
      const end = sentence.indexOf(". ");
      setText(first, end < 0 ? sentence : sentence.slice(0, end + 1));
      setText(rest, end < 0 ? "" : sentence.slice(end + 1));
      lines.forEach(({ sentence: words }, i) => {
        const item = list.children[i] ?? list.appendChild(h("li"));
        setText(item, words);
      });
      while (list.children.length > lines.length) list.lastElementChild!.remove();
      setText(notAsked, others ?? "");
    },
  };
}
