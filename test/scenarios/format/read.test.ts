import { describe, expect, it } from "vitest";
import { formatFault, readScenario, readScenarioObject } from "../../../scenarios/format/read.ts";
import { GOOD } from "./small.ts";

const nothing = () => null;
const read = (text: string, file = "small.yaml") => readScenario(text, { file, load: nothing });

/** The faults of the good scenario with one place changed, as they are printed. */
function faultsOf(good: string, bad: string): string[] {
  expect(GOOD, "the place to change is in the good scenario").toContain(good);
  const result = read(GOOD.replace(good, bad));
  return result.ok ? [] : result.faults.map(formatFault);
}

describe("a good scenario", () => {
  it("is read without a fault or warning, as plain JSON and as it was written", () => {
    const result = read(GOOD);
    if (!result.ok) throw new Error(result.faults.map(formatFault).join("\n"));
    expect(result.warnings).toEqual([]);
    expect(result.scenario).toEqual(JSON.parse(JSON.stringify(result.scenario)));
    expect(result.scenario.capabilities["psu"]?.tiers?.national?.openingDelay).toBe("4 h");
    expect(result.scenario).not.toHaveProperty("extends");
    expect(result.sources).toEqual([{ file: "small.yaml", text: GOOD }]);
  });

  it("is the same scenario as a plain object", () => {
    const result = read(GOOD);
    if (!result.ok) throw new Error("good");
    expect(readScenarioObject(result.scenario)).toMatchObject({ ok: true, scenario: result.scenario });
  });
});

describe("a fault says file, line, column, path, what was found and what would be right", () => {
  const cases: readonly (readonly [title: string, good: string, bad: string, ...faults: string[]])[] = [
    [
      "an unknown key, at the key, with the nearest known one",
      "threats:\n",
      "threts:\n",
      '48:1  threts: "threts" is not a key here. Did you mean "threats"?',
    ],
    [
      "an unknown key within a record",
      "officersPerUnit: 25",
      "officersPerUnit: { value: 25, sorce: SPR }",
      '29:35  capabilities.psu.officersPerUnit.sorce: "sorce" is not a key here. Did you mean "source"?',
    ],
    [
      "an unknown key at which nothing stands",
      "officers: 1500",
      "officers: 1,500",
      '11:44  places.forces.cedar.500: "500" is not a key here. Known here: name, at, xy, officers, population, area, source, note.',
    ],
    [
      "a duplicate id, at the second",
      "observe:",
      "people:",
      '72:1  people: "people" stands here twice, first in line 38.',
      '72:1  people: "people" stands here twice, first in line 38.',
    ],
    [
      "a reference to no force",
      "where: cedar",
      "where: ceder",
      '67:12  threats.looting.where: "ceder" is not a force. Did you mean "cedar"?',
    ],
    [
      "a holder that does not exist, at the key",
      "{ alder: 4 }",
      "{ aldr: 4 }",
      '47:12  people.floors.psu.aldr: "aldr" is not a force or holder. Did you mean "alder"?',
    ],
    [
      "a skill that does not exist",
      "skill: level-2",
      "skill: levl-2",
      '28:12  capabilities.psu.skill: "levl-2" is not a skill. Did you mean "level-2"?',
    ],
    [
      "a scheme that does not exist",
      "scheme: ricc",
      "scheme: rocu",
      '30:13  capabilities.psu.scheme: "rocu" is not a region scheme.',
    ],
    [
      "a threat that does not exist",
      "threat: looting, lag",
      "threat: lootin, lag",
      '62:48  threats.riot.phases.peak.escalation.lootin.threat: "lootin" is not a threat. Did you mean "looting"?',
    ],
    [
      "a capability that does not exist",
      "{ capability: psu, units: 1 }",
      "{ capability: psv, units: 1 }",
      '71:27  threats.looting.phases.0.needs.psv.capability: "psv" is not a capability. Did you mean "psu"?',
    ],
    [
      "a word outside its list",
      "chain: up",
      "chain: upp",
      '31:12  capabilities.psu.chain: "upp" is not one of: up, down, national. Did you mean "up"?',
    ],
    [
      "text where a number stands",
      "units: 6\n",
      "units: six\n",
      '59:20  threats.riot.phases.peak.needs.psu.units: "six" is not a number from 0 to 1000000, a range { low, mode, high } or a distribution { dist: … }.',
    ],
    [
      "a number that is none",
      "officers: 1500",
      "officers: .nan",
      "11:42  places.forces.cedar.officers: .nan is not a finite number.",
    ],
    [
      "a number without end",
      "officers: 1500",
      "officers: -.inf",
      "11:42  places.forces.cedar.officers: -.inf is not a finite number.",
    ],
    [
      "a number below its range",
      "officers: 1500",
      "officers: -3",
      "11:42  places.forces.cedar.officers: -3 is not a number from 0 to 1000000.",
    ],
    [
      "an absurd count",
      "replications: 100",
      "replications: 1000000000",
      "6:15  replications: 1000000000 is not a whole number from 1 to 1000000.",
    ],
    [
      "a share above 1",
      "probability: 0.3",
      "probability: 1.3",
      "64:41  threats.riot.triggers.looting.probability: 1.3 is not a share from 0 to 1.",
    ],
    [
      "an id read as a number",
      "where: cedar",
      "where: 012",
      "67:12  threats.looting.where: 012, which YAML reads as the number 12, is not a place: a force id, same, { weights }, { weightedBy: officers | population | area | nothing }, { each } or { near: 80 km }.",
    ],
    [
      "text read as a number",
      'seed: "1"',
      "seed: 1e3",
      "5:7  seed: 1e3, which YAML reads as the number 1000, is not text.",
    ],
    [
      "a missing key",
      "{ capability: psu, units: 1 }",
      "{ capability: psu }",
      '71:13  threats.looting.phases.0.needs.psu.units: "units" is missing: a number from 0 to 1000000, a range { low, mode, high } or a distribution { dist: … }.',
    ],
    [
      "a duration without length",
      "duration: 90",
      "duration: 0",
      "69:19  threats.looting.phases.0.duration: 0 is not a duration such as 90 (minutes), 90 min, 4 h, 2 d or 1 d 6 h, longer than 0.",
    ],
    [
      "a negative duration",
      "shift: 12 h",
      "shift: -4",
      "36:20  capabilities.psu.duty.shift: -4 is not a duration such as 90 (minutes), 90 min, 4 h, 2 d or 1 d 6 h.",
    ],
    [
      "a shift without length",
      "shift: 12 h",
      "shift: 0",
      "36:20  capabilities.psu.duty.shift: 0 is not a duration longer than 0.",
    ],
    [
      "an unknown distribution",
      "dist: lognormal",
      "dist: lognormel",
      '56:27  threats.riot.phases.peak.duration.dist: "lognormel" is not a distribution: deterministic, exponential, lognormal, gamma, weibull, uniform, triangular, pert, geometric, poisson or empirical. Did you mean "lognormal"?',
    ],
    [
      "a distribution short of a parameter",
      "median: 8 h, sigma: 0.6",
      "median: 8 h",
      "56:19  threats.riot.phases.peak.duration: A lognormal distribution needs mean and cv, or median and sigma.",
    ],
    [
      "a range whose mode lies outside it",
      "mode: 5 d, high",
      "mode: 9 d, high",
      '36:50  capabilities.psu.duty.tour.mode: "9 d" lies outside "3 d" to "7 d".',
    ],
    [
      "a range upside down",
      "low: 3 d",
      "low: 8 d",
      '36:61  capabilities.psu.duty.tour.high: The high end "7 d" is below the low end "8 d".',
    ],
    [
      "a tree of skills with a circle",
      "parent: all",
      "parent: level-2",
      "22:22  skills.level-3.parent: The tree of skills runs in a circle: level-3 under level-2 under level-3.",
    ],
    [
      "a child larger than its parent, with both numbers",
      "alder: 12,",
      "alder: 200,",
      "42:23  people.holdings.psu.units.alder: alder has 200 units of 25, 5000 officers at level-2, more than the 3000 officers at all, who include them.",
    ],
    [
      "a holder in two regions of one scheme",
      "[birch, cedar]",
      "[birch, cedar, alder]",
      '15:53  places.schemes.ricc.north.members.2: "alder" is already in "south"; under one scheme it has one region.',
    ],
    [
      "levels that do not sum to 1",
      "0.7, 2: 0.2",
      "0.7, 2: 0.3",
      "53:25  threats.riot.severity.levels: The shares of the levels sum to 1.1; they have to sum to 1.",
    ],
    [
      "readiness that falls",
      "4 h: 0.4, 8 h: 0.6",
      "4 h: 0.7, 8 h: 0.6",
      "32:53  capabilities.psu.readiness.8 h: Readiness is cumulative: 0.6 within 8 h is less than 0.7 within 4 h.",
    ],
    [
      "readiness that does not end at 1",
      "24 h: 1 }",
      "24 h: 0.9 }",
      "32:64  capabilities.psu.readiness.24 h: Readiness ends at 0.9 within 24 h; it has to end at 1.",
    ],
    [
      "a cluster that never ends, with its radius",
      "meanChildren: 0.5",
      "meanChildren: 1",
      "51:44  threats.riot.arrivals.hawkes.meanChildren: Each incident would start 1 more (spectral radius), so they never end; it has to be below 1.",
    ],
    [
      "a cluster that never ends at the high end of a range",
      "meanChildren: 0.5",
      "meanChildren: { low: 0.2, high: 1.2 }",
      "51:44  threats.riot.arrivals.hawkes.meanChildren: Each incident would start 1.2 more (spectral radius), so they never end; it has to be below 1.",
    ],
    [
      "a written kernel that never ends",
      "meanChildren: 0.5, lag: { dist: exponential, mean: 12 h }, kernel: near",
      "lag: 60, kernel: { alder: { birch: 2 }, birch: { alder: 0.5 } }",
      "51:47  threats.riot.arrivals.hawkes.kernel: Each incident would start 1 more (spectral radius), so they never end; it has to be below 1.",
    ],
    [
      "triggers that never end",
      "triggered: true }\n    where: cedar",
      "triggered: true }\n    where: cedar\n    triggers: [{ threat: looting, lag: 60 }]",
      "68:15  threats.looting.triggers: Triggers run in a circle in which each incident starts 1 more (spectral radius), so they never end.",
    ],
    [
      "more than three escalation steps",
      "escalation:\n",
      `escalation:\n${"          - { below: 1, chance: 1, threat: looting }\n".repeat(3)}`,
      "62:11  threats.riot.phases.peak.escalation: a list of 4 is not a list of at most 3 entries.",
    ],
    [
      "a time after the horizon",
      "level: busy, at: 6 h",
      "level: busy, at: 20 d",
      '73:72  observe.busy-at-noon.at: "20 d" is minute 28800, after the horizon at minute 20160.',
    ],
    [
      "a time before the clock starts",
      "perDay: 0.3",
      "perDay: 0.3, from: -2 d",
      '51:36  threats.riot.arrivals.hawkes.from: "-2 d" is minute -2880, before the clock starts at minute 0.',
    ],
    [
      "two ways of arriving",
      "triggered: true",
      "triggered: true, poisson: { perDay: 1 }",
      "66:15  threats.looting.arrivals: Incidents arrive in one way (schedule, poisson, table, hawkes, finiteSource, triggered); found poisson and triggered.",
    ],
    [
      "a date that does not exist",
      "start: 2026-08-01T06:00",
      "start: 2026-02-31T06:00",
      '4:17  clock.start: "2026-02-31T06:00" is not a civil time such as 2026-08-01T00:00.',
    ],
    [
      "a force without a place",
      "at: [53.4, -2.2], ",
      "",
      '11:12  places.forces.cedar: "cedar" has no coordinates (at or xy), and travel gives no times in their place.',
    ],
    [
      "a wrong version",
      "muster: 1",
      "muster: 2",
      '1:9  muster: 2 is not a version this program reads. The first line should be "muster: 1".',
    ],
    ["no version", "muster: 1\n", "", '1:1  muster: The version is missing. The first line should be "muster: 1".'],
    [
      "a file that is not there",
      "extends: nothing",
      "extends: elsewhere.yaml",
      '3:10  extends: There is no file or preset "elsewhere.yaml".',
    ],
    [
      "text that is not YAML",
      "name: Two",
      "name: [Two",
      "3:1  Not well-formed: Flow sequence in block collection must be sufficiently indented and end with a ].",
    ],
    [
      "a tag",
      "chain: up",
      "chain: !!str up",
      "31:18  capabilities.psu.chain: Tags (!…) are not read; write the plain value.",
    ],
    [
      "an alias of nothing",
      "chain: up",
      "chain: *x",
      "31:12  capabilities.psu.chain: No anchor &x stands before this alias.",
    ],
    [
      "near without a parent",
      "where: { weights: { alder: 2, birch: 1 } }",
      "where: { near: 80 km }",
      "52:20  threats.riot.where.near: Near is near the parent, and these incidents have none.",
    ],
    [
      "weights of nothing",
      "weights: { alder: 2, birch: 1 }",
      "weightedBy: population, among: [birch]",
      "52:26  threats.riot.where.weightedBy: No force here has population: incidents have nowhere to go.",
    ],
  ];
  it.each(cases)("%s", (_, good, bad, ...faults) => {
    const expected = [...new Set(faults)].map((fault) => `small.yaml:${fault}`);
    expect(faultsOf(good, bad)).toEqual(expected);
  });

  it.each(["012", "1e3", "true", "null", "yes", "2024-01-01", "~"])(
    "a force called %s, which YAML may read as something else",
    (id) => {
      const [first] = faultsOf("    cedar: {", `    ${id}: {`);
      expect(first).toMatch(
        /^small\.yaml:11:5 {2}places\.forces\..*is not an id: a word of letters, digits and single hyphens/,
      );
    },
  );

  it.each(["__proto__", "constructor", "prototype"])("a key called %s, which reaches into prototypes", (key) => {
    expect(faultsOf("  all: {}", `  ${key}: {}`)[0]).toBe(`small.yaml:21:3  skills.${key}: "${key}" cannot be a key.`);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

it("a scenario tells all its faults at once, in the order of its lines", () => {
  const bad = GOOD.replace("chain: up", "chain: upp")
    .replace("0.7, 2: 0.2", "0.7, 2: 0.3")
    .replace("where: cedar", "where: kents");
  const result = read(bad);
  expect(result.ok ? [] : result.faults.map(({ line, path }) => `${line} ${path}`)).toEqual([
    "31 capabilities.psu.chain",
    "53 threats.riot.severity.levels",
    "67 threats.looting.where",
  ]);
});

it("a contribution larger than the holding is a warning, not a fault", () => {
  const result = read(GOOD.replace("psu: { alder: 8 }", "psu: { alder: 80 }"));
  expect(result.ok && result.warnings.map(formatFault)).toEqual([
    "small.yaml:45:19  people.contributions.psu.alder: alder agrees to lend 80 units of psu and holds 12.",
  ]);
});

it("an object is held to the same rules, and its faults have paths without lines", () => {
  const result = readScenarioObject({
    muster: 1,
    name: "x",
    places: { forces: { alder: {} } },
    capabilities: { psu: { chian: "up" } },
  });
  expect(result.ok ? [] : result.faults.map(formatFault)).toEqual([
    'scenario  capabilities.psu.chian: "chian" is not a key here. Did you mean "chain"?',
  ]);
  expect(readScenarioObject({ muster: 1, name: "x", seed: Number.NaN }).ok).toBe(false);
  const circle: Record<string, unknown> = { muster: 1 };
  circle["self"] = circle;
  expect(readScenarioObject(circle)).toMatchObject({ ok: false, faults: [{ message: "This is not plain JSON." }] });
});
