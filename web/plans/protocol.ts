/** What the planning panels ask of the desk: facts of the scenario that only who compiled it knows. */

import type { Called } from "../../workers/calls.ts";
import type { By, Place } from "../../workers/plan-places.ts";
import type { Fielded, Owed, RiskName, RiskScope, Where } from "../../workers/sizing.ts";

export interface PlansDesk {
  /** Rejects with why it cannot be sized. */
  sizing(run: number, asked: SizingAsked): Promise<SizingSetup>;
  /** Who is called with a capability, and when the earliest call is; rejects where the time is none of the run. */
  calling(run: number, capability: string, from: string): Promise<CallingSetup>;
}

export interface SizingAsked {
  readonly capability: string;
  readonly scope: Place["scope"];
  readonly id: string;
  /** units that the place's region owes; null: nothing is said */
  readonly owes: number | null;
  readonly by: By;
  readonly risk: RiskName;
  /** null: where what is sized is */
  readonly where: Where | null;
}

export interface SizingSetup {
  readonly asked: SizingAsked;
  readonly place: Place;
  /** shares of the place's forces are in proportion to these */
  readonly weights: readonly number[];
  /** units */
  readonly held: number;
  readonly owed: Owed | null;
  readonly fielded: Fielded | null;
  readonly where: RiskScope;
  /** "PSUs run out nationally" */
  readonly what: string;
}

export interface CallingSetup {
  readonly called: readonly Called[];
  /** minute of the run */
  readonly earliest: number;
}
