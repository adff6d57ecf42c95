/**
 * How long an experiment runs: a first look of a fixed number of replications, from which follows how many the
 * half-width asked for takes; those are run, in blocks over several processes, and looked at again. A look that
 * fell short is followed by at most three more, and one at which all controls count.
 */
import { createHash } from "node:crypto";
import type { Experiment } from "./case.ts";
import { type Judged, judge, RUNS_A_CONTROL, runsWanted, type Sums, sumsOf } from "./figure.ts";

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
const MOST_LOOKS = 5;
/** CPU-seconds of a block, about. */
const BLOCK_SECONDS = 4;
/** Blocks after which what is finished is kept: a run may be stopped at any time. */
const KEEP_AFTER = 6;

export const firstLook = (experiment: Experiment): number => Math.max(32, experiment.runs);

/** The look that every experiment begins with; always the same for the same engine, seed and scenario. */
export async function lookFirst(experiment: Experiment, runBlock: RunBlock): Promise<Progress> {
  const runs = firstLook(experiment);
  const { sums, cpuSeconds } = await runBlock(0, runs);
  const fingerprint = createHash("sha256").update(new Uint8Array(sums.slice().buffer)).digest("hex");
  return { runs, cpuSeconds, sums, fingerprint };
}

/**
 * @param limitSeconds CPU-seconds that an experiment may take; what is short then is reported as short
 * @param keep called with what is finished so far, now and then
 */
export async function settle(
  experiment: Experiment,
  from: Progress,
  runBlock: RunBlock,
  limitSeconds: number,
  keep: (progress: Progress) => void = () => {},
): Promise<Progress> {
  const sums = from.sums.slice();
  let { runs, cpuSeconds } = from;
  for (let look = 1; look < MOST_LOOKS; look++) {
    const wanted = runsAsked(experiment, sums);
    if (wanted === 0) break;
    const affordable = Math.floor((limitSeconds / cpuSeconds) * runs);
    // with few runs not all controls count yet: their gain shortens the next look
    const enough = RUNS_A_CONTROL * Math.max(0, ...experiment.figures.map(({ controls }) => controls?.length ?? 0));
    const until = Math.min(runs < enough ? Math.min(wanted, enough) : wanted, affordable);
    if (until <= runs) break;
    const each = Math.max(1, Math.ceil((BLOCK_SECONDS * runs) / cpuSeconds));
    for (let at = runs; at < until; ) {
      const blocks: Promise<{ sums: Sums; cpuSeconds: number }>[] = [];
      for (; at < until && blocks.length < KEEP_AFTER; at += each) {
        blocks.push(runBlock(at, Math.min(until, at + each)));
      }
      for (const block of await Promise.all(blocks)) {
        for (let i = 0; i < sums.length; i++) sums[i]! += block.sums[i]!;
        cpuSeconds += block.cpuSeconds;
      }
      runs = Math.min(at, until);
      keep({ runs, cpuSeconds, sums, fingerprint: from.fingerprint });
    }
  }
  return { runs, cpuSeconds, sums, fingerprint: from.fingerprint };
}

/** Replications, from the first on, that the last look wants; 0 where it is content. */
function runsAsked(experiment: Experiment, sums: Sums): number {
  const judged = judgeAll(experiment, sums);
  if (judged.every(({ precise }) => precise)) return 0;
  return Math.ceil(MARGIN * Math.max(...judged.map(runsWanted)));
}

/** CPU-seconds that an experiment still takes, by its last look; beyond measure if its figures have changed since. */
export function secondsLeft(experiment: Experiment, { runs, cpuSeconds, sums }: Progress): number {
  if (sums.length !== sumsOf(experiment.figures).at(-1)) return Number.MAX_VALUE;
  return (Math.max(0, runsAsked(experiment, sums) - runs) * cpuSeconds) / runs;
}

export function judgeAll({ figures }: Experiment, sums: Sums): Judged[] {
  const starts = sumsOf(figures);
  return figures.map((figure, f) => judge(figure, sums, starts[f]!));
}
