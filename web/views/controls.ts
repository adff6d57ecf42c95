/** How far the run is and how sure; pause, stop, go on, more runs; how many runs with which seed. */
import { thousands } from "../../engine/tally/words.ts";
import { h, setText } from "../dom.ts";
import { MOST_DRAWS, MOST_RUNS, type Numbers } from "../route.ts";
import type { State } from "../session.ts";

export interface Controls {
  readonly element: HTMLElement;
  state(state: State): void;
  progress(done: number, total: number): void;
  /** half the width of the headline's interval, in runs of 100; null: none yet */
  sureness(halfWidth: number | null): void;
}

export interface ControlsListener {
  pause(): void;
  stop(): void;
  resume(): void;
  more(runs: number): void;
  again(numbers: Numbers): void;
}

const STATE_WORDS: Readonly<Record<State, string>> = {
  running: "Running",
  pausing: "Pausing",
  paused: "Paused",
  stopping: "Stopping",
  stopped: "Stopped",
  done: "Done",
};

/** @param numbers as they are; `outer` null: every run has its own draw of what is not known */
export function createControls(
  numbers: { readonly runs: number; readonly seed: string; readonly outer: number | null },
  listener: ControlsListener,
): Controls {
  let now: State = "running";
  const bar = h("progress", { max: numbers.runs, value: 0, "aria-label": "Runs finished" });
  const count = h("span", { class: "count" });
  const widen = (total: number) => {
    // As wide as it will be at the end, so that nothing beside it moves.
    count.style.minWidth = `${countWords(total, total).length * 0.56}em`;
  };
  widen(numbers.runs);
  const sure = h("span", { class: "sure", title: "Half the width of the 95 % interval of the headline" });
  // Told to screen readers when it changes; the count would be told without end.
  const word = h("span", { class: "state", role: "status" });
  const first = h(
    "button",
    {
      type: "button",
      class: "go",
      click: () => {
        if (now === "running") listener.pause();
        else if (now === "done") listener.more(numbers.runs);
        else listener.resume();
      },
    },
    "Pause",
  );
  const stop = h("button", { type: "button", class: "stop", click: () => listener.stop() }, "Stop");

  const runsField = h("input", {
    id: "runs",
    type: "number",
    min: 1,
    max: MOST_RUNS,
    step: 1,
    value: numbers.runs,
    required: true,
    inputmode: "numeric",
  });
  const seedField = h("input", {
    id: "seed",
    type: "text",
    value: numbers.seed,
    required: true,
    maxlength: 60,
    autocomplete: "off",
    spellcheck: "false",
  });
  const drawsField = h("input", {
    id: "draws",
    type: "number",
    min: 2,
    max: MOST_DRAWS,
    step: 1,
    value: numbers.outer ?? "",
    inputmode: "numeric",
    "aria-describedby": "draws-note",
  });
  const form = h(
    "form",
    {
      class: "again",
      submit: (event) => {
        event.preventDefault();
        const outer = drawsField.value === "" ? null : Number(drawsField.value);
        listener.again({ runs: Number(runsField.value), seed: seedField.value, outer });
      },
    },
    h("label", {}, "Runs", runsField),
    h("label", {}, "Seed", seedField),
    h("label", {}, "Draws of what is not known", drawsField),
    h("button", { type: "submit" }, "Run again"),
    h(
      "p",
      { class: "note", id: "draws-note" },
      "Left empty, every run draws anew what is only known as a range. With 50 draws, shared evenly by the runs, luck is told apart from not knowing.",
    ),
  );
  return {
    element: h(
      "div",
      { class: "controls" },
      h("div", { class: "progress" }, word, count, sure, bar, first, stop),
      h("details", { class: "numbers" }, h("summary", {}, "Runs and seed"), form),
    ),
    state(state) {
      now = state;
      setText(word, STATE_WORDS[state]);
      setText(first, firstWords(state, numbers.runs));
      // With outer draws, how many runs there are decides which run has which draw.
      first.disabled = state === "pausing" || state === "stopping" || (state === "done" && numbers.outer !== null);
      stop.disabled = state === "stopping" || state === "stopped" || state === "done";
    },
    progress(done, total) {
      bar.max = total;
      bar.value = done;
      widen(total);
      setText(count, countWords(done, total));
    },
    sureness(halfWidth) {
      setText(
        sure,
        halfWidth === null ? "" : `± ${halfWidth < 10 ? halfWidth.toFixed(1) : Math.round(halfWidth)} in 100`,
      );
    },
  };
}

function countWords(done: number, total: number): string {
  return `${thousands(done)} of ${thousands(total)} runs`;
}

function firstWords(state: State, runs: number): string {
  if (state === "running" || state === "pausing") return "Pause";
  return state === "done" ? `${thousands(runs)} more` : "Continue";
}
