/** `muster batch`: many files into one folder, and the same end whatever stops it. */
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { batch } from "../../cli/batch.ts";
import { batchFiles, isSweep } from "../../cli/batch-files.ts";
import { type BatchPool, slug } from "../../cli/batch-item.ts";
import { batchLine } from "../../cli/batch-line.ts";
import { ensureBuilt, muster, withFolder } from "../support/muster.ts";
import {
  batchKilled,
  failingAt,
  finishedIn,
  inlinePool,
  poolOfMortals,
  syncingDisk,
  treeOf,
  uniforms,
  writeScenarios,
} from "./batch-fixture.ts";

beforeAll(ensureBuilt);

const options = (out: string) => ({ out, format: "csv" as const, resume: true, workers: 0 });

describe("muster batch", () => {
  it("runs folders, globs and files, reports a bad file, goes on with the rest and says 3", async () => {
    await withFolder(async (folder) => {
      writeScenarios(join(folder, "in"), 2, 20);
      mkdirSync(join(folder, "more", "deep"), { recursive: true });
      writeFileSync(join(folder, "more", "deep", "bad.yml"), "muster: 1\nnme: Misspelt\n");
      writeFileSync(join(folder, "more", "torn.json"), '{ "muster": 1, ');
      const out = join(folder, "out");
      const args = ["batch", join(folder, "in"), join(folder, "more", "**", "*"), join(folder, "none.yaml")];
      const { status, stdout, stderr } = await muster([...args, "--out", out]);
      expect(status).toBe(3);
      expect(stdout).toBe(`4 of 7 files are done, 3 refused. Results are in ${out}\n`);
      expect(stderr).toContain('bad.yml:2:1  nme: "nme" is not a key here. Did you mean "name"?');
      expect(stderr).toContain("torn.json");
      expect(stderr).toContain("none.yaml");
      expect(stderr).toMatch(/There is no such file/);
      const rows = Papa.parse<Record<string, string>>(readFileSync(join(out, "batch.csv"), "utf8").trimEnd(), {
        header: true,
      }).data;
      expect(rows.map((row) => row.status).sort()).toEqual([...Array(4).fill("done"), ...Array(3).fill("refused")]);
      for (const { folder: of, status, kind } of rows) {
        if (status === "done") {
          expect(existsSync(join(out, of!, kind === "sweep" ? "sweep.json" : "summary.json"))).toBe(true);
        }
      }
      expect(existsSync(join(out, ".batch"))).toBe(false);
    });
  });

  it("gives of each scenario what muster run gives, and a report can be made of its folder", async () => {
    await withFolder(async (folder) => {
      writeScenarios(join(folder, "in"), 1, 40);
      const out = join(folder, "out");
      await muster(["batch", join(folder, "in", "s000.yaml"), "--out", out]);
      const [name] = readdirSync(out).filter((one) => one.startsWith("two-counties"));
      const one = JSON.parse((await muster(["run", join(folder, "in", "s000.yaml"), "--json"])).stdout);
      expect(JSON.parse(readFileSync(join(out, name!, "summary.json"), "utf8"))).toEqual(one);
      const { status, stderr } = await muster(["report", join(out, name!)]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    });
  });

  it("writes combined tables as Parquet that a database reads, beside a folder for each file", async () => {
    await withFolder(async (folder) => {
      writeScenarios(join(folder, "in"), 3, 10);
      const out = join(folder, "out");
      await muster(["batch", join(folder, "in"), "--out", out, "--format", "parquet"]);
      const database = await (await DuckDBInstance.create()).connect();
      const read = async (sql: string) => (await database.runAndReadAll(sql)).getRowsJson();
      const figures = `read_parquet('${join(out, "figures.parquet")}')`;
      expect(await read(`SELECT count(DISTINCT scenario) FROM ${figures} WHERE capability = 'psu'`)).toEqual([["4"]]);
      expect(await read(`SELECT max(replications) FROM ${figures} WHERE scope = 'nation'`)).toEqual([[40]]);
      expect(await read(`SELECT count(*) FROM read_parquet('${join(out, "points.parquet")}')`)).not.toEqual([["0"]]);
      expect(await read(`SELECT count(*) FROM read_parquet('${join(out, "*", "series.parquet")}')`)).not.toEqual([
        ["0"],
      ]);
      database.closeSync();
    });
  });

  it("runs two files that say the same once, and both point to it", async () => {
    await withFolder(async (folder) => {
      writeScenarios(folder, 1, 10);
      writeFileSync(join(folder, "copy.yaml"), readFileSync(join(folder, "s000.yaml")));
      const out = join(folder, "out");
      const files = [join(folder, "s000.yaml"), join(folder, "copy.yaml")];
      const { stdout } = await muster(["batch", ...files, "--out", out, "--json"]);
      const folders = JSON.parse(stdout).files.map((one: { folder: string }) => one.folder);
      expect(folders[0]).toBe(folders[1]);
      expect(readdirSync(out).filter((name) => !name.includes("."))).toEqual([folders[0]]);
    });
  });

  it("refuses a folder that holds a batch already, unless it is told to go on", async () => {
    await withFolder(async (folder) => {
      writeScenarios(join(folder, "in"), 1, 10);
      const args = ["batch", join(folder, "in", "s000.yaml"), "--out", join(folder, "out")];
      expect((await muster(args)).status).toBe(0);
      const again = await muster(args);
      expect(again.status).toBe(2);
      expect(again.stderr).toContain("go on with --resume");
      const before = treeOf(join(folder, "out"));
      expect((await muster([...args, "--resume"])).status).toBe(0);
      expect(treeOf(join(folder, "out"))).toEqual(before);
    });
  });
});

describe("names of outputs", () => {
  it.each([
    ["../../etc/passwd", "etc-passwd"],
    ["C:\\Windows\\System32", "c-windows-system32"],
    ["..", "scenario"],
    ["\u0000/\n", "scenario"],
    ["Évènement à Tyne & Wear", "e-ve-nement-a-tyne-wear"],
    ["x".repeat(300), "x".repeat(40)],
    ["-rf --", "rf"],
  ])("of %j are %s and a hash", (name, expected) => {
    expect(slug(name)).toBe(expected);
  });

  it("stay inside the folder whatever the scenario is called", async () => {
    await withFolder(async (folder) => {
      writeScenarios(join(folder, "in"), 1, 5);
      const file = join(folder, "in", "s000.yaml");
      writeFileSync(file, readFileSync(file, "utf8").replace(/^name: .*$/m, 'name: "../../outside"'));
      const out = join(folder, "deep", "out");
      expect((await muster(["batch", file, "--out", out])).status).toBe(0);
      expect(readdirSync(folder).sort()).toEqual(["deep", "in"]);
      expect(readdirSync(join(folder, "deep"))).toEqual(["out"]);
      expect(readdirSync(out).filter((name) => name.startsWith("outside-"))).toHaveLength(1);
    });
  });
});

describe("the files of a batch", () => {
  it("are each named once, in order, without those of its own folder and without hidden ones", async () => {
    await withFolder(async (folder) => {
      const made = ["b.yaml", "a.json", "out/summary.json", ".git/c.yaml", "node_modules/d.yaml", "e/f.yml", "g.txt"];
      for (const name of made) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), "");
      }
      const found = batchFiles([folder, join(folder, "*.yaml"), join(folder, "b.yaml")], join(folder, "out"));
      expect(found).toEqual(["a.json", "b.yaml", "e/f.yml"].map((name) => join(folder, name)));
      expect(() => batchFiles([join(folder, "*.yml")], "out")).toThrow("no scenario file");
    });
  });

  it.each([
    ["sweep: 1\nscenario: x\n", true],
    ["# sweep of alert\n---\n\nsweep: 1\n", true],
    ['{\n  "sweep": 1 }', true],
    ["muster: 1\nstory: |\n  sweep: 1\n", false],
    ["muster: 1\nsweep: 1\n", false],
  ])("%j: a sweep %s", async (text, expected) => {
    await withFolder(async (folder) => {
      writeFileSync(join(folder, "a.yaml"), text);
      expect(isSweep(join(folder, "a.yaml"))).toBe(expected);
    });
  });
});

describe("a batch that is stopped ends, resumed, in the same bytes", () => {
  it("killed at 25 random points, most of them while it resumes; nothing finished is done twice", {
    timeout: 180_000,
  }, async () => {
    await withFolder(async (folder) => {
      writeScenarios(join(folder, "in"), 6, 400);
      const reference = join(folder, "reference");
      expect((await muster(["batch", join(folder, "in"), "--workers", "1", "--out", reference])).status).toBe(0);
      const whole = treeOf(reference);
      const uniform = uniforms("kill");
      let kills = 0;
      for (let round = 0; kills < 25 || round === 0; round++) {
        const out = join(folder, `out${round}`);
        let finished = new Map<string, string>();
        for (let status: number | null = null; status === null; ) {
          const wait = kills < 25 ? uniform() * 400 : 1e6;
          status = await batchKilled([join(folder, "in"), "--workers", "2"], out, wait);
          if (status === null) kills++;
          const now = finishedIn(out);
          for (const [name, when] of finished) expect(now.get(name), name).toBe(when);
          finished = now;
          if (status !== null) expect(status).toBe(0);
        }
        expect(treeOf(out)).toEqual(whole);
      }
      expect(kills).toBe(25);
    });
  });

  it("let down by the disk at the n-th write, for every n until it succeeds", { timeout: 180_000 }, async () => {
    await withFolder(async (folder) => {
      writeScenarios(join(folder, "in"), 1, 20);
      const files = [join(folder, "in", "s000.yaml")];

      const hands = { pool: inlinePool() };
      expect(await batch(files, options(join(folder, "reference")), hands)).toBe(0);
      const whole = treeOf(join(folder, "reference"));
      let stops = 0;
      for (let n = 1, through = false; !through; n++) {
        const out = join(folder, `out${n}`);
        const faulty = failingAt(n);
        const status = await batch(files, options(out), { ...hands, disk: faulty.disk });
        through = faulty.count() < n;
        expect(status, `write ${n}`).toBe(through ? 0 : 4);
        stops += through ? 0 : 1;
        expect(await batch(files, options(out), hands), `after write ${n}`).toBe(0);
        expect(treeOf(out), `after write ${n}`).toEqual(whole);
      }
      // Opened, written, synced, closed, renamed, the folder synced: of every file.
      expect(stops).toBeGreaterThan(45);
    });
  });

  it("on a disk that lets it do one thing more at each try, with no run kept twice", { timeout: 180_000 }, async () => {
    await withFolder(async (folder) => {
      writeScenarios(join(folder, "in"), 1, 150);
      const files = [join(folder, "in", "s000.yaml")];
      const out = join(folder, "out");
      const inner = inlinePool();
      const kept: (readonly [number, number])[] = [];
      const pool: BatchPool = {
        ...inner,
        start: (plan, range, asked) =>
          inner.start(plan, range, {
            ...asked,
            mostPerBlock: 10,
            handOverMilliseconds: 0,
            mostHandingOver: Number.POSITIVE_INFINITY,
            onPart(part, ranges) {
              asked.onPart(part, ranges);
              kept.push(...ranges);
            },
          }),
      };
      let status = 4;
      for (let n = 8; status === 4; n += 8)
        status = await batch(files, options(out), { pool, disk: failingAt(n).disk });
      expect(status).toBe(0);
      const runs = kept.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i));
      expect(new Set(runs).size).toBe(runs.length);
      // What was on the disk when only the folder's syncing failed is kept too, and told of by nobody.
      expect(runs.length).toBeGreaterThan(100);
      await batch(files, options(join(folder, "reference")), { pool: inner });
      expect(treeOf(out)).toEqual(treeOf(join(folder, "reference")));
    });
  });

  it("where the power fails: every file is synced, and every folder that it made or wrote into", async () => {
    await withFolder(async (folder) => {
      writeScenarios(join(folder, "in"), 1, 20);
      const files = [join(folder, "in", "s000.yaml")];
      const out = join(folder, "deep", "out");
      const { disk, folders } = syncingDisk();
      expect(await batch(files, options(out), { pool: inlinePool(), disk })).toBe(0);
      const state = [...folders].find((name) => dirname(name) === join(out, ".batch") && !name.endsWith(".new"));
      expect([...folders]).toEqual(
        expect.arrayContaining([folder, dirname(out), out, join(out, ".batch"), state, `${state}.new`]),
      );
      // Some disks of a network know no syncing of folders; a disk that breaks is another thing.
      expect(await batch(files, options(`${out}2`), { pool: inlinePool(), disk: syncingDisk("EINVAL").disk })).toBe(0);
      expect(await batch(files, options(`${out}3`), { pool: inlinePool(), disk: syncingDisk("EIO").disk })).toBe(4);
    });
  });

  it("with its workers killed again and again", { timeout: 120_000 }, async () => {
    await withFolder(async (folder) => {
      writeScenarios(join(folder, "in"), 1, 4000);
      const files = [join(folder, "in", "s000.yaml")];
      const { pool, kills, close } = poolOfMortals(6);
      const out = join(folder, "out");
      expect(await batch(files, options(out), { pool })).toBe(0);
      close();
      expect(kills()).toBe(6);
      await batch(files, options(join(folder, "reference")), { pool: inlinePool() });
      expect(treeOf(out)).toEqual(treeOf(join(folder, "reference")));
    });
  });

  it("with a piece that was damaged meanwhile: it is run again", async () => {
    await withFolder(async (folder) => {
      writeScenarios(join(folder, "in"), 1, 60);
      const files = [join(folder, "in", "s000.yaml")];
      const inner = inlinePool();
      const small: BatchPool = {
        ...inner,
        start: (plan, range, asked) =>
          inner.start(plan, range, {
            ...asked,
            mostPerBlock: 10,
            handOverMilliseconds: 0,
            mostHandingOver: Number.POSITIVE_INFINITY,
          }),
      };
      const out = join(folder, "out");
      expect(await batch(files, options(out), { pool: small, disk: failingAt(25).disk })).toBe(4);
      const [state] = readdirSync(join(out, ".batch"));
      const [piece] = readdirSync(join(out, ".batch", state!));
      appendFileSync(join(out, ".batch", state!, piece!), "x");
      expect(await batch(files, options(out), { pool: inner })).toBe(0);
      await batch(files, options(join(folder, "reference")), { pool: inner });
      expect(treeOf(out)).toEqual(treeOf(join(folder, "reference")));
    });
  });
});

describe("the line on the terminal", () => {
  it("tells how many files are done and how long the rest will take, and is silent elsewhere", () => {
    const written: string[] = [];
    let now = 0;
    const stream = (isTTY: boolean) => ({ isTTY, write: (text: string) => written.push(text) > 0 });
    const line = batchLine(stream(true), 10, () => now);
    line.skip("old");
    line.done("old");
    now = 10_000;
    line.done("a");
    expect(written.at(-1)).toContain("2 of 10 files, about 80 s left");
    line.progress("b", 0);
    now = 20_000;
    line.progress("b", 0.5);
    // One file and a half in 20 s: seven and a half are left.
    expect(written.at(-1)).toContain("2 of 10 files, about 2 min left");
    // Of a file that an earlier batch had half done, half is left and nothing was done in this one.
    line.progress("c", 0.5);
    now = 20_200;
    line.progress("c", 0.5);
    expect(written.at(-1)).toContain("about 95 s left".replace("95 s", "2 min"));
    written.length = 0;
    const silent = batchLine(stream(false), 10, () => now);
    silent.progress("a", 0.5);
    silent.done("a");
    silent.end();
    expect(written).toEqual([]);
    silent.say(["b.yaml  is bad"]);
    expect(written).toEqual(["b.yaml  is bad\n"]);
  });
});
