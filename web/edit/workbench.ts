/**
 * What somebody has changed of the scenario that is open: its text, what it resolves to as far as is known, whether
 * the desk finds it sound, and every step back and forth. It outlives runs: opening another run of the same scenario
 * finds its steps again.
 */
import {
  type Change,
  changesBetween,
  type EditPath,
  plainText,
  type Shipped,
  sameValue,
  valueAt,
  withChanges,
  withValue,
} from "../../scenarios/format/edit.ts";
import type { Fault } from "../../scenarios/format/faults.ts";
import type { Plain } from "../../scenarios/format/tree.ts";
import type { Desk, Opened, Source } from "../desk/protocol.ts";
import { createHistory } from "./history.ts";

/** The text of a scenario, and what it resolves to; the desk's own reading takes the place of the first guess. */
interface Draft {
  readonly text: string;
  view: Plain;
}

export type Soundness =
  | { readonly state: "checking" }
  | { readonly state: "sound"; readonly warnings: readonly Fault[] }
  | { readonly state: "faulty"; readonly faults: readonly Fault[] };

export interface Workbench {
  readonly preset: string | null;
  readonly fileName: string;
  /** what ships, or the file as it was opened */
  readonly shipped: Shipped;
  readonly text: string;
  readonly view: Plain;
  readonly soundness: Soundness;
  /** the text differs from what the run on the screen was made of */
  readonly ahead: boolean;
  /** figures of somebody's own are in it: a return, or a position */
  readonly loaded: boolean;
  readonly marking: string;
  readonly history: { readonly undoes: string; readonly redoes: string };
  at(path: EditPath): Plain | undefined;
  shippedAt(path: EditPath): Plain | undefined;
  isChanged(path: EditPath): boolean;
  /** Every change against what ships, as the text says it. */
  changes(): readonly Change[];
  change(changes: readonly Change[], what: string, group?: string): void;
  /** Says at the path what ships again. */
  putBack(path: EditPath): void;
  putAllBack(): void;
  /** The whole text, by hand. */
  write(text: string, what: string, group?: string): void;
  undo(): void;
  redo(): void;
  source(): Source;
  subscribe(listener: () => void): () => void;
  /** The run on the screen was made of this. */
  ran(source: Source, resolved: Plain): void;
}

const CHECK_MILLISECONDS = 250;
const benches = new Map<string, Promise<Workbench>>();
let lastRun = -1;

/** The workbench of the scenario that is open: an earlier one where it was open before. */
export async function workbenchFor(desk: Desk, opened: Opened): Promise<Workbench> {
  const { source, plan } = opened;
  const key = source.preset ?? `own ${source.fileName}`;
  const resolved = plan.resolved as unknown as Plain;
  const known = benches.get(key) ?? begin(desk, source, resolved, opened.edited);
  benches.set(key, known);
  const bench = await known;
  // Several panels of one run ask; only another run is news.
  if (lastRun !== opened.run) bench.ran(source, resolved);
  lastRun = opened.run;
  return bench;
}

/** Nothing of what was typed or loaded is kept. */
export function clearWorkbenches(): void {
  benches.clear();
}

async function begin(desk: Desk, source: Source, resolved: Plain, edited: boolean): Promise<Workbench> {
  if (source.preset === null) return createWorkbench(desk, source, { text: source.text!, resolved }, resolved);
  const text = await desk.text(source.preset);
  const plain = { ...source, text: null };
  const read = edited ? await desk.check(plain) : null;
  const shipped = { text, resolved: read?.ok ? (read.resolved as unknown as Plain) : resolved };
  return createWorkbench(desk, source, shipped, resolved);
}

function createWorkbench(desk: Desk, { preset, text, fileName }: Source, shipped: Shipped, first: Plain): Workbench {
  const history = createHistory<Draft>({ text: shipped.text, view: shipped.resolved });
  if (text !== null && text !== shipped.text) history.push({ text, view: first }, "what the link or file changed");
  const listeners = new Set<() => void>();
  let soundness: Soundness = { state: "sound", warnings: [] };
  let running = text ?? shipped.text;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  const shippedMeaning = meaningOf(shipped.text);

  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const check = () => {
    soundness = { state: "checking" };
    const wish = ++asked;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const draft = history.now;
      const checked = await desk.check({ preset, text: draft.text, fileName });
      if (wish !== asked) return;
      if (checked.ok) {
        draft.view = checked.resolved as unknown as Plain;
        soundness = { state: "sound", warnings: checked.warnings };
      } else soundness = { state: "faulty", faults: checked.faults };
      tell();
    }, CHECK_MILLISECONDS);
  };
  const moved = () => {
    check();
    tell();
  };

  const bench: Workbench = {
    preset,
    fileName,
    shipped,
    get text() {
      return history.now.text;
    },
    get view() {
      return history.now.view;
    },
    get soundness() {
      return soundness;
    },
    get ahead() {
      return history.now.text !== running;
    },
    get loaded() {
      return hasFigures(history.now.view);
    },
    get marking() {
      const marking = valueAt(history.now.view, ["marking"]);
      return typeof marking === "string" ? marking : "UNMARKED – illustrative, public data";
    },
    get history() {
      return { undoes: history.canUndo ? history.undoes : "", redoes: history.redoes };
    },
    at: (path) => valueAt(history.now.view, path),
    shippedAt: (path) => valueAt(shipped.resolved, path),
    isChanged: (path) => !sameValue(valueAt(history.now.view, path), valueAt(shipped.resolved, path)),
    changes: () => (history.now.text === shipped.text ? [] : (changesBetween(shipped.text, history.now.text) ?? [])),
    change(changes, what, group) {
      const { text: now, view } = history.now;
      const changed = withChanges(now, changes, view, shipped);
      // What says the same as what ships is what ships, down to its line breaks.
      const next = meaningOf(changed) === shippedMeaning ? shipped.text : changed;
      if (next === now) return;
      const guess = changes.reduce<Plain>(
        (plain, [path, value]) => withValue(plain, path, value === undefined ? valueAt(shipped.resolved, path) : value),
        view,
      );
      history.push({ text: next, view: guess }, what, group);
      moved();
    },
    putBack(path) {
      bench.change([[path, undefined]], `put back ${pathWords(path)}`);
    },
    putAllBack() {
      if (history.now.text === shipped.text) return;
      history.push({ text: shipped.text, view: shipped.resolved }, "put everything back");
      moved();
    },
    write(next, what, group) {
      if (next === history.now.text) return;
      history.push({ text: next, view: history.now.view }, what, group);
      moved();
    },
    undo() {
      history.undo();
      moved();
    },
    redo() {
      history.redo();
      moved();
    },
    source: () => ({
      preset,
      text: history.now.text === shipped.text && preset !== null ? null : history.now.text,
      fileName,
    }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ran({ text: ranText }, resolved) {
      running = ranText ?? shipped.text;
      if (history.now.text === running) {
        history.now.view = resolved;
        soundness = { state: "sound", warnings: [] };
      } else {
        history.push({ text: running, view: resolved }, "another version was opened");
        soundness = { state: "sound", warnings: [] };
      }
      tell();
    },
  };
  return bench;
}

/** The values alone, in their order. */
function meaningOf(text: string): string {
  return JSON.stringify(plainText(text));
}

/** "people › holdings › psu › units › kent" */
export function pathWords(path: EditPath): string {
  return path.map((step) => (typeof step === "number" ? String(step + 1) : step)).join(" › ");
}

const figuresIn = new WeakMap<object, boolean>();

/** Returns carry their kind; a position is somebody's own always. */
export function hasFigures(view: Plain): boolean {
  if (valueAt(view, ["position"]) !== undefined) return true;
  const people = valueAt(view, ["people"]);
  if (typeof people !== "object" || people === null) return false;
  const known = figuresIn.get(people) ?? JSON.stringify(people).includes('"kind":"return"');
  figuresIn.set(people, known);
  return known;
}
