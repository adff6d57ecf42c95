/** Figures and differences of a comparison, as its table says them. */
import type { Difference, MeasureComparison, PlanFigure } from "../../engine/planning/compare.ts";

/** What is shown, in this order; each less is better but the last. */
export const SHOWN_MEASURES = ["runOut", "unresourcedUnitHours", "runOutHours", "needsUnmet", "officerShifts"] as const;

export const MEASURE_WORDS: Readonly<Record<(typeof SHOWN_MEASURES)[number], string>> = {
  runOut: "Runs of 100 in which it ran out",
  unresourcedUnitHours: "Unit-hours unfilled, a run",
  runOutHours: "Hours run out, a run",
  needsUnmet: "Needs never met in full, a run",
  officerShifts: "Officer shifts, a run",
};

/** Never a bare 0 or 100 of 100. */
export function figureWords({ mean }: PlanFigure, unit: MeasureComparison["unit"], runs: number): string {
  if (mean === null) return "–";
  if (unit !== "probability") return plainNumber(mean);
  if (mean === 0) return `none of ${runs}`;
  if (mean === 1) return `all of ${runs}`;
  return `${plainNumber(mean * 100)} of 100`;
}

/** "16 fewer (9 to 22)", or that it cannot be told from luck. */
export function differenceWords(difference: Difference, unit: MeasureComparison["unit"]): string {
  const { mean, adjusted, distinguishable, runsNeeded, runsHigher, runsLower } = difference;
  if (runsHigher + runsLower === 0) return "the same in every run";
  const scale = unit === "probability" ? 100 : 1;
  const [low, high] = [(adjusted.low ?? Number.NaN) * scale, (adjusted.high ?? Number.NaN) * scale];
  const between = Number.isFinite(low) ? `${plainNumber(low)} to ${plainNumber(high)}` : "no interval";
  if (!distinguishable || mean === null) {
    const needed = runsNeeded === null ? "" : `; about ${runsNeeded.toLocaleString("en-GB")} runs would tell`;
    return `not distinguishable (${between}${needed})`;
  }
  const by = mean * scale;
  const ends = by < 0 ? `${plainNumber(-high)} to ${plainNumber(-low)}` : between;
  return `${plainNumber(Math.abs(by))} ${by < 0 ? "fewer" : "more"} (${ends})`;
}

/** Three digits, and no more than are there. */
export function plainNumber(value: number): string {
  const size = Math.abs(value);
  const decimals = size === 0 || size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value
    .toLocaleString("en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    .replace("-", "−");
}
