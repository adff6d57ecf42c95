/**
 * What goes through the queue. Every run has a plan, laid down once; shards of it, which name the plan and a range; and a
 * queue of its own on which the parts come back. A shard's id is the hash of plan, engine and range, so that one that is
 * delivered twice is counted once.
 */
import { createHash } from "node:crypto";
import { canonicalJson } from "../../scenarios/format/read.ts";
import type { ReplicationFault } from "../../workers/service.ts";

/** Plans lie here, unserved, until their run is over. */
export const PLANS_QUEUE = "muster-plans";

export interface PlanData {
  readonly engine: string;
  /** base64 of `toBytes` */
  readonly plan: string;
}

/** Shards of one engine: another engine never sees them. */
export function shardsQueue(engine: string): string {
  return `muster-shards-${hashOf(engine).slice(0, 16)}`;
}

export interface ShardData {
  readonly shard: string;
  readonly run: string;
  readonly engine: string;
  readonly from: number;
  readonly to: number;
}

export function partsQueue(run: string): string {
  return `muster-parts-${run}`;
}

export interface PartData {
  readonly shard: string;
  /** base64 of `toBytes`; null: a replication failed */
  readonly part: string | null;
  readonly fault: ReplicationFault | null;
  readonly events: number;
  readonly milliseconds: number;
}

/** Done and failed jobs leave nothing behind; a job that its worker loses is tried again and again. */
export const JOB_OPTIONS = {
  removeOnComplete: true,
  removeOnFail: true,
  attempts: 20,
  backoff: { type: "fixed", delay: 500 },
} as const;

/** A worker that died is noticed after so long. */
export const LOCK = { lockDuration: 10_000, stalledInterval: 5_000, maxStalledCount: 1000 } as const;

export function planHash(plan: unknown): string {
  return hashOf(canonicalJson(plan));
}

export function shardId(plan: string, engine: string, from: number, to: number): string {
  return hashOf(canonicalJson([plan, engine, from, to])).slice(0, 40);
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
