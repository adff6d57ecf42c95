/** How large a scenario may be. Beyond these it is refused before any work is spent on it. */
export const MAX_TEXT = 8 * 1024 * 1024;
export const MAX_NODES = 200_000;
export const MAX_DEPTH = 64;
export const MAX_ALIASES = 32;
export const MAX_SOURCES = 64;
export const MAX_FAULTS = 200;
export const MAX_FORCES = 2_000;
/** forces and other holders together: the table of roads has its square */
export const MAX_HOLDERS = 4_000;
export const MAX_CAPABILITIES = 1_000;
export const MAX_SKILLS = 2_000;
export const MAX_THREATS = 10_000;
/** threats that trigger others: the check for circles has the square */
export const MAX_TRIGGERING = 1_000;
/** over all threats */
export const MAX_NEEDS = 30_000;
export const MAX_MINUTES = 2 ** 30;
/** ten years, for more than a handful of forces */
export const MAX_NATIONAL_MINUTES = 10 * 366 * 1440;
export const NATIONAL_FORCES = 10;
export const MAX_COUNT = 1_000_000;
export const MAX_RATE_STEPS = 1_000_000;
/** capabilities × forces × holders, the table of donors; and skills × holders */
export const MAX_CELLS = 40_000_000;
