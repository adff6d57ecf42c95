/** `muster sweep` from outside. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt, muster, projectFolder, withFolder } from "../support/muster.ts";

const small = join(projectFolder, "test", "cli", "two-counties.yaml");

beforeAll(ensureBuilt);

async function withSweep<T>(says: string, work: (file: string, folder: string) => Promise<T>): Promise<T> {
  return await withFolder(async (folder) => {
    const file = join(folder, "sweep.yaml");
    writeFileSync(join(folder, "small.yaml"), readFileSync(small));
    writeFileSync(file, `sweep: 1\nscenario: small.yaml\n${says}\n`);
    return await work(file, folder);
  });
}

function rowsOf(file: string): Record<string, string>[] {
  return Papa.parse<Record<string, string>>(readFileSync(file, "utf8"), { header: true, skipEmptyLines: true }).data;
}

const FACTORS = `factors:
  - { name: riots a day, path: threats.riot.arrivals.poisson.perDay, values: [0.5, 2, 5] }
  - { name: units in Alder, path: people.holdings.psu.units.alder, from: 2, to: 10, levels: 2, whole: true }`;

describe("muster sweep", () => {
  it("writes one row for each point and capability, and the line where the chance passes the level", async () => {
    await withSweep(`replications: 40\n${FACTORS}`, async (file, folder) => {
      const out = join(folder, "out");
      const { status, stdout, stderr } = await muster(["sweep", file, "--out", out]);
      expect(stderr).toBe("");
      expect(status).toBe(0);
      expect(stdout).toMatch(/^In this scenario, on assumed holdings, PSUs run out in /);
      expect(stdout).toContain("first passes 5 % at riots a day");
      expect(readdirSync(out).sort()).toEqual(["break-psu.svg", "break.csv", "sweep.csv", "sweep.json"]);
      const rows = rowsOf(join(out, "sweep.csv"));
      expect(rows).toHaveLength(6);
      const at = (rate: string, units: string) =>
        Number(rows.find((row) => row["riots a day"] === rate && row["units in Alder"] === units)!.runOut);
      // The same luck at all points: more riots never run out less often, more units never more often.
      for (const units of ["2", "10"]) expect(at("5", units)).toBeGreaterThan(at("0.5", units));
      for (const rate of ["0.5", "2", "5"]) expect(at(rate, "10")).toBeLessThanOrEqual(at(rate, "2"));
      expect(rowsOf(join(out, "break.csv"))).toHaveLength(2);
      // The surface: a cell for each point with its number, and the line wherever two neighbours lie on both sides of 5 %.
      const picture = readFileSync(join(out, "break-psu.svg"), "utf8");
      expect(picture).toContain("In this scenario, on assumed holdings: ");
      expect(picture).toContain("UNMARKED – illustrative, public data");
      for (const { runOut } of rows) {
        const share = Number(runOut);
        if (share > 0 && share < 1) expect(picture).toContain(`>${Math.round(share * 100)}</text>`);
      }
      // What was never seen is not said to be 0.
      expect(picture).not.toContain(">0</text>");
      const passes = (rate: string, units: string) => at(rate, units) > 0.05;
      const rates = ["0.5", "2", "5"];
      const sides = ["2", "10"].flatMap((units) =>
        rates.slice(1).map((rate, i) => passes(rate, units) !== passes(rates[i]!, units)),
      );
      const ends = rates.map((rate) => passes(rate, "2") !== passes(rate, "10"));
      const group = /<g aria-label="link"[^>]*>(.*?)<\/g>/s.exec(picture)?.[1] ?? "";
      expect(group.match(/<path/g) ?? []).toHaveLength([...sides, ...ends].filter(Boolean).length);
    });
  });

  it("gives at a point what muster run gives of the scenario changed so", async () => {
    await withSweep(
      "replications: 60\nfactors: [{ path: people.holdings.psu.units.alder, values: [3] }]",
      async (file, folder) => {
        const plan = join(folder, "three.yaml");
        const three = "people: { holdings: { psu: { units: { alder: 3 } } } }";
        writeFileSync(plan, `muster: 1\nextends: small.yaml\nname: Three\n${three}\n`);
        const swept = JSON.parse((await muster(["sweep", file, "--json"])).stdout);
        const run = JSON.parse((await muster(["run", plan, "--replications", "60", "--json"])).stdout);
        const [{ runOut, unresourcedUnitHours }] = run.capabilities[0].scopes;
        const row = Object.fromEntries(swept.table.columns.map((c: string, i: number) => [c, swept.table.rows[0][i]]));
        expect(row.runOut).toBe(runOut.probability);
        expect(row.unresourcedUnitHours).toBeCloseTo(unresourcedUnitHours.mean, 9);
      },
    );
  });

  it("goes on where it was: in two parts it gives what it gives in one, and says 4 in between", async () => {
    await withSweep(`replications: 10\ndesign: sobol\npoints: 8\n${FACTORS}`, async (file, folder) => {
      const out = join(folder, "out");
      const first = await muster(["sweep", file, "--out", out, "--at-most", "3"]);
      expect(first.status).toBe(4);
      expect(rowsOf(join(out, "sweep.csv"))).toHaveLength(3);
      expect(readdirSync(join(out, ".points"))).toHaveLength(3);
      const [second, whole] = await Promise.all([
        muster(["sweep", file, "--out", out, "--json"]),
        muster(["sweep", file, "--workers", "3", "--json"]),
      ]);
      expect(second.status).toBe(0);
      expect(second.stdout).toBe(whole.stdout);
      expect(existsSync(join(out, ".points"))).toBe(false);
    });
  });

  it("draws the surface over number, size, overlap and spread of incidents", async () => {
    const says =
      "incidents: { threat: riot, number: [1, 3, 6], size: [1, 2], overlap: [1, 0], spread: [one force, anywhere] }";
    await withSweep(`replications: 12\n${says}`, async (file, folder) => {
      const out = join(folder, "out");
      const { status } = await muster(["sweep", file, "--out", out]);
      expect(status).toBe(0);
      const rows = rowsOf(join(out, "sweep.csv"));
      expect(rows).toHaveLength(24);
      const chance = (want: Record<string, string>) =>
        Number(rows.find((row) => Object.entries(want).every(([key, value]) => row[key] === value))!.runOut);
      for (const spread of ["one force", "anywhere"]) {
        expect(chance({ number: "6", size: "2", overlap: "1", spread })).toBe(1);
        expect(chance({ number: "6", size: "1", overlap: "0", spread })).toBeLessThan(
          chance({ number: "6", size: "2", overlap: "1", spread }),
        );
        expect(chance({ number: "1", size: "1", overlap: "1", spread })).toBeLessThan(1);
      }
      const lines = rowsOf(join(out, "break.csv"));
      expect(lines).toHaveLength(8);
      expect(lines.every(({ along, level }) => along === "number" && level === "0.05")).toBe(true);
    });
  });

  it("takes every combination of places, by class where the holdings are shipped ones", async () => {
    await withSweep(
      "replications: 4\nincidents: { threat: riot, number: [2], places: every combination }",
      async (file) => {
        const { stdout } = await muster(["sweep", file, "--json"]);
        const { table } = JSON.parse(stdout);
        expect(table.rows.map((row: unknown[]) => row[4])).toEqual(["alder + birch", "alder + cedar", "birch + cedar"]);
      },
    );
    await withFolder(async (folder) => {
      const file = join(folder, "shipped.yaml");
      const says = "incidents: { threat: march, number: [2], places: every combination }";
      writeFileSync(file, `sweep: 1\nscenario: two-counties\nreplications: 2\n${says}\n`);
      const { stdout } = await muster(["sweep", file, "--json"]);
      expect(stdout).toContain("small forces + small forces");
      expect(stdout).not.toMatch(/alder|birch|castle/);
    });
  });

  it("refuses what is not there, before anything is run", async () => {
    await withSweep("factors: [{ path: threats.riots.arrivals.poisson.perDay, values: [1] }]", async (file) => {
      const { status, stderr } = await muster(["sweep", file]);
      expect(status).toBe(3);
      expect(stderr).toContain("threats.riots: there is nothing of that name");
    });
    await withSweep("factors: [{ path: threats.riot.arrivals.poisson.perDay, values: [1, many] }]", async (file) => {
      const { status, stderr } = await muster(["sweep", file]);
      expect(status).toBe(3);
      expect(stderr).toContain("many");
    });
    await withSweep("factor: []", async (file) => expect((await muster(["sweep", file])).status).toBe(3));
    expect((await muster(["sweep", "nowhere.yaml"])).status).toBe(3);
    expect((await muster(["sweep", "--help"])).stdout).toContain("Example:\n  npx muster sweep alert.yaml");
  });
});
