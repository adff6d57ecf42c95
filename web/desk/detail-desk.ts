/** The desk's answers to the pictures: hours by scope, lending, first gaps, and a second scenario on the same clock. */
import { type Model, UNLIMITED } from "../../engine/model.ts";
import { sha256Hex } from "../../engine/tally/sha256.ts";
import type { Tallies } from "../../engine/tally/tally.ts";
import { composeScenarios } from "../../scenarios/format/compose.ts";
import { formatFault, type ResolvedScenario, readScenario, readScenarioObject } from "../../scenarios/format/read.ts";
import { textToSign } from "../../scenarios/format/sign-off.ts";
import type { Plan } from "../../workers/replicator.ts";
import { type Detail, detailOf, type FirstBy, firstByOf } from "./detail.ts";
import { type Opened, Refused } from "./protocol.ts";
import { loadShipped, readSource } from "./shipped.ts";

export interface DetailDesk {
  /** Hours of every scope of a capability, flows and what lending cost, of the runs so far. */
  detail(run: number, capability: string): Promise<Detail>;
  /** In how many runs the first run-out came before each of the minutes; nation and regions. */
  firstBy(run: number, minutes: readonly number[]): Promise<FirstBy>;
  /** The run's scenario with a preset on the same clock; rejects with why they cannot be put together. */
  together(run: number, preset: string): Promise<Plan>;
  /** The run's scenario with units of a force away for a while; rejects where the force has not so many. */
  lent(run: number, loan: Loan): Promise<Plan>;
}

/** Units of a force that are somewhere else, minutes from the start. */
export interface Loan {
  readonly capability: string;
  readonly force: string;
  readonly units: number;
  readonly from: number;
  readonly until: number;
}

interface OpenRun {
  readonly opened: Opened;
  readonly model: Model;
  readonly tallies: Tallies;
}

export function detailDesk(ofRun: (run: number) => OpenRun): DetailDesk {
  return {
    async detail(run, capability) {
      const { model, tallies, opened } = ofRun(run);
      return detailOf(model, tallies, { marking: opened.marking, shippedData: opened.shippedData }, capability);
    },
    async firstBy(run, minutes) {
      const { model, tallies } = ofRun(run);
      return firstByOf(model, tallies, minutes);
    },
    async together(run, preset) {
      const { plan } = ofRun(run).opened;
      const second = readSource({ preset, text: null, fileName: "" }).resolved;
      const both = [plan.resolved, second];
      const onReference = both.every(({ places }) => places.schemes?.ricc !== undefined);
      const composed = composeScenarios(both, onReference ? bareReference() : null);
      if ("refused" in composed) throw new Refused(composed.refused);
      const checked = readScenarioObject(composed.scenario, "both together");
      if (!checked.ok) throw new Refused(checked.faults.map(formatFault));
      return { ...plan, resolved: checked.scenario, scenarioHash: sha256Hex(textToSign(checked.scenario)) };
    },
    async lent(run, loan) {
      const { model, opened } = ofRun(run);
      const { plan } = opened;
      const resolved = withLoan(model, plan.resolved, loan);
      const checked = readScenarioObject(resolved, "with the loan");
      if (!checked.ok) throw new Refused(checked.faults.map(formatFault));
      return { ...plan, resolved: checked.scenario, scenarioHash: sha256Hex(textToSign(checked.scenario)) };
    },
  };
}

/**
 * The officers lent are taken out of those trained, for as long: so many more than the units need as are not present on
 * an average day, so that the units' officers are what is missing of those present.
 */
export function withLoan(
  model: Model,
  resolved: ResolvedScenario,
  { capability, force, units, from, until }: Loan,
): ResolvedScenario {
  const { path, officersPerUnit, name } = model.capabilities.find(({ id }) => id === capability)!;
  const holder = model.holderIds.indexOf(force);
  const at = holder * model.nNodes + path[0]!;
  const trained = model.trained[at]!;
  const share = model.presentShare[at]!;
  const away = Math.ceil((units * officersPerUnit) / share);
  if (trained >= UNLIMITED) throw new Refused([`${name}: this scenario sets no limit to what ${force} holds.`]);
  if (away > trained) {
    const most = Math.floor((trained * share) / officersPerUnit);
    throw new Refused([`In this scenario ${model.holderNames[holder]} can form ${most} of them on an average day.`]);
  }
  const change = { holder: force, capability };
  const loan = [
    { ...change, at: from, officers: trained - away },
    ...(until < model.horizon ? [{ ...change, at: until, officers: trained }] : []),
  ];
  const people = { ...resolved.people, changes: [...(resolved.people?.changes ?? []), ...loan] };
  return { ...resolved, people };
}

/** What a scenario that changes nothing of the reference data gets. */
export function bareReference() {
  const result = readScenario("muster: 1\nname: The reference data\n", { file: "reference", load: loadShipped });
  if (!result.ok) throw new Refused(result.faults.map(formatFault));
  return result.scenario;
}
