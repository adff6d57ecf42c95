/**
 * What each figure of a result is: its name, unit and definition. The report's tables and its answer to "model
 * outputs" are both made from this list; a test holds it against summary.json, so that no figure goes without.
 */
import type { ScopeSummary } from "../../engine/tally/summary.ts";

export interface Output {
  readonly field: keyof ScopeSummary;
  readonly name: string;
  readonly unit: string;
  /** what it is, and how and when it is worked out; rule numbers are those of engine/MODEL.md */
  readonly definition: string;
}

/** One value per run: mean, interval and quantiles in the tables. */
export const SPREADS = [
  spread(
    "requiredUnitHours",
    "Required",
    "unit-hours",
    "presence that the demand asks for, summed over minutes (rule 36)",
  ),
  spread(
    "onTheGroundUnitHours",
    "On the ground",
    "unit-hours",
    "min(present, required), summed over minutes (rule 36)",
  ),
  spread("inTransitUnitHours", "In transit", "unit-hours", "shortfall that units allocated and under way will cover"),
  spread("restingUnitHours", "Resting", "unit-hours", "shortfall that the need's own resting units could cover"),
  spread("unresourcedUnitHours", "Unresourced", "unit-hours", "the rest of the shortfall: nobody is allocated to it"),
  spread(
    "requiredEscalatedUnitHours",
    "Required by escalation",
    "unit-hours",
    "the part of required that escalation steps added (rule 15)",
  ),
  spread(
    "heldUnitHours",
    "Held as a precaution",
    "unit-hours",
    "presence on the ground in phases that may turn (rule 11)",
  ),
  spread(
    "usedUnitHours",
    "Held and used",
    "unit-hours",
    "of the held, where it turned: those units became the event's first units (rule 11)",
  ),
  spread(
    "overtimeUnitHours",
    "Overtime",
    "unit-hours",
    "use beyond those present after a cut of stock (rule 20); owner's scope",
  ),
  spread("busyUnitHours", "Busy", "unit-hours", "from allocation to being free at home (rule 41); owner's scope"),
  spread("officerShifts", "Officer shifts", "shifts", "officers × shifts begun; owner's scope"),
] as const;

function spread<const F extends keyof ScopeSummary>(field: F, name: string, unit: string, definition: string) {
  return { field, name, unit, definition };
}

/** Everything else that summary.json says of a capability in a scope. */
export const OUTPUTS: readonly Output[] = [
  {
    field: "runOut",
    name: "Run-out",
    unit: "probability; minutes; units",
    definition:
      "at the end of a minute some need is unresourced and no answer of a called tier is outstanding (rule 37): whether " +
      "it happened in a run, when first, how long, how deep, for which reason (rule 38), and the length and depth of the " +
      "first spell (rule 42). The probability is runs with a run-out ÷ runs",
  },
  {
    field: "leftForce",
    name: "Left force",
    unit: "probability",
    definition: "some need went above the capability's home tier",
  },
  {
    field: "leftRegion",
    name: "Left region",
    unit: "probability",
    definition: "some need went above the host's region",
  },
  ...SPREADS,
  {
    field: "peakRequiredUnits",
    name: "Peak required",
    unit: "units",
    definition:
      "most units required at the end of any minute of a run; compared with the requirement, which is never derived from it",
  },
  {
    field: "requirementUnits",
    name: "Requirement",
    unit: "units",
    definition:
      "what the SPR or the user requires of the nation or region; never derived from holdings or contributions",
  },
  {
    field: "needs",
    name: "Needs",
    unit: "needs over all runs",
    definition: "asked = met on time + met late + part met + lapsed + unfinished (rule 39)",
  },
  {
    field: "mobilisationLine",
    name: "Mobilisation line",
    unit: "share of needs that left their force",
    definition:
      "10, 40 and 60 % on the ground 1, 4 and 8 h after asking (rule 39); the yardstick's source is unverified",
  },
  { field: "wait", name: "Wait", unit: "minutes", definition: "work: from asked to started; one value per need" },
  {
    field: "work",
    name: "Work",
    unit: "unit-hours; minutes",
    definition: "asked, done, backlog at the horizon, and time to completion",
  },
  {
    field: "reserveUnits",
    name: "Reserve",
    unit: "units",
    definition:
      "uncommitted and lendable within 1, 4, 8 and 24 h: the lowest over a run, and its first minute (rule 40)",
  },
  {
    field: "cost",
    name: "Cost",
    unit: "pounds a run",
    definition: "mean officer shifts × the range of cost per shift",
  },
  {
    field: "restDaysCancelled",
    name: "Rest days cancelled",
    unit: "officer days",
    definition: "extra officers × days begun under a lever (rule 21)",
  },
  {
    field: "daysSustainable",
    name: "Days sustainable",
    unit: "days",
    definition:
      "first ask to the first unresourced minute whose reason is resting or recovering; else at least the horizon (rule 40)",
  },
];

/** Where a field stands that says what the scope is, not what was found there. */
export const LABELS: readonly (keyof ScopeSummary)[] = ["scope", "id", "name"];
