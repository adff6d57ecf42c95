/** One machine's part in a queue: takes shards of its own engine, runs them in threads, and sends the parts back. */
import { hostname } from "node:os";
import type { Queue } from "bullmq";
import { fromBytes, toBytes } from "../shard-bytes.ts";
import { engineVersion } from "../shard-engine.ts";
import type { Server } from "./server.ts";
import {
  JOB_OPTIONS,
  LOCK,
  type PartData,
  PLANS_QUEUE,
  type PlanData,
  partsQueue,
  type ShardData,
  shardsQueue,
} from "./shards.ts";
import { ShardThread } from "./thread.ts";

export interface Serving {
  /** Finishes the shards in hand. */
  close(): Promise<void>;
  /** shards run so far */
  shards(): number;
}

/** There is work, but all of it is for another engine. */
export class OtherEngineError extends Error {}

const MOST_PLANS = 8;

/**
 * @param engine what this worker is; for tests
 * @throws OtherEngineError if all runs that are open are of other engines
 */
export async function serveQueue(server: Server, nThreads: number, engine = engineVersion): Promise<Serving> {
  const plans = server.queue<PlanData>(PLANS_QUEUE);
  await refuseOtherEngine(plans, engine);
  const known = new Map<string, { readonly plan: unknown; readonly parts: Queue<PartData> }>();
  const idle = Array.from({ length: nThreads }, () => new ShardThread());
  const threads = [...idle];
  let ran = 0;

  const planOf = async (run: string) => {
    const kept = known.get(run);
    if (kept !== undefined) return kept;
    const job = await plans.getJob(run);
    if (!job) return null;
    if (job.data.engine !== engine) throw new OtherEngineError(`${job.data.engine} is wanted, and this is ${engine}`);
    const plan = fromBytes(Buffer.from(job.data.plan, "base64"));
    const found = { plan, parts: server.queue<PartData>(partsQueue(run)) };
    known.set(run, found);
    for (const [oldest, { parts }] of known) {
      if (known.size <= MOST_PLANS) break;
      known.delete(oldest);
      await parts.close();
    }
    return found;
  };

  const process = async ({ shard, run, engine: wanted, from, to }: ShardData): Promise<void> => {
    if (wanted !== engine) throw new OtherEngineError(`${wanted} is wanted, and this is ${engine}`);
    const found = await planOf(run);
    if (found === null) return;
    if (await isAbandoned(found.parts)) {
      // Whoever wanted it is gone; should they come back, they ask again.
      known.delete(run);
      await plans.remove(run);
      await found.parts.obliterate({ force: true });
      return;
    }
    const thread = idle.pop();
    if (thread === undefined) throw new Error("more shards than threads");
    try {
      const { part, ...rest } = await thread.run(run, found.plan, from, to);
      const bytes = part === null ? null : Buffer.from(toBytes(part)).toString("base64");
      await found.parts.add("part", { shard, part: bytes, ...rest }, { ...JOB_OPTIONS, jobId: shard });
      ran++;
    } finally {
      idle.push(thread);
    }
  };

  const worker = server.worker<ShardData>(shardsQueue(engine), process, {
    ...LOCK,
    concurrency: nThreads,
    name: `${hostname()} ${engine}`,
  });
  await worker.waitUntilReady();
  return {
    shards: () => ran,
    async close() {
      await worker.close();
      for (const thread of threads) thread.close();
    },
  };
}

async function isAbandoned(parts: Queue<PartData>): Promise<boolean> {
  try {
    return (await parts.getWorkersCount()) === 0;
  } catch {
    // Servers that do not tell who is connected.
    return false;
  }
}

async function refuseOtherEngine(plans: Queue<PlanData>, engine: string): Promise<void> {
  const open = await plans.getJobs(["waiting", "delayed", "prioritized"], 0, 100);
  const engines = [...new Set(open.flatMap((job) => (job ? [job.data.engine] : [])))];
  if (engines.length > 0 && !engines.includes(engine)) {
    throw new OtherEngineError(`the runs there want engine ${engines.join(", ")}, and this is ${engine}`);
  }
}
