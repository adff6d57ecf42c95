/** One run of one capability as the page replays it: told in words, with how it stood after each minute that has something to tell. */
import type { StoryLine } from "../../scenarios/exercise/teller.ts";

export interface Story {
  readonly replication: number;
  readonly lines: readonly StoryLine[];
  /** ends of the minutes in which something was told, ascending; shape [nFrames] */
  readonly minutes: Int32Array;
  /** units, (frame × 5 + level) × nForces + host; levels as in FRAME_LEVELS */
  readonly levels: Int32Array;
  /** of each frame: donor holder, host force, units; three by three */
  readonly moves: readonly Int32Array[];
}
