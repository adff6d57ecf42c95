/** What is wrong with an exercise file is told where it stands, and editors know the language. */
import { readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { exerciseText, openText } from "../../cli/exercise-file.ts";
import { formatFault } from "../../scenarios/format/faults.ts";
import { exerciseSchema, toExerciseJsonSchema } from "../../scenarios/format/schema-exercise.ts";
import { ensureBuilt, muster } from "../support/muster.ts";

beforeAll(ensureBuilt, 240_000);

const FILE = "examples/exercises/saturday.yaml";
const saturday = readFileSync(FILE, "utf8");

function faultsOf(text: string): string[] {
  const opened = openText(text, FILE);
  return "faults" in opened ? opened.faults.map(formatFault) : [];
}
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split("\n").length;

it.each([
  ["a key that there is not", "purpose:", "porpoise:", "porpoise", /porpoise: "porpoise" is not a key here.*purpose/],
  [
    "a seat that there is not",
    "by: birch, capability",
    "by: birtch, capability",
    "by: birtch",
    /decisions\.1\.by: "birtch" is not a seat.*"birch"/,
  ],
  [
    "a minute after the end",
    'at: "day 1 16:00"',
    'at: "day 9 16:00"',
    'at: "day 9',
    /injects\.minister\.at: .*the run ends at minute/,
  ],
  [
    "an incident that there is not",
    "of: march/birch",
    "of: munch/birch",
    "of: munch",
    /decisions\.1: .*names the threat "munch", which there is not/,
  ],
  [
    "a capability that there is not",
    "id: crowd, capability: psu",
    "id: crowd, capability: pzu",
    "capability: pzu",
    /objectives\.crowd\.capability: "pzu"/,
  ],
  ["a scenario that there is not", "scenario: two-counties", "scenario: two-contes", "scenario: two", /scenario: /],
])("%s is told with line, column and path", (_, right, wrong, part, words) => {
  expect(saturday).toContain(right);
  const text = saturday.replace(right, wrong);
  const [first, ...others] = faultsOf(text);
  expect(first).toMatch(words);
  expect(first).toMatch(new RegExp(`^${FILE}:${lineOf(text, part)}:\\d+ `));
  expect(others).toEqual([]);
});

it("muster check reads an exercise as one, and says that it is good or every fault of it", {
  timeout: 180_000,
}, async () => {
  const good = await muster(["check", FILE]);
  expect([good.status, good.stdout]).toEqual([0, `${FILE}: good – Saturday in two counties\n`]);
  expect(exerciseText("examples/exercises/none.yaml")).toBeNull();
});

it("muster schema --exercise prints the JSON Schema of the exercise file, with every key", {
  timeout: 180_000,
}, async () => {
  const { status, stdout } = await muster(["schema", "--exercise"]);
  expect(status).toBe(0);
  const schema = JSON.parse(stdout);
  expect(schema).toEqual(JSON.parse(JSON.stringify(toExerciseJsonSchema())));
  expect(schema.title).toBe("Muster exercise");
  expect(Object.keys(schema.properties)).toEqual(Object.keys(exerciseSchema.shape));
  expect(schema.required).toEqual(["muster-exercise", "name", "scenario", "seed", "replication"]);
});
