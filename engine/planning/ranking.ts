/**
 * Choosing among plans by simulation without being fooled by luck: which may still be the best, and where the next
 * replications teach most.
 *
 * Screening is Kim and Nelson's (2001): with the stated confidence the best stays, if it is better than every other
 * plan by at least the indifference. The shares are those of the optimal computing budget (Chen and others 2000).
 * Lower is better throughout, as for risks; hand in the negative of what should be large.
 */
import { power } from "../kernel/math.ts";
import { momentsOf } from "../tally/moments.ts";

export interface KimNelsonConstants {
  readonly eta: number;
  /** h², the multiple of the variance of a difference that decides how long plans are kept */
  readonly hSquared: number;
}

/**
 * Constants of Kim and Nelson's procedure (their c = 1).
 *
 * @param plans 2 or more
 * @param firstStage replications before the first look, 2 or more
 * @param alpha chance allowed of losing the best, over the whole procedure
 */
export function kimNelsonConstants(plans: number, firstStage: number, alpha: number): KimNelsonConstants {
  const freedom = firstStage - 1;
  const eta = 0.5 * (power((2 * alpha) / (plans - 1), -2 / freedom) - 1);
  return { eta, hSquared: 2 * eta * freedom };
}

export interface Screening {
  /** plans that may still be the best, rising; one at the end */
  readonly standing: readonly number[];
  /** replications of each plan that were looked at */
  readonly runs: number;
}

/**
 * Screen plans replication by replication, from `firstStage` to as many as there are or until one stands alone.
 * A function of the values only: looking again with more of them continues the same procedure.
 *
 * @param values of each plan, in the order of the replications; common random numbers are welcome
 * @param indifference a difference that nobody minds, above 0
 * @throws RangeError where a plan has fewer values than the first stage
 */
export function kimNelsonScreen(
  values: readonly ArrayLike<number>[],
  firstStage: number,
  indifference: number,
  alpha: number,
): Screening {
  const runs = Math.min(...values.map(({ length }) => length));
  if (runs < firstStage) throw new RangeError(`the first stage takes ${firstStage} replications; there are ${runs}`);
  let standing = values.map((_, plan) => plan);
  if (standing.length < 2) return { standing, runs: firstStage };
  const { hSquared } = kimNelsonConstants(values.length, firstStage, alpha);
  const variances = standing.map((i) => standing.map((l) => differenceVariance(values[i]!, values[l]!, firstStage)));
  const sums = values.map((of) => sumUpTo(of, firstStage));
  for (let r = firstStage; ; r++) {
    const before = standing;
    standing = before.filter((i) =>
      before.every((l) => {
        const slack = (hSquared * variances[i]![l]!) / (2 * indifference) - (indifference * r) / 2;
        return sums[i]! <= sums[l]! + Math.max(0, slack);
      }),
    );
    if (standing.length === 1 || r === runs) return { standing, runs: r };
    for (const i of standing) sums[i]! += values[i]![r]!;
  }
}

/** Sample variance of the difference of two plans over their first `n` replications. */
function differenceVariance(a: ArrayLike<number>, b: ArrayLike<number>, n: number): number {
  return momentsOf(Array.from({ length: n }, (_, r) => a[r]! - b[r]!)).variance;
}

function sumUpTo(values: ArrayLike<number>, n: number): number {
  let sum = 0;
  for (let r = 0; r < n; r++) sum += values[r]!;
  return sum;
}

/**
 * Shares of the next replications by plan, which add up to 1: to those hard to tell from the best, and to the best.
 *
 * Plans as good as the best (to the bit) cannot be told from it: they and it share everything. The first of them
 * counts as the best.
 *
 * @param means @param deviations of each plan, standard deviations of one replication
 */
export function ocbaShares(means: readonly number[], deviations: readonly number[]): number[] {
  const best = means.indexOf(Math.min(...means));
  const gap = (i: number) => means[i]! - means[best]!;
  const tied = means.some((_, i) => i !== best && gap(i) === 0);
  const weights = means.map((_, i) => {
    if (i === best) return 0;
    const ratio = tied ? (gap(i) === 0 ? deviations[i]! : 0) : deviations[i]! / gap(i);
    return ratio * ratio;
  });
  let squares = 0;
  weights.forEach((weight, i) => {
    if (weight > 0) squares += (weight / deviations[i]!) * (weight / deviations[i]!);
  });
  weights[best] = deviations[best]! * Math.sqrt(squares);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // Nothing varies: nothing is to be learnt anywhere, and everywhere is as good.
  return weights.map((weight) => (total > 0 ? weight / total : 1 / means.length));
}
