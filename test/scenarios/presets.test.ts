/**
 * Each preset tells a story, asks a question and says how to read the answer; it passes its checks, runs with finite
 * numbers and exact accounts (asserted in every replication), and what its reading says of who is short stays true.
 * 200 runs of each are `npm run templates`.
 */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readArgument } from "../../cli/load.ts";
import { presetIds } from "../../cli/place.ts";
import { formatFault } from "../../scenarios/format/faults.ts";
import { runTemplate } from "../templates/run-template.ts";
import { scenarioOf, textOf } from "./reference/shipped.ts";

const ids = presetIds();
const LONG = "year-of-everything";

describe.each(ids)("%s", (id) => {
  it("has a story, a question and a reading of its own, each no longer than a paragraph", () => {
    const { story, question, reading } = parse(textOf(`${id}.yaml`));
    for (const said of [story, question, reading]) {
      expect(said).toBeTypeOf("string");
      expect(said.length).toBeGreaterThan(20);
      expect(said.length).toBeLessThan(900);
    }
    expect(question.trim()).toMatch(/[?.]$/);
  });

  it("passes every check without a warning", () => {
    const { resolved, faults, warnings } = readArgument(id);
    expect([...faults, ...warnings].map(formatFault)).toEqual([]);
    expect(resolved?.name).toBeDefined();
  });
});

/** Which capabilities the reading calls short in nearly every run, and which in hardly any. */
const READINGS: Readonly<Record<string, { readonly often?: readonly string[]; readonly seldom?: readonly string[] }>> =
  {
    "armed-stand-down": { seldom: ["arv", "ctsfo"] },
    "control-rooms-fail": { seldom: ["nmat", "response", "bdu"] },
    "disorder-c1-attack": { often: ["explosives-dogs"], seldom: ["armed-guarding"] },
    "east-coast-surge": { often: ["search", "logistics"], seldom: ["roads"] },
    "london-and-provinces": { seldom: ["psu"] },
    "marauding-two-cities": { often: ["ctsfo"], seldom: ["arv"] },
    "mass-fatality-transport": { seldom: ["dvi", "casualty-bureau", "search", "nmat"] },
    "merged-twelve": { seldom: ["psu"] },
    "northern-ireland-asks": { often: ["psu"] },
    "pandemic-and-disorder": { often: ["psu", "bdu"] },
    "power-out-five-days": { often: ["psu", "bdu"] },
    "precautionary-night": { seldom: ["psu"] },
    "prison-disorder": { seldom: ["psu"] },
    "reservoir-evacuation": { often: ["logistics"], seldom: ["bdu"] },
    "summit-and-attack": { often: ["psu", "explosives-dogs"], seldom: ["arv", "ctsfo"] },
    "ten-day-endurance": { often: ["psu"] },
    "weekend-protests": { often: ["plt"] },
  };
const RUNS = 12;

describe("runs", () => {
  it.each(ids.filter((id) => id !== LONG))(
    "%s: finite numbers, something is asked, and who is short as it is read",
    (id) => {
      const { often = [], seldom = [] } = READINGS[id] ?? {};
      const { notFinite, asked, short } = runTemplate(id, often.length + seldom.length > 0 ? RUNS : 2);
      expect(notFinite).toEqual([]);
      expect(asked.length).toBeGreaterThan(0);
      for (const capability of often) expect(short.get(capability), capability).toBeGreaterThanOrEqual(0.66);
      for (const capability of seldom) expect(short.get(capability), capability).toBeLessThanOrEqual(0.34);
    },
  );
});

describe(LONG, () => {
  it("wakes every threat of the seven, for a year", () => {
    const { threats, clock } = scenarioOf(textOf(`${LONG}.yaml`), `${LONG}.yaml`);
    expect(clock!.horizon).toBe("365 d");
    const awake = Object.values(threats!).filter(
      ({ arrivals }) => !("triggered" in arrivals!) && !("schedule" in arrivals!),
    );
    expect(new Set(awake.map(({ nationalThreat }) => nationalThreat)).size).toBe(7);
  });

  it("runs its first weeks with finite numbers and exact accounts", () => {
    const { resolved } = readArgument(LONG);
    const { notFinite, asked } = runTemplate(LONG, 2, {}, { ...resolved!.clock, horizon: "21 d", warmUp: 0 });
    expect(notFinite).toEqual([]);
    expect(asked.length).toBeGreaterThan(60);
  });
});

it("is the same people in twelve forces as in the reference country", () => {
  const { places, people } = scenarioOf(textOf("merged-twelve.yaml"), "merged-twelve.yaml");
  const sum = (of: Readonly<Record<string, unknown>>) =>
    Object.values(of).reduce((all: number, n) => all + Number(n), 0);
  const forces = Object.values(places.forces!);
  expect(forces).toHaveLength(12);
  expect(forces.reduce((all, { officers }) => all + Number(officers), 0)).toBe(146_442);
  expect(forces.reduce((all, { population }) => all + Number(population), 0)).toBe(59_597_529);
  expect(sum(people!.holdings!["level-2"]!.officers!)).toBe(18_000);
  expect(sum(people!.contributions!.psu as Readonly<Record<string, unknown>>)).toBe(372);
});

it("shows escalation off and on side by side: the same places and people, only what thin presence leads to differs", () => {
  const off = scenarioOf(textOf("concurrent-disorder.yaml"), "concurrent-disorder.yaml");
  const on = scenarioOf(textOf("plans/disorder-that-escalates.yaml"), "plans/disorder-that-escalates.yaml");
  expect(off.policy!.escalation).toBe(false);
  expect(on.policy).toEqual({ ...off.policy, escalation: true });
  for (const key of ["threats", "capabilities", "people", "places", "clock"] as const)
    expect(on[key]).toEqual(off[key]);
});
