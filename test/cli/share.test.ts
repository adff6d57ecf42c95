/** `muster share` from outside. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
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
    const { status, stdout, stderr } = await muster(["share", small, ...args, "--replications", "60", "--out", out]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(readdirSync(out).sort()).toEqual(["share.csv", "share.json"]);
    const table = Papa.parse<Record<string, string>>(readFileSync(join(out, "share.csv"), "utf8").trim(), {
      header: true,
    });
    return { stdout, found: JSON.parse(readFileSync(join(out, "share.json"), "utf8")), rows: table.data };
  });
}

describe("muster share", () => {
  it("divides by officers, demand and risk, and says what it cannot divide by", async () => {
    const { stdout, found, rows } = await run(["--region", "south", "--requirement", "5"]);
    expect(stdout).toContain("- by officers: Alder Police 3, Birch Police 2");
    expect(stdout).toContain("- by population: cannot be said");
    for (const by of ["officers", "demand", "risk"]) {
      expect(rows.reduce((sum, row) => sum + Number(row[`unitsBy-${by}`]), 0)).toBe(5);
    }
    expect(found.members.map(({ id }: { id: string }) => id)).toEqual(["alder", "birch"]);
  });

  it("finds that pooling helps, that the nation helps more than the region, and that idle neighbours flatter", async () => {
    const { stdout, found } = await run(["--region", "south", "--requirement", "5"]);
    const { pooled, regional, alone } = found.whole;
    expect(pooled.share).toBeLessThan(regional.share);
    expect(regional.share).toBeLessThan(alone.share);
    for (const member of found.members) {
      expect(member.gain.low).toBeGreaterThan(0);
      expect(member.neighboursIdle.share).toBeLessThan(member.pooled.share);
      expect(member.error.mean).toBeCloseTo(member.pooled.share - member.neighboursIdle.share, 12);
    }
    expect(stdout).toContain("planned alone, as if neighbours were idle");
  });

  it("tells how far planning alone errs for every place, however many there are", async () => {
    await withFolder(async (folder) => {
      const ids = Array.from({ length: 14 }, (_, i) => `f${i}`);
      const forces = ids.map((id, i) => `    ${id}: { at: [${51 + i / 10}, -1], officers: ${1000 + i} }`);
      const text = readFileSync(small, "utf8")
        .replace(/ {4}alder: \{ name[\s\S]*?(?= {2}schemes)/, `${forces.join("\n")}\n`)
        .replace("[alder, birch]", `[${ids.slice(0, 7)}]`)
        .replace("[cedar]", `[${ids.slice(7)}]`)
        .replace("{ alder: 6, birch: 4, cedar: 2 }", `{ ${ids.map((id) => `${id}: 1`).join(", ")} }`)
        .replace("where: { weights: { alder: 2, birch: 1, cedar: 1 } }", "where: { weightedBy: officers }");
      writeFileSync(join(folder, "many.yaml"), text);
      const { status, stdout } = await muster([
        ...[
          "share",
          join(folder, "many.yaml"),
          "--requirement",
          "20",
          "--replications",
          "20",
          "--workers",
          "0",
          "--json",
        ],
      ]);
      expect(status).toBe(0);
      const { members, verdict } = JSON.parse(stdout);
      expect(members.length).toBe(14);
      for (const { neighboursIdle, pooled, error } of members) {
        expect(error.mean).toBeCloseTo(pooled.share - neighboursIdle.share, 12);
      }
      expect(members.some(({ error }: { error: { mean: number } }) => error.mean > 0)).toBe(true);
      expect(verdict.join("\n")).toMatch(/over 14 places; each is in the table/);
    });
  });

  it("asks for the requirement where the scenario states none", async () => {
    const { status, stderr } = await muster(["share", small, "--region", "south"]);
    expect(status).toBe(2);
    expect(stderr).toContain("say how many units");
  });
});
