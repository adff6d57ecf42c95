/**
 * How long an experiment runs: a first look of a fixed number of replications, from which follows how many the
 * half-width asked for takes; those are run, in blocks over several processes, and looked at again. A look that
 * fell short is followed by at most three more.
 */
import { createHash } from "node:crypto";
import type { Experiment } from "./case.ts";
import { type Judged, judge, N_SUMS, runsWanted, type Sums } from "./figure.ts";

/** Runs replications [from, to) somewhere. */
export type RunBlock = (from: number, to: number) => Promise<{ sums: Sums; cpuSeconds: number }>;

/** What is kept of an experiment, to go on from. */
export interface Progress {
  readonly runs: number;
  readonly cpuSeconds: number;
  readonly sums: Sums;
  /** SHA-256 of the first look's sums: another engine, seed or scenario shows here */
  readonly fingerprint: string;
}

/** Beyond what the last look wants, because it is a guess. */
const MARGIN = 1.12;
const MOST_LOOKS = 4;
/** CPU-seconds of a block, about. */
const BLOCK_SECONDS = 4;

export const firstLook = (experiment: Experiment): number => Math.max(32, experiment.runs);

/** The look that every experiment begins with; always the same for the same engine, seed and scenario. */
export async function lookFirst(experiment: Experiment, runBlock: RunBlock): Promise<Progress> {
  const runs = firstLook(experiment);
  const { sums, cpuSeconds } = await runBlock(0, runs);
  const fingerprint = createHash("sha256").update(new Uint8Array(sums.slice().buffer)).digest("hex");
  return { runs, cpuSeconds, sums, fingerprint };
}

/** @param limitSeconds CPU-seconds that an experiment may take; what is short then is reported as short */
export async function settle(
  experiment: Experiment,
  from: Progress,
  runBlock: RunBlock,
  limitSeconds: number,
): Promise<Progress> {
  const sums = from.sums.slice();
  let { runs, cpuSeconds } = from;
  for (let look = 1; look < MOST_LOOKS; look++) {
    const judged = judgeAll(experiment, sums);
    if (judged.every(({ precise }) => precise)) break;
    const wanted = Math.ceil(MARGIN * Math.max(...judged.map(runsWanted)));
    const affordable = Math.floor((limitSeconds / cpuSeconds) * runs);
    const until = Math.min(wanted, affordable);
    if (until <= runs) break;
    const each = Math.max(1, Math.ceil((BLOCK_SECONDS * runs) / cpuSeconds));
    const blocks: Promise<{ sums: Sums; cpuSeconds: number }>[] = [];
    for (let at = runs; at < until; at += each) blocks.push(runBlock(at, Math.min(until, at + each)));
    for (const block of await Promise.all(blocks)) {
      for (let i = 0; i < sums.length; i++) sums[i]! += block.sums[i]!;
      cpuSeconds += block.cpuSeconds;
    }
    runs = until;
  }
  return { runs, cpuSeconds, sums, fingerprint: from.fingerprint };
}

export const judgeAll = ({ figures }: Experiment, sums: Sums): Judged[] =>
  figures.map((figure, f) => judge(figure, sums, f * N_SUMS));
