/** The list of planted faults cannot rot: every line is still there, once. (`npm run faults` plants them.) */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { projectFolder } from "../support/muster.ts";
import { faults } from "./list.ts";
import { placesOf } from "./plant.ts";

it("there are at least twenty planted faults, each with a title of its own", () => {
  expect(faults.length).toBeGreaterThanOrEqual(20);
  expect(new Set(faults.map(({ title }) => title)).size).toBe(faults.length);
});

it.each(faults.map((fault) => [fault.title, fault] as const))(
  "%s: its line is there once",
  (_, { file, line, becomes }) => {
    expect(placesOf(readFileSync(join(projectFolder, file), "utf8"), line)).toHaveLength(1);
    expect(becomes).not.toBe(line);
    expect(becomes).not.toContain("\n");
  },
);

it("a line that is there twice, or not at all, is told from one that is there once", () => {
  expect(placesOf("  a;\nb;\n\ta;\n", "a;")).toEqual([0, 2]);
  expect(placesOf("a; // why\n", "a;")).toEqual([]);
});
