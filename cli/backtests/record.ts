/**
 * The public record of 2011 and 2024, as far as it has figures: each with its source (ids of
 * scenarios/reference/sources.csv) and how sure it is. Nothing here is an assumption of ours.
 */

export interface Recorded {
  readonly value: number;
  readonly source: string;
  /** found: read in the source; known: general knowledge, not verified; derived: arithmetic on the others */
  readonly surety: "found" | "known" | "derived";
}

const found = (value: number, source: string): Recorded => ({ value, source, surety: "found" });
const derived = (value: number, source: string): Recorded => ({ value, source, surety: "derived" });

export const record2024 = {
  /** forces with disorder by day, 30 July to 5 August */
  forcesWithDisorder: [1, 4, 0, 1, 9, 6, 3],
  mobilised7August: found(6000, "PA-20240807, PROSEC-2024"),
  mobilised9August: found(6000, "POLPRO-20240809"),
  inOwnForce: found(3750, "PA-20240807, PROSEC-2024"),
  freeToMove: found(2000, "PA-20240807, PROSEC-2024"),
  trainedPool: found(18000, "PA-20240807"),
  gatheringsExpected: found(30, "PA-20240807, RTE-20240807"),
  officerShifts: found(40000, "HAC-20241112"),
  shiftsAday: derived(4000, "HAC-20241112"),
  shareFree: derived(2000 / 6000, "PA-20240807, PROSEC-2024"),
  shareAtHome: derived(3750 / 6000, "PA-20240807, PROSEC-2024"),
  daysFromCallToPeak: derived(1, "SKY-20241217, PA-20240807"),
  daysFromOnsetToPeak: derived(8, "WIKI-2024-OLD, PA-20240807"),
} as const;

export const record2011 = {
  londonPublicOrder6August: found(480, "IND-MET-2011"),
  londonPublicOrder8August: found(1900, "POLUK-2011"),
  londonAid9August: found(1500, "GUARD-20110810, C4-20110810"),
  londonDonors9August: found(30, "GUARD-20110810, C4-20110810"),
  londonAid10August: found(1500, "GUARD-20110810"),
  manchesterAid10August: found(625, "GUARD-20110810"),
  westMidlandsAid10August: found(625, "GUARD-20110810"),
  forcesReceiving10August: found(6, "GUARD-20110810"),
  manchesterToLondon9August: found(100, "GUARD-20110810, C4-20110810"),
  daysFromOnsetToPeak: derived(3, "GUARD-20110810"),
} as const;
