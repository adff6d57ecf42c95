/**
 * A run begun before it is asked for: somebody points at a card of the gallery, or has reached it by the keyboard, and is
 * likely to choose it. Where it is chosen the page takes the run over as it then stands, so that the first picture is there
 * at once; where it is not, it ends.
 */
import type { Desk, Opened, Picture } from "./desk/protocol.ts";
import { fragmentOf } from "./route.ts";
import { type Listener, type RunPool, type Session, type State, startSession, type Vouched } from "./session.ts";
import { presetSource } from "./source.ts";

/** Who only passes over a card on the way to another does not begin it. */
const DWELL_MILLISECONDS = 60;

export interface Ahead {
  /** Begins the run of a preset soon, and ends the one before. */
  begin(preset: string): void;
  /** The run that an address names, if it was begun; any other ends. */
  take(fragment: string): Promise<Begun | null>;
}

export interface Begun {
  readonly opened: Opened;
  /** Hands the run over: what it said last is said again, and what it says from then on. Once only. */
  adopt(listener: Listener): Session;
  leave(): void;
}

/** @param makeWay ends what else the workers do */
export function runAhead(pool: RunPool, desk: Desk, makeWay: () => void): Ahead {
  let wanted: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let begun: Promise<Begun | null> | null = null;
  /** counts what was begun, so that what ended before it was read does not run */
  let begins = 0;
  const end = () => {
    clearTimeout(timer);
    wanted = null;
    begun?.then((run) => run?.leave());
    begun = null;
  };
  return {
    begin(preset) {
      if (preset === wanted) return;
      end();
      wanted = preset;
      const mine = ++begins;
      timer = setTimeout(() => {
        makeWay();
        // What is wrong with it is said where it is chosen.
        begun = desk.open(presetSource(preset), { runs: null, seed: null, outer: null }).then(
          (opened) => (mine === begins ? begin(pool, desk, opened) : null),
          () => null,
        );
      }, DWELL_MILLISECONDS);
    },
    async take(fragment) {
      if (wanted === null || fragmentOf({ preset: wanted }) !== fragment) {
        begins++;
        end();
        return null;
      }
      const taken = begun;
      begun = null;
      end();
      return taken;
    },
  };
}

function begin(pool: RunPool, desk: Desk, opened: Opened): Begun {
  let listener: Listener | null = null;
  let state: State = "running";
  let vouched: Vouched = "under way";
  let progress: readonly [done: number, total: number] = [0, opened.plan.replications];
  let picture: Picture | null = null;
  let failure: { readonly error: unknown } | null = null;
  const session = startSession(pool, desk, opened, null, {
    state(next) {
      state = next;
      listener?.state(next);
    },
    vouched(next) {
      vouched = next;
      listener?.vouched(next);
    },
    progress(done, total) {
      progress = [done, total];
      listener?.progress(done, total);
    },
    picture(next) {
      picture = next;
      listener?.picture(next);
    },
    failed(error) {
      failure = { error };
      listener?.failed(error);
    },
  });
  let left = false;
  return {
    opened,
    adopt(next) {
      // Not before the one who asks has the session in hand.
      queueMicrotask(() => {
        if (left) return;
        listener = next;
        next.vouched(vouched);
        next.state(state);
        next.progress(...progress);
        if (picture !== null) next.picture(picture);
        if (failure !== null) next.failed(failure.error);
      });
      return {
        ...session,
        leave() {
          left = true;
          listener = null;
          session.leave();
        },
      };
    },
    leave: () => session.leave(),
  };
}
