/** Figures as fields hold them: a value, a range of what is not known, or the parameters of a distribution. */
import { isRecord, type Plain } from "../../scenarios/format/tree.ts";

export const RANGE_KEYS = ["low", "mode", "high"] as const;

export type FigureForm = "value" | "range" | "distribution" | "other";

export function formOf(value: Plain | undefined): FigureForm {
  if (value === undefined || value === null || typeof value !== "object") return "value";
  if (!isRecord(value)) return "other";
  if ("low" in value && "high" in value) return "range";
  if ("value" in value) return "value";
  return "dist" in value ? "distribution" : "other";
}

/** As it stands in an input. */
export function shownFigure(value: Plain | undefined): string {
  if (value === undefined || value === null) return "";
  if (isRecord(value)) return "value" in value ? shownFigure(value.value) : "";
  return typeof value === "object" ? "" : String(value);
}

/** What somebody typed: a number, or the text of a duration or time; null: nothing. */
export function parsedFigure(text: string): string | number | null {
  const plain = text.trim().replace(/^(\d{1,3})((?:,\d{3})+)$/, (whole) => whole.replaceAll(",", ""));
  if (plain === "") return null;
  return /^-?(?:\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : plain;
}

/** A range around what stands there: a fifth less and a fifth more, to begin with. */
export function toRange(value: Plain | undefined): Plain {
  const one = isRecord(value) ? value.value : value;
  const [amount, unit] = amountOf(one);
  if (amount === null) return { low: 0, mode: one ?? 0, high: one ?? 0, kind: "assumption" };
  const scaled = (factor: number) => {
    const number = Math.round(amount * factor * 100) / 100;
    return unit === "" ? number : `${number} ${unit}`;
  };
  return { low: scaled(0.8), mode: scaled(1), high: scaled(1.2), kind: "assumption" };
}

/** The central value of a range. */
export function toValue(range: Plain | undefined): Plain {
  if (!isRecord(range)) return range ?? 0;
  if (range.value !== undefined) return range.value!;
  if (range.mode !== undefined) return range.mode!;
  const [low, unit] = amountOf(range.low);
  const [high, other] = amountOf(range.high);
  if (low === null || high === null || unit !== other) return range.low ?? 0;
  const middle = Math.round(((low + high) / 2) * 100) / 100;
  return unit === "" ? middle : `${middle} ${unit}`;
}

/** "8 h" → 8 and "h"; null where it is not one amount. */
function amountOf(value: Plain | undefined): [number | null, string] {
  if (typeof value === "number") return [value, ""];
  const found = typeof value === "string" ? /^(\d+(?:\.\d+)?) ?([a-z]*)$/.exec(value.trim()) : null;
  return found === null ? [null, ""] : [Number(found[1]), found[2]!];
}
