/** `muster size` from outside. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt, muster, projectFolder, withFolder } from "../support/muster.ts";

const small = join(projectFolder, "test", "cli", "two-counties.yaml");
beforeAll(ensureBuilt);

const ASK = ["size", small, "--force", "alder", "--owes", "5", "--below", "20%", "--replications", "60"];

describe("muster size", () => {
  it("answers 'my region owes 5; what should mine hold?' in one command, the same with any number of workers", async () => {
    await withFolder(async (folder) => {
      const digests: string[] = [];
      for (const workers of ["0", "2"]) {
        const out = join(folder, workers);
        const { status, stdout, stderr } = await muster([...ASK, "--workers", workers, "--out", out]);
        expect(stderr).toBe("");
        expect(status).toBe(0);
        expect(stdout).toContain(
          "In this scenario, on assumed holdings: of 5 PSUs owed by South, Alder Police owes 3 by officers.",
        );
        expect(stdout).toMatch(
          /^In this scenario, on assumed holdings: Alder Police should hold \d+ PSUs so that PSUs run out at home \(Alder Police\) in at most 20 runs of 100 \(95 % sure; it holds 6 now\)\.$/m,
        );
        expect(stdout).toMatch(
          /checked on fresh tapes that the search never saw, 60 runs: with \d+, .* \([\d.]+ to [\d.]+\)/,
        );
        expect(readdirSync(out).sort()).toEqual(["size.csv", "size.json"]);
        const sizing = JSON.parse(readFileSync(join(out, "size.json"), "utf8"));
        digests.push(sizing.digest);
        const { data } = Papa.parse<Record<string, string>>(readFileSync(join(out, "size.csv"), "utf8").trim(), {
          header: true,
        });
        expect(data.length).toBe(sizing.curve.length);
        const answer = data.find(({ units, tapes }) => tapes === "fresh" && Number(units) === sizing.answer.keepsRisk)!;
        expect(answer.kept).toBe("yes");
        expect(Number(answer.upper)).toBeLessThanOrEqual(0.2);
        expect(answer.marking).toBe("UNMARKED – illustrative, public data");
        expect(sizing.answer.owes.shares).toEqual({ alder: 3, birch: 2 });
        expect(sizing.answer.units).toBeGreaterThanOrEqual(3);
      }
      expect(digests[0]).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(digests[1]).toBe(digests[0]);
    });
  });

  it("sizes a region in shares, and tells each force's", async () => {
    const { status, stdout } = await muster([
      ...["size", small, "--region", "south", "--below", "30%", "--replications", "40", "--by", "holding", "--json"],
      ...["--price", "1000"],
    ]);
    expect(status).toBe(0);
    const sizing = JSON.parse(stdout);
    const units = sizing.shares.map((share: { units: number }) => share.units);
    expect(units.reduce((a: number, b: number) => a + b)).toBe(sizing.answer.units);
    expect(sizing.answer.totalPrice).toBe(1000 * sizing.answer.units);
    expect(sizing.steps.length).toBeGreaterThan(3);
  });

  it("finds the best way to divide a holding, and says so", async () => {
    const region = ["size", small, "--region", "south", "--below", "60%", "--at-least", "8", "--at-most", "14"];
    const rest = ["--replications", "40", "--draws", "0", "--no-marginals", "--json"];
    const { status, stdout } = await muster([...region, ...rest, "--by", "best"]);
    expect(status).toBe(0);
    const { question, verdict, curve } = JSON.parse(stdout);
    expect(question.division.standing).toContain(question.by);
    expect(verdict[0]).toMatch(
      /: shares are by (officers|holding): of shares by officers and holding, at 10 PSUs as held/,
    );
    const said = JSON.parse((await muster([...region, ...rest, "--by", question.by])).stdout);
    expect(said.question.division).toBe(null);
    expect(said.curve).toEqual(curve);
    for (const [words, why] of [
      [["--force", "alder"], "one force holds it all"],
      [["--region", "south", "--owes", "5"], "say --by officers, population or holding"],
    ] as const) {
      const refused = await muster(["size", small, ...words, "--by", "best"]);
      expect(refused.status).toBe(2);
      expect(refused.stderr).toContain(why);
    }
  });

  it("shows no force of an armed capability on shipped data", async () => {
    const { status, stderr } = await muster(["size", "concurrent-disorder", "--capability", "arv", "--force", "kent"]);
    expect(status).toBe(3);
    expect(stderr).toContain("region and nation only");
  });

  it("refuses what it does not know, with what there is", async () => {
    const wrong = await muster(["size", small, "--force", "aldre"]);
    expect(wrong).toMatchObject({ status: 2 });
    expect(wrong.stderr).toContain("Did you mean alder?");
    expect((await muster(["size", small, "--below", "7"])).status).toBe(2);
    const few = await muster(["size", small, "--below", "5%", "--replications", "58"]);
    expect(few).toMatchObject({ status: 2 });
    expect(few.stderr).toContain("at least 59");
    expect((await muster(["size", small, "--capability", "arv"])).stderr).toContain("there are psu");
    expect((await muster(["size", "--help"])).stdout).toContain(
      "npx muster size concurrent-disorder --force lancashire --owes 47",
    );
  });
});
