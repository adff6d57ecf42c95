/**
 * An exercise that is played: what it is, which branch is played, which minute it is, and how it stands. Whatever changes
 * is laid on the desk's table and looked at anew; what was shown of an earlier minute never changes.
 */

import { branchDecisions } from "../../scenarios/exercise/branch.ts";
import type { Branch, Exercise, Inject, Seat, WrittenDecision } from "../../scenarios/exercise/read.ts";
import { parseTime } from "../../scenarios/format/quantities.ts";
import { type Desk, Refused } from "../desk/protocol.ts";
import type { Look, TableFacts } from "./protocol.ts";

/** A decision as somebody makes it: the minute is the next one. */
export type NewDecision = WrittenDecision extends infer D ? (D extends WrittenDecision ? Omit<D, "at"> : never) : never;

export interface Game {
  readonly exercise: Exercise;
  readonly facts: TableFacts;
  /** null: the trunk */
  readonly branch: string | null;
  readonly minute: number;
  /** the latest minute that was played of this branch */
  readonly furthest: number;
  readonly capability: string;
  /** who looks; null: the director */
  readonly seat: Seat | null;
  readonly look: Look;
  /** the table is being laid, or looked at */
  readonly busy: boolean;
  /** why the last wish could not be met */
  readonly faults: readonly string[];
  /** something was not saved since */
  readonly unsaved: boolean;
  /** what was decided on this branch, and before it */
  readonly decisions: readonly WrittenDecision[];
  minuteOf(time: number | string): number;
  goTo(minute: number): Promise<void>;
  show(capability: string): Promise<void>;
  /** Who looks; null: the director. */
  sit(seat: string | null): Promise<void>;
  /** Takes effect in the next minute, which is then shown. Not while looking back. @returns what became of it, in words */
  decide(decision: NewDecision): Promise<string>;
  addInject(inject: Inject): Promise<boolean>;
  /** Only what has not happened yet. */
  removeInject(id: string): Promise<void>;
  /** From the minute that is shown: what was decided after it is left out. */
  fork(name: string): Promise<void>;
  play(branch: string | null): Promise<void>;
  change(change: Partial<Pick<Exercise, "name" | "purpose" | "seats" | "objectives" | "lessons" | "reports">>): void;
  saved(): void;
  subscribe(listener: () => void): () => void;
}

export async function openGame(desk: Desk, given: Exercise): Promise<Game> {
  const facts = await desk.openExercise(given);
  const capability = given.chosen?.capability ?? facts.capabilities[0]!.id;
  const known = facts.capabilities.some(({ id }) => id === capability);
  return createGame(desk, given, facts, known ? capability : facts.capabilities[0]!.id);
}

async function createGame(desk: Desk, given: Exercise, first: TableFacts, firstCapability: string): Promise<Game> {
  let exercise = given;
  let facts = first;
  let branch: string | null = null;
  let minute = 0;
  let capability = firstCapability;
  let faults: readonly string[] = [];
  let busy = false;
  let unsaved = false;
  const furthest = new Map<string | null, number>();
  const listeners = new Set<() => void>();
  const minuteOf = (time: number | string) => Math.round(parseTime(time, facts.clock.startMinuteOfDay) ?? 0);
  let seat: string | null = null;
  const seatNow = () => exercise.seats?.find(({ id }) => id === seat) ?? null;
  const branchNow = () => exercise.branches?.find(({ id }) => id === branch) ?? null;
  const decisionsNow = () => {
    const own = branchNow();
    return own === null ? (exercise.decisions ?? []) : branchDecisions(exercise, own, facts.clock.startMinuteOfDay);
  };
  const lookAt = (at: number) =>
    desk.lookAt({ table: facts.table, decisions: decisionsNow(), minute: at, capability, seat: seatNow() });
  let look = await lookAt(0);
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  // What was played when the file was saved may be looked at again.
  const reached = (decisions: readonly WrittenDecision[]) => Math.max(0, ...decisions.map(({ at }) => minuteOf(at)));
  furthest.set(null, reached(given.decisions ?? []));
  for (const one of given.branches ?? []) furthest.set(one.id, Math.max(minuteOf(one.from), reached(one.decisions)));

  /** One wish after the other, so that no look is of an older table. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(async () => {
      busy = true;
      faults = [];
      tell();
      try {
        return await work();
      } finally {
        busy = false;
        tell();
      }
    });
    last = mine.catch(() => {});
    return mine;
  };
  const moveTo = async (to: number) => {
    const next = Math.max(0, Math.min(facts.clock.horizonMinutes - 1, Math.round(to)));
    // Both at once: what is shown is never of two minutes.
    look = await lookAt(next);
    minute = next;
    furthest.set(branch, Math.max(furthest.get(branch) ?? 0, minute));
  };
  const withDecisions = (decisions: readonly WrittenDecision[]): Exercise => {
    const own = branchNow();
    if (own === null) return { ...exercise, decisions: [...decisions] };
    const branches = exercise.branches!.map((one) => (one === own ? { ...one, decisions: [...decisions] } : one));
    return { ...exercise, branches };
  };
  const relaid = async (next: Exercise): Promise<boolean> => {
    const before = { exercise, facts };
    try {
      facts = await desk.openExercise(next);
      exercise = next;
      unsaved = true;
      if (!facts.capabilities.some(({ id }) => id === capability)) capability = facts.capabilities[0]!.id;
      look = await lookAt(minute);
      return true;
    } catch (error) {
      faults = linesOf(error);
      exercise = before.exercise;
      facts = await desk.openExercise(before.exercise);
      look = await lookAt(minute);
      return false;
    }
  };

  return {
    get exercise() {
      return exercise;
    },
    get facts() {
      return facts;
    },
    get branch() {
      return branch;
    },
    get minute() {
      return minute;
    },
    get furthest() {
      return furthest.get(branch) ?? 0;
    },
    get capability() {
      return capability;
    },
    get seat() {
      return seatNow();
    },
    get look() {
      return look;
    },
    get busy() {
      return busy;
    },
    get faults() {
      return faults;
    },
    get unsaved() {
      return unsaved;
    },
    get decisions() {
      return decisionsNow();
    },
    minuteOf,
    goTo: (to) => inTurn(() => moveTo(to)),
    show: (next) =>
      inTurn(async () => {
        capability = next;
        look = await lookAt(minute);
      }),
    sit: (next) =>
      inTurn(async () => {
        seat = next;
        look = await lookAt(minute);
      }),
    decide: (decision) =>
      inTurn(async () => {
        if (minute < (furthest.get(branch) ?? 0)) {
          return "You are looking back: go to the latest minute, or branch from here to decide otherwise.";
        }
        if (minute >= facts.clock.horizonMinutes - 1) return "The exercise is over.";
        const who = seatNow();
        if (who !== null && !mayDecide(who, decision.capability)) return notYoursWords(who, facts);
        const before = exercise;
        const own = branchNow() === null ? (exercise.decisions ?? []) : branchNow()!.decisions;
        const at = minute + 1;
        exercise = withDecisions([...own, { ...decision, at } as WrittenDecision]);
        try {
          await moveTo(at);
          unsaved = true;
        } catch (error) {
          exercise = before;
          await moveTo(at - 1);
          return linesOf(error).join(" ");
        }
        const became = look.decided.at(-1);
        if (became === undefined) return "";
        const order = `${became.words.slice(0, 1).toUpperCase()}${became.words.slice(1)}`;
        if (became.became === "refused") return `Not possible: ${became.words}. ${became.why}`;
        return became.became === "waits" ? `${order}: asked, and the answer is awaited.` : `${order}: done.`;
      }),
    addInject: (inject) =>
      inTurn(() => relaid({ ...exercise, injects: inOrder([...(exercise.injects ?? []), inject], minuteOf) })),
    removeInject: (id) =>
      inTurn(async () => {
        const found = exercise.injects?.find((one) => one.id === id);
        if (found === undefined || minuteOf(found.at) <= (furthest.get(branch) ?? 0)) return;
        await relaid({ ...exercise, injects: exercise.injects!.filter((one) => one !== found) });
      }),
    fork: (name) =>
      inTurn(async () => {
        const decisions = decisionsNow();
        const own = branchNow();
        const from = own === null ? minute + 1 : Math.min(minuteOf(own.from), minute + 1);
        const kept = decisions.filter(({ at }) => minuteOf(at) >= from && minuteOf(at) <= minute);
        const id = freeId(exercise.branches ?? []);
        const next: Branch = { id, ...(name === "" ? {} : { name }), from, decisions: kept };
        exercise = { ...exercise, branches: [...(exercise.branches ?? []), next] };
        branch = id;
        unsaved = true;
        furthest.set(branch, minute);
        look = await lookAt(minute);
      }),
    play: (next) =>
      inTurn(async () => {
        branch = next;
        await moveTo(Math.min(minute, furthest.get(branch) ?? 0));
      }),
    change(change) {
      exercise = { ...exercise, ...change };
      unsaved = true;
      tell();
    },
    saved() {
      unsaved = false;
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Whether that is for the seat to decide; no capability: all of them. The director decides everything. */
export function mayDecide(seat: Seat | null, capability: string | undefined): boolean {
  const decides = seat?.decides;
  return decides === undefined || (capability !== undefined && decides.includes(capability));
}

export function notYoursWords(
  { name, decides = [] }: Seat,
  { capabilities }: Pick<TableFacts, "capabilities">,
): string {
  const own = decides.map((id) => capabilities.find((one) => one.id === id)?.plural ?? id);
  return own.length === 0
    ? `${name} listens and advises: decisions are for others.`
    : `${name} decides on ${own.join(", ")} alone; this is for others to decide.`;
}

export function inOrder<T extends { readonly at: number | string }>(
  all: readonly T[],
  minuteOf: (time: number | string) => number,
): T[] {
  return [...all].sort((a, b) => minuteOf(a.at) - minuteOf(b.at));
}

export function linesOf(error: unknown): readonly string[] {
  return error instanceof Refused ? error.lines : [error instanceof Error ? error.message : String(error)];
}

function freeId(taken: readonly { readonly id: string }[]): string {
  for (let n = taken.length + 1; ; n++) if (!taken.some(({ id }) => id === `branch-${n}`)) return `branch-${n}`;
}
