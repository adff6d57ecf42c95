/** The command line from outside: what it prints, what it writes, how it exits. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt, muster, projectFolder, withFolder } from "../support/muster.ts";

const small = join(projectFolder, "test", "cli", "two-counties.yaml");

beforeAll(ensureBuilt);

describe("muster run", () => {
  it("ends with 0 and a verdict that names the data, the allocation rule and the marking", async () => {
    const { status, stdout, stderr } = await muster(["run", small]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^In this scenario, on assumed holdings: .*PSU.* \(.*40 runs\)/m);
    expect(stdout).toContain("regional proportionate");
    expect(stdout).toContain("UNMARKED – illustrative, public data");
  });

  it("writes a row per run, capability and scope on request, and the same digest as without", async () => {
    await withFolder(async (folder) => {
      const [one, two] = [join(folder, "one"), join(folder, "two")];
      expect((await muster(["run", small, "--replications", "5", "--out", one, "--rows"])).status).toBe(0);
      expect((await muster(["run", small, "--replications", "5", "--out", two])).status).toBe(0);
      const digest = (out: string) => JSON.parse(readFileSync(join(out, "summary.json"), "utf8")).digest;
      expect(digest(one)).toBe(digest(two));
      expect(readdirSync(two)).not.toContain("replications.csv");
      const text = readFileSync(join(one, "replications.csv"), "utf8").trim();
      const { data } = Papa.parse<Record<string, string>>(text, { header: true });
      expect([...new Set(data.map(({ replication }) => replication))]).toEqual(["0", "1", "2", "3", "4"]);
      const required = data
        .filter(({ scope, capability }) => scope === "nation" && capability === "psu")
        .map(({ requiredUnitMinutes }) => Number(requiredUnitMinutes));
      const { capabilities } = JSON.parse(readFileSync(join(one, "summary.json"), "utf8"));
      const mean = required.reduce((sum, minutes) => sum + minutes, 0) / 5 / 60;
      expect(capabilities[0].scopes[0].requiredUnitHours.mean).toBeCloseTo(mean, 9);
      expect((await muster(["run", small, "--rows"])).status).toBe(2);
    });
  });

  it("writes only the verdict where no folder is named", async () => {
    await withFolder(async (folder) => {
      const before = readdirSync(projectFolder);
      await muster(["run", small, "--replications", "2"]);
      expect(readdirSync(projectFolder)).toEqual(before);
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  it("writes the result files, whole, into a folder that it makes", async () => {
    await withFolder(async (folder) => {
      const out = join(folder, "deep", "out");
      const { status } = await muster(["run", small, "--out", out]);
      expect(status).toBe(0);
      expect(readdirSync(out).sort()).toEqual([
        "assumptions.csv",
        "donors.csv",
        "flows.csv",
        "manifest.json",
        "observations.csv",
        "series.csv",
        "summary.json",
      ]);
      const summary = JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
      const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
      expect(summary).toMatchObject({ muster: "1", seed: "7", replications: 40, warnings: expect.any(Array) });
      expect(summary.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(summary.data.status).toBe("as the scenario file states them");
      expect(summary.scenario).toEqual({
        name: "Two counties and a city",
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(manifest).toMatchObject({
        digest: summary.digest,
        seed: "7",
        complete: true,
        replicationRanges: [[0, 40]],
      });
      expect(manifest.resolvedScenario).toBeTypeOf("object");
      for (const name of ["series", "flows", "donors", "observations"]) {
        const { data, errors } = Papa.parse<Record<string, string>>(
          readFileSync(join(out, `${name}.csv`), "utf8").trim(),
          {
            header: true,
          },
        );
        expect(errors).toEqual([]);
        expect(data.length).toBeGreaterThan(0);
      }
    });
  });

  it("gives the same digest for any number of workers", async () => {
    const digests = [];
    for (const workers of ["0", "1", "2", "5"]) {
      const { stdout } = await muster(["run", small, "--workers", workers, "--json"]);
      digests.push(JSON.parse(stdout).digest);
    }
    expect(new Set(digests)).toEqual(new Set([digests[0]]));
  });

  it("lets the command line win over the scenario", async () => {
    const args = ["--replications", "6", "--seed", "spring", "--marking", "OFFICIAL", "--start", "2027-01-01T06:00"];
    const { stdout } = await muster(["run", small, ...args, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      replications: 6,
      seed: "spring",
      marking: "OFFICIAL",
      clock: { start: "2027-01-01T06:00" },
    });
  });

  it("exits with 5 when a limit is crossed, and with 0 when it is not", async () => {
    const asked = (limit: string) => muster(["run", small, "--replications", "4", "--fail-if", limit]);
    expect((await asked("psu.nation.requiredUnitHours > 0.1")).status).toBe(5);
    expect((await asked("psu.nation.requiredUnitHours > 100000000")).status).toBe(0);
  });

  it("finishes what is under way when it is interrupted, marks it incomplete and exits with 130", {
    timeout: 120_000,
  }, async () => {
    await withFolder(async (out) => {
      const args = ["run", small, "--replications", "1000000", "--workers", "2", "--out", out];
      let status: number | null = null;
      let stderr = "";
      // On a busy machine it may be ended before it has begun to listen (null): then later.
      for (const wait of [2500, 10_000, 30_000]) {
        if (status !== null) break;
        ({ status, stderr } = await muster(args, (child) => setTimeout(() => child.kill("SIGINT"), wait)));
      }
      expect(status).toBe(130);
      expect(stderr).toContain("stopping once what is under way is finished");
      const summary = JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
      const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
      expect(manifest.complete).toBe(false);
      expect(summary.replications).toBeGreaterThan(0);
      expect(summary.replications).toBeLessThan(1_000_000);
      expect(summary.warnings.join()).toContain("incomplete");
    });
  });

  it.each([
    [["run"], "missing required argument"],
    [["run", small, "--replications", "none"], "expected a whole number"],
    [["run", small, "--outer", "50", "--replications", "10"], "more draws than the 10 replications"],
    [["run", small, "--fail-if", "psu.nation.runOut"], "expected a figure, a comparison and a number"],
    [["run", small, "--fail-if", "psu.nation.runout > 0.1"], '"runout" is not a figure'],
    [["run", small, "--out", join(small, "out")], "is not a folder that can be written to"],
    [["run", small, "--worker", "2"], "unknown option"],
    [["walk"], "unknown command"],
  ])("%s is bad usage: 2", async (args, message) => {
    const { status, stdout, stderr } = await muster(args);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });
});

describe("a scenario that cannot be used", () => {
  const text = readFileSync(small, "utf8");
  const bomb = `${[..."abcdefghij"].map((c, i, all) => `${c}: &${c} [${i ? Array(10).fill(`*${all[i - 1]}`) : "x"}]`).join("\n")}\n`;
  const hostile: Record<string, string> = {
    "an unknown key": text.replace("horizon:", "horizn:"),
    "a duplicate key": `${text}\nname: Again\n`,
    "a duplicate id": text.replace("    cedar: { name", "    birch: { name"),
    "a number that is not finite": text.replace("units: 3", "units: .inf"),
    "not a number": text.replace("units: 3", "units: .nan"),
    "an id read as a number": text.replaceAll("cedar", "012"),
    "an alias bomb": `${text}\n${bomb}`,
    "deep nesting": `${text}\nstory: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`,
    "a prototype": `${text}\n__proto__: { polluted: true }\n`,
    "an absurd size": text.replace("horizon: 3 d", "horizon: 9999999 d"),
    "a wrong version": text.replace("muster: 1", "muster: 99"),
    "no document": "",
    "not YAML": "muster: 1\n  name: [",
  };

  it.each(Object.keys(hostile))("%s is refused in under a second, and nothing is written", async (what) => {
    await withFolder(async (folder) => {
      const file = join(folder, "scenario.yaml");
      const out = join(folder, "out");
      writeFileSync(file, hostile[what]!);
      const refuse = () => muster(["run", file, "--out", out]);
      let { status, stdout, stderr, seconds } = await refuse();
      // A machine that is busy with something else is slow now and then; a scenario that hangs a reader, each time.
      for (let again = 0; seconds >= 1 && again < 20; again++) ({ status, stdout, stderr, seconds } = await refuse());
      expect(stderr).toMatch(/scenario\.yaml(:\d+:\d+)?/);
      expect(stdout).toBe("");
      expect(status).toBe(3);
      expect(seconds).toBeLessThan(1);
      expect(existsSync(out)).toBe(false);
    });
  });

  it("is told with every fault, its line and what would be right", async () => {
    await withFolder(async (folder) => {
      const file = join(folder, "scenario.yaml");
      writeFileSync(file, text.replace("perDay: 2", "perday: 2").replace("alder: 2, birch", "aldr: 2, birch"));
      const { status, stdout } = await muster(["check", file]);
      expect(status).toBe(3);
      expect(stdout).toMatch(/scenario\.yaml:43:\d+ .*perday.*perDay/);
      expect(stdout).toMatch(/scenario\.yaml:44:\d+ .*"aldr".*"alder"/);
    });
  });

  it("is a preset nobody knows, and the nearest is named", async () => {
    const { status, stderr } = await muster(["run", "concurent-disorder"]);
    expect(status).toBe(3);
    expect(stderr).toContain('Did you mean "concurrent-disorder"?');
  });

  it("is a file that is not there", async () => {
    const { status, stderr } = await muster(["run", "nowhere.yaml"]);
    expect(status).toBe(3);
    expect(stderr).toContain("nowhere.yaml");
  });

  it("is a folder", async () => {
    await withFolder(async (folder) => {
      mkdirSync(join(folder, "a.yaml"));
      expect((await muster(["check", join(folder, "a.yaml")])).status).toBe(3);
    });
  });
});

describe("muster check, list, schema, trace", () => {
  it("check says that a good file is good", async () => {
    const { status, stdout } = await muster(["check", small]);
    expect(stdout).toContain("Two counties and a city");
    expect(status).toBe(0);
  });

  it("check tries a place, a start and a severity too, and says what is wrong with them", async () => {
    const good = await muster(["check", "nrr/marauding-attack", "--at", "kent", "--severity", "2x"]);
    expect(good.stdout).toContain("good");
    expect(good.status).toBe(0);
    const nowhere = await muster(["check", "nrr/marauding-attack", "--at", "atlantis"]);
    expect(nowhere.stderr).toContain('"atlantis" is neither a force nor a region');
    expect(nowhere.status).toBe(2);
    const never = await muster(["check", small, "--start", "2026-13-01"]);
    expect(never.stderr).toContain("is not a civil time");
    expect(never.status).toBe(3);
  });

  it.each(["scenarios", "threats", "capabilities", "forces", "providers", "readings", "risks"])(
    "list %s names what ships, with sources",
    async (what) => {
      const { status, stdout } = await muster(["list", what, "--json"]);
      const rows = JSON.parse(stdout);
      expect(status).toBe(0);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toMatchObject({ id: expect.any(String), name: expect.any(String) });
      expect(rows.some((row: { sources: string[] }) => row.sources.length > 0)).toBe(true);
      const plain = await muster(["list", what]);
      for (const { id } of rows) expect(plain.stdout).toContain(id);
    },
  );

  it("schema prints a JSON Schema", async () => {
    const { status, stdout } = await muster(["schema"]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ $schema: expect.stringContaining("json-schema.org") });
  });

  it("trace tells one replication in order, the same each time", async () => {
    const args = ["trace", small, "--replication", "3"];
    const { status, stdout } = await muster(args);
    expect(status).toBe(0);
    const events = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.length).toBeGreaterThan(3);
    const minutes = events.map(({ minute }) => minute);
    expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
    expect((await muster(args)).stdout).toBe(stdout);
  });

  it.each(["run", "check", "list", "schema", "trace"])(
    "%s --help shows an example that works as written",
    async (name) => {
      const { status, stdout } = await muster([name, "--help"]);
      expect(status).toBe(0);
      const example = /Example:\n {2}npx muster (.*)/.exec(stdout)?.[1];
      expect(example?.startsWith(name)).toBe(true);
    },
  );
});
