/**
 * The cheapest holdings of several capabilities that keep each one's risk below its level at a stated confidence, where
 * they share people: more of one may cost another its people, or lend it some.
 *
 * First the least that each could do with, whatever the others hold; from there combinations in the order of their
 * price on common tapes, until one keeps every risk. That one is checked on fresh tapes; where it fails the search goes on.
 * The k-th check is held to 1 − (1 − confidence) ÷ 2^k, so that the chance that any combination which is not enough
 * passes is at most 1 − confidence, however many are checked and however the risks lean on one another.
 */
import { type RiskChange, type RiskEstimate, type RiskRuns, riskChange, riskOf } from "./size-risk.ts";

export interface SizedCapability {
  /** bounds, whole units */
  readonly lowest: number;
  readonly highest: number;
  /** of a unit, above 0 */
  readonly price: number;
  /** that its risk is kept at or below, above 0 */
  readonly level: number;
}

export interface SeveralQuestion {
  readonly capabilities: readonly SizedCapability[];
  /** of every look but the first at a combination, which takes a quarter */
  readonly runs: number;
  /** one-sided */
  readonly confidence: number;
  /** combinations that are looked at, at most */
  readonly mostLooks: number;
  /** whether holdings agree with one another, as people counted within others must; those that do not are passed over */
  readonly fits: (holdings: Holdings) => boolean;
}

/** By combination and capability; asked again for as many runs of the same tapes, it gives the same. */
export type AskSeveral = (
  holdings: readonly Holdings[],
  tapes: "search" | "fresh",
  runs: number,
) => Promise<readonly (readonly RiskRuns[])[]>;

/** Whole units, by capability in the question's order. */
export type Holdings = readonly number[];

export interface SeveralPoint {
  readonly holdings: Holdings;
  readonly cost: number;
  readonly tapes: "search" | "fresh";
  readonly runs: number;
  readonly risks: readonly RiskEstimate[];
  readonly kept: boolean;
}

/** One unit more, or less, of one capability. */
export interface UnitStep {
  readonly capability: number;
  readonly by: 1 | -1;
  readonly risks: readonly RiskEstimate[];
  /** by risk, against the answer on the same fresh tapes */
  readonly changes: readonly (RiskChange | null)[];
}

export interface SizedTogether {
  /** null: none that was looked at was shown to keep the risks */
  readonly cheapest: Holdings | null;
  readonly cost: number | null;
  /** the least that each could do with, whatever the others hold */
  readonly atLeast: Holdings;
  /** checks on fresh tapes that it took */
  readonly checks: number;
  /** the search ended at its limit of looks */
  readonly gaveUp: boolean;
  readonly points: readonly SeveralPoint[];
  readonly steps: readonly UnitStep[];
}

/** Combinations that are looked at together: each is a plan of its own on the same tapes. */
const AT_ONCE = 8;

export async function cheapestHoldings(question: SeveralQuestion, ask: AskSeveral): Promise<SizedTogether> {
  const book = openBook(question, ask);
  const atLeast = await leastOfEach(question, book);
  const found = await firstInOrder(question, atLeast, book);
  const { cheapest } = found;
  return {
    ...found,
    cost: cheapest === null ? null : costOf(question, cheapest),
    atLeast,
    points: book.points(),
    steps: cheapest === null ? [] : await stepsFrom(question, cheapest, book),
  };
}

/** For each capability the smallest size whose risk seems kept with the others at some corner of their bounds. */
async function leastOfEach({ capabilities, runs }: SeveralQuestion, book: Book): Promise<number[]> {
  const quarter = Math.ceil(runs / 4);
  const least: number[] = [];
  for (const [k, { lowest, highest, level }] of capabilities.entries()) {
    const bounds = capabilities.map((of) => [of.lowest, of.highest]);
    const corners = bounds.reduce<number[][]>(
      (all, ends, j) => all.flatMap((corner) => (j === k ? [[...corner, 0]] : ends.map((end) => [...corner, end]))),
      [[]],
    );
    const seems = async (size: number) => {
      const points = await book.look(
        corners.map((corner) => corner.map((end, j) => (j === k ? size : end))),
        "search",
        quarter,
        1,
      );
      // Its interval's lower end: luck in a quarter of the runs may not shut out what would do.
      return points.some(({ risks }) => (risks[k]!.low ?? 1) <= level);
    };
    let low = lowest - 1;
    let high = highest;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (await seems(middle)) high = middle;
      else low = middle;
    }
    least.push(high);
  }
  return least;
}

/** In the order of price, the first that keeps every risk on the search's tapes and on fresh ones. */
async function firstInOrder(question: SeveralQuestion, from: Holdings, book: Book) {
  const { capabilities, runs, mostLooks, fits } = question;
  const open = new Map([[from.join(), from]]);
  const seen = new Set(open.keys());
  let settled = 0;
  let checks = 0;
  while (open.size > 0 && settled < mostLooks) {
    const batch = [...open.values()].sort((a, b) => inOrder(question, a, b)).slice(0, AT_ONCE);
    const fitting = batch.filter(fits);
    const glimpses = await book.look(fitting, "search", Math.ceil(runs / 4), 1);
    // One that is dearer than what a cheaper one leads to has to wait, so only the cheapest is settled here.
    for (const holdings of batch) {
      const next = [...open.values()].sort((a, b) => inOrder(question, a, b))[0]!;
      if (next !== holdings) break;
      open.delete(holdings.join());
      const glimpse = glimpses[fitting.indexOf(holdings)];
      if (glimpse !== undefined) settled++;
      const seems = glimpse?.risks.every(({ share }, k) => (share ?? 1) <= capabilities[k]!.level);
      if (seems && (await book.look([holdings], "search", runs, 1))[0]!.kept) {
        checks++;
        if ((await book.look([holdings], "fresh", runs, checks))[0]!.kept) {
          return { cheapest: holdings, checks, gaveUp: false };
        }
      }
      for (const [k, { highest }] of capabilities.entries()) {
        const more = holdings.map((units, j) => (j === k ? units + 1 : units));
        if (more[k]! > highest || seen.has(more.join())) continue;
        seen.add(more.join());
        open.set(more.join(), more);
      }
    }
  }
  return { cheapest: null, checks, gaveUp: open.size > 0 };
}

function costOf({ capabilities }: SeveralQuestion, holdings: Holdings): number {
  return holdings.reduce((sum, units, k) => sum + units * capabilities[k]!.price, 0);
}

/** Cheaper first; of equals the one with fewer of what is named first. */
function inOrder(question: SeveralQuestion, a: Holdings, b: Holdings): number {
  const at = a.findIndex((units, k) => units !== b[k]);
  return costOf(question, a) - costOf(question, b) || (at < 0 ? 0 : a[at]! - b[at]!);
}

async function stepsFrom(question: SeveralQuestion, cheapest: Holdings, book: Book): Promise<UnitStep[]> {
  const moves = question.capabilities.flatMap(({ lowest }, capability) =>
    ([1, -1] as const)
      .filter((by) => by === 1 || cheapest[capability]! > lowest)
      .map((by) => ({ capability, by, to: cheapest.map((units, j) => (j === capability ? units + by : units)) }))
      .filter(({ to }) => question.fits(to)),
  );
  const points = await book.look(
    moves.map(({ to }) => to),
    "fresh",
    question.runs,
    1,
  );
  const before = book.runsOf(cheapest);
  return moves.map(({ capability, by, to }, i) => ({
    ...{ capability, by },
    risks: points[i]!.risks,
    changes: book.runsOf(to).map((risk, k) => riskChange(before[k]!, risk)),
  }));
}

/** @param check from 1 on: what is left to chance halves with each */
function heldTo(confidence: number, check: number): number {
  let left = 1 - confidence;
  for (let k = 0; k < check; k++) left /= 2;
  return 1 - left;
}

interface Book {
  /** @param check how manieth on fresh tapes: the confidence it is held to */
  look(
    holdings: readonly Holdings[],
    tapes: "search" | "fresh",
    runs: number,
    check: number,
  ): Promise<readonly SeveralPoint[]>;
  /** what a combination had on the fresh tapes */
  runsOf(holdings: Holdings): readonly RiskRuns[];
  points(): SeveralPoint[];
}

/** Remembers what was looked at, so that nothing is run twice. */
function openBook(question: SeveralQuestion, ask: AskSeveral): Book {
  const { capabilities, confidence } = question;
  const answers = new Map<string, readonly RiskRuns[]>();
  const points = new Map<string, SeveralPoint>();
  const keyOf = (holdings: Holdings, tapes: string, runs: number) => `${tapes}/${runs}/${holdings.join()}`;
  return {
    async look(holdings, tapes, runs, check) {
      const wanted = holdings.filter((one) => !answers.has(keyOf(one, tapes, runs)));
      if (wanted.length > 0) {
        const answered = await ask(wanted, tapes, runs);
        for (const [i, one] of wanted.entries()) answers.set(keyOf(one, tapes, runs), answered[i]!);
      }
      return holdings.map((one): SeveralPoint => {
        const key = keyOf(one, tapes, runs);
        const risks = answers.get(key)!.map((risk) => riskOf(risk, heldTo(confidence, check)));
        const kept = risks.every(({ upper }, k) => upper <= capabilities[k]!.level);
        const point = { holdings: one, cost: costOf(question, one), tapes, runs, risks, kept };
        if (!points.has(key)) points.set(key, point);
        return point;
      });
    },
    runsOf: (holdings) => answers.get(keyOf(holdings, "fresh", question.runs))!,
    points: () => [...points.values()],
  };
}
