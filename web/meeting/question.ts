/** One question of the morning meeting: a button that opens its answer; what was running stops when another is opened. */
import { h, setText } from "../dom.ts";
import type { Snapshot } from "../views/panels.ts";

export interface Question {
  readonly words: string;
  readonly element: HTMLElement;
  /** Called when it is opened, and with each new picture while it is open. */
  show(snapshot: Snapshot): void;
  /** Ends what is running. */
  stop(): void;
}

/** The line that says how far a run for an answer is, with its button. */
export interface Runner {
  readonly element: HTMLElement;
  running(words: string): void;
  idle(words?: string): void;
}

export function createRunner(start: () => void, stop: () => void, words: string): Runner {
  let on = false;
  const button = h("button", { type: "button", class: "go-run", click: () => (on ? stop() : start()) }, words);
  const status = h("span", { class: "status", role: "status" });
  return {
    element: h("div", { class: "row-of runner" }, button, status),
    running(progress) {
      on = true;
      setText(button, "Stop");
      setText(status, progress);
    },
    idle(last = "") {
      on = false;
      setText(button, words);
      setText(status, last);
    },
  };
}

/** A table that is the answer itself, not one behind a chart. */
export function answerTable(
  columns: readonly string[],
  rows: readonly (readonly (string | Node)[])[],
  caption: string,
): HTMLElement {
  return h(
    "div",
    { class: "scroller answer-table", tabindex: 0, role: "region", "aria-label": caption },
    h(
      "table",
      { class: "words" },
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, ...columns.map((column) => h("th", { scope: "col" }, column)))),
      h(
        "tbody",
        {},
        ...rows.map(([first, ...others]) =>
          h("tr", {}, h("th", { scope: "row" }, first ?? ""), ...others.map((cell) => h("td", {}, cell))),
        ),
      ),
    ),
  );
}
