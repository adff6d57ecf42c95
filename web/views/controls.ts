/** How far the run is, stop and continue, and how many runs with which seed. */
import { thousands } from "../../engine/tally/words.ts";
import { h, setText } from "../dom.ts";
import { MOST_RUNS } from "../route.ts";
import type { State } from "../session.ts";

export interface Controls {
  readonly element: HTMLElement;
  state(state: State): void;
  progress(done: number, total: number): void;
}

export interface ControlsListener {
  stop(): void;
  resume(): void;
  again(runs: number, seed: string): void;
}

const STATE_WORDS: Readonly<Record<State, string>> = {
  running: "Running",
  stopping: "Stopping",
  stopped: "Stopped",
  done: "Done",
};

export function createControls(runs: number, seed: string, listener: ControlsListener): Controls {
  let now: State = "running";
  const bar = h("progress", { max: runs, value: 0, "aria-label": "Runs finished" });
  const count = h("span", { class: "count" });
  // Told to screen readers when it changes; the count would be told without end.
  const word = h("span", { class: "state", role: "status" });
  const button = h(
    "button",
    { type: "button", click: () => (now === "stopped" ? listener.resume() : listener.stop()) },
    "Stop",
  );
  const runsField = h("input", {
    id: "runs",
    type: "number",
    min: 1,
    max: MOST_RUNS,
    step: 1,
    value: runs,
    required: true,
    inputmode: "numeric",
  });
  const seedField = h("input", {
    id: "seed",
    type: "text",
    value: seed,
    required: true,
    maxlength: 60,
    autocomplete: "off",
  });
  const form = h(
    "form",
    {
      class: "again",
      submit: (event) => {
        event.preventDefault();
        listener.again(Number(runsField.value), seedField.value);
      },
    },
    h("label", {}, "Runs", runsField),
    h("label", {}, "Seed", seedField),
    h("button", { type: "submit" }, "Run again"),
  );
  return {
    element: h("div", { class: "controls" }, h("div", { class: "progress" }, word, count, bar, button), form),
    state(state) {
      now = state;
      setText(word, STATE_WORDS[state]);
      setText(button, state === "stopped" ? "Continue" : "Stop");
      button.disabled = state === "stopping" || state === "done";
    },
    progress(done, total) {
      bar.max = total;
      bar.value = done;
      setText(count, `${thousands(done)} of ${thousands(total)} runs`);
    },
  };
}
