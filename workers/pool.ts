/**
 * A pool of workers that share out the replications of a job.
 *
 * Workers pull blocks of about 150 ms, so that a slow worker delays nobody and a cancelled job stops at the
 * next block's border. Now and then a worker hands over what it collected; a worker that dies loses only
 * what it had not handed over, and that is run again. Parts are sums of whole numbers, so neither the number
 * of workers, nor the blocks, nor their order can be seen in the result.
 *
 * The pool knows nothing of what a part is: the job's owner merges the parts.
 */
import type { BlockReply, ReplicationFault, Service } from "./service.ts";

/** A worker as the pool sees it, wherever it runs. */
export interface WorkerHandle<Plan, Part> {
  readonly service: Service<Plan, Part>;
  /** Called once with the reason if the worker dies; replies that are outstanding will then never come. */
  onDeath(listener: (reason: string) => void): void;
  terminate(): void;
}

/** Replications [from, to). */
export type Range = readonly [from: number, to: number];

export interface Progress {
  /** replications run, handed over or not */
  readonly done: number;
  readonly total: number;
  readonly events: number;
}

export interface JobOptions<Part> {
  /** Receives each part once, with the replications it covers; owns it. */
  readonly onPart: (part: Part, ranges: readonly Range[]) => void;
  readonly onProgress?: (progress: Progress) => void;
  /** The longest that a worker may keep what it ran before it hands it over. Absent: 10 s. */
  readonly handOverMilliseconds?: number;
  /**
   * The most of its time that handing over may take, the owner's work on the part included, above 0; what costs more is
   * handed over less often, but every 10 s. Absent: as much as it takes.
   */
  readonly mostHandingOver?: number;
  /** Largest block in replications; for tests. */
  readonly mostPerBlock?: number;
  /** Until a worker hands over for the first time. Absent: 250. */
  readonly firstHandOverMilliseconds?: number;
  /** How long a block should take: shorter ones stop sooner. Absent: 150. */
  readonly blockMilliseconds?: number;
}

export interface JobResult {
  /** False when the job was cancelled before its end. */
  readonly complete: boolean;
  /** What the parts cover, in order, neighbours joined. */
  readonly ranges: readonly Range[];
  /** Workers that died and were replaced. */
  readonly deaths: number;
}

export interface Job {
  readonly id: number;
  /** Rejects with a FailedReplication, or an Error if workers keep dying. */
  readonly done: Promise<JobResult>;
  /** Stops at the next block's border; what is finished is handed over. */
  cancel(): void;
}

export interface Pool<Plan, Part> {
  readonly nWorkers: number;
  /** Starts replications [from, to) of a plan; jobs may overlap and then take turns block by block. */
  start(plan: Plan, range: Range, options: JobOptions<Part>): Job;
  /**
   * Ends all workers, at once: what they had not handed over is lost, and run again by new ones where a job goes on. A
   * cancelled job ends with what was handed over.
   */
  release(): void;
  /** Ends all workers; jobs under way are rejected. */
  close(): void;
}

/** A replication that the model could not finish: our own fault, with what is needed to replay it. */
export class FailedReplication extends Error {
  readonly fault: ReplicationFault;
  constructor(fault: ReplicationFault) {
    super(`replication ${fault.replication} failed: ${fault.message}`);
    this.name = "FailedReplication";
    this.fault = fault;
  }
}

const BLOCK_MILLISECONDS = 150;
const MOST_PER_BLOCK = 4096;
/** The first picture comes soon; later ones cost less often. */
const FIRST_HANDOVER_MILLISECONDS = 250;
const LAST_HANDOVER_MILLISECONDS = 10_000;
/** Deaths in a row, with nothing handed over between them, after which the job gives up. */
const MOST_DEATHS = 3;

/** A pool of `nWorkers` workers; a worker is spawned when a job first needs it. */
export function createPool<Plan, Part>(spawn: () => WorkerHandle<Plan, Part>, nWorkers: number): Pool<Plan, Part> {
  const seats = Array.from({ length: nWorkers }, () => new Seat(spawn));
  let jobs = 0;
  return {
    nWorkers,
    start: (plan, range, options) => startJob(++jobs, seats, plan, range, options),
    release: () => {
      for (const seat of seats) seat.release();
    },
    close: () => {
      for (const seat of seats) seat.close();
    },
  };
}

function startJob<Plan, Part>(
  id: number,
  seats: readonly Seat<Plan, Part>[],
  plan: Plan,
  [from, to]: Range,
  options: JobOptions<Part>,
): Job {
  const job = new JobState(id, from, to, seats.length, options);
  const done = Promise.all(seats.map((seat) => workOn(seat, job, plan))).then(() => job.result());
  return { id, done, cancel: () => job.cancel() };
}

/** One worker's part in a job: pull, run, hand over, until nothing is left; replaced when it dies. */
async function workOn<Plan, Part>(seat: Seat<Plan, Part>, job: JobState<Part>, plan: Plan): Promise<void> {
  while (job.wantsWorkers()) {
    const inHand: Range[] = [];
    try {
      await workUntilDone(seat, job, plan, inHand);
    } catch (error) {
      if (!(error instanceof WorkerDied)) {
        job.cancel();
        throw error;
      }
      if (error instanceof WorkerReleased) job.takeBack(inHand);
      else job.giveBack(inHand, error.message);
    }
    // Another worker may still die and give blocks back, so an idle one waits for all to be handed over.
    await job.settledOrGivenBack();
  }
}

async function workUntilDone<Plan, Part>(
  seat: Seat<Plan, Part>,
  job: JobState<Part>,
  plan: Plan,
  inHand: Range[],
): Promise<void> {
  if (!job.hasBlocks()) return;
  await seat.call((service) => service.open(job.id, plan));
  let size = 1;
  let handedOver = performance.now();
  const longest = job.handOverMilliseconds ?? LAST_HANDOVER_MILLISECONDS;
  let interval = Math.min(job.firstHandOverMilliseconds, longest);
  let handing: Promise<void> = Promise.resolve();
  // The worker goes on while its part is on the way and the owner is busy with it.
  const handOver = async () => {
    await handing;
    const nBlocks = inHand.length;
    if (nBlocks === 0) return;
    handedOver = performance.now();
    handing = seat
      .call((service) => service.take(job.id))
      .then((part) => {
        job.accept(part as Part, inHand.splice(0, nBlocks));
        const cost = performance.now() - handedOver;
        const seldom = Math.min(cost / job.mostHandingOver, LAST_HANDOVER_MILLISECONDS);
        interval = Math.max(Math.min(Math.max(interval * 2, FIRST_HANDOVER_MILLISECONDS), longest), seldom);
      });
    // Whoever waits for it next hears of what went wrong.
    handing.catch(() => {});
  };
  for (let block = job.pull(size); block; block = job.pull(size)) {
    inHand.push(block);
    const [first, end] = block;
    const reply: BlockReply = await seat.call((service) => service.step(job.id, first, end));
    if (reply.fault) throw new FailedReplication(reply.fault);
    job.ran(end - first, reply.events);
    size = nextSize(end - first, reply.milliseconds, job);
    if (performance.now() - handedOver > interval) await handOver();
  }
  await handOver();
  await handing;
  await seat.call((service) => service.close(job.id));
}

type BlockSizes = Required<Pick<JobOptions<unknown>, "blockMilliseconds" | "mostPerBlock">>;

/** Blocks grow or shrink towards their time, at most fourfold at once: the first replications are the slowest. */
function nextSize(size: number, milliseconds: number, { blockMilliseconds, mostPerBlock }: BlockSizes): number {
  const wanted = milliseconds > 0 ? (size * blockMilliseconds) / milliseconds : size * 4;
  return Math.max(1, Math.min(Math.floor(wanted), size * 4, mostPerBlock));
}

/** What is left of a job, and what came of it. */
class JobState<Part> {
  readonly id: number;
  readonly mostPerBlock: number;
  readonly firstHandOverMilliseconds: number;
  readonly handOverMilliseconds: number | undefined;
  readonly blockMilliseconds: number;
  readonly mostHandingOver: number;
  #next: number;
  readonly #from: number;
  readonly #to: number;
  readonly #nWorkers: number;
  readonly #options: JobOptions<Part>;
  readonly #givenBack: Range[] = [];
  #outstanding = 0;
  #covered: Range[] = [];
  #done = 0;
  #events = 0;
  #deaths = 0;
  #deathsInARow = 0;
  #cancelled = false;
  #waiting: (() => void)[] = [];

  constructor(id: number, from: number, to: number, nWorkers: number, options: JobOptions<Part>) {
    this.#nWorkers = nWorkers;
    this.id = id;
    this.#next = from;
    this.#from = from;
    this.#to = to;
    this.#options = options;
    this.mostPerBlock = options.mostPerBlock ?? MOST_PER_BLOCK;
    this.blockMilliseconds = options.blockMilliseconds ?? BLOCK_MILLISECONDS;
    this.handOverMilliseconds = options.handOverMilliseconds;
    this.mostHandingOver = options.mostHandingOver ?? Number.POSITIVE_INFINITY;
    this.firstHandOverMilliseconds = options.firstHandOverMilliseconds ?? FIRST_HANDOVER_MILLISECONDS;
  }

  hasBlocks(): boolean {
    return !this.#cancelled && (this.#givenBack.length > 0 || this.#next < this.#to);
  }

  wantsWorkers(): boolean {
    return this.hasBlocks() || (!this.#cancelled && this.#outstanding > 0);
  }

  pull(size: number): Range | null {
    if (!this.hasBlocks()) return null;
    let block = this.#givenBack.shift();
    if (!block) {
      // The last blocks are smaller, so that all workers finish together.
      const fair = Math.max(1, Math.ceil((this.#to - this.#next) / (2 * this.#nWorkers)));
      const end = Math.min(this.#next + Math.min(size, fair), this.#to);
      block = [this.#next, end];
      this.#next = end;
    } else if (block[1] - block[0] > size) {
      this.#givenBack.unshift([block[0] + size, block[1]]);
      block = [block[0], block[0] + size];
    }
    this.#outstanding += block[1] - block[0];
    return block;
  }

  ran(replications: number, events: number): void {
    this.#done += replications;
    this.#events += events;
    this.#report();
  }

  accept(part: Part, ranges: readonly Range[]): void {
    this.#outstanding -= lengthOf(ranges);
    this.#deathsInARow = 0;
    this.#covered = joinedRanges([...this.#covered, ...ranges]);
    try {
      this.#options.onPart(part, ranges);
    } catch (error) {
      // Nobody runs on for an owner who cannot take what comes.
      this.cancel();
      throw error;
    }
    this.#wake();
  }

  /** A worker died with these blocks: others run them again. */
  giveBack(ranges: readonly Range[], reason: string): void {
    this.#deaths++;
    this.#deathsInARow++;
    if (this.#deathsInARow > MOST_DEATHS) {
      this.cancel();
      const where = ranges.map(([from, to]) => `${from} to ${to - 1}`).join(", ");
      throw new Error(
        `${this.#deathsInARow} workers died one after the other (${reason})${where && `, the last in replications ${where}`}`,
      );
    }
    this.takeBack(ranges);
  }

  /** The worker of these blocks was ended on purpose. */
  takeBack(ranges: readonly Range[]): void {
    this.#outstanding -= lengthOf(ranges);
    this.#givenBack.push(...ranges);
    this.#wake();
  }

  cancel(): void {
    this.#cancelled = true;
    this.#wake();
  }

  /** Resolves when there is something to pull again, or nothing left to wait for. */
  async settledOrGivenBack(): Promise<void> {
    while (!this.#cancelled && this.#outstanding > 0 && !this.hasBlocks()) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  result(): JobResult {
    const complete = lengthOf(this.#covered) === this.#to - this.#from;
    return { complete, ranges: this.#covered, deaths: this.#deaths };
  }

  #report(): void {
    const total = this.#to - this.#from;
    this.#options.onProgress?.({ done: Math.min(this.#done, total), total, events: this.#events });
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

class WorkerDied extends Error {}
class WorkerReleased extends WorkerDied {}

/** A place in the pool: a worker, or the next one when it has died. Calls never hang on a dead worker. */
class Seat<Plan, Part> {
  readonly #spawn: () => WorkerHandle<Plan, Part>;
  #handle: WorkerHandle<Plan, Part> | null = null;
  readonly #pending = new Set<(error: Error) => void>();
  #closed = false;

  constructor(spawn: () => WorkerHandle<Plan, Part>) {
    this.#spawn = spawn;
  }

  call<T>(ask: (service: Service<Plan, Part>) => T | Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error("the pool is closed"));
    const { service } = this.#worker();
    return new Promise<T>((resolve, reject) => {
      this.#pending.add(reject);
      const settle = () => this.#pending.delete(reject);
      Promise.resolve(ask(service)).finally(settle).then(resolve, reject);
    });
  }

  close(): void {
    this.#closed = true;
    this.#handle?.terminate();
    this.#handle = null;
    this.#rejectAll(new Error("the pool is closed"));
  }

  /** Ends its worker; the next call has a new one. */
  release(): void {
    this.#handle?.terminate();
    this.#handle = null;
    this.#rejectAll(new WorkerReleased("ended on purpose"));
  }

  #worker(): WorkerHandle<Plan, Part> {
    if (this.#handle) return this.#handle;
    const handle = this.#spawn();
    this.#handle = handle;
    handle.onDeath((reason) => {
      if (this.#handle !== handle) return;
      this.#handle = null;
      handle.terminate();
      this.#rejectAll(new WorkerDied(reason));
    });
    return handle;
  }

  #rejectAll(error: Error): void {
    for (const reject of [...this.#pending]) reject(error);
    this.#pending.clear();
  }
}

function lengthOf(ranges: readonly Range[]): number {
  return ranges.reduce((total, [from, to]) => total + to - from, 0);
}

/** In order, neighbours joined. */
export function joinedRanges(ranges: readonly Range[]): Range[] {
  const whole: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = whole.at(-1);
    if (last && last[1] === from) last[1] = to;
    else whole.push([from, to]);
  }
  return whole;
}
