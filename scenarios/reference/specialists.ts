/**
 * Stock of the specialists of whom no figure is published: how many each force, regional unit and hub is taken to have.
 *
 * Each table is one stated rule (a share of officers or staff, the same number in every force, the same number in every
 * region); the rule and its range stand in assumptions.yaml under the same name. Nobody's real holding is in here.
 */
import { spread, type Weighed } from "./spread.ts";

/** Of every thousand officers of a force, whole officers by largest remainder, at least the second number each. */
const PER_MILLE_OF_OFFICERS: Readonly<Record<string, readonly [perMille: number, least: number]>> = {
  response: [250, 50],
  neighbourhood: [90, 20],
  detective: [150, 40],
  ced: [150, 30],
  soc: [20, 6],
  rasso: [15, 4],
  "domestic-abuse": [15, 4],
  caiu: [12, 3],
  "online-csa": [5, 2],
  "special-branch": [5, 2],
  fraud: [6, 2],
  "offender-manager": [8, 3],
  safeguarding: [10, 3],
  "force-intelligence": [12, 4],
  custody: [20, 6],
  flo: [8, 4],
};

/** Of every thousand police staff of a force. */
const PER_MILLE_OF_STAFF: Readonly<Record<string, readonly [perMille: number, least: number]>> = {
  "call-handler": [120, 30],
  "digital-forensics": [15, 4],
  dmi: [6, 2],
  vio: [2, 1],
};

/** Of every thousand roads policing officers of a force. */
const PER_MILLE_OF_ROADS: Readonly<Record<string, readonly [perMille: number, least: number]>> = {
  pursuit: [350, 4],
  motorcycle: [100, 2],
  "commercial-vehicles": [60, 1],
  collision: [100, 2],
};

/** Units in every force, whatever its size. */
const PER_FORCE: Readonly<Record<string, number>> = {
  gold: 6,
  tfc: 8,
  cbrn: 3,
  secco: 4,
  servator: 3,
  prevent: 4,
  doco: 4,
  contingency: 6,
  lro: 10,
  "soc-prevent": 3,
  masts: 4,
};

/** People of a regional organised crime unit; with the cyber unit's 20 about a tenth of some 2,175 (¶77). */
const PER_ROCU: Readonly<Record<string, number>> = {
  rid: 30,
  rocta: 4,
  siu: 6,
  "prison-intelligence": 4,
  undercover: 12,
  "undercover-online": 10,
  gain: 1,
  "technical-surveillance": 12,
  "equipment-interference": 6,
  surveillance: 36,
  disruption: 15,
  marsoc: 3,
  "drugs-taskforce": 30,
  "county-lines": 1,
  "oic-coordinator": 1,
  recu: 25,
  "asset-recovery": 6,
  "civil-orders": 3,
  psar: 3,
  "fraud-coordinator": 2,
  pect: 8,
};

/** People of a counter-terrorism unit or intelligence unit. */
const PER_CT_REGION: Readonly<Record<string, number>> = { ctiu: 60, ports: 40, ctsa: 12, "armed-surveillance": 12 };

export interface Strength {
  readonly id: string;
  readonly officers: number;
  readonly staff: number;
  readonly roads: number;
}

/** A table of holdings: in officers at a skill, or in units of a capability. */
export interface SpecialistTable {
  readonly id: string;
  readonly unit: "officers" | "units";
  readonly amounts: ReadonlyMap<string, number>;
  readonly what: string;
}

export function specialistTables(
  forces: readonly Strength[],
  rocus: readonly string[],
  ctRegions: readonly string[],
): SpecialistTable[] {
  const shares = (
    rules: Readonly<Record<string, readonly [number, number]>>,
    of: (force: Strength) => number,
    whole: string,
  ) => {
    const weights = forces.map((force): Weighed => [force.id, of(force)]);
    const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
    return Object.entries(rules).map(([id, [perMille, least]]): SpecialistTable => {
      const amounts = spread(Math.floor((total * perMille) / 1000), weights, least);
      return {
        id,
        unit: "officers",
        amounts,
        what: `${perMille} of every thousand ${whole}, at least ${least} a force`,
      };
    });
  };
  const alike = (
    rules: Readonly<Record<string, number>>,
    holders: readonly string[],
    unit: "officers" | "units",
    where: string,
  ) =>
    Object.entries(rules).map(([id, n]): SpecialistTable => {
      const amounts = new Map(holders.map((holder) => [holder, n]));
      return { id, unit, amounts, what: `the same in every ${where}` };
    });
  return [
    ...shares(PER_MILLE_OF_OFFICERS, ({ officers }) => officers, "officers"),
    ...shares(PER_MILLE_OF_STAFF, ({ staff }) => staff, "police staff"),
    ...shares(PER_MILLE_OF_ROADS, ({ roads }) => roads, "roads policing officers"),
    ...alike(
      PER_FORCE,
      forces.map(({ id }) => id),
      "units",
      "force",
    ),
    ...alike(PER_ROCU, rocus, "officers", "regional organised crime unit"),
    ...alike(PER_CT_REGION, ctRegions, "officers", "counter-terrorism region"),
  ];
}
