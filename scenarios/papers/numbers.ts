/** Figures in the words of a paper: three digits that matter, shares as runs of 100, and never a bare 0 or 100. */
import { lessThan } from "../../engine/tally/intervals.ts";
import { thousands } from "../../engine/tally/words.ts";

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

/** "less than 0.2", for what happened in none of so many runs; "more than 99.8", for what happened in all. */
export function neverOrAlways(runs: number, replications: number): string {
  const bound = upwards(100 * lessThan(replications)!);
  return runs === 0 ? `less than ${bound}` : `more than ${rounded(100 - Number(bound))}`;
}

/** An upper bound stays one: upwards to one digit below 10, to a whole number above. */
function upwards(bound: number): string {
  if (bound >= 10) return String(Math.ceil(bound));
  let scale = 1;
  while (bound * scale < 1) scale *= 10;
  return String(Math.ceil(bound * scale) / scale);
}

/** "+3.2", "−0.4" */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(1).replace(/\.0$/, "");
  return Number(text) === 0 ? "0" : `${value < 0 ? "−" : "+"}${text}`;
}
