/**
 * What a worker offers the pool: jobs opened by number, run block by block, handed over on request.
 *
 * The same object serves in a worker (behind comlink) and in the main thread. It never throws for a fault
 * of the model: the reply says which replication failed, because an error's own fields do not survive the
 * journey between threads.
 */
import { transfer } from "comlink";

/** Runs replications of one plan and collects what they add up to. */
export interface Runner<Part> {
  /** Runs replications [from, to) into its own collection; returns how many events that took. */
  run(from: number, to: number): number;
  /** What was collected since the last take; the runner starts afresh, and the caller owns the part. */
  take(): Part;
}

/** A replication that the model could not finish. */
export interface ReplicationFault {
  readonly replication: number;
  readonly message: string;
  readonly stack: string;
}

/** Thrown by a runner to say which replication failed. */
export class ReplicationError extends Error {
  readonly replication: number;
  constructor(replication: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = "ReplicationError";
    this.replication = replication;
  }
}

export interface BlockReply {
  readonly job: number;
  readonly events: number;
  readonly milliseconds: number;
  readonly fault: ReplicationFault | null;
}

export interface Service<Plan, Part> {
  open(job: number, plan: Plan): void | Promise<void>;
  step(job: number, from: number, to: number): BlockReply | Promise<BlockReply>;
  take(job: number): Part | Promise<Part>;
  close(job: number): void | Promise<void>;
}

/**
 * The service over a way to open runners.
 *
 * @param buffersOf the buffers of a part: they change hands instead of being copied
 */
export function createService<Plan, Part>(
  openRunner: (plan: Plan) => Runner<Part>,
  buffersOf: (part: Part) => ArrayBuffer[],
): Service<Plan, Part> {
  const runners = new Map<number, Runner<Part>>();
  const runnerOf = (job: number): Runner<Part> => {
    const runner = runners.get(job);
    if (!runner) throw new Error(`job ${job} is not open in this worker`);
    return runner;
  };
  return {
    open(job, plan) {
      runners.set(job, openRunner(plan));
    },
    step(job, from, to) {
      const started = performance.now();
      let events = 0;
      let fault: ReplicationFault | null = null;
      try {
        events = runnerOf(job).run(from, to);
      } catch (error) {
        fault = faultOf(error, from);
      }
      return { job, events, milliseconds: performance.now() - started, fault };
    },
    take(job) {
      const part = runnerOf(job).take();
      return transfer(part, buffersOf(part));
    },
    close(job) {
      runners.delete(job);
    },
  };
}

function faultOf(error: unknown, from: number): ReplicationFault {
  const replication = error instanceof ReplicationError ? error.replication : from;
  const cause = error instanceof ReplicationError && error.cause instanceof Error ? error.cause : error;
  const message = cause instanceof Error ? cause.message : String(cause);
  return { replication, message, stack: cause instanceof Error ? (cause.stack ?? "") : "" };
}
