/** What docs/scale.md tells people to type works as written. */
import { type ChildProcess, execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ensureBuilt, muster, projectFolder, withFolder } from "../support/muster.ts";
import { spawnOwned } from "../support/owned.ts";
import { startRedis, type TestServer } from "./queue-servers.ts";

const text = readFileSync(join(projectFolder, "docs", "scale.md"), "utf8");
const blocksOf = (kind: string) =>
  [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].flatMap((match) => (match[1] === kind ? [match[2]!.trim()] : []));
const ADDRESS = "rediss://muster@queue.example:6380";

beforeAll(async () => {
  await ensureBuilt();
  rmSync(join(projectFolder, "out", "scale"), { recursive: true, force: true });
});

const hasParallel = spawnSync("parallel", ["--version"]).stdout?.includes("GNU parallel") ?? false;

/** As somebody would type it in the project's folder, without npx's own start; where GNU parallel is missing, with xargs. */
function type(script: string): string {
  const without = script
    .replace(/parallel (.*)$/m, (all, rest: string) => (hasParallel ? all : `xargs -P 2 -I {} ${rest}`))
    .replaceAll("npx muster", `'${process.execPath}' cli/muster.mjs`);
  return execFileSync("sh", ["-e", "-c", without], { cwd: projectFolder, encoding: "utf8", stdio: "pipe" });
}

describe("docs/scale.md", () => {
  it.each(blocksOf("sh"))("%s", { timeout: 180_000 }, (block) => {
    expect(type(block)).not.toBe("");
  });

  it("tells the files of a batch that are there", () => {
    const found = execFileSync("ls", [join(projectFolder, "out", "scale", "batch")], { encoding: "utf8" });
    for (const name of ["figures.csv", "points.csv", "batch.csv", "batch.json", "two-counties-and-a-city-"]) {
      expect(found).toContain(name);
      expect(text).toContain(`\`${name}`);
    }
  });

  it("shows the example as it is, in full", () => {
    expect(blocksOf("ts")).toEqual([readFileSync(join(projectFolder, "examples", "own-rules.ts"), "utf8").trim()]);
  });

  it("has a job for Kubernetes that runs a shard by the number it is given", async () => {
    const { spec } = parse(readFileSync(join(projectFolder, "examples", "shard-job.yaml"), "utf8"));
    expect(spec).toMatchObject({ completionMode: "Indexed", completions: 20 });
    const [{ command }] = spec.template.spec.containers;
    expect(command.slice(0, 2)).toEqual(["npx", "muster"]);
    await withFolder(async (folder) => {
      await muster(["shard", "plan", "two-counties", "--replications", "40", "--shards", "20", "--out", folder]);
      process.env.JOB_COMPLETION_INDEX = "19";
      try {
        const words = command.slice(2).map((word: string) => (word === "/shards" ? folder : word));
        expect(await muster(words)).toMatchObject({ status: 0, stdout: "shard 19: 2 runs\n" });
      } finally {
        delete process.env.JOB_COMPLETION_INDEX;
      }
    });
  });

  it("has a job script for Slurm that runs a shard by the number it is given", async () => {
    await withFolder(async (folder) => {
      await muster(["shard", "plan", "two-counties", "--replications", "40", "--shards", "20", "--out", folder]);
      const script = join(projectFolder, "examples", "shard.sbatch");
      const env = { ...process.env, SLURM_ARRAY_TASK_ID: "7" };
      const said = execFileSync("sh", [script, folder], { cwd: projectFolder, env, encoding: "utf8", stdio: "pipe" });
      expect(said).toContain("shard 7: 2 runs");
    });
  });
});

describe("the queue of docs/scale.md", () => {
  let server: TestServer;
  let worker: ChildProcess;
  const here = (block: string) => block.replaceAll(ADDRESS, `'${server.url}'`);
  beforeAll(async () => {
    mkdirSync(join(projectFolder, "out", "scale"), { recursive: true });
    server = await startRedis();
    const [block] = blocksOf("sh queue-worker");
    // In place of the shell, so that what is killed is the worker.
    const words = here(block!).replace("npx muster", `exec '${process.execPath}' cli/muster.mjs`);
    worker = spawnOwned("sh", ["-c", words], { cwd: projectFolder });
    await new Promise((resolve) => worker.stdout!.once("data", resolve));
  });
  afterAll(async () => {
    worker.kill("SIGKILL");
    await server.kill();
  });

  it("serves what it says", { timeout: 180_000 }, () => {
    const [block] = blocksOf("sh queue");
    expect(block).toContain(ADDRESS);
    expect(type(here(block!))).toContain("In this scenario, on assumed holdings");
  });
});
