/** `--queue`: the same answer by machines that share a queue, whatever fails in between. */
import type { ChildProcess } from "node:child_process";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadScenario } from "../../cli/load.ts";
import { queuePool } from "../../cli/queue/pool.ts";
import { OtherEngineError, serveQueue } from "../../cli/queue/serve.ts";
import { openServer } from "../../cli/queue/server.ts";
import { shardId, shardsQueue } from "../../cli/queue/shards.ts";
import { planOf } from "../../cli/run.ts";
import { engineVersion } from "../../cli/shard-engine.ts";
import { digestOf } from "../../engine/tally/digest.ts";
import { mergePacked, type PackedTallies } from "../../engine/tally/pack.ts";
import { createTallies } from "../../engine/tally/tally.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import type { Plan } from "../../workers/replicator.ts";
import { ensureBuilt, muster, projectFolder, withFolder } from "../support/muster.ts";
import { spawnOwned } from "../support/owned.ts";
import { treeOf, writeScenarios } from "./batch-fixture.ts";
import { startPostgres, startRedis, type TestServer } from "./queue-servers.ts";
import { twice } from "./twice.ts";

const small = join(projectFolder, "test", "cli", "two-counties.yaml");

beforeAll(ensureBuilt);

/** A worker in a process of its own; resolves when it serves. */
async function startWorker(url: string, ...more: string[]): Promise<ChildProcess> {
  const words = [join(projectFolder, "cli", "muster.mjs"), "worker", "--queue", url, "--workers", "1", ...more];
  const child = spawnOwned(process.execPath, words, { cwd: projectFolder });
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on("data", (text) => String(text).includes("serving") && resolve());
    child.once("close", (status) => reject(new Error(`the worker ended with ${status}`)));
    child.stderr!.on("data", (text) => reject(new Error(String(text))));
  });
  return child;
}

const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once("close", resolve));

describe.each(["Redis", "PostgreSQL"])("a queue on %s", (kind) => {
  let server: TestServer;
  let remove: () => void;
  const inFolder = new Promise<string>((resolve) => {
    void withFolder(async (folder) => {
      resolve(folder);
      await new Promise<void>((done) => {
        remove = done;
      });
    });
  });
  beforeAll(async () => {
    server = kind === "Redis" ? await startRedis() : await startPostgres(await inFolder);
  });
  afterAll(async () => {
    await server.kill();
    remove();
  });

  it("gives what one process gives, through a worker that is killed, a server that fails, and shards and parts that come twice", {
    timeout: 120_000,
  }, async () => {
    const loaded = loadScenario(small);
    const plan = planOf(loaded, { replications: 8000 });
    const doubled = twice(await openServer(server.url));
    const serving = await serveQueue(doubled, 1);
    let victim: ChildProcess | null = await startWorker(server.url);
    const { model } = compileScenario(plan.resolved, plan.scenarioHash);
    const tallies = createTallies(model);
    const own = twice(await openServer(server.url));
    const pool = queuePool<Plan, PackedTallies>(own);
    let parts = 0;
    let failed: Promise<void> | null = null;
    const failure = async () => {
      await server.kill();
      await server.start();
    };
    const job = pool.start(plan, [0, 8000], {
      onPart(part) {
        mergePacked(tallies, part);
        parts++;
        if (parts === 3) victim?.kill("SIGKILL");
        if (parts === 4) failed = failure();
      },
    });
    const result = await job.done;
    await failed;
    victim = null;
    expect(result).toEqual({ complete: true, ranges: [[0, 8000]], deaths: 0 });
    expect(parts).toBeGreaterThan(4);
    expect(failed).not.toBeNull();
    const { stdout } = await muster(["run", small, "--replications", "8000", "--json"]);
    expect(digestOf(tallies, plan.scenarioHash, plan.seed, 0, 8000)).toBe(JSON.parse(stdout).digest);
    await serving.close();
    await Promise.all([doubled.close(), own.close()]);
  });

  it("serves run, batch and sweep, and a worker that is told to stop finishes what it has", {
    timeout: 120_000,
  }, async () => {
    const worker = await startWorker(server.url);
    const asked = ["--queue", server.url];
    const run = ["run", small, "--replications", "60", "--json"];
    expect((await muster([...run, ...asked])).stdout).toBe((await muster(run)).stdout);
    const sweep = [
      "sweep",
      join(projectFolder, "test", "cli", "two-counties-sweep.yaml"),
      "--replications",
      "4",
      "--json",
    ];
    expect((await muster([...sweep, ...asked])).stdout).toBe((await muster(sweep)).stdout);
    await withFolder(async (folder) => {
      writeScenarios(join(folder, "in"), 2, 30);
      const batch = ["batch", join(folder, "in"), "--out"];
      expect((await muster([...batch, join(folder, "queue"), ...asked])).status).toBe(0);
      expect((await muster([...batch, join(folder, "here")])).status).toBe(0);
      expect(treeOf(join(folder, "queue"))).toEqual(treeOf(join(folder, "here")));
    });
    const over = ended(worker);
    worker.kill("SIGINT");
    expect(await over).toBe(0);
  });

  it("leaves nothing behind when a run is over or cancelled, and a worker refuses if only other engines are wanted", {
    timeout: 60_000,
  }, async () => {
    const own = await openServer(server.url);
    const plan = planOf(loadScenario(small), { replications: 100 });
    const pool = queuePool<Plan, PackedTallies>(own, "0.0.1+other");
    const job = pool.start(plan, [0, 100], { onPart: () => expect.unreachable() });
    const plans = own.queue("muster-plans");
    await expect.poll(() => plans.getJobCounts("waiting"), { timeout: 10_000 }).toEqual({ waiting: 1 });
    const worker = await muster(["worker", "--queue", server.url]);
    expect(worker.status).toBe(3);
    expect(worker.stderr).toMatch(/the runs there want engine 0\.0\.1\+other, and this is 0\.1\.0\+[0-9a-f]{12}/);
    job.cancel();
    expect(await job.done).toEqual({ complete: false, ranges: [], deaths: 0 });
    expect(await plans.getJobCounts("waiting")).toEqual({ waiting: 0 });
    // Of one that lies among this engine's it makes nothing, whoever put it there.
    const serving = await serveQueue(own, 1);
    const forged = { shard: "x", run: "nobody", engine: "0.0.1+other", from: 0, to: 1 };
    const mine = own.queue(shardsQueue(engineVersion));
    const job2 = await mine.add("shard", forged, { attempts: 1 });
    await expect.poll(() => job2.getState(), { timeout: 20_000 }).toBe("failed");
    expect((await mine.getJob(job2.id!))!.failedReason).toBe(`0.0.1+other is wanted, and this is ${engineVersion}`);
    expect(serving.shards()).toBe(0);
    await mine.obliterate({ force: true });
    await serving.close();
    await own.close();
  });

  it("is refused in plain words with a wrong password, and without one", async () => {
    const wrong = new URL(server.url);
    wrong.password = "wrong";
    const without = new URL(server.url);
    without.password = "";
    const refused = await muster(["worker", "--queue", without.href]);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain("the address has no password");
    expect(refused.stderr).not.toContain("our own fault");
    const asked = await muster(["worker", "--queue", wrong.href]);
    expect(asked.status).toBe(2);
    expect(asked.stderr).toContain("the password was not taken");
    expect(asked.stderr).not.toContain("wrong");
  });
});

describe("what may not go through a queue", () => {
  it("is a server that lets anybody in, unless on loopback and asked for", async () => {
    const open = await startRedis({ password: null });
    const withPassword = open.url.replace("//", "//:secret@");
    for (const url of [open.url, withPassword]) {
      await expect(openServer(url)).rejects.toThrow(/without/);
    }
    await (await openServer(open.url, { withoutPassword: true })).close();
    await expect(openServer("redis://10.0.0.1:6379", { withoutPassword: true })).rejects.toThrow("loopback");
    await expect(openServer("http://127.0.0.1")).rejects.toThrow("expected redis://");
    await open.kill();
    await expect(openServer(open.url, { withoutPassword: true })).rejects.toThrow("no answer from the server");
  });

  it("is a Redis whose user is let in with any password", async () => {
    const server = await startRedis();
    const { port, password } = new URL(server.url);
    const said = `AUTH "${decodeURIComponent(password)}"\r\nACL SETUSER muster on nopass ~* +@all\r\n`;
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1", () => socket.write(said));
      let answer = "";
      socket.on("data", (text) => {
        answer += text;
        if (answer.split("\r\n").length > 2) socket.end(resolve);
      });
    });
    await expect(openServer(`redis://muster:mine@127.0.0.1:${port}`)).rejects.toThrow("lets anybody in");
    await (await openServer(server.url)).close();
    await server.kill();
  });

  it.each([
    "postgres://muster:x@127.0.0.1/db?host=elsewhere.example",
    "postgres://muster@127.0.0.1/db?password=x",
    "redis://:x@127.0.0.1/?host=elsewhere.example",
  ])("is an address that means another server than it shows: %s", async (url) => {
    await expect(openServer(url, { withoutPassword: true })).rejects.toThrow(
      /is not a setting that the address may hold/,
    );
  });

  it("is a PostgreSQL that trusts everybody", async () => {
    await withFolder(async (folder) => {
      const open = await startPostgres(folder, { authentication: "trust" });
      await expect(openServer(open.url)).rejects.toThrow("lets anybody in without the password");
      await open.kill();
    });
  });

  it("are loaded and marked figures, unless that is allowed", async () => {
    const asked = ["run", small, "--replications", "20", "--queue", "redis://:x@127.0.0.1:1"];
    const loaded = ["--holdings", join(projectFolder, "test", "cli", "two-counties-return.csv")];
    for (const [words, what] of [
      [["--marking", "OFFICIAL-SENSITIVE"], "a scenario marked OFFICIAL-SENSITIVE"],
      [loaded, "figures that were loaded"],
    ] as const) {
      const { status, stderr } = await muster([...asked, ...words]);
      expect(status).toBe(3);
      expect(stderr).toContain(`${what} would leave this machine: add --allow-queue if that may be`);
      const allowed = await muster([...asked, ...words, "--allow-queue"]);
      expect(allowed).toMatchObject({ status: 2 });
      expect(allowed.stderr).toContain("no answer from the server (ECONNREFUSED)");
    }
  });

  it("is the password, in any file or message", async () => {
    await withFolder(async (folder) => {
      const server = await startRedis({ password: "geheim-42" });
      const worker = await startWorker(server.url);
      const out = join(folder, "out");
      await muster(["run", small, "--replications", "20", `--queue=${server.url}`, "--out", out]);
      await muster(["run", small, "--replications", "20", "--queue", server.url, "--out", join(folder, "again")]);
      const files = Object.values(treeOf(folder)).map((text) => Buffer.from(text, "base64").toString());
      expect(files.length).toBeGreaterThan(12);
      for (const text of files) expect(text).not.toContain("geheim-42");
      worker.kill("SIGKILL");
      await server.kill();
    });
  });
});

describe.each(["Redis", "PostgreSQL"])("an encrypted queue on %s", (kind) => {
  it("is used where the server's certificate is trusted, and nowhere else", { timeout: 60_000 }, async () => {
    await withFolder(async (folder) => {
      const server = await (kind === "Redis" ? startRedis({ tls: folder }) : startPostgres(folder, { tls: true }));
      const url = kind === "Redis" ? server.url : `${server.url}?sslmode=verify-full`;
      const refused = await muster(["worker", "--queue", url]);
      expect(refused.status).toBe(2);
      expect(refused.stderr).toMatch(/no answer from the server \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
      process.env.NODE_EXTRA_CA_CERTS = join(folder, "cert.pem");
      try {
        const worker = await startWorker(url);
        const asked = ["run", small, "--replications", "20", "--json"];
        const { status, stdout } = await muster([...asked, "--queue", url]);
        expect(status).toBe(0);
        expect(stdout).toBe((await muster(asked)).stdout);
        worker.kill("SIGKILL");
      } finally {
        delete process.env.NODE_EXTRA_CA_CERTS;
        await server.kill();
      }
    });
  });
});

describe("a shard's id", () => {
  it("is the hash of the plan, the engine and the range", () => {
    const ids = [
      shardId("a", "1", 0, 5),
      shardId("b", "1", 0, 5),
      shardId("a", "2", 0, 5),
      shardId("a", "1", 1, 5),
      shardId("a", "1", 0, 6),
    ];
    expect(new Set(ids).size).toBe(5);
    expect(shardId("a", "1", 0, 5)).toBe(ids[0]);
    expect(OtherEngineError.prototype).toBeInstanceOf(Error);
  });
});
