/** `muster size --by best`: which way to divide what a place holds among its forces keeps the risk lowest. */
import { chooseDivision, divisionWords } from "../engine/planning/division.ts";
import { unitNames } from "../engine/tally/words.ts";
import { BY, type By, type Capability, heldBy, weightsBy } from "../workers/plan-places.ts";
import { riskFigures, riskRunsOf, withParts } from "../workers/sizing.ts";
import { UsageError } from "./exits.ts";
import { type DividedOptions, partsOf, type SizeOptions, whereOf } from "./size-question.ts";
import { placeOf, type Session } from "./size-session.ts";

/** A difference that nobody minds: 1 run in 100, or 1 in 100 of what is asked for. */
const INDIFFERENCE = 0.01;

/** The options with a way to divide. @throws UsageError where there is nothing to divide, or more than one way is needed */
export async function divided(
  session: Session,
  capabilities: readonly [Capability, ...Capability[]],
  { by, ...options }: SizeOptions,
): Promise<DividedOptions> {
  if (by !== "best") return { ...options, by, division: null };
  if (options.owes !== undefined) {
    throw new UsageError(
      "--by best: what a region owes falls by a stated share; say --by officers, population or holding",
    );
  }
  const place = placeOf(session, capabilities[0], options);
  if (place.forces.length < 2) throw new UsageError("--by best: one force holds it all; size a region or the nation");
  const ways = BY.filter((way) => capabilities.every((of) => weightsBy(session, of, place.forces, way) !== null));
  if (ways.length < 2)
    throw new UsageError(`--by best: the scenario says only ${ways.join() || "nothing"} of its forces`);
  // Several on one skill are one holding.
  const pools = capabilities.filter((of, k) => capabilities.findIndex(({ path }) => path[0] === of.path[0]) === k);
  const held = pools.map((capability) => heldBy(session, capability, place));
  const planOf = (way: By) =>
    pools.reduce(
      (plan, capability, k) =>
        withParts(plan, capability.id, place, partsOf(session, capability, place, way)(held[k]!)),
      session.resolved,
    );
  const where = whereOf(session, capabilities[0], place, options.where);
  const ids = capabilities.map(({ id }) => id);
  const answered = await session.answer(
    ways.map((way) => ({ resolved: planOf(way) })),
    riskFigures(ids, options.risk, where),
    session.runs,
    `${session.seed}/division`,
  );
  const risks = answered.map((columns) => riskRunsOf(columns, options.risk, ids.length));
  const sumOf = (columns: readonly ArrayLike<number>[]) =>
    Float64Array.from({ length: session.runs }, (_, run) => columns.reduce((sum, column) => sum + column[run]!, 0));
  const asked = risks[0]!.flatMap(({ bases }) => (bases === null ? [] : [bases]));
  const per = asked.length === 0 ? 1 : Math.max(1, sumOf(asked).reduce((sum, one) => sum + one, 0) / session.runs);
  const found = chooseDivision(
    ways.map((way, i) => ({ by: way, events: sumOf(risks[i]!.map(({ events }) => events)) })),
    INDIFFERENCE * per,
    options.confidence,
  );
  const heldWords = pools.map(({ id, name }, k) => `${held[k]} ${unitNames(id, name).many}`).join(" and ");
  return {
    ...options,
    by: found.by as By,
    division: { found, words: divisionWords(found, ways, heldWords, options.confidence) },
  };
}
