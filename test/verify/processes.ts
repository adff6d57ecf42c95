/** Blocks of replications on child processes, one a core: each opens the experiment it is asked for and keeps it. */
import { type ChildProcess, fork } from "node:child_process";
import { allCases } from "./case.ts";
import { families } from "./families/index.ts";
import type { Sums } from "./figure.ts";
import { openExperiment, type Replications } from "./replications.ts";

interface Ask {
  readonly job: number;
  readonly caseId: string;
  readonly experiment: number;
  /** whether half per cent is wanted, or a look that takes a second */
  readonly long: boolean;
  readonly seed: string;
  readonly from: number;
  readonly to: number;
}
interface Answer {
  readonly job: number;
  readonly sums?: Sums;
  readonly cpuSeconds?: number;
  readonly fault?: string;
}

export interface Processes {
  run(ask: Omit<Ask, "job">): Promise<{ sums: Sums; cpuSeconds: number }>;
  close(): void;
}

/** @param script the file that calls `serve` when its first argument is "serve" */
export function startProcesses(script: string, n: number): Processes {
  const waiting: { ask: Ask; done: (answer: Answer) => void }[] = [];
  const idle: ChildProcess[] = [];
  const asked = new Map<number, (answer: Answer) => void>();
  const children = Array.from({ length: n }, () => {
    const child = fork(script, ["serve"], { serialization: "advanced" });
    child.on("message", (answer: Answer) => {
      asked.get(answer.job)!(answer);
      asked.delete(answer.job);
      idle.push(child);
      next();
    });
    idle.push(child);
    return child;
  });
  const next = (): void => {
    while (waiting.length > 0 && idle.length > 0) {
      const { ask, done } = waiting.shift()!;
      asked.set(ask.job, done);
      idle.pop()!.send(ask);
    }
  };
  let jobs = 0;
  return {
    run: (ask) =>
      new Promise((resolve, reject) => {
        const done = ({ sums, cpuSeconds, fault }: Answer): void =>
          fault === undefined ? resolve({ sums: sums!, cpuSeconds: cpuSeconds! }) : reject(new Error(fault));
        waiting.push({ ask: { ...ask, job: jobs++ }, done });
        next();
      }),
    close: () => {
      for (const child of children) child.disconnect();
    },
  };
}

/** The child's side. */
export function serve(): void {
  const open = new Map<string, Replications>();
  process.on("message", ({ job, caseId, experiment, long, seed, from, to }: Ask) => {
    try {
      const key = `${caseId} ${experiment} ${seed}`;
      let run = open.get(key);
      if (run === undefined) {
        // worlds are large: only the latest few are kept
        if (open.size >= 3) open.delete(open.keys().next().value!);
        const one = allCases.find(({ id }) => id === caseId)!;
        run = openExperiment(families[one.family]!(one as never, long)[experiment]!, seed);
        open.set(key, run);
      }
      const started = process.cpuUsage();
      const sums = run(from, to);
      const { user, system } = process.cpuUsage(started);
      process.send!({ job, sums, cpuSeconds: (user + system) / 1e6 } satisfies Answer);
    } catch (error) {
      process.send!({ job, fault: String(error) } satisfies Answer);
    }
  });
}
