/** Flags of needs and batches: bits, so that a row carries many in one byte. */

/** A need went above its force, or its region, along its chain. */
export const WENT_ABOVE_FORCE = 1;
export const WENT_ABOVE_REGION = 2;
/** A need keeps what it has and asks for no more. */
export const GAVE_UP = 4;
/** A need outlives its phase: work that does not block. */
export const OFF_PHASE = 8;
/** At least one unit was on the ground. */
export const HAD_SOME = 16;
/** Its smallest useful team was on the ground. */
export const HAD_TEAM = 32;

/** `nLine`: bits 1, 2, 4 say which yardsticks were met; this one, that an answer fell due this minute. */
export const ANSWER_DUE = 128;

/** A batch leaves the ground within its relief lead. */
export const LEAVING = 1;
/** A resting batch goes back on duty when it is rested. */
export const PLEDGED = 2;
/** A batch rests at home, not near the host. */
export const RESTS_AT_HOME = 4;
/** A resting batch is rested and ready. */
export const RESTED = 8;
