/**
 * Figures as a report prints them. Each carries the exact value that it rounds and the place in summary.json where it
 * stands, so that a reader, or a test, can hold the one against the other.
 */
import { thousands } from "../../engine/tally/words.ts";
import { type Html, html } from "./html.ts";

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

/** Three figures that matter, and no more than two decimals. */
export function rounded(value: number): string {
  const size = Math.abs(value);
  if (size >= 99.95 || Number.isInteger(value)) return value < 0 ? `−${thousands(size)}` : thousands(value);
  if (size >= 9.995) return value.toFixed(1);
  const text = value.toFixed(2);
  return Number(text) === 0 ? "<0.01" : text;
}

/** A probability as runs of 100; what is neither never nor always is told as neither. */
export function runsOf100(probability: number): string {
  const share = probability * 100;
  if (share === 0 || share === 100) return String(share);
  for (const decimals of [1, 2, 3, 4]) {
    const text = share.toFixed(decimals);
    if (Number(text) !== 0 && Number(text) !== 100) return decimals === 1 ? text.replace(/\.0$/, "") : text;
  }
  return share < 50 ? "<0.0001" : ">99.9999";
}

/** "+3.2", "−0.4" */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(1).replace(/\.0$/, "");
  return Number(text) === 0 ? "0" : `${value < 0 ? "−" : "+"}${text}`;
}
