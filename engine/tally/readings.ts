/**
 * Reading one measure of one cell out of tallies: its total over the replications so far, a whole number.
 *
 * Tallies only grow, so what a replication had is what a reading grew by while it ran.
 */
import { CONDITIONAL, FLAGS, PER_REPLICATION, REASONS, SUMS } from "./measures.ts";
import { N_CONDITIONAL, N_FLAGS, N_PER_REPLICATION, N_SUMS, type Tallies } from "./tally.ts";

/** @param cell capability and scope, in the order of the tallies' layout */
export type Reading = (tallies: Tallies, cell: number) => number;

const per = (name: (typeof PER_REPLICATION)[number]): Reading => {
  const at = PER_REPLICATION.indexOf(name);
  return (tallies, cell) => tallies.sum[cell * N_PER_REPLICATION + at]!;
};
const conditional = (name: (typeof CONDITIONAL)[number]): Reading => {
  const at = CONDITIONAL.indexOf(name);
  return (tallies, cell) => tallies.conditionalSum[cell * N_CONDITIONAL + at]!;
};
const sum = (name: (typeof SUMS)[number]): Reading => {
  const at = SUMS.indexOf(name);
  return (tallies, cell) => tallies.sums[cell * N_SUMS + at]!;
};
/** A count of replications. */
const flag = (name: (typeof FLAGS)[number]): Reading => {
  const at = FLAGS.indexOf(name);
  return (tallies, cell) => tallies.flags[cell * N_FLAGS + at]!;
};

const required = per("requiredUnitMinutes");
const escalated = per("requiredEscalatedUnitMinutes");
const onTheGround = per("onTheGroundUnitMinutes");
const partMet = sum("needsPartMet");
const lapsed = sum("needsLapsed");

/** By name, in the tallies' own units: replications, unit-minutes, minutes, units, needs, officer shifts. */
export const READINGS = {
  runOut: flag("runOut"),
  leftForce: flag("leftForce"),
  leftRegion: flag("leftRegion"),
  requiredUnitMinutes: required,
  requiredEscalatedUnitMinutes: escalated,
  /** what would be required without escalation */
  requiredBaseUnitMinutes: (tallies, cell) => required(tallies, cell) - escalated(tallies, cell),
  /** what the public lacks, whatever the reason: units on the road and at rest are not there either */
  missingUnitMinutes: (tallies, cell) => required(tallies, cell) - onTheGround(tallies, cell),
  unresourcedUnitMinutes: per("unresourcedUnitMinutes"),
  busyUnitMinutes: per("busyUnitMinutes"),
  officerShifts: per("officerShifts"),
  runOutMinutes: conditional("runOutMinutes"),
  runOutDepthUnits: conditional("runOutDepthUnits"),
  needsAsked: sum("needsAsked"),
  needsPartMet: partMet,
  needsLapsed: lapsed,
  needsUnmet: (tallies, cell) => partMet(tallies, cell) + lapsed(tallies, cell),
  needsMetLate: sum("needsMetLate"),
  needsLeftForce: sum("needsLeftForce"),
  line1hMet: sum("line1hMet"),
  line4hMet: sum("line4hMet"),
  line8hMet: sum("line8hMet"),
} as const satisfies Readonly<Record<string, Reading>>;

/** Unit-minutes by reason, in the order of `REASONS`. */
export const REASON_READINGS: readonly Reading[] = REASONS.map(({ measure }) => sum(measure));
