/** `muster compare` from outside. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt, muster, projectFolder, withFolder } from "../support/muster.ts";

const small = join(projectFolder, "test", "cli", "two-counties.yaml");

beforeAll(ensureBuilt);

/** A plan file that builds on the small country and says one thing otherwise. */
function planFile(folder: string, name: string, says: string): string {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, `muster: 1\nextends: ${JSON.stringify(small)}\nname: ${name}\n${says}\n`);
  return file;
}

const MORE_PEOPLE = "people: { holdings: { psu: { units: { alder: 12, birch: 8, cedar: 6 } } } }";

describe("muster compare", () => {
  it("tells of one capability in two lines at most, what cannot be told apart in one, with how many runs it would take", async () => {
    await withFolder(async (folder) => {
      const little = join(folder, "little.yaml");
      const text = `muster: 1\nname: A little later\nextends: ${small}\ncapabilities: { psu: { tiers: { regional: { coordinationDelay: 70 min } } } }\n`;
      writeFileSync(little, text);
      const args = ["compare", small, little, "--replications", "30", "--capability", "psu"];
      const { status, stdout } = await muster(args);
      expect(status).toBe(0);
      const [answer] = stdout.split("\n\n");
      const lines = answer!.split("\n");
      expect(lines.length).toBeLessThanOrEqual(2);
      expect(lines[0]).toMatch(
        /^In this scenario, on assumed holdings: under little against two-counties, (not distinguishable at 30 runs: )?PSUs run out/,
      );
      const unknown = await muster(["compare", small, little, "--capability", "psus"]);
      expect(unknown).toMatchObject({ status: 2 });
      expect(unknown.stderr).toContain("there are psu");
    });
  });

  it("says of a plan and itself that nothing differs", async () => {
    const { status, stdout, stderr } = await muster(["compare", small, small]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toContain("In this scenario, on assumed holdings: no difference in any of 40 runs");
    expect(stdout).toContain("on the same demand tapes");
    expect(stdout).toContain("UNMARKED – illustrative, public data");
  });

  it("gives the same digest with one, two and three workers and in the main thread, and writes both files", async () => {
    await withFolder(async (folder) => {
      const more = planFile(folder, "more", MORE_PEOPLE);
      const digests: string[] = [];
      for (const workers of ["0", "1", "2", "3"]) {
        const out = join(folder, workers);
        const { status, stdout } = await muster(["compare", small, more, "--workers", workers, "--out", out, "--json"]);
        expect(status).toBe(0);
        expect(readdirSync(out).sort()).toEqual(["comparison.csv", "comparison.json"]);
        const text = readFileSync(join(out, "comparison.json"), "utf8");
        expect(stdout).toBe(text);
        digests.push(JSON.parse(text).digest);
      }
      expect(new Set(digests).size).toBe(1);
      expect(digests[0]).toMatch(/^sha256:[0-9a-f]{64}$/);
    });
  });

  it("tells what more people change, with the same figures in words, JSON and CSV", async () => {
    await withFolder(async (folder) => {
      const more = planFile(folder, "more", MORE_PEOPLE);
      const out = join(folder, "out");
      const { stdout } = await muster(["compare", small, more, "--replications", "200", "--out", out]);
      const comparison = JSON.parse(readFileSync(join(out, "comparison.json"), "utf8"));
      expect(comparison).toMatchObject({ demand: "same tapes", replications: 200, seed: "7" });
      expect(comparison.plans.map(({ id }: { id: string }) => id)).toEqual(["two-counties", "more"]);
      const nation = comparison.capabilities[0].scopes[0];
      const unfilled = nation.measures.find(({ measure }: { measure: string }) => measure === "unresourcedUnitHours");
      const [difference] = unfilled.differences;
      expect(difference).toMatchObject({ first: "two-counties", second: "more", distinguishable: true });
      expect(difference.mean).toBeCloseTo(unfilled.plans[1].mean - unfilled.plans[0].mean, 9);
      expect(difference.low).toBeLessThan(difference.mean);
      expect(difference.high).toBeGreaterThan(difference.mean);
      expect(difference.high).toBeLessThan(0);
      expect(difference.varianceRatio).toBeGreaterThan(1);
      expect(stdout).toMatch(/^In this scenario, on assumed holdings: under more against two-counties, PSUs run out/m);
      expect(stdout).toMatch(/unfilled unit-hours: [\d.,]+ against [\d.,]+, [\d.,]+ fewer \(/);
      const { data } = Papa.parse<Record<string, string>>(readFileSync(join(out, "comparison.csv"), "utf8").trim(), {
        header: true,
      });
      const row = data.find(
        ({ measure, scope, threat }) => measure === "unresourcedUnitHours" && scope === "nation" && threat === "",
      )!;
      expect(Number(row.difference)).toBe(difference.mean);
      expect(row.marking).toBe("UNMARKED – illustrative, public data");
      // Run-out of the nation: every run is one of four kinds.
      const runOut = data.find(({ measure, scope }) => measure === "runOut" && scope === "nation")!;
      const kinds = [runOut.both, runOut.firstOnly, runOut.secondOnly, runOut.neither].map(Number);
      expect(kinds.reduce((a, b) => a + b)).toBe(200);
    });
  });

  it("refuses a plan that changes the demand, says what differs, and compares it when told to", async () => {
    await withFolder(async (folder) => {
      const longer = planFile(folder, "longer", "clock: { horizon: 4 d }");
      const refused = await muster(["compare", small, longer]);
      expect(refused.status).toBe(3);
      expect(refused.stdout).toBe("");
      expect(refused.stderr).toContain(
        "longer changes the demand of two-counties: clock.horizon, minutes: 5760, not 4320",
      );
      expect(refused.stderr).toContain("--different-demand");
      const allowed = await muster(["compare", small, longer, "--different-demand"]);
      expect(allowed.status).toBe(0);
      expect(allowed.stdout).toContain("the plans differ in demand");
    });
  });

  it("carries the marking of whichever plan has one", async () => {
    await withFolder(async (folder) => {
      const marked = planFile(folder, "marked", "marking: OFFICIAL-SENSITIVE");
      const { stdout } = await muster(["compare", small, marked, "--replications", "3", "--json"]);
      expect(JSON.parse(stdout).marking).toBe("OFFICIAL-SENSITIVE");
    });
  });

  it("adjusts three plans for being three, pair by pair", async () => {
    await withFolder(async (folder) => {
      const plans = [planFile(folder, "more", MORE_PEOPLE), planFile(folder, "near", "policy: { donors: nearest }")];
      const { status, stdout } = await muster(["compare", small, ...plans, "--json"]);
      expect(status).toBe(0);
      const { differences } = JSON.parse(stdout).capabilities[0].scopes[0].measures[1];
      expect(differences.map(({ first, second }: { first: string; second: string }) => `${first}-${second}`)).toEqual([
        "two-counties-more",
        "two-counties-near",
        "more-near",
      ]);
    });
  });

  it("ends with 2 where there is nothing to compare, and with 3 where a file is not there", async () => {
    expect((await muster(["compare", small])).status).toBe(2);
    expect((await muster(["compare"])).status).toBe(2);
    expect((await muster(["compare", small, "nowhere.yaml"])).status).toBe(3);
  });

  it("has help with an example", async () => {
    const { status, stdout } = await muster(["compare", "--help"]);
    expect(status).toBe(0);
    expect(stdout).toContain("npx muster compare concurrent-disorder later.yaml");
  });
});
