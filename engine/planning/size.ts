/**
 * The smallest holding that keeps stated risks below their levels at a stated confidence.
 *
 * Found by bisection on common tapes, then checked on fresh ones that the search never saw, so that no lucky size
 * wins: the answer is a size that passes there while the size below fails, looked for around what the search found.
 * All numbers of runs are fixed beforehand. More never does worse on a tape (but for ties of policy), so passing at a
 * size too small means passing at the largest such size, and the chance of that is at most 1 − confidence.
 */
import { type RiskChange, type RiskEstimate, type RiskRuns, riskChange, riskOf } from "./size-risk.ts";

export interface SizeQuestion {
  /** bounds of the size, whole units */
  readonly lowest: number;
  readonly highest: number;
  /** of every look but the first, which takes a quarter */
  readonly runs: number;
  /** one-sided */
  readonly confidence: number;
  /** of each risk, above 0 */
  readonly levels: readonly number[];
}

export type Tapes = "search" | "fresh";

/**
 * Answers the first `runs` tapes by a plan of each size.
 *
 * @returns by size and risk; asked again for a size and as many runs, it gives the same
 */
export type Ask = (sizes: readonly number[], tapes: Tapes, runs: number) => Promise<readonly (readonly RiskRuns[])[]>;

export interface SizePoint {
  readonly size: number;
  readonly tapes: Tapes;
  readonly runs: number;
  readonly risks: readonly RiskEstimate[];
  /** every risk's one-sided bound is at or below its level */
  readonly kept: boolean;
}

/** What the units between two sizes buy, on the same tapes. */
export interface SizeStep {
  readonly from: number;
  readonly to: number;
  readonly tapes: Tapes;
  readonly runs: number;
  /** by risk: change from the one to the other, all of it; divide by `to - from` for one unit's part */
  readonly changes: readonly (RiskChange | null)[];
}

export interface Sizing {
  /** null: no size up to the highest was shown to keep the risks */
  readonly smallest: number | null;
  /** what the search took for the answer before it was checked */
  readonly searched: number;
  /** by size, search before fresh */
  readonly points: readonly SizePoint[];
  readonly steps: readonly SizeStep[];
}

const GRID = 9;
/** Sizes shown beyond the answer. */
const BEYOND = 2;

export async function smallestHolding(question: SizeQuestion, ask: Ask): Promise<Sizing> {
  const { lowest, highest, runs } = question;
  const book = openBook(question, ask);
  const first = await book.look(gridOf(lowest, highest), "search", Math.ceil(runs / 4));
  const held = first.findIndex(({ risks }) =>
    risks.every(({ share }, k) => share !== null && share <= question.levels[k]!),
  );
  let high = held < 0 ? highest : first[held]!.size;
  let low = held < 0 ? (first.at(-2)?.size ?? lowest - 1) : held === 0 ? lowest - 1 : first[held - 1]!.size;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const [point] = await book.look([middle], "search", runs);
    if (point!.kept) high = middle;
    else low = middle;
  }
  const searched = high;
  const smallest = await checked(question, book, searched);
  if (smallest !== null) {
    const around = Array.from({ length: BEYOND + 2 }, (_, i) => smallest - 1 + i);
    await book.look(
      around.filter((size) => size >= lowest && size <= highest),
      "fresh",
      runs,
    );
  }
  return { smallest, searched, points: book.points(), steps: book.steps() };
}

/**
 * The smallest size that passes on fresh tapes: looked for in strides that double, down or up from what the search found,
 * then by bisection between the last two looks.
 */
async function checked({ lowest, highest, runs }: SizeQuestion, book: Book, searched: number): Promise<number | null> {
  const passes = async (size: number) => (await book.look([size], "fresh", runs))[0]!.kept;
  let low = lowest - 1;
  let high = searched;
  if (await passes(searched)) {
    for (let stride = 1; high > lowest; stride *= 2) {
      const size = Math.max(lowest, high - stride);
      if (!(await passes(size))) {
        low = size;
        break;
      }
      high = size;
    }
  } else {
    low = searched;
    for (let stride = 1; ; stride *= 2) {
      if (low === highest) return null;
      high = Math.min(highest, low + stride);
      if (await passes(high)) break;
      low = high;
    }
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await passes(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Up to nine sizes, evenly from the lowest to the highest. */
function gridOf(lowest: number, highest: number): number[] {
  const intervals = Math.min(GRID - 1, highest - lowest);
  if (intervals === 0) return [lowest];
  return Array.from({ length: intervals + 1 }, (_, i) => lowest + Math.round((i * (highest - lowest)) / intervals));
}

interface Entry {
  readonly point: SizePoint;
  readonly riskRuns: readonly RiskRuns[];
}

interface Book {
  look(sizes: readonly number[], tapes: Tapes, runs: number): Promise<SizePoint[]>;
  points(): SizePoint[];
  steps(): SizeStep[];
}

/** Remembers what was looked at, so that nothing is run twice. */
function openBook({ confidence, levels }: SizeQuestion, ask: Ask): Book {
  const entries = new Map<string, Entry>();
  const key = (size: number, tapes: Tapes, runs: number) => `${tapes}/${runs}/${size}`;
  const inOrder = () =>
    [...entries.values()].sort(
      (a, b) =>
        (a.point.tapes === b.point.tapes ? 0 : a.point.tapes === "search" ? -1 : 1) ||
        a.point.runs - b.point.runs ||
        a.point.size - b.point.size,
    );
  return {
    async look(sizes, tapes, runs) {
      const wanted = sizes.filter((size) => !entries.has(key(size, tapes, runs)));
      if (wanted.length > 0) {
        const answered = await ask(wanted, tapes, runs);
        answered.forEach((riskRuns, i) => {
          const risks = riskRuns.map((risk) => riskOf(risk, confidence));
          const kept = risks.every(({ upper }, k) => upper <= levels[k]!);
          const size = wanted[i]!;
          entries.set(key(size, tapes, runs), { point: { size, tapes, runs, risks, kept }, riskRuns });
        });
      }
      return sizes.map((size) => entries.get(key(size, tapes, runs))!.point);
    },
    points: () => inOrder().map(({ point }) => point),
    steps: () => {
      const sorted = inOrder();
      return sorted.slice(1).flatMap((to, i): SizeStep[] => {
        const from = sorted[i]!;
        const { tapes, runs, size } = to.point;
        if (from.point.tapes !== tapes || from.point.runs !== runs) return [];
        const changes = to.riskRuns.map((risk, k) => riskChange(from.riskRuns[k]!, risk));
        return [{ from: from.point.size, to: size, tapes, runs, changes }];
      });
    },
  };
}
