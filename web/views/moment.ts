/**
 * The hour that is looked at: a slider over the whole run with the run-outs of each hour above it, and play. Left of
 * the first hour stands the whole run. Where motion is to be reduced, play goes on by a quarter of a day a second.
 */
import "../charts/charts.css";
import { area } from "d3";
import { h, setText } from "../dom.ts";
import { type Clock, momentOf } from "../words.ts";

export interface MomentControl {
  readonly element: HTMLElement;
  /** @param chances share of the runs in run-out in each bucket; null: not known yet */
  show(
    minute: number | null,
    buckets: { readonly n: number; readonly minutes: number },
    chances: ArrayLike<number> | null,
  ): void;
  stop(): void;
}

const STEP_MILLISECONDS = 140;
const CALM_STEP_MILLISECONDS = 1000;
const STRIP_HEIGHT = 28;

/** @param choose null: the whole run */
export function createMoment(clock: Clock, label: string, choose: (minute: number | null) => void): MomentControl {
  let shape = { n: 1, minutes: 60 };
  let at: number | null = null;
  let timer: number | null = null;
  const whole = h("button", { type: "button", class: "quiet whole", click: () => pick(null) }, "Whole run");
  const play = h("button", { type: "button", class: "quiet play", "aria-pressed": "false", click: () => toggle() });
  const words = h("output", { class: "when" });
  const slider = h("input", {
    type: "range",
    min: -1,
    max: 0,
    value: -1,
    step: 1,
    "aria-label": label,
    input: () => {
      stop();
      pick(slider.valueAsNumber < 0 ? null : slider.valueAsNumber * shape.minutes);
    },
  });
  const strip = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  strip.setAttribute("class", "strip");
  strip.setAttribute("aria-hidden", "true");
  strip.setAttribute("preserveAspectRatio", "none");
  const hill = document.createElementNS("http://www.w3.org/2000/svg", "path");
  strip.append(hill);

  const pick = (minute: number | null) => choose(minute);
  const stop = () => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    named();
  };
  const named = () => {
    setText(play, timer === null ? "Play" : "Pause");
    play.setAttribute("aria-pressed", String(timer !== null));
  };
  const toggle = () => {
    if (timer !== null) return stop();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const step = calm ? Math.max(1, Math.round(360 / shape.minutes)) : 1;
    const last = shape.n - 1;
    let bucket = at === null || Math.floor(at / shape.minutes) >= last ? -step : Math.floor(at / shape.minutes);
    const forward = () => {
      bucket += step;
      if (bucket > last) return stop();
      pick(bucket * shape.minutes);
    };
    timer = window.setInterval(forward, calm ? CALM_STEP_MILLISECONDS : STEP_MILLISECONDS);
    forward();
    named();
  };
  named();

  return {
    element: h(
      "div",
      { class: "moment-control" },
      h("div", { class: "row-of" }, play, whole, words),
      h("div", { class: "track-of" }, strip as unknown as HTMLElement, slider),
    ),
    show(minute, buckets, chances) {
      shape = buckets;
      at = minute;
      const bucket = minute === null ? -1 : Math.min(buckets.n - 1, Math.floor(minute / buckets.minutes));
      slider.max = String(buckets.n - 1);
      slider.value = String(bucket);
      const said = bucket < 0 ? "the whole run" : momentOf(bucket * buckets.minutes, clock);
      slider.setAttribute("aria-valuetext", said);
      whole.setAttribute("aria-pressed", String(bucket < 0));
      setText(words, bucket < 0 ? "" : said);
      strip.setAttribute("viewBox", `-1 0 ${buckets.n} ${STRIP_HEIGHT}`);
      if (chances !== null) {
        const draw = area<number>()
          .x((_, i) => i)
          .y0(STRIP_HEIGHT)
          .y1((share) => STRIP_HEIGHT * (1 - share));
        hill.setAttribute("d", draw(Array.from(chances)) ?? "");
      }
    },
    stop,
  };
}
