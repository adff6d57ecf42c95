/** `muster sensitivity` from outside. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt, muster, projectFolder, withFolder } from "../support/muster.ts";

const small = join(projectFolder, "test", "cli", "two-counties.yaml");
const unsure = join(projectFolder, "test", "cli", "two-counties-unsure.yaml");
const RATE = "threats.riot.arrivals.poisson.perDay";
const HOLDING = "people.holdings.psu.units.alder";

beforeAll(ensureBuilt);

describe("muster sensitivity", () => {
  it("names the number that would most narrow the answer, and writes the same figures as JSON and CSV", async () => {
    await withFolder(async (folder) => {
      const args = ["sensitivity", unsure, "--sobol", "24", "--out", folder];
      const { status, stdout, stderr } = await muster(args);
      expect(stderr).toBe("");
      expect(status).toBe(0);
      expect(stdout).toContain(`In this scenario, on assumed holdings, PSUs: the assumption that would most narrow`);
      expect(stdout).toContain(`${RATE} (0.5 to 4)`);
      expect(stdout).toMatch(/is not knowing and \d+ % luck/);
      expect(readdirSync(folder).sort()).toEqual(["sensitivity.csv", "sensitivity.json"]);
      const result = JSON.parse(readFileSync(join(folder, "sensitivity.json"), "utf8"));
      const runOut = result.capabilities[0].measures[0];
      expect(runOut.ranges.map(({ path }: { path: string }) => path)).toEqual([RATE, HOLDING]);
      const [rate, holding] = runOut.ranges;
      // More disorder runs out more often, more units less often.
      expect(rate.tornado.low).toBeGreaterThan(0);
      expect(holding.tornado.high).toBeLessThan(0);
      expect(rate.sobol.total.share).toBeGreaterThan(holding.sobol.total.share);
      expect(rate.sobol.first.low).toBeLessThanOrEqual(rate.sobol.first.share);
      expect(rate.sobol.first.share).toBeLessThanOrEqual(rate.sobol.first.high);
      const rows = Papa.parse<Record<string, string>>(readFileSync(join(folder, "sensitivity.csv"), "utf8"), {
        header: true,
        skipEmptyLines: true,
      }).data;
      expect(rows).toHaveLength(4);
      expect(Number(rows[0]!.swing)).toBe(rate.tornado.swing);
      expect(Number(rows[0]!.sobolFirst)).toBe(rate.sobol.first.share);
    });
  });

  it("gives the same answer with one worker, three, and in the main thread", async () => {
    const answers = await Promise.all(
      ["0", "1", "3"].map((n) =>
        muster(["sensitivity", unsure, "--replications", "8", "--paths", "2", "--workers", n, "--json"]),
      ),
    );
    expect(answers[0]!.status).toBe(0);
    expect(new Set(answers.map(({ stdout }) => stdout)).size).toBe(1);
  });

  it("keeps finished points when it is interrupted, and goes on there to the same answer", async () => {
    await withFolder(async (folder) => {
      const args = ["sensitivity", unsure, "--replications", "100", "--paths", "20", "--workers", "1"];
      const out = join(folder, "out");
      const kept = join(out, ".points");
      const first = await muster([...args, "--out", out], (child) => {
        const timer = setInterval(() => {
          if (!existsSync(kept) || readdirSync(kept).length === 0) return;
          clearInterval(timer);
          child.kill("SIGINT");
        }, 5);
        child.once("close", () => clearInterval(timer));
      });
      expect(first.status).toBe(130);
      expect(readdirSync(out)).toEqual([".points"]);
      const [again, whole] = await Promise.all([
        muster([...args, "--out", out, "--json"]),
        muster([...args, "--json"]),
      ]);
      expect(again.status).toBe(0);
      expect(again.stdout).toBe(whole.stdout);
      expect(existsSync(kept)).toBe(false);
    });
  });

  it("refuses a scenario in which every number is known, and says how it is used", async () => {
    const none = await muster(["sensitivity", small]);
    expect(none.status).toBe(3);
    expect(none.stderr).toContain("no number here is given as a range");
    const help = await muster(["sensitivity", "--help"]);
    expect(help.status).toBe(0);
    expect(help.stdout).toContain("Example:\n  npx muster sensitivity concurrent-disorder");
  });
});
