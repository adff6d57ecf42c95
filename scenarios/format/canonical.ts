/**
 * One text for one value: keys sorted by code unit, no spaces, numbers as JavaScript prints them (exact and shortest).
 * The hash of a scenario is of this text.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const record = value as Record<string, unknown>;
    const keys = Object.keys(record).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`).join(",")}}`;
  }
  const text = JSON.stringify(value);
  if (text === undefined || (typeof value === "number" && !Number.isFinite(value))) {
    throw new Error(`Only plain JSON has a canonical text; found ${String(value)}.`);
  }
  return text;
}
