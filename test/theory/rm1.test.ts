/**
 * Identical incidents in, identical whole numbers out: 24 runs of an independent implementation of the reduced
 * model RM-1, as ordinary scenario files with the incidents given as a schedule.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Rm1Incident, type Rm1Result, type Rm1Setup, rm1Result, scenarioFromRm1 } from "../support/rm1.ts";
import { modelOfText, yamlOf } from "../support/scenario.ts";

interface Fixture {
  readonly setup: Rm1Setup;
  readonly replications: readonly {
    readonly replication: number;
    readonly trace: readonly Rm1Incident[];
    readonly expected: Omit<Rm1Result, "waits">;
  }[];
}

const read = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8");
const fixture = (name: string): Fixture => JSON.parse(read(`rm1-${name}.json`)) as Fixture;

describe.each(["small3", "loss3", "shift5", "psu43-surge"])("%s", (name) => {
  const { setup, replications } = fixture(name);

  it.each(replications)("replication $replication is matched to the unit-minute", ({ trace, expected }) => {
    const { waits: _, ...result } = rm1Result(modelOfText(yamlOf(scenarioFromRm1(setup, trace))));
    expect(result).toEqual(expected);
  });
});

it.each(["small3", "loss3"])("the scenario file of %s that is kept as an example is the one that is run", (name) => {
  const { setup, replications } = fixture(name);
  expect(read(`rm1-${name}.yaml`)).toBe(yamlOf(scenarioFromRm1(setup, replications[0]!.trace)));
});
