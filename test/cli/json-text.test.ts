/** The layout of JSON files: the same values, the root easy to read, a scope a line. */
import { fc, test } from "@fast-check/vitest";
import { expect, it } from "vitest";
import { jsonText } from "../../cli/json-text.ts";

test.prop([fc.jsonValue()])("any value reads back as it was", (value) => {
  expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
});

it("leaves out what JSON has no word for, as JSON.stringify does, and asks records how they want to be written", () => {
  const value = { a: undefined, b: [undefined, 1], c: Number.NaN, d: new Date(0), e: () => 1 };
  expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
});

it("keeps what is short, and from the fourth level on everything, on one line", () => {
  const scope = { id: "kent", figures: Array.from({ length: 60 }, (_, i) => ({ mean: i })) };
  const text = jsonText({
    muster: "1",
    clock: { start: "now", minutes: 60 },
    capabilities: [{ id: "psu", scopes: [scope, scope] }],
  });
  expect(text.split("\n").slice(0, 8)).toEqual([
    "{",
    '  "muster": "1",',
    '  "clock": {"start": "now", "minutes": 60},',
    '  "capabilities": [',
    "    {",
    '      "id": "psu",',
    '      "scopes": [',
    `        ${JSON.stringify(scope)},`,
  ]);
});
