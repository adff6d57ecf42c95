/**
 * Where, when and how severely: the options that move a scenario, and put several on one clock.
 *
 * Each option is given once, for all scenarios, or as often as there are scenarios, one for each in their order.
 */
import { type Command, InvalidArgumentError } from "commander";
import { composeScenarios, MOST_ON_ONE_CLOCK } from "../scenarios/format/compose.ts";
import { type HowSevere, placeScenario } from "../scenarios/format/placed.ts";
import type { ResolvedScenario } from "../scenarios/format/read.ts";
import { RefusedError, UsageError } from "./exits.ts";

export interface Placement {
  /** force or region ids; one for all, or one a scenario */
  readonly at?: readonly string[];
  /** civil times of minute 0 */
  readonly start?: string | readonly string[];
  readonly severity?: readonly HowSevere[];
  /** whether thin presence may lead to more, as the threats say; undefined: as the scenario says */
  readonly escalation?: boolean;
}

/** Adds the options to a command that runs a scenario. */
export function addPlaceOptions(command: Command): Command {
  return command
    .option("--at <place>", "where: a force, a RICC region or a local resilience forum; may be repeated", collect)
    .option("--start <time>", "civil time of minute 0, such as 2026-08-01T00:00; may be repeated", collect)
    .option(
      "--severity <x>",
      "how severe, in the threat's own scale, or 2x for twice as severe; may be repeated",
      collectSeverity,
    )
    .option(
      "--escalation",
      "let thin presence lead to more, as the threats say (off unless a scenario says otherwise)",
    );
}

/** The words that say the same again on another command line. */
export function placeWords({ at, start, severity, escalation }: Placement): string[] {
  const words = (option: string, values: readonly (string | number)[] = []) =>
    values.flatMap((value) => [option, String(value)]);
  const said = [...words("--at", at), ...words("--start", listOf(start)), ...words("--severity", severity?.map(shown))];
  return escalation === true ? [...said, "--escalation"] : said;
}

/**
 * The scenarios moved and made one.
 *
 * @param base the reference data alone; asked for only where several scenarios have to be told apart from it
 * @returns the scenario, and the start that still has to be said; null: none
 */
export function placed(
  scenarios: readonly ResolvedScenario[],
  placement: Placement,
  base: () => ResolvedScenario,
): { readonly scenario: ResolvedScenario; readonly start: string | null } {
  const n = scenarios.length;
  if (n > MOST_ON_ONE_CLOCK) throw new UsageError(`${n} scenarios; at most ${MOST_ON_ONE_CLOCK} go on one clock`);
  const at = oneEach("--at", placement.at, n);
  const severity = oneEach("--severity", placement.severity, n);
  const start = listOf(placement.start);
  oneEach("--start", start, n);
  const moved = scenarios.map((scenario, i) => {
    const result = placeScenario(scenario, { at: at[i], severity: severity[i] });
    if ("refused" in result) throw new UsageError(result.refused);
    return result.scenario;
  });
  const escalated = (scenario: ResolvedScenario) =>
    placement.escalation === undefined
      ? scenario
      : { ...scenario, policy: { ...scenario.policy, escalation: placement.escalation } };
  if (n === 1) return { scenario: escalated(moved[0]!), start: start?.[0] ?? null };
  const sharesReference = moved.every(({ places }) => places.schemes?.ricc !== undefined);
  const composed = composeScenarios(moved, sharesReference ? base() : null, start);
  if ("refused" in composed) throw new RefusedError(composed.refused);
  return { scenario: escalated(composed.scenario), start: composed.scenario.clock!.start! };
}

/**
 * What each of several scenarios that stay apart (plans, files to check) is told: every option once for all, or once for
 * each in their order.
 */
export function placementsOf(
  { at, start, severity, escalation }: Placement,
  n: number,
): (Placement & { start?: string })[] {
  const places = oneEach("--at", at, n);
  const starts = oneEach("--start", listOf(start), n);
  const severities = oneEach("--severity", severity, n);
  return places.map((place, i) => ({
    ...(place === undefined ? {} : { at: [place] }),
    ...(starts[i] === undefined ? {} : { start: starts[i] }),
    ...(severities[i] === undefined ? {} : { severity: [severities[i]] }),
    ...(escalation === undefined ? {} : { escalation }),
  }));
}

function listOf(start: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof start === "string" ? [start] : start;
}

/** One value for all, or as many as there are. */
function oneEach<T>(option: string, values: readonly T[] | undefined, n: number): readonly (T | undefined)[] {
  if (values === undefined) return Array.from({ length: n }, () => undefined);
  if (values.length === 1) return Array.from({ length: n }, () => values[0]);
  if (values.length === n) return values;
  throw new UsageError(
    `${option} is given ${values.length} times for ${n} scenario${n === 1 ? "" : "s"}; give it once for all, or once for each`,
  );
}

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

function collectSeverity(text: string, before: readonly HowSevere[] = []): readonly HowSevere[] {
  const [, number, factor] = /^(\d+(?:\.\d+)?)([x×]?)$/.exec(text.trim()) ?? [];
  if (number === undefined)
    throw new InvalidArgumentError("expected a number of 0 or more, or 2x for twice as severe.");
  return [...before, factor === "" ? Number(number) : { times: Number(number) }];
}

const shown = (severity: HowSevere) => (typeof severity === "number" ? severity : `${severity.times}x`);
