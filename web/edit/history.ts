/** What was done, so that it can be undone and done again; the oldest is forgotten first. */

export interface History<T> {
  readonly now: T;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** What undo would take back, and redo do again, in words; empty: nothing. */
  readonly undoes: string;
  readonly redoes: string;
  /**
   * @param what the change in words
   * @param group changes of one group that follow each other are one step, such as the letters of one word
   */
  push(state: T, what: string, group?: string): void;
  undo(): T;
  redo(): T;
  /** Begins again here; nothing can be undone. */
  restart(state: T): void;
}

const MOST_STEPS = 200;

interface Step<T> {
  readonly state: T;
  /** what led to this state */
  readonly what: string;
  readonly group: string | undefined;
}

export function createHistory<T>(first: T): History<T> {
  let steps: Step<T>[] = [{ state: first, what: "", group: undefined }];
  let at = 0;
  return {
    get now() {
      return steps[at]!.state;
    },
    get canUndo() {
      return at > 0;
    },
    get canRedo() {
      return at < steps.length - 1;
    },
    get undoes() {
      return steps[at]!.what;
    },
    get redoes() {
      return steps[at + 1]?.what ?? "";
    },
    push(state, what, group) {
      const last = steps[at]!;
      const same = group !== undefined && last.group === group && at === steps.length - 1;
      steps = [...steps.slice(0, same ? at : at + 1), { state, what, group }].slice(-MOST_STEPS);
      at = steps.length - 1;
    },
    undo() {
      at = Math.max(0, at - 1);
      return steps[at]!.state;
    },
    redo() {
      at = Math.min(steps.length - 1, at + 1);
      return steps[at]!.state;
    },
    restart(state) {
      steps = [{ state, what: "", group: undefined }];
      at = 0;
    },
  };
}
