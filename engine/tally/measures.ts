/**
 * Every measure that a replication leaves behind, each once: name, unit, what it is.
 *
 * A replication yields one whole number per measure for each capability and scope (nation, region,
 * force). `PER_REPLICATION` measures have a histogram, a sum and a sum of squares; `FLAG` measures are
 * 0 or 1 and only counted; `SUM` measures only have a sum; `EVENT` measures have a histogram that
 * receives any number of values per replication (one per need).
 */
/** Histogram, sum and sum of squares; one value per replication. */
export const PER_REPLICATION = [
  "requiredUnitMinutes",
  "onTheGroundUnitMinutes",
  "inTransitUnitMinutes",
  "restingUnitMinutes",
  "unresourcedUnitMinutes",
  "requiredEscalatedUnitMinutes",
  "heldUnitMinutes",
  "usedUnitMinutes",
  "overtimeUnitMinutes",
  "busyUnitMinutes",
  "peakRequiredUnits",
  "workAskedUnitMinutes",
  "workDoneUnitMinutes",
  "workBacklogUnitMinutes",
  "officerShifts",
  /** lowest lendable within 1, 4, 8, 24 h, units */
  "reserve1h",
  "reserve4h",
  "reserve8h",
  "reserve24h",
] as const;

/** Histogram; a value only in replications where the thing happened (its count is the number of those). */
export const CONDITIONAL = [
  /** minute of the first run-out; only where it ran out */
  "runOutFirstMinute",
  /** minutes in run-out, all told */
  "runOutMinutes",
  /** most units in run-out at once */
  "runOutDepthUnits",
  /** most units and minutes of the first spell of run-out: the "first gap" */
  "firstGapUnits",
  "firstGapMinutes",
  /** minute at which the lowest reserve was first reached */
  "reserve1hMinute",
  "reserve4hMinute",
  "reserve8hMinute",
  "reserve24hMinute",
  /** minutes from the first ask to the first unresourced unit-minute for rest or recovery; the horizon if never */
  "enduranceMinutes",
  /** minutes from asking to done, each blocking or other work */
  "workCompletionMinutes",
] as const;

/** Counted in how many replications. */
export const FLAGS = ["runOut", "leftForce", "leftRegion", "askedAtAll", "enduranceCensored"] as const;

/** Summed only. */
export const SUMS = [
  "needsAsked",
  "needsMetOnTime",
  "needsMetLate",
  "needsPartMet",
  "needsLapsed",
  "needsUnfinished",
  "needsLeftForce",
  "line1hMet",
  "line4hMet",
  "line8hMet",
  "waitCount",
  "waitMinutes",
  "runOutUnitMinutes",
  "reasonAwaitingAnswer",
  "reasonTriggerNotPulled",
  "reasonHeldBack",
  "reasonResting",
  "reasonUnderWay",
  "reasonCommitted",
  "reasonTeamIncomplete",
  "reasonNoPeople",
  "restDaysCancelled",
] as const;

/** Histogram of one value per need. */
export const EVENTS = ["waitPerNeedMinutes"] as const;

/** The series recorded per bucket: unit-minutes for levels; the flag counts replications in run-out at any minute of the bucket. */
export const SERIES = ["required", "onTheGround", "inTransit", "resting", "unresourced", "reserve1h"] as const;

/** Headline words for the reasons, in the order of the waterfall; keys of `runOut.reasons`. */
export const REASONS = [
  { measure: "reasonAwaitingAnswer", key: "awaitingAnswer", words: "awaiting an answer" },
  { measure: "reasonTriggerNotPulled", key: "triggerNotPulled", words: "the next tier was not called" },
  { measure: "reasonHeldBack", key: "heldBack", words: "held back locally" },
  { measure: "reasonResting", key: "restingElsewhere", words: "resting or recovering" },
  { measure: "reasonUnderWay", key: "underWayElsewhere", words: "under way elsewhere" },
  { measure: "reasonCommitted", key: "committedElsewhere", words: "committed elsewhere" },
  { measure: "reasonTeamIncomplete", key: "teamIncomplete", words: "team incomplete" },
  { measure: "reasonNoPeople", key: "noPeople", words: "no people" },
] as const;
