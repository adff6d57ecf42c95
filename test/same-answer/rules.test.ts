/**
 * What would make an answer depend on where it is worked out stays out of the code that works it out: the engine, the
 * reading of scenarios, the workers, and what the command line writes. And how scenarios are chosen for the suite.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectFolder } from "../support/muster.ts";
import { askedIds, inTurn, spread } from "./scenarios.ts";

/** A locale stated in the code itself: "en-GB", possibly in a list. */
const FIXED = String.raw`\(\s*\[?\s*["'][A-Za-z]{2}(-[A-Za-z0-9]+)*["']`;

const barred: readonly RegExp[] = [
  new RegExp(String.raw`\.toLocale\w*String(?!${FIXED})\b[^;]*`),
  /\.toLocale(Upper|Lower)Case\b/,
  new RegExp(String.raw`\bIntl\.\w+(?!\w|${FIXED})`),
  /\.localeCompare\b/,
  // local time: its parts, its text, and dates put together or read as local ones
  /\.(get|set)(FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds|TimezoneOffset|Year)\s*\(/,
  /\.to(Date|Time)String\s*\(/,
  /\bDate\.parse\b/,
  /\bnew Date\(\s*\)/,
  /\bnew Date\(\s*["'`]/,
  /\bnew Date\([^()]*,/,
  /\bString\(\s*new Date\b|\$\{\s*new Date\b/,
];

const folders = ["engine", "scenarios/format", "workers", "cli"];

function violations(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
  return barred.flatMap((pattern) => code.match(pattern)?.[0] ?? []);
}

function sources(): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(projectFolder, folder), { recursive: true })
      .map((name) => join(folder, String(name)))
      .filter((name) => /\.(ts|mjs)$/.test(name)),
  );
}

describe("time zone and locale", () => {
  it("are asked for nowhere in the engine, the reading of scenarios, the workers and the command line", () => {
    const files = sources();
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap((file) => violations(readFileSync(join(projectFolder, file), "utf8")))).toEqual([]);
  });

  it.each([
    "total.toLocaleString()",
    "total.toLocaleString(undefined, { style: 'percent' })",
    "new Intl.NumberFormat().format(total)",
    "new Intl.Collator(locale)",
    "names.sort((a, b) => a.localeCompare(b))",
    "name.toLocaleLowerCase()",
    "new Date(start).getHours()",
    "when.getTimezoneOffset()",
    'new Date("2026-08-01 00:00")',
    "new Date(2026, 7, 1)",
    "const now = new Date();",
    "when.toDateString()",
    "Date.parse(text)",
    `const text = \`\${new Date(start)}\``,
  ])("%s would be found", (code) => {
    expect(violations(code)).not.toEqual([]);
  });

  it.each([
    'total.toLocaleString("en-GB")',
    "new Intl.NumberFormat('en-GB').format(total)",
    "new Intl.Collator(['en-GB'])",
    "new Date(Date.UTC(year, month - 1, day))",
    "new Date((dayNumber + day) * 86_400_000).getUTCMonth()",
    "const started = Date.now();",
    "// the browser's Intl is not asked",
  ])("%s may stay", (code) => {
    expect(violations(code)).toEqual([]);
  });
});

describe("which scenarios are asked", () => {
  const templates = Array.from({ length: 45 }, (_, at) => `nrr/risk-${String(at).padStart(2, "0")}`);
  const ids = ["disorder", ...templates, "two-counties"];

  it("in CI every preset, and of the templates every tenth", () => {
    expect(askedIds(ids, false)).toEqual([
      "disorder",
      "nrr/risk-00",
      "nrr/risk-10",
      "nrr/risk-20",
      "nrr/risk-30",
      "nrr/risk-40",
      "two-counties",
    ]);
  });

  it("in CI so many and no more go abroad, spread evenly; in full all", () => {
    const numbers = Array.from({ length: 21 }, (_, at) => at);
    expect(spread(numbers, 8, false)).toEqual([0, 2, 5, 7, 10, 13, 15, 18]);
    expect(spread(numbers.slice(0, 5), 8, false)).toEqual([0, 1, 2, 3, 4]);
    expect(spread(numbers, 8, true)).toEqual(numbers);
  });

  it("in full every one that ships", () => {
    expect(askedIds(ids, true)).toEqual(ids);
    expect(askedIds()).toContain("concurrent-disorder");
  });

  it("in CI one place a scenario, in turn; in full all", () => {
    expect([0, 1, 2, 3].map((at) => inTurn(["a", "b", "c"], at, false))).toEqual([["a"], ["b"], ["c"], ["a"]]);
    expect(inTurn(["a", "b", "c"], 1, true)).toEqual(["a", "b", "c"]);
  });
});
