/** The exercise's clock: it runs, pauses, goes faster or slower, steps, and jumps to the next decision. */
import { h, setText } from "../dom.ts";
import { momentOf } from "../words.ts";
import { labelled } from "./fields.ts";
import type { Game } from "./game.ts";

export interface ClockBar {
  readonly element: HTMLElement;
  update(): void;
  pause(): void;
}

/** Minutes of the exercise a second. */
const SPEEDS = [
  [1, "1 minute a second"],
  [5, "5 minutes a second"],
  [15, "15 minutes a second"],
  [60, "1 hour a second"],
] as const;
const DEFAULT_SPEED = 5;
const TICK_MILLISECONDS = 500;
const STEPS = [
  [10, "10 min on"],
  [60, "1 h on"],
] as const;

export function createClock(game: Game): ClockBar {
  let timer: number | null = null;
  let ticking = false;
  const now = h("output", { class: "exercise-now", "aria-label": "Time in the exercise" });
  const next = h("p", { class: "next-decision", role: "status" });
  const play = h(
    "button",
    { type: "button", class: "go", "aria-pressed": "false", click: () => (timer === null ? run() : pause()) },
    "Run the clock",
  );
  const speed = h("select", {});
  speed.append(...SPEEDS.map(([minutes, words]) => h("option", { value: minutes }, words)));
  speed.value = String(DEFAULT_SPEED);
  const jump = h(
    "button",
    {
      type: "button",
      class: "jump",
      click: () => {
        pause();
        const { next: coming } = game.look;
        if (coming !== null) void game.goTo(coming.minute);
      },
    },
    "To the next decision",
  );
  const steps = STEPS.map(([minutes, words]) =>
    h(
      "button",
      {
        type: "button",
        class: "quiet",
        click: () => {
          pause();
          void game.goTo(game.minute + minutes);
        },
      },
      words,
    ),
  );
  const slider = h("input", {
    type: "range",
    min: 0,
    step: 1,
    "aria-label": "Look back, up to the latest minute that was played",
    change: () => {
      pause();
      void game.goTo(slider.valueAsNumber);
    },
  });
  const latest = h(
    "button",
    {
      type: "button",
      class: "quiet",
      click: () => {
        pause();
        void game.goTo(game.furthest);
      },
    },
    "To the latest minute",
  );
  const past = h("p", { class: "note looking-back" });

  /** One step after the other: a slow look makes the clock slower and never skips what was to be seen. */
  const tick = async () => {
    if (ticking || timer === null) return;
    ticking = true;
    try {
      const wanted = Math.max(1, Math.round((Number(speed.value) * TICK_MILLISECONDS) / 1000));
      const coming = game.look.next?.minute ?? Number.POSITIVE_INFINITY;
      const to = Math.min(game.minute + wanted, coming);
      await game.goTo(to);
      if (to >= coming || game.minute >= game.facts.clock.horizonMinutes - 1) pause();
    } catch {
      pause();
    } finally {
      ticking = false;
    }
  };
  const run = () => {
    timer = window.setInterval(() => void tick(), TICK_MILLISECONDS);
    shown();
  };
  const pause = () => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    shown();
  };
  const shown = () => {
    setText(play, timer === null ? "Run the clock" : "Pause");
    play.setAttribute("aria-pressed", String(timer !== null));
  };

  return {
    element: h(
      "div",
      { class: "exercise-clock", role: "group", "aria-label": "Clock of the exercise" },
      h("div", { class: "clock-row" }, now, play, jump, ...steps, labelled("Speed", speed)),
      next,
      h("div", { class: "clock-row back-row" }, slider, latest),
      past,
    ),
    update() {
      const { clock } = game.facts;
      setText(now, momentOf(game.minute, clock));
      const { next: coming } = game.look;
      const over = game.minute >= clock.horizonMinutes - 1;
      setText(
        next,
        over
          ? "The exercise is over: look at the debrief."
          : game.seat !== null
            ? ""
            : coming === null
              ? "Nothing more comes up before the end, if nobody decides anything."
              : timer === null
                ? `Next, at ${momentOf(coming.minute, clock)}: ${coming.why}.`
                : `Running to ${momentOf(coming.minute, clock)}: ${coming.why}.`,
      );
      jump.disabled = coming === null || over;
      play.disabled = over;
      for (const step of steps) step.disabled = over;
      slider.max = String(game.furthest);
      slider.value = String(game.minute);
      slider.setAttribute("aria-valuetext", momentOf(game.minute, clock));
      const back = game.minute < game.furthest;
      slider.disabled = game.furthest === 0;
      latest.disabled = !back;
      setText(
        past,
        back ? "You are looking back. What was decided stays decided; branch from here to decide otherwise." : "",
      );
    },
    pause,
  };
}
