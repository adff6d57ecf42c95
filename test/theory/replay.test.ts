/** Schedules short enough to be reasoned by hand, in hours; replayed in whole minutes. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Rm1Setup, rm1Result, scenarioFromRm1 } from "../support/rm1.ts";
import { modelOf } from "../support/scenario.ts";

type Expected = Readonly<Record<string, number>>;

/** Times in hours. */
interface Case {
  readonly id: string;
  readonly title: string;
  readonly params: Omit<Rm1Setup, "name"> & {
    readonly trace: readonly { readonly t: number; force: string; units: number; duration: number }[];
  };
  readonly expected: Expected;
}

const cases = JSON.parse(readFileSync(new URL("../fixtures/replay.json", import.meta.url), "utf8")) as Case[];

/** The result in the words of the case, for the quantities that it states. */
function replay({ id, params }: Case): Expected {
  const { trace, delay, forces, ...rest } = params;
  const setup: Rm1Setup = {
    ...rest,
    name: id,
    horizon: rest.horizon * 60,
    delay: { local: delay.local * 60, regional: delay.regional * 60, national: delay.national * 60 },
    forces: forces.map(({ profile, ...force }) =>
      profile === undefined ? force : { ...force, profile: profile.map(([at, units]) => [at * 60, units] as const) },
    ),
  };
  const incidents = trace.map(({ t, force, units, duration }) => ({
    minute: t * 60,
    force,
    units,
    minutes: duration * 60,
  }));
  const result = rm1Result(modelOf(scenarioFromRm1(setup, incidents)));
  const waits = result.waits.filter((wait) => wait !== undefined);
  return {
    short_unit_hours: result.short_unit_minutes / 60,
    travel_unit_hours: result.travel_unit_minutes / 60,
    overtime_unit_hours: result.overtime_unit_minutes / 60,
    committed_local: result.committed_local_unit_minutes / 60,
    committed_regional: result.committed_regional_unit_minutes / 60,
    committed_national: result.committed_national_unit_minutes / 60,
    peak_in_use: result.peak_in_use,
    incidents_short: result.incidents_short,
    first_short_time: (result.first_short_minute ?? Number.NaN) / 60,
    lost: result.lost,
    mean_wait: waits.reduce((sum, wait) => sum + wait, 0) / waits.length / 60,
    max_wait: Math.max(...waits) / 60,
    ...Object.fromEntries(Object.entries(result.units_lent).map(([donor, units]) => [`lent_${donor}`, units])),
  };
}

describe("a schedule reasoned by hand", () => {
  it("is there for every rule of RM-1", () => {
    expect(cases).toHaveLength(11);
  });

  it.each(cases)("$id: $title", (example) => {
    const result = replay(example);
    for (const [quantity, value] of Object.entries(example.expected)) {
      // a third of an hour has no exact double; all else is whole
      if (quantity === "mean_wait") expect(result[quantity]).toBeCloseTo(value, 12);
      else expect([quantity, result[quantity]]).toEqual([quantity, value]);
    }
  });
});
