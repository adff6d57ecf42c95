/** docs/scenario-runs.md says how each shipped scenario fared in at least 200 runs, and which has no row yet. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { scenarioIds } from "../../cli/place.ts";
import { projectFolder } from "../support/muster.ts";
import { pageOf, rowsOf } from "../templates/record.ts";

/** 365 days of every threat take some ten seconds a run: as few as a page is worth. */
const FEWER: Readonly<Record<string, number>> = { "year-of-everything": 2 };

it("every preset was run 200 times with finite numbers and exact accounts, and so was every template with a row", () => {
  const page = readFileSync(join(projectFolder, "docs", "scenario-runs.md"), "utf8");
  const rows = rowsOf(page);
  expect(page).toBe(pageOf(rows));
  const presets = scenarioIds().filter((id) => !id.includes("/") && FEWER[id] === undefined);
  expect([...rows.keys()]).toEqual(expect.arrayContaining(presets));
  expect(scenarioIds()).toEqual(expect.arrayContaining([...rows.keys()]));
  for (const [id, row] of rows) {
    const [, runs, days, result, asked, seconds, early, memory, revision, date] = row.split(" | ");
    expect(Number(runs), id).toBeGreaterThanOrEqual(FEWER[id] ?? 200);
    expect(
      [
        result,
        Number(days) > 0,
        Number(asked) > 0,
        Number(seconds) > 0,
        // told since 28 November 2026
        early === "–" || Number(early) > 0,
        Number(memory) > 0 && !(Number(memory) < Number(early)),
      ],
      id,
    ).toEqual(["good", true, true, true, true, true]);
    expect(revision, id).toMatch(/^[0-9a-f]{7}/);
    expect(date, id).toMatch(/^\d{4}-\d{2}-\d{2} \|$/);
  }
});
