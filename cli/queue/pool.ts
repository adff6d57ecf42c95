/**
 * A pool whose workers are elsewhere: jobs go to the queue in shards of some seconds, parts come back as they are
 * done, in any order and perhaps twice. To whoever runs a plan it is a pool like any other.
 */
import { randomUUID } from "node:crypto";
import type { Queue } from "bullmq";
import {
  FailedReplication,
  type Job,
  type JobOptions,
  type JobResult,
  joinedRanges,
  type Pool,
  type Range,
} from "../../workers/pool.ts";
import { DamagedError, fromBytes, toBytes } from "../shard-bytes.ts";
import { engineVersion } from "../shard-engine.ts";
import type { Server } from "./server.ts";
import {
  JOB_OPTIONS,
  LOCK,
  type PartData,
  PLANS_QUEUE,
  type PlanData,
  partsQueue,
  planHash,
  type ShardData,
  shardId,
  shardsQueue,
} from "./shards.ts";

/** What a shard should take: long enough to outweigh its journey, short enough to be lost without grief. */
const SHARD_MILLISECONDS = 3000;
/** What it takes at least, where many machines may share a short run. */
const LEAST_MILLISECONDS = 1000;
const LEAST_SHARDS = 64;
/** So many wait or are run at a time; the next are cut when half of them are done, by what was learnt meanwhile. */
const MOST_OUTSTANDING = 128;
/** Without a part for so long, what is outstanding is submitted anew: the server may have lost it. */
const SILENCE_MILLISECONDS = 5_000;

/** @param engine of the workers that may serve it; for tests */
export function queuePool<Plan, Part>(server: Server, engine = engineVersion): Pool<Plan, Part> {
  const plans = server.queue<PlanData>(PLANS_QUEUE);
  const shards = server.queue<ShardData>(shardsQueue(engine));
  const running = new Set<QueueRun<Plan, Part>>();
  let jobs = 0;
  const pool = {
    nWorkers: 0,
    start(plan: Plan, range: Range, options: JobOptions<Part>): Job {
      const run = new QueueRun<Plan, Part>(server, plans, shards, engine, plan, range, options);
      running.add(run);
      const done = run.finish().finally(() => running.delete(run));
      return { id: ++jobs, done, cancel: () => run.cancel() };
    },
    /** The workers are not this pool's to end. */
    release() {},
    close() {
      for (const run of running) run.cancel();
    },
  };
  return pool;
}

class QueueRun<Plan, Part> {
  readonly #id = randomUUID();
  readonly #outstanding = new Map<string, Range>();
  readonly #server: Server;
  readonly #plans: Queue<PlanData>;
  readonly #shards: Queue<ShardData>;
  readonly #engine: string;
  readonly #plan: Plan;
  readonly #planHash: string;
  readonly #options: JobOptions<Part>;
  readonly #total: number;
  readonly #end: number;
  #next: number;
  #covered: Range[] = [];
  #done = 0;
  #parts = 0;
  #events = 0;
  #millisecondsEach = 0;
  #heard = performance.now();
  #told = false;
  #ending!: { resolve: () => void; reject: (error: unknown) => void };
  readonly #ended: Promise<void>;

  constructor(
    server: Server,
    plans: Queue<PlanData>,
    shards: Queue<ShardData>,
    engine: string,
    plan: Plan,
    [from, to]: Range,
    options: JobOptions<Part>,
  ) {
    this.#server = server;
    this.#plans = plans;
    this.#shards = shards;
    this.#engine = engine;
    this.#plan = plan;
    this.#planHash = planHash(plan);
    this.#options = options;
    this.#next = from;
    this.#end = to;
    this.#total = to - from;
    this.#ended = new Promise((resolve, reject) => {
      this.#ending = { resolve, reject };
    });
  }

  async finish(): Promise<JobResult> {
    const replies = this.#server.queue(partsQueue(this.#id));
    const listener = this.#server.worker<PartData>(partsQueue(this.#id), (part) => this.#take(part), {
      ...LOCK,
      concurrency: 1,
    });
    // Workers look whether somebody listens before they begin.
    await listener.waitUntilReady();
    const watch = setInterval(() => void this.#submitAgain().catch(() => {}), SILENCE_MILLISECONDS / 5);
    try {
      await this.#layPlan();
      await this.#submit(1, 1);
      await this.#ended;
    } finally {
      clearInterval(watch);
      await this.#clearUp();
      await listener.close(true).catch(() => {});
      await replies.obliterate({ force: true }).catch(() => {});
      await replies.close().catch(() => {});
    }
    return { complete: this.#done === this.#total, ranges: this.#covered, deaths: 0 };
  }

  cancel(): void {
    this.#ending.resolve();
  }

  async #layPlan(): Promise<void> {
    const plan = Buffer.from(toBytes(this.#plan)).toString("base64");
    await this.#plans.add("plan", { engine: this.#engine, plan }, { jobId: this.#id, removeOnFail: true });
  }

  /** Cuts the next shards of `size`, at most `most` of them, and sends them off. */
  async #submit(size: number, most: number): Promise<void> {
    const added: [string, Range][] = [];
    for (; this.#next < this.#end && added.length < most; ) {
      const range: Range = [this.#next, Math.min(this.#next + size, this.#end)];
      added.push([shardId(this.#planHash, this.#engine, ...range), range]);
      this.#next = range[1];
    }
    for (const [id, range] of added) this.#outstanding.set(id, range);
    await this.#send(added);
  }

  async #send(shards: readonly [string, Range][]): Promise<void> {
    const jobs = shards.map(([shard, [from, to]]) => ({
      name: "shard",
      data: { shard, run: this.#id, engine: this.#engine, from, to },
      // A job that is there already is not added again.
      opts: { ...JOB_OPTIONS, jobId: `${this.#id}-${shard}` },
    }));
    for (let i = 0; i < jobs.length; i += 500) await this.#shards.addBulk(jobs.slice(i, i + 500));
  }

  /** A part came back; of a shard that is counted already it is dropped. */
  async #take({ shard, part, fault, events, milliseconds }: PartData): Promise<void> {
    const range = this.#outstanding.get(shard);
    if (range === undefined) return;
    this.#heard = performance.now();
    if (fault !== null) return this.#ending.reject(new FailedReplication(fault));
    try {
      const whole = fromBytes(Buffer.from(part!, "base64")) as Part;
      this.#outstanding.delete(shard);
      this.#options.onPart(whole, [range]);
    } catch (error) {
      // What was damaged on the way is asked for again.
      if (!(error instanceof DamagedError)) this.#ending.reject(error);
      return;
    }
    this.#parts++;
    const n = range[1] - range[0];
    this.#covered = joinedRanges([...this.#covered, range]);
    this.#done += n;
    this.#events += events;
    this.#millisecondsEach = milliseconds / n;
    this.#options.onProgress?.({ done: this.#done, total: this.#total, events: this.#events });
    if (this.#done === this.#total) return this.#ending.resolve();
    // The first replications are the slowest, so that the second look decides how large shards are.
    const isProbe = this.#parts < 2;
    if (this.#outstanding.size > (isProbe ? 0 : MOST_OUTSTANDING / 2)) return;
    const lasting = (wanted: number) => Math.max(1, Math.floor(wanted / Math.max(this.#millisecondsEach, 1e-3)));
    const fair = Math.ceil((this.#end - this.#next) / LEAST_SHARDS);
    const size = Math.max(lasting(LEAST_MILLISECONDS), Math.min(lasting(SHARD_MILLISECONDS), fair));
    if (isProbe) await this.#submit(lasting(LEAST_MILLISECONDS / 4), 1);
    else await this.#submit(size, MOST_OUTSTANDING - this.#outstanding.size);
  }

  /** A server that was started anew may have lost everything; what it still has is not added twice. */
  async #submitAgain(): Promise<void> {
    if (performance.now() - this.#heard < SILENCE_MILLISECONDS) return;
    this.#heard = performance.now();
    if (this.#done === 0 && !this.#told) {
      this.#told = true;
      process.stderr.write(
        `muster: no part yet from ${this.#server.name}. Is there a worker of engine ${this.#engine}?\n`,
      );
    }
    await this.#layPlan();
    await this.#send([...this.#outstanding]);
  }

  /** Nobody is to work for a run that is over. */
  async #clearUp(): Promise<void> {
    const left = [...this.#outstanding.keys()];
    await Promise.allSettled([
      this.#plans.remove(this.#id),
      ...left.map((shard) => this.#shards.remove(`${this.#id}-${shard}`)),
    ]);
  }
}
