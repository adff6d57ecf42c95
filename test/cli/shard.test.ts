/** `muster shard`: one run in pieces, merged to what one process finds. */
import { appendFileSync, copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { arrayWords } from "../../cli/shard.ts";
import { DamagedError, fromBytes, toBytes } from "../../cli/shard-bytes.ts";
import { ensureBuilt, muster, projectFolder, withFolder } from "../support/muster.ts";

const small = join(projectFolder, "test", "cli", "two-counties.yaml");
const unsure = join(projectFolder, "test", "cli", "two-counties-unsure.yaml");

beforeAll(ensureBuilt);

/** Runs shards two at a time. */
async function runShards(folder: string, indices: readonly number[]): Promise<void> {
  const next = indices.values();
  const lane = async () => {
    for (const index of next) {
      const { status, stdout } = await muster(["shard", "run", folder, "--index", String(index)]);
      expect({ index, status, stdout: stdout.split(":")[0] }).toEqual({ index, status: 0, stdout: `shard ${index}` });
    }
  };
  await Promise.all([lane(), lane()]);
}

const summaryOfRun = async (...args: string[]) => JSON.parse((await muster(["run", ...args, "--json"])).stdout);

describe("muster shard", () => {
  it("of 20 shards names the one that failed, and with it run again finds what one process finds", {
    timeout: 120_000,
  }, async () => {
    await withFolder(async (folder) => {
      const plan = ["shard", "plan", small, "--replications", "130", "--shards", "20", "--seed", "9", "--out", folder];
      expect((await muster(plan)).status).toBe(0);
      const all = Array.from({ length: 20 }, (_, i) => i);
      await runShards(folder, all.filter((index) => index !== 13).reverse());
      const early = await muster(["shard", "merge", folder]);
      expect(early).toMatchObject({ status: 4, stdout: "13\n" });
      expect(early.stderr).toContain("1 of 20 shards are missing");
      await runShards(folder, [13]);
      const out = join(folder, "results");
      const { status, stdout } = await muster(["shard", "merge", folder, "--out", out, "--json"]);
      expect(status).toBe(0);
      const whole = await summaryOfRun(small, "--replications", "130", "--seed", "9");
      expect(JSON.parse(stdout)).toEqual(whole);
      expect(JSON.parse(readFileSync(join(out, "summary.json"), "utf8")).digest).toBe(whole.digest);
      expect((await muster(["report", out])).status).toBe(0);
    });
  });

  it("takes its number from the array scheduler, runs nothing twice, and runs again what is damaged", async () => {
    await withFolder(async (folder) => {
      await muster(["shard", "plan", small, "--replications", "30", "--shards", "3", "--out", folder]);
      for (const [variable, index] of [
        ["SLURM_ARRAY_TASK_ID", "0"],
        ["JOB_COMPLETION_INDEX", "1"],
      ] as const) {
        process.env[variable] = index;
        expect((await muster(["shard", "run", folder])).stdout).toBe(`shard ${index}: 10 runs\n`);
        expect((await muster(["shard", "run", folder])).stdout).toBe(`shard ${index} is there already\n`);
        delete process.env[variable];
      }
      expect((await muster(["shard", "run", folder])).status).toBe(2);
      expect((await muster(["shard", "run", folder, "--index", "3"])).stderr).toContain("there are shards 0 to 2");
      const shards = join(folder, "shards");
      const [first, second] = readdirSync(shards);
      appendFileSync(join(shards, first!), "x");
      copyFileSync(join(shards, second!), join(shards, second!.replace("1", "2")));
      // One is damaged, and one is another's under its name.
      expect(await muster(["shard", "merge", folder])).toMatchObject({ status: 4, stdout: "0,2\n" });
      const asJson = await muster(["shard", "merge", folder, "--json"]);
      expect(JSON.parse(asJson.stdout)).toEqual({ missing: [0, 2] });
      await runShards(folder, [0, 2]);
      const merged = await muster(["shard", "merge", folder, "--json"]);
      expect(JSON.parse(merged.stdout)).toEqual(await summaryOfRun(small, "--replications", "30"));
    });
  });

  it("keeps outer draws, places and a marking as one run has them", async () => {
    await withFolder(async (folder) => {
      const asked = [unsure, "--replications", "40", "--outer", "8", "--marking", "OFFICIAL – exercise"];
      await muster(["shard", "plan", ...asked, "--shards", "4", "--out", folder]);
      await runShards(folder, [2, 0, 3, 1]);
      const out = join(folder, "results");
      const { stdout } = await muster(["shard", "merge", folder, "--json", "--out", out]);
      expect(JSON.parse(stdout)).toEqual(await summaryOfRun(...asked));
      const { command } = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
      expect(JSON.parse((await muster([...command.slice(1), "--json"])).stdout)).toEqual(JSON.parse(stdout));
    });
  });

  it("refuses a plan of another engine, of a changed scenario, and a second plan in the same folder", async () => {
    await withFolder(async (folder) => {
      await muster(["shard", "plan", small, "--replications", "30", "--shards", "3", "--out", folder]);
      const again = await muster(["shard", "plan", small, "--replications", "40", "--shards", "3", "--out", folder]);
      expect(again.status).toBe(2);
      expect(again.stderr).toContain("another plan is there already");
      const file = join(folder, "plan.json");
      const plan = JSON.parse(readFileSync(file, "utf8"));
      const run = () => muster(["shard", "run", folder, "--index", "0"]);
      writeFileSync(file, JSON.stringify({ ...plan, engineVersion: "0.0.1" }));
      const other = await run();
      expect(other.status).toBe(3);
      expect(other.stderr).toContain("the plan was made by engine 0.0.1, and this is ");
      plan.plan.resolved.name = "Something else";
      writeFileSync(file, JSON.stringify(plan));
      expect((await run()).stderr).toContain("not the one that was planned");
      rmSync(file);
      expect((await run()).status).toBe(3);
      const many = await muster(["shard", "plan", small, "--replications", "5", "--shards", "6", "--out", folder]);
      expect(many.stderr).toContain("more than the 5 replications");
    });
  });

  it.each([
    [[3], "3"],
    [[0, 1, 2], "0-2"],
    [[3, 7, 8, 9, 12], "3,7-9,12"],
  ])("names shards %j as array schedulers do: %s", (indices, words) => {
    expect(arrayWords(indices)).toBe(words);
  });
});

describe("bytes on the disk and on the way", () => {
  const value = {
    words: ["ä", ""],
    nothing: null,
    buffer: Uint32Array.of(1, 2 ** 31).buffer,
    list: [Float64Array.of(0.1, -0, 2 ** 53), Uint8Array.of(0, 255)],
  };

  it("come back as what they were, and are the same for the same value", () => {
    expect(fromBytes(toBytes(value))).toEqual(value);
    expect(toBytes(value)).toEqual(toBytes(structuredClone(value)));
  });

  it("are refused when they are cut short, changed or something else", () => {
    const bytes = toBytes(value);
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => fromBytes(bytes.subarray(0, length))).toThrow(DamagedError);
    }
    for (let at = 0; at < bytes.length; at += 5) {
      const changed = bytes.slice();
      changed[at]! ^= 16;
      expect(() => fromBytes(changed)).toThrow(DamagedError);
    }
    expect(() => toBytes({ a: Number.NaN })).toThrow("NaN cannot be written down");
    expect(() => toBytes({ a: new Float32Array(1) })).toThrow("Float32Array cannot be written down");
  });
});
