/** What every kind of paper is made from: a result, the commands that make it again, and what it takes for granted. */
import type { CapabilitySummary } from "../../engine/tally/summary.ts";
import { type Assumed, assumptionsOf } from "../../scenarios/papers/assumptions.ts";
import { type Commands, commandsOf } from "./command.ts";
import type { Result } from "./result.ts";

export interface Paper extends Result {
  readonly commands: Commands;
  readonly assumed: readonly Assumed[];
  /** capabilities that somebody asked for in some run */
  readonly asked: readonly CapabilitySummary[];
}

export function paperOf(result: Result): Paper {
  return {
    ...result,
    commands: commandsOf(result),
    assumed: assumptionsOf({ ...result, scenario: result.manifest.resolvedScenario }),
    asked: result.summary.capabilities.filter(({ asked }) => asked),
  };
}
