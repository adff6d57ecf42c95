/**
 * JSON for people and machines: what is near the root stands on lines of its own, whatever is short or deep in the tree on
 * one. A month of everything, 3,450 scopes, is half the size that way, and a scope is a line that one can look for.
 */

/** From here on a record or list is one line, however long. */
const ONE_LINE_FROM = 4;
const SHORT = 100;

/** The same value as `JSON.stringify` gives, laid out; ends with a newline. */
export function jsonText(value: unknown): string {
  return `${laidOut(value, 0)}\n`;
}

function laidOut(value: unknown, depth: number): string {
  if (depth >= ONE_LINE_FROM || typeof value !== "object" || value === null || "toJSON" in value) {
    return JSON.stringify(value) ?? "null";
  }
  const parts = Array.isArray(value)
    ? value.map((one) => laidOut(one, depth + 1))
    : Object.entries(value).flatMap(([key, one]) =>
        one === undefined || typeof one === "function" || typeof one === "symbol"
          ? []
          : [`${JSON.stringify(key)}: ${laidOut(one, depth + 1)}`],
      );
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (parts.length === 0) return `${open}${close}`;
  const indent = "  ".repeat(depth + 1);
  const length = parts.reduce((all, part) => all + part.length + 2, 0);
  if (depth > 0 && length <= SHORT && !parts.some((part) => part.includes("\n")))
    return `${open}${parts.join(", ")}${close}`;
  return `${open}\n${parts.map((part) => indent + part).join(",\n")}\n${"  ".repeat(depth)}${close}`;
}
