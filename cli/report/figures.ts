/**
 * Figures as a report prints them. Each carries the exact value that it rounds and the place in summary.json where it
 * stands, so that a reader, or a test, can hold the one against the other.
 */
import { type Html, html } from "../../scenarios/papers/html.ts";
import { rounded } from "../../scenarios/papers/numbers.ts";

/** A place in summary.json: capability, scope, field, such as `psu.nation.runOut.probability`. */
export type At = string;

export const NO_FIGURE = "–";

/** A figure with its exact value; what the runs cannot support is a dash. */
export function figure(value: number | null | undefined, at: At, words: (value: number) => string = rounded): Html {
  if (value == null) return html`<span class="none">${NO_FIGURE}</span>`;
  return html`<data value="${value}" data-at="${at}">${words(value)}</data>`;
}

/** "12 (10 to 14)": a figure and its interval. */
export function withInterval(
  [value, low, high]: readonly [number | null, number | null, number | null],
  at: At,
  words: (value: number) => string = rounded,
  ends: readonly [string, string, string] = ["mean", "low", "high"],
): Html {
  const [middle, from, to] = ends.map((end) => `${at}.${end}`) as [string, string, string];
  const shown = figure(value, middle, words);
  if (value === null || low === null || high === null) return shown;
  return html`${shown} <span class="interval">(${figure(low, from, words)} to ${figure(high, to, words)})</span>`;
}
