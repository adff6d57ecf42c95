/**
 * The pool, with a runner whose result is easily known: it notes each replication it ran.
 * The workers here live behind message ports in this thread, so that the test can kill one at any moment.
 */
import { MessageChannel } from "node:worker_threads";
import { expose, wrap } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { describe, expect, it } from "vitest";
import { inlineHandle } from "../../workers/handles.ts";
import { createPool, FailedReplication, type Range, type WorkerHandle } from "../../workers/pool.ts";
import { createService, ReplicationError, type Runner, type Service } from "../../workers/service.ts";

interface Notes {
  readonly count: Float64Array;
}

interface Counting {
  readonly replications: number;
  /** milliseconds each takes */
  readonly effort?: number;
  readonly failsAt?: number;
}

function openCounter(plan: Counting): Runner<Notes> {
  let count = new Float64Array(plan.replications);
  return {
    run(from, to) {
      for (let r = from; r < to; r++) {
        if (r === plan.failsAt) throw new ReplicationError(r, new Error("an officer was used twice"));
        const until = performance.now() + (plan.effort ?? 0);
        while (performance.now() < until);
        count[r]!++;
      }
      return to - from;
    },
    take() {
      const part = { count };
      count = new Float64Array(plan.replications);
      return part;
    },
  };
}

/** A worker behind a port; `dies` says after which step it stops answering, and hears how long the step is. */
function portHandle(dies: (steps: number, length: number) => boolean = () => false): WorkerHandle<Counting, Notes> {
  const { port1, port2 } = new MessageChannel();
  const inner = createService(openCounter, ({ count }) => [count.buffer as ArrayBuffer]);
  let tellDeath = (_reason: string) => {};
  let steps = 0;
  let dead = false;
  const service: Service<Counting, Notes> = {
    ...inner,
    step(job, from, to) {
      if (dies(++steps, to - from)) {
        dead = true;
        tellDeath("exit 9");
      }
      return dead ? new Promise(() => {}) : inner.step(job, from, to);
    },
  };
  expose(service, nodeEndpoint(port1));
  return {
    service: wrap<Service<Counting, Notes>>(nodeEndpoint(port2)) as unknown as Service<Counting, Notes>,
    onDeath(listener) {
      tellDeath = listener;
    },
    terminate() {
      port1.close();
      port2.close();
    },
  };
}

async function countAll(
  spawn: () => WorkerHandle<Counting, Notes>,
  nWorkers: number,
  plan: Counting,
  mostPerBlock?: number,
  range: Range = [0, plan.replications],
) {
  const pool = createPool(spawn, nWorkers);
  const times = new Float64Array(plan.replications);
  let parts = 0;
  try {
    const job = pool.start(plan, range, {
      onPart: (part) => {
        parts++;
        for (const [r, count] of part.count.entries()) times[r]! += count;
      },
      ...(mostPerBlock === undefined ? {} : { mostPerBlock }),
    });
    return { ...(await job.done), times: [...times], parts };
  } finally {
    pool.close();
  }
}

const once = (n: number) => new Array(n).fill(1);

describe("a pool", () => {
  it.each([
    [1, undefined],
    [2, undefined],
    [5, undefined],
    [2, 1],
    [5, 7],
  ])("of %s workers runs every replication once, with at most %s in a block", async (nWorkers, mostPerBlock) => {
    const result = await countAll(() => portHandle(), nWorkers, { replications: 203 }, mostPerBlock);
    expect(result.times).toEqual(once(203));
    expect(result).toMatchObject({ complete: true, ranges: [[0, 203]], deaths: 0 });
  });

  it("of no workers runs in the thread itself", async () => {
    const result = await countAll(() => inlineHandle(openCounter), 1, { replications: 50 });
    expect(result.times).toEqual(once(50));
  });

  it("can run a later stretch alone", async () => {
    const result = await countAll(() => portHandle(), 2, { replications: 20 }, undefined, [15, 20]);
    expect(result.times).toEqual([...new Array(15).fill(0), ...once(5)]);
    expect(result.ranges).toEqual([[15, 20]]);
  });

  it("runs again what a dead worker had not handed over, and nothing twice", async () => {
    let spawned = 0;
    const spawn = () => portHandle(++spawned === 1 ? (steps) => steps === 3 : undefined);
    const result = await countAll(spawn, 2, { replications: 60, effort: 2 }, 4);
    expect(spawned).toBe(3);
    expect(result.times).toEqual(once(60));
    expect(result).toMatchObject({ complete: true, deaths: 1, ranges: [[0, 60]] });
  });

  it("hands over seldom where that costs much, and ends at once when a part cannot be taken", async () => {
    const partsWith = async (mostHandingOver: number, take: () => void = () => {}) => {
      const pool = createPool(() => portHandle(), 1);
      let parts = 0;
      const job = pool.start({ replications: 500, effort: 1 }, [0, 500], {
        ...{ handOverMilliseconds: 20, blockMilliseconds: 5, mostHandingOver },
        onPart() {
          parts++;
          const until = performance.now() + 20;
          while (performance.now() < until);
          take();
        },
      });
      try {
        await job.done;
      } finally {
        pool.close();
      }
      return parts;
    };
    const often = await partsWith(Number.POSITIVE_INFINITY);
    const seldom = await partsWith(0.05);
    expect(seldom).toBeGreaterThan(0);
    expect(often).toBeGreaterThan(2 * seldom);
    let taken = 0;
    const full = () => {
      taken++;
      throw new Error("no room left");
    };
    await expect(partsWith(1, full)).rejects.toThrow("no room left");
    expect(taken).toBe(1);
  });

  it("notices the death of its only worker", async () => {
    let spawned = 0;
    const spawn = () => portHandle(++spawned === 1 ? (steps) => steps === 2 : undefined);
    const result = await countAll(spawn, 1, { replications: 30 }, 5);
    expect(result.times).toEqual(once(30));
    expect(result.deaths).toBe(1);
  });

  it("gives up, saying where, when workers die one after the other", async () => {
    const dying = () => portHandle((steps) => steps === 1);
    await expect(countAll(dying, 1, { replications: 30 })).rejects.toThrow(
      "4 workers died one after the other (exit 9), the last in replications 0 to 0",
    );
  });

  it("stops within 200 ms of a cancel and hands over what is finished", async () => {
    const nWorkers = 2;
    // Runs of a millisecond each are counted, not the clock: a machine that halts for a second makes blocks shorter, never longer.
    const inBlocks: number[] = [];
    const counting = () =>
      portHandle((_, length) => {
        inBlocks.push(length);
        return false;
      });
    const pool = createPool(counting, nWorkers);
    let counted = 0;
    const job = pool.start({ replications: 100_000, effort: 1 }, [0, 100_000], {
      onPart: (part) => {
        counted += part.count.reduce((sum, count) => sum + count, 0);
      },
    });
    while (inBlocks.length < 12) await new Promise((resolve) => setTimeout(resolve, 20));
    const before = inBlocks.length;
    job.cancel();
    const result = await job.done;
    // Each worker may have been asked for one block already.
    expect(inBlocks.length).toBeLessThanOrEqual(before + nWorkers);
    expect(Math.max(...inBlocks)).toBeGreaterThan(1);
    expect(Math.max(...inBlocks)).toBeLessThanOrEqual(200);
    expect(result.complete).toBe(false);
    expect(counted).toBe(result.ranges.reduce((sum, [from, to]) => sum + to - from, 0));
    expect(counted).toBeGreaterThan(0);
    pool.close();
  });

  it("serves a job to its end while another is cancelled, and mixes up neither", async () => {
    const pool = createPool(() => portHandle(), 2);
    const times = new Float64Array(80);
    const first = pool.start({ replications: 5000, effort: 1 }, [0, 5000], { onPart: () => {} });
    const second = pool.start({ replications: 80 }, [0, 80], {
      onPart: (part) => {
        expect(part.count).toHaveLength(80);
        for (const [r, count] of part.count.entries()) times[r]! += count;
      },
    });
    expect(second.id).not.toBe(first.id);
    await second.done;
    first.cancel();
    expect((await first.done).complete).toBe(false);
    expect([...times]).toEqual(once(80));
    pool.close();
  });

  it("names the replication that failed", async () => {
    const failing = countAll(() => portHandle(), 2, { replications: 40, failsAt: 17 });
    await expect(failing).rejects.toThrow(FailedReplication);
    await expect(failing).rejects.toThrow("replication 17 failed: an officer was used twice");
  });

  it("tells how far it is, up to the whole", async () => {
    const pool = createPool(() => inlineHandle(openCounter), 1);
    const seen: number[] = [];
    await pool.start({ replications: 25 }, [0, 25], { onPart: () => {}, onProgress: ({ done }) => seen.push(done) })
      .done;
    expect(seen.at(-1)).toBe(25);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });
});
