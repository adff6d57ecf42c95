/** `--precision`: what it means, when it looks, and that the answer is that of the count at which it stopped. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { UsageError } from "../../cli/exits.ts";
import { parsePrecision, precisionNow } from "../../cli/precision.ts";
import { looksUpTo } from "../../engine/tally/replications.ts";
import type { Summary } from "../../engine/tally/summary.ts";
import { ensureBuilt, muster, projectFolder, withFolder } from "../support/muster.ts";

const small = join(projectFolder, "test", "cli", "two-counties.yaml");
const unsure = join(projectFolder, "test", "cli", "two-counties-unsure.yaml");

describe("the counts at which a run looks", () => {
  it("are Renard's ten steps a decade, each confirmed 5 % later, and the limit", () => {
    expect(looksUpTo(1100)).toEqual([
      { replications: 100, confirmedAt: 100 + 5 },
      { replications: 125, confirmedAt: 131 },
      { replications: 160, confirmedAt: 168 },
      { replications: 200, confirmedAt: 210 },
      { replications: 250, confirmedAt: 262 },
      { replications: 320, confirmedAt: 336 },
      { replications: 400, confirmedAt: 420 },
      { replications: 500, confirmedAt: 525 },
      { replications: 640, confirmedAt: 672 },
      { replications: 800, confirmedAt: 840 },
      { replications: 1000, confirmedAt: 1050 },
      { replications: 1100, confirmedAt: 1100 },
    ]);
  });

  it("are the limit alone where that is small, and never go beyond it", () => {
    expect(looksUpTo(1)).toEqual([{ replications: 1, confirmedAt: 1 }]);
    expect(looksUpTo(100)).toEqual([{ replications: 100, confirmedAt: 100 }]);
    expect(looksUpTo(103)[0]).toEqual({ replications: 100, confirmedAt: 103 });
  });
});

describe("a figure's precision", () => {
  const nation = {
    scope: "nation",
    id: "nation",
    runOut: { probability: 0.02, low: 0.01, high: 0.05 },
    requiredUnitHours: { mean: 50, low: 0, high: 55 },
    unresourcedUnitHours: { mean: 2, low: 1.9, high: 2.1, doubt: "interval unreliable" },
    heldUnitHours: { mean: 0, low: 0, high: 0 },
    needs: { asked: 7 },
    leftRegion: null,
  };
  const summary = { capabilities: [{ id: "psu", scopes: [nation] }] };
  const now = (text: string) => precisionNow(parsePrecision(text)[0]!, summary);

  it("of a probability is half the width of its interval", () => {
    expect(now("psu.nation.runOut=0.02")).toEqual({
      ...{ figure: "psu.nation.runOut", halfWidth: 0.02, relative: false, reached: (0.05 - 0.01) / 2, met: true },
    });
    expect(now("psu.nation.runOut.probability = 0.019")).toMatchObject({ reached: 0.02, met: false });
  });

  it("of a mean is a share of the mean, or in its own unit where ± says so", () => {
    expect(now("psu.nation.requiredUnitHours=0.1")).toMatchObject({ relative: true, reached: 0.1, met: true });
    expect(now("psu.nation.requiredUnitHours.mean=0.09")).toMatchObject({ reached: 0.1, met: false });
    expect(now("psu.nation.requiredUnitHours=±5")).toMatchObject({ relative: false, reached: 5, met: true });
    expect(now("psu.nation.requiredUnitHours=+-4.9")).toMatchObject({ relative: false, reached: 5, met: false });
  });

  it("is not reached by a mean whose interval is in doubt, nor by a share of nothing, nor where there is no figure", () => {
    expect(now("psu.nation.unresourcedUnitHours=0.1")).toMatchObject({ met: false });
    expect(now("psu.nation.heldUnitHours=0.1")).toMatchObject({ reached: null, met: false });
    expect(now("psu.nation.leftRegion=0.1")).toMatchObject({ reached: null, met: false });
  });

  it.each([
    "psu.nation.runOut",
    "psu.nation.runOut=",
    "psu.nation.runOut=0",
    "psu.nation.runOut=-0.1",
    "psu.nation.runOut=much",
    "psu.runOut=0.1",
    "psu.nation=0.1",
    "psu.region.runOut=0.1",
  ])("%s is a usage error", (text) => {
    expect(() => parsePrecision(text)).toThrow(UsageError);
  });

  it.each(["psu.nation.needs=0.1", "psu.nation.runOut.high=0.1", "psu.nation.runout=0.1", "bdu.nation.runOut=0.1"])(
    "%s names no figure with an interval",
    (text) => {
      expect(() => now(text)).toThrow(UsageError);
    },
  );
});

describe("muster run --precision", () => {
  beforeAll(ensureBuilt);

  async function summaryOf(...args: readonly string[]): Promise<Summary> {
    const { status, stdout, stderr } = await muster(["run", ...args, "--json"]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    return JSON.parse(stdout) as Summary;
  }

  it("stops at the same count for 1, 2 and 5 workers, with the digest of --replications with that count", async () => {
    const runs = [];
    for (const workers of ["1", "2", "5"]) {
      runs.push(await summaryOf(small, "--precision", "psu.nation.runOut=0.04", "--workers", workers));
    }
    const [one, ...others] = runs as [Summary, ...Summary[]];
    for (const other of others) expect(other).toEqual(one);
    // Wilson's half-width at one half is within 0.04 from 597 runs on, so from the look at 640 or before.
    expect(looksUpTo(1000).map(({ confirmedAt }) => confirmedAt)).toContain(one.replications);
    const { low, high } = one.capabilities[0]!.scopes[0]!.runOut;
    expect((high! - low!) / 2).toBeLessThanOrEqual(0.04);
    expect(one.stopping).toMatchObject({ reason: "precision reached", targets: [{ met: true }] });
    expect(one.stopping!.looks!.at(-1)).toBe(one.replications);
    const fixed = await summaryOf(small, "--replications", String(one.replications));
    expect(fixed.stopping).toMatchObject({ reason: "fixed number" });
    expect({ ...fixed, stopping: null }).toEqual({ ...one, stopping: null });
  });

  it("waits for every figure, and says in words which held it up when the limit comes first", async () => {
    await withFolder(async (folder) => {
      const { status, stdout } = await muster([
        ...["run", small, "--replications", "150", "--out", folder],
        ...["--precision", "psu.nation.runOut=0.2", "--precision", "psu.nation.requiredUnitHours=0.001"],
      ]);
      expect(status).toBe(0);
      expect(stdout).toMatch(
        /^Stopped at the limit of 150 runs, before all that was asked for was known well enough: psu\.nation\.runOut ± 0\.0\d+ \(asked for ± 0\.2\); psu\.nation\.requiredUnitHours ± [\d.]+ % of its mean \(asked for ± 0\.1 % of its mean\)\.$/m,
      );
      const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));
      const { stopping, replications } = read("summary.json");
      expect(replications).toBe(150);
      expect(stopping).toMatchObject({ reason: "limit reached", looks: [100, 125, 150] });
      expect(read("manifest.json")).toMatchObject({ stoppingRule: "limit reached", stopping, complete: true });
    });
  });

  it("with outer draws looks at runs of their own, and has the digest of the plain run", async () => {
    const found = await summaryOf(unsure, "--outer", "20", "--precision", "psu.nation.runOut=0.13");
    expect(found.stopping).toMatchObject({ reason: "precision reached" });
    const plain = await summaryOf(
      unsure,
      "--outer",
      "20",
      "--replications",
      String(found.replications),
      "--workers",
      "5",
    );
    expect({ ...plain, stopping: null }).toEqual({ ...found, stopping: null });
  });

  it("refuses a figure that is not there before it runs", async () => {
    const { status, stderr } = await muster(["run", small, "--precision", "psu.nation.runnout=0.1"]);
    expect(status).toBe(2);
    expect(stderr).toContain('--precision "psu.nation.runnout=0.1": "runnout" is not a figure of this result');
  });
});
