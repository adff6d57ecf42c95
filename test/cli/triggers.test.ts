/** `muster triggers` from outside. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt, muster, projectFolder, withFolder } from "../support/muster.ts";

const small = join(projectFolder, "test", "cli", "two-counties.yaml");
beforeAll(ensureBuilt);

/** Runs the command, looks at its two files and gives the words, the JSON and the table. */
async function run(args: readonly string[]) {
  return withFolder(async (folder) => {
    const out = join(folder, "out");
    const { status, stdout, stderr } = await muster(["triggers", small, ...args, "--replications", "60", "--out", out]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(readdirSync(out).sort()).toEqual(["triggers.csv", "triggers.json"]);
    const table = Papa.parse<Record<string, string>>(readFileSync(join(out, "triggers.csv"), "utf8").trim(), {
      header: true,
    });
    return { stdout, found: JSON.parse(readFileSync(join(out, "triggers.json"), "utf8")), rows: table.data };
  });
}

describe("muster triggers", () => {
  it("holds late against early on the same tapes, and names the latest hour of use", async () => {
    const { stdout, found, rows } = await run(["--hours", "0,6,24"]);
    expect(rows.map(({ call }) => call)).toEqual([
      "0h",
      "6h",
      "24h",
      "threshold-0.6",
      "threshold-0.8",
      "never",
      "scenario",
    ]);
    expect(stdout).toContain("called after 24 h against called at once");
    expect(stdout).toMatch(/hours looked at: 0, 6, 24/);
    const [now, , late] = found.calls;
    expect(late.againstNow.missingUnitHours.mean).toBeCloseTo(
      late.missingUnitHours.mean - now.missingUnitHours.mean,
      9,
    );
    expect(late.missingUnitHours.mean).toBeGreaterThan(now.missingUnitHours.mean);
  });

  it("refuses a call outside the run", async () => {
    const { status, stderr } = await muster(["triggers", small, "--from", "9 d"]);
    expect(status).toBe(2);
    expect(stderr).toContain("expected a time of the run");
  });
});
