/** `muster shadow` from outside. */
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
    const { status, stdout, stderr } = await muster(["shadow", small, ...args, "--replications", "60", "--out", out]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(readdirSync(out).sort()).toEqual(["shadow.csv", "shadow.json"]);
    const table = Papa.parse<Record<string, string>>(readFileSync(join(out, "shadow.csv"), "utf8").trim(), {
      header: true,
    });
    return { stdout, found: JSON.parse(readFileSync(join(out, "shadow.json"), "utf8")), rows: table.data };
  });
}

describe("muster shadow", () => {
  it("holds the own risk while lending against lending nothing, and finds the floor that keeps it", async () => {
    const { stdout, found, rows } = await run(["--force", "alder", "--below", "40%"]);
    expect(stdout).toMatch(
      /^In this scenario, on assumed holdings: with its floor of 0 PSUs Alder Police runs out of PSUs at home in /m,
    );
    expect(stdout).toMatch(
      /the lowest floor that keeps its own risk at or below 40 runs of 100 is \d PSUs? \(95 % sure, 60 runs on fresh tapes\)/,
    );
    const nothing = found.points.find(({ floor }: { floor: number | null }) => floor === null);
    expect(nothing.unitsLent).toBe(0);
    const now = found.points.find(({ floor }: { floor: number | null }) => floor === 0);
    expect(now.unitsLent).toBeGreaterThan(0);
    expect(now.fromLending.mean).toBeCloseTo(now.ownRisk.share - nothing.ownRisk.share, 12);
    expect(rows[0]!.floor).toBe("lends nothing");
  });

  it("shows no force of an armed capability on shipped data", async () => {
    const { status, stderr } = await muster([
      "shadow",
      "concurrent-disorder",
      "--capability",
      "aep",
      "--force",
      "kent",
    ]);
    expect(status).toBe(3);
    expect(stderr).toContain("region and nation only");
  });
});
