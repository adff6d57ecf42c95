import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileScenario } from "../../../scenarios/format/compile.ts";
import { formatFault, readScenario } from "../../../scenarios/format/read.ts";
import { GOOD } from "./small.ts";

const read = (text: string, file = "hostile.yaml") => readScenario(text, { file, load: () => null });

function faultsOf(text: string, file?: string): string {
  const result = read(text, file);
  return result.ok ? "none" : result.faults.map(formatFault).join("\n");
}

const lines = (n: number, line: (i: number) => string) => Array.from({ length: n }, (_, i) => line(i)).join("\n");
const withForces = (n: number) =>
  GOOD.replace("  schemes:", `${lines(n, (i) => `    f${i}: { at: [51, 0], officers: 1 }`)}\n  schemes:`);

const HOSTILE: readonly (readonly [title: string, text: string, refusal: RegExp])[] = [
  ["nothing at all", "", /1:1 {2}The file is empty/],
  ["only spaces and comments", "  \n# nothing\n", /The file is empty/],
  ["the end of a document", "---\n...\n", /The file is empty/],
  ["a bare word", "muster", /1:1 {2}A scenario is a map of keys.*this is "muster"/],
  ["a list", "- muster: 1\n", /this is a list/],
  ["two documents", `${GOOD}---\n${GOOD}`, /Not well-formed: Source contains multiple documents/],
  ["binary junk", String.fromCharCode(0, 1, 2, 255, 254, 7), /This is not text/],
  ["undecodable text", "muster: \ufffd", /1:9 {2}This is not text/],
  [
    "a text of over 8 MB",
    `${GOOD}# ${"x".repeat(9 * 1024 * 1024)}`,
    /The text has \d+ characters; at most 8388608 are read/,
  ],
  ["half a million values", `${GOOD}sources:\n${lines(500_000, (i) => `  - ${i}`)}`, /Too many values: at most 200000/],
  [
    "a quarter of a million values",
    `${GOOD}sources:\n${lines(250_000, () => "  - 1")}`,
    /Too many values: at most 200000/,
  ],
  ["brackets a million deep", `${GOOD}sources: ${"[".repeat(1_000_000)}`, /Nested too deeply: at most 64/],
  ["braces a million deep", `${GOOD}sources: ${"{a: ".repeat(300_000)}`, /Nested too deeply/],
  ["dashes a million deep", `${GOOD}sources:\n  ${"- ".repeat(1_000_000)}1`, /Nested too deeply/],
  ["question marks a million deep", `${GOOD}sources:\n  ${"? ".repeat(1_000_000)}1`, /Nested too deeply/],
  [
    "indents three thousand deep",
    `${GOOD}sources:\n${lines(2_800, (i) => `${" ".repeat(i + 1)}a:`)}`,
    /Nested too deeply/,
  ],
  ["JSON a million deep", `${"[".repeat(500_000)}${"]".repeat(500_000)}`, /Nested too deeply/],
  [
    "a bomb of aliases, doubling",
    `${GOOD}sources:\n  a0: &a0 [x, x]\n${lines(30, (i) => `  a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)}`,
    /More than 32 aliases/,
  ],
  [
    "a bomb of few aliases, wide",
    `${GOOD}sources:\n  a: &a [${"x, ".repeat(300)}]\n  b: &b [*a, *a, *a, *a, *a, *a, *a, *a]\n  c: &c [*b, *b, *b, *b, *b, *b, *b, *b]\n  d: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c]`,
    /Too many values: at most 200000/,
  ],
  ["an alias of itself", `${GOOD}sources: &a [*a]`, /Nested too deeply|No anchor/],
  ["ten thousand unknown keys", `${GOOD}${lines(10_000, (i) => `key${i}: 1`)}`, /"key0" is not a key here/],
  [
    "two thousand misspelt ids",
    GOOD.replace(
      "observe:\n",
      `observe:\n${lines(2_000, (i) => `  o${i}: { capability: psu, force: aldr, quantity: asked }`)}\n`,
    ),
    /"aldr" is not a (?:holder|force). Did you mean "alder"/,
  ],
  ["a key of a million letters", `${GOOD}${"k".repeat(1_000_000)}: 1`, /Not well-formed|is not a key here/],
  [
    "an id of a million letters",
    GOOD.replace("where: cedar", `where: ${"c".repeat(1_000_000)}`),
    /is not a(?:n id| place)/,
  ],
  [
    "a duration of a million letters",
    GOOD.replace("shift: 12 h", `shift: ${"1 h ".repeat(250_000)}`),
    /is not a duration/,
  ],
  ["three thousand forces", withForces(3000), /3003 forces; at most 2000 are read/],
  [
    "eleven hundred capabilities",
    GOOD.replace("people:", `${lines(1100, (i) => `  c${i}: {}`)}\npeople:`),
    /1101 capabilities; at most 1000 are read/,
  ],
  [
    "a horizon beyond 2^30 minutes",
    GOOD.replace("horizon: 14 d", "horizon: 800000 d"),
    /at most 1073741824 are simulated|is not a duration/,
  ],
  ["twelve years of a nation", withForces(20).replace("horizon: 14 d", "horizon: 4380 d"), /ten years/],
  [
    "an hourly table over two thousand years",
    GOOD.replace("horizon: 14 d", "horizon: 700000 d").replace(
      "perDay: 0.3,",
      `perDay: 0.3, hour: [${"1, ".repeat(24)}],`,
    ),
    /has more than 1000000 steps/,
  ],
  ["a merge key", GOOD.replace("chain: up", "<<: { chain: up }"), /"<<" is not a key here/],
  ["a set", `${GOOD}sources: !!set {a, b}`, /Tags \(!…\) are not read/],
  ["a key that is a list", `${GOOD}? [a, b]\n: 1`, /A key must be a plain word/],
];

const MOST_MILLISECONDS = 1000;
const TRIES = 8;

describe("what could hang or mislead a reader is refused in less than a second", () => {
  it.each(HOSTILE)("%s", (_, text, refusal) => {
    // Time of the processor, least of some tries: what else a busy machine does says nothing about the reader.
    let least = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < TRIES && least >= MOST_MILLISECONDS; tries++) {
      const before = process.cpuUsage();
      expect(faultsOf(text)).toMatch(refusal);
      const { user, system } = process.cpuUsage(before);
      least = Math.min(least, (user + system) / 1000);
    }
    expect(least).toBeLessThan(MOST_MILLISECONDS);
  });

  it.each([
    [
      "a duplicate key in JSON",
      '{"muster": 1, "muster": 1}',
      /1:15 {2}muster: "muster" stands here twice, first in line 1/,
    ],
    ["a reach into prototypes in JSON", '{"muster": 1, "__proto__": {"x": 1}}', /"__proto__" cannot be a key/],
    ["a bare word in JSON", '{"muster": one}', /Not well-formed: Unresolved plain scalar/],
    [
      "a comma too many in JSON",
      '{"muster": 1,}',
      /1:14 {2}Not well-formed JSON: Expected double-quoted property name/,
    ],
    ["a remark in JSON", '{"muster": 1} # so', /1:15 {2}Not well-formed JSON: Unexpected/],
    ["half of a JSON file", '{"muster": 1, "name": ', /Not well-formed/],
  ])("%s", (_, text, refusal) => {
    expect(faultsOf(text, "hostile.json")).toMatch(refusal);
  });

  it("no more than two hundred faults are told", () => {
    const result = read(`${GOOD}${lines(10_000, (i) => `key${i}: 1`)}`);
    expect(result.ok ? 0 : result.faults.length).toBe(200);
  });
});

describe("a good scenario with something done to it", () => {
  const pieces = [
    "",
    " ",
    ":",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "*a",
    "&a ",
    "null",
    "~",
    "-1",
    "1e400",
    "0x1F",
    "'",
    '"',
    "|",
    "\n",
    "#",
    "true",
    "extends: ",
    "{ low: 2, high: 1 }",
    "{ dist: pert }",
    "[]",
    "{}",
    "9 d",
    "same",
    "all",
  ];

  it("is read or refused, and never throws or hangs, wherever text is cut out and put in", () => {
    const change = fc.record({ at: fc.nat(GOOD.length), cut: fc.nat(30), put: fc.constantFrom(...pieces) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        let text = GOOD;
        for (const { at, cut, put } of changes) text = text.slice(0, at) + put + text.slice(at + cut);
        const result = read(text);
        if (result.ok) expect(compileScenario(result.scenario, "").model.nForces).toBeGreaterThan(0);
        else expect(result.faults.length).toBeGreaterThan(0);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it("is read or refused, and never throws, whatever stands at one of its values", () => {
    const values = GOOD.matchAll(/(?<=: |\[|, )[^\s,{}[\]]+/g);
    const puts = ["-1", "0", "1e9", "x", "true", "[]", "{}", "{ low: 1, high: 2 }", "{ value: 1 }", "[1, 2]"];
    let turn = 0;
    for (const { 0: value, index } of values) {
      // Each value has three of them in turn; all of them take their turns along the file.
      for (let i = 0; i < 3; i++) {
        const put = puts[turn++ % puts.length];
        const result = read(GOOD.slice(0, index) + put + GOOD.slice(index + value.length));
        if (result.ok) expect(compileScenario(result.scenario, "").model.nCaps).toBe(1);
        else for (const { line, message } of result.faults) expect(`${line} ${message}`).toMatch(/^[1-9]\d* .*\.$/);
      }
    }
  });
});
