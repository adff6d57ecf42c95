/** The engine imported by other TypeScript, with rules of one's own as functions. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digestOf, mergeTallies, type OwnArrivals, run, summary } from "muster/engine";
import { openScenario } from "muster/scenarios";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt, muster, projectFolder, withFolder } from "../support/muster.ts";

const file = join(projectFolder, "scenarios", "two-counties.yaml");
const { model, scenario } = openScenario(readFileSync(file, "utf8"));
const asked = { seed: "4", replications: 60 };
const digest = (options: Partial<Parameters<typeof run>[1]> = {}) =>
  summary(model, run(model, { ...asked, ...options }), { ...asked, ...options }).digest;

beforeAll(ensureBuilt);

describe("the library", () => {
  it("finds what the command line finds", async () => {
    const { stdout } = await muster(["run", file, "--seed", "4", "--replications", "60", "--json"]);
    const found = summary(model, run(model, asked), { ...asked, name: scenario.name });
    const told = JSON.parse(stdout);
    expect(found.digest).toBe(told.digest);
    expect(JSON.parse(JSON.stringify(found.capabilities[0]!.scopes[0]))).toEqual(told.capabilities[0].scopes[0]);
  });

  it("may split a run anywhere, and merge it in any order", () => {
    const tallies = run(model, { ...asked, from: 23, replications: 37 });
    mergeTallies(tallies, run(model, { ...asked, replications: 23 }));
    expect(digestOf(tallies, model.scenarioHash, "4", 0, 60)).toBe(digest());
  });

  it("tells every fault of a scenario", () => {
    expect(() => openScenario("muster: 1\nnme: x\nthreat: {}\n")).toThrow(/"nme" is not a key here.*\n.*threat/);
  });

  it("runs the example of 20 lines in docs/scale.md", () => {
    const example = join(projectFolder, "examples", "own-rules.ts");
    const lines = readFileSync(example, "utf8").trim().split("\n");
    expect(lines.length).toBeLessThanOrEqual(20);
    const { stdout, status } = spawnSync(process.execPath, ["--import", "tsx", example], { cwd: projectFolder });
    expect(status).toBe(0);
    expect(String(stdout)).toMatch(/^In this scenario, on assumed holdings: .*500 runs/);
  });
});

describe("somebody else's project", () => {
  it("imports both by name, and its types are checked as strictly as can be", { timeout: 120_000 }, async () => {
    await withFolder(async (folder) => {
      const modules = join(folder, "node_modules");
      mkdirSync(join(modules, "@types"), { recursive: true });
      symlinkSync(projectFolder, join(modules, "muster"));
      symlinkSync(join(projectFolder, "node_modules", "@types", "node"), join(modules, "@types", "node"));
      const example = readFileSync(join(projectFolder, "examples", "own-rules.ts"), "utf8");
      writeFileSync(join(folder, "mine.ts"), `${example}const wrong: number = verdictText;\n`);
      writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
      const settings = { module: "nodenext", target: "es2023", noEmit: true, allowImportingTsExtensions: true };
      const compilerOptions = { ...settings, strict: true, types: ["node"] };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["mine.ts"] }));
      const tsc = join(projectFolder, "node_modules", ".bin", "tsc");
      const { stdout } = spawnSync(tsc, ["-p", "."], { cwd: folder, encoding: "utf8" });
      // The one fault is the one that was put there: what is imported has its types.
      expect(stdout.match(/error TS/g)).toHaveLength(1);
      expect(stdout).toContain("'(summary: Summary) => string' is not assignable to type 'number'");
    });
  });
});

describe("a donor order of one's own", () => {
  it("that is the scenario's gives what the scenario gives, and another another", () => {
    const seen = new Set<string>();
    const same = digest({
      donorOrder: ({ capability, tier, host, donors, distance }) => {
        seen.add(`${capability} ${tier} ${host}`);
        return [...donors].sort((a, b) => distance(a) - distance(b));
      },
    });
    expect(same).toBe(digest());
    expect([...seen].every((ask) => /^psu [234] (alder|birch|castle)$/.test(ask))).toBe(true);
    expect(seen.size).toBeGreaterThan(0);
  });

  it("decides who lends", () => {
    const lent = (first: string) => {
      const tallies = run(model, {
        ...asked,
        donorOrder: ({ donors }) => [...donors].sort((a, b) => Number(b === first) - Number(a === first)),
      });
      return tallies.donorUnitsLent[model.holderIds.indexOf(first)]!;
    };
    const usual = run(model, asked).donorUnitsLent;
    for (const force of ["alder", "castle"]) {
      expect(lent(force)).toBeGreaterThanOrEqual(usual[model.holderIds.indexOf(force)]!);
    }
    expect(lent("alder") + lent("castle")).toBeGreaterThan(usual[0]! + usual[2]!);
  });

  it("is refused where it leaves somebody out, and is named in the summary", () => {
    expect(() => run(model, { ...asked, donorOrder: () => [] })).toThrow("is not of the");
    const donorOrder = ({ donors }: { readonly donors: readonly string[] }) => donors;
    const { allocation } = summary(model, run(model, { ...asked, donorOrder }), { ...asked, donorOrder });
    expect(allocation.donors).toBe("in an order of the caller's own");
  });
});

describe("an arrival process of one's own", () => {
  it("that says what the scenario's schedule says gives what the scenario gives", () => {
    const own = model.threats.flatMap(({ id, arrivals }) => {
      if (arrivals.kind !== "scheduled" || arrivals.jitter !== null || arrivals.probability < 1) return [];
      const incidents = Array.from(arrivals.minute, (minute, i) => {
        const force = arrivals.force[i]! < 0 ? {} : { force: model.holderIds[arrivals.force[i]!]! };
        return { minute, ...force };
      });
      return [[id, (() => incidents) satisfies OwnArrivals] as const];
    });
    expect(own.length).toBeGreaterThan(0);
    expect(digest({ arrivals: Object.fromEntries(own) })).toBe(digest());
  });

  it("has luck of its own in each replication, the same however the run is split", () => {
    const drawn = new Map<number, number>();
    const march: OwnArrivals = ({ replication, uniform, horizonMinutes }) => {
      const minute = Math.floor(uniform() * horizonMinutes);
      expect(drawn.get(replication) ?? minute).toBe(minute);
      drawn.set(replication, minute);
      return [{ minute, force: "birch" }];
    };
    const arrivals = { march };
    const whole = digest({ arrivals });
    const tallies = run(model, { ...asked, arrivals, from: 31, replications: 29 });
    mergeTallies(tallies, run(model, { ...asked, arrivals, replications: 31 }));
    expect(digestOf(tallies, model.scenarioHash, "4", 0, 60)).toBe(whole);
    expect(new Set(drawn.values()).size).toBeGreaterThan(50);
    expect(digest({ arrivals: { march: () => [] } })).not.toBe(whole);
  });

  it("is refused where it names what there is not", () => {
    const of = (incident: object) => () => run(model, { ...asked, arrivals: { march: () => [incident as never] } });
    expect(of({ minute: 1.5 })).toThrow("minute 1.5 is not a whole number");
    expect(of({ minute: 1, force: "kent" })).toThrow('"kent" is not a force');
    expect(() => run(model, { ...asked, arrivals: { riot: () => [] } })).toThrow('"riot" is not a threat; there are');
    const { warnings } = summary(model, run(model, asked), { ...asked, arrivals: { march: () => [] } });
    expect(warnings.join()).toContain("the arrivals of march are a function of the caller's own");
  });
});
