/** The replicator, the real engine behind it, and real worker threads. */
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { workerFile } from "../../cli/place.ts";
import { mergePacked, type PackedTallies } from "../../engine/tally/pack.ts";
import { nodeHandle } from "../../workers/node-handle.ts";
import { createPool, type WorkerHandle } from "../../workers/pool.ts";
import { drawIndexOf, modelDrawer, openReplicator, type Plan } from "../../workers/replicator.ts";
import { digestInBlocks, digestOfPlan, emptyTallies, planOf, twoCounties } from "../support/digest.ts";
import { ensureBuilt } from "../support/muster.ts";

const N = 30;
const plan = planOf(twoCounties, N);
const whole = digestInBlocks(plan, [[0, N]]);
const singles = Array.from({ length: N }, (_, r) => [r, r + 1] as const);

/** The plan with the funnel's shares and a delay given as ranges. */
function uncertainPlan(outer: number | null): Plan {
  const { resolved } = plan;
  const psu = resolved.capabilities!.psu!;
  const capabilities = { psu: { ...psu, officersPerUnit: { low: 20, mode: 25, high: 40 } } };
  return { ...plan, resolved: { ...resolved, capabilities } as Plan["resolved"], outer };
}

describe("the digest", () => {
  it("is the same for any size of blocks, and for replications run in reverse", () => {
    expect(digestInBlocks(plan, singles)).toBe(whole);
    expect(
      digestInBlocks(plan, [
        [0, 7],
        [7, 20],
        [20, N],
      ]),
    ).toBe(whole);
    expect(digestInBlocks(plan, [...singles].reverse())).toBe(whole);
  });

  it("of the first half is the same whether or not a second half was asked for", () => {
    expect(digestInBlocks({ ...plan, replications: N }, [[0, N / 2]], N / 2)).toBe(
      digestInBlocks({ ...plan, replications: N / 2 }, [[0, N / 2]]),
    );
  });

  it("changes with the seed and with one replication more or less", () => {
    expect(digestInBlocks({ ...plan, seed: "8" }, [[0, N]])).not.toBe(whole);
    expect(digestInBlocks(plan, [[0, N - 1]])).not.toBe(whole);
  });

  it("is the same in any order where numbers are given as ranges, with and without outer draws", () => {
    for (const outer of [null, 1, 4]) {
      const uncertain = uncertainPlan(outer);
      expect(digestInBlocks(uncertain, [...singles].reverse())).toBe(digestInBlocks(uncertain, [[0, N]]));
    }
    expect(digestInBlocks(uncertainPlan(1), [[0, N]])).not.toBe(digestInBlocks(uncertainPlan(null), [[0, N]]));
  });
});

describe("what is not known", () => {
  it("is drawn for each replication, or shared evenly by the replications of an outer draw", () => {
    expect(singles.map(([r]) => drawIndexOf({ replications: N, outer: null }, r))).toEqual(singles.map(([r]) => r));
    const indices = singles.map(([r]) => drawIndexOf({ replications: N, outer: 3 }, r));
    expect(indices).toEqual([...Array(10).fill(0), ...Array(10).fill(1), ...Array(10).fill(2)]);
  });

  it("keeps one model for all replications where everything is known", () => {
    const drawModel = modelDrawer(plan);
    expect(drawModel(5)).toBe(drawModel(0));
  });

  it("differs between draws and not within one", () => {
    const drawModel = modelDrawer(uncertainPlan(3));
    const sizes = singles.map(([r]) => drawModel(r).capabilities[0]!.officersPerUnit);
    expect(new Set(sizes.slice(0, 10)).size).toBe(1);
    expect(new Set(sizes).size).toBeGreaterThan(1);
  });
});

describe("worker threads", () => {
  beforeAll(ensureBuilt);
  const spawn = () => nodeHandle<Plan, PackedTallies>(pathToFileURL(workerFile));

  async function digestInPool(handle: () => WorkerHandle<Plan, PackedTallies>, nWorkers: number, asked = plan) {
    const pool = createPool(handle, nWorkers);
    const tallies = emptyTallies(asked);
    const { done } = pool.start(asked, [0, asked.replications], { onPart: (part) => mergePacked(tallies, part) });
    const result = await done.finally(() => pool.close());
    return { ...result, digest: digestOfPlan(asked, tallies) };
  }

  it.each([1, 2, 5])("give the digest of one thread: %s of them", async (nWorkers) => {
    expect((await digestInPool(spawn, nWorkers)).digest).toBe(whole);
  });

  it("give it even when one of them is killed at work", async () => {
    const long = { ...plan, replications: 3000 };
    let victim: WorkerHandle<Plan, PackedTallies> | undefined;
    const killing = () => {
      const handle = spawn();
      if (victim === undefined) {
        victim = handle;
        setTimeout(() => handle.terminate(), 150);
      }
      return handle;
    };
    const [killed, unharmed] = [await digestInPool(killing, 2, long), await digestInPool(spawn, 2, long)];
    expect(killed.deaths).toBe(1);
    expect(killed.complete).toBe(true);
    expect(killed.digest).toBe(unharmed.digest);
  });

  it("tell a scenario that cannot be compiled as an error, not as silence", async () => {
    const broken = { ...plan, resolved: null as unknown as Plan["resolved"] };
    const pool = createPool(spawn, 1);
    await expect(pool.start(broken, [0, 5], { onPart: () => {} }).done).rejects.toThrow();
    pool.close();
  });
});

it("a replicator keeps its memory as replications go by", () => {
  const runner = openReplicator(plan);
  runner.run(0, 200);
  const bytes = (part: PackedTallies) =>
    Object.values(part.arrays).reduce((sum, { value }) => sum + value.byteLength, 0) +
    Object.values(part.banks).reduce((sum, { count }) => sum + count.byteLength, 0);
  const early = bytes(runner.take());
  runner.run(200, 2200);
  // Ten times the replications fill more bins of the same histograms, not ten times as much.
  expect(bytes(runner.take())).toBeLessThan(4 * early);
});
