/**
 * Runs the points of a sweep, a sensitivity analysis or a stress test, in whatever thread it is opened: each point the
 * scenario with some things said otherwise, or with its ranges standing at given quantiles.
 *
 * All points run on the same replications with the same seed (common random numbers).
 */
import { sampleDist } from "../engine/kernel/draws.ts";
import type { Model } from "../engine/model.ts";
import { type PointOutcome, runPoint } from "../engine/planning/points.ts";
import { type Compiled, compileCountry, compileScenario } from "../scenarios/format/compile.ts";
import { type Incident, onlyIncidents } from "../scenarios/format/concurrence.ts";
import { type Setting, varied } from "../scenarios/format/varied.ts";
import { modelDrawer, type ResolvedScenario } from "./replicator.ts";
import { ReplicationError, type Runner } from "./service.ts";

export interface Point {
  /** nothing but these happens; null: what the scenario says */
  readonly incidents: readonly Incident[] | null;
  readonly settings: readonly Setting[];
  /** where each range stands in its distribution, in (0, 1), in the order of the scenario's ranges; null: drawn in each run */
  readonly quantiles: readonly number[] | null;
}

/** Plain data, so that it can cross to a worker. The pool counts points as it counts replications elsewhere. */
export interface PointsPlan {
  readonly points: readonly Point[];
  readonly resolved: ResolvedScenario;
  readonly scenarioHash: string;
  readonly seed: string;
  /** of each point */
  readonly replications: number;
}

export type PointPart = { readonly outcomes: readonly PointOutcome[] };

export function openPointer(plan: PointsPlan): Runner<PointPart> {
  const modelsOf = modelsOfPoints(plan);
  let outcomes: PointOutcome[] = [];
  return {
    run(from, to) {
      let events = 0;
      for (let at = from; at < to; at++) {
        try {
          const outcome = runPoint(at, modelsOf(plan.points[at]!), plan.seed, plan.replications);
          outcomes.push(outcome);
          events += outcome.events;
        } catch (error) {
          throw new ReplicationError(at, error);
        }
      }
      return events;
    },
    take() {
      const part = { outcomes };
      outcomes = [];
      return part;
    },
  };
}

type ModelOf = (replication: number) => Model;

/** The country is compiled once; a point that says something of it otherwise is compiled whole. */
function modelsOfPoints({ resolved, scenarioHash, seed, replications }: PointsPlan): (point: Point) => ModelOf {
  const withThreats = countryOf(resolved, scenarioHash);
  let asIs: Compiled | null = null;
  const compiledAt = ({ incidents, settings }: Point): Compiled => {
    const happening = incidents === null ? resolved : onlyIncidents(resolved, incidents);
    if (settings.length > 0) return compileScenario(varied(happening, settings), scenarioHash);
    if (incidents !== null) return withThreats(happening.threats);
    asIs ??= withThreats(resolved.threats);
    return asIs;
  };
  return (point) => {
    const compiled = compiledAt(point);
    if (point.quantiles === null) {
      return modelDrawer({ resolved, scenarioHash, seed, replications, outer: null }, compiled);
    }
    const { uncertain, modelFor } = compiled;
    if (point.quantiles.length !== uncertain.length) {
      throw new RangeError(`${point.quantiles.length} quantiles for ${uncertain.length} ranges`);
    }
    const model = modelFor(uncertain.map(({ dist }, k) => sampleDist(dist, point.quantiles![k]!)));
    return () => model;
  };
}

type Country = ReturnType<typeof compileCountry>;
let last: { readonly scenarioHash: string; readonly country: Country } | null = null;

/** A stress test asks for points in many turns, all of one scenario: the last country is remembered. */
function countryOf(resolved: ResolvedScenario, scenarioHash: string): Country {
  if (last?.scenarioHash !== scenarioHash) last = { scenarioHash, country: compileCountry(resolved, scenarioHash) };
  return last.country;
}

export function buffersOfPoints({ outcomes }: PointPart): ArrayBuffer[] {
  return outcomes.flatMap(({ capabilities }) =>
    capabilities.flatMap(({ runOut, unresourcedMinutes, requiredMinutes, reasonMinutes }) =>
      [runOut, unresourcedMinutes, requiredMinutes, reasonMinutes].map(({ buffer }) => buffer as ArrayBuffer),
    ),
  );
}
