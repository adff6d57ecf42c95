/**
 * Reaching the last unit before all are home again: first passage of a birth-and-death chain, exactly.
 *
 * For chances far too small for runs to see: what happens once in a million replications has a closed form here
 * (Karlin and McGregor 1957), and whatever is simulated can be held against it.
 */
import { log } from "../kernel/math.ts";

/** Rates between neighbouring counts of units committed; any unit of time, the same for both. */
export interface BirthDeathChain {
  /** from n to n + 1, n ≥ 0; above 0 */
  readonly up: (n: number) => number;
  /** from n to n − 1, n ≥ 1; above 0 */
  readonly down: (n: number) => number;
}

export interface Chance {
  /** 0 where it lies below the smallest double */
  readonly probability: number;
  /** its decimal logarithm, which never underflows */
  readonly log10: number;
}

/** Demands come at rate `load`, each is served at rate 1: units committed when nobody runs out. */
export function offeredLoad(load: number): BirthDeathChain {
  return { up: () => load, down: (n) => n };
}

/** What a sum is divided by when it grows beyond it. */
const HUGE = 1e200;

/**
 * The chance that the chain, with one committed, has `level` committed before none is: 1 ÷ Σ over n < level of the
 * products of down ÷ up from 1 to n.
 *
 * @param level a whole number, 1 or more
 */
export function chanceToReach(chain: BirthDeathChain, level: number): Chance {
  // From the innermost bracket of 1 + r₁(1 + r₂(1 + …)) outwards; all terms are positive, nothing cancels.
  let sum = 1;
  let one = 1;
  let divisions = 0;
  for (let n = level - 1; n >= 1; n--) {
    sum = one + (chain.down(n) / chain.up(n)) * sum;
    while (sum > HUGE) {
      sum /= HUGE;
      one /= HUGE;
      divisions++;
    }
  }
  let probability = 1 / sum;
  for (let i = 0; i < divisions; i++) probability /= HUGE;
  return { probability, log10: -log(sum) / Math.LN10 - 200 * divisions };
}

/**
 * Mean time until `level` are committed, from none; in the unit of the rates. ∞ where it leaves the doubles.
 *
 * @param level a whole number, 1 or more
 */
export function meanTimeToReach(chain: BirthDeathChain, level: number): number {
  // A step up from n takes 1 ÷ up on average, and after each step down what the steps from n − 1 and n take.
  let step = 1 / chain.up(0);
  let total = step;
  for (let n = 1; n < level; n++) {
    step = (1 + chain.down(n) * step) / chain.up(n);
    total += step;
  }
  return total;
}
