import { describe, expect, it } from "vitest";
import { canonicalJson, formatFault, type ResolvedScenario, readScenario } from "../../../scenarios/format/read.ts";
import { GOOD } from "./small.ts";

type Files = Readonly<Record<string, string>>;

function readWith(text: string, files: Files) {
  return readScenario(text, {
    file: "plan.yaml",
    load: (ref) => (files[ref] === undefined ? null : { file: ref, text: files[ref] }),
  });
}

/** The scenario that `text` makes over the good one. */
function over(text: string, files: Files = { "base.yaml": GOOD }): ResolvedScenario {
  const result = readWith(text.includes("extends:") ? text : `muster: 1\nextends: base.yaml\n${text}`, files);
  if (!result.ok) throw new Error(result.faults.map(formatFault).join("\n"));
  return result.scenario;
}

describe("a scenario that extends another says only what differs", () => {
  it("maps merge key by key", () => {
    const { capabilities } = over("capabilities: { psu: { chain: down, duty: { rest: 10 h } } }");
    expect(capabilities["psu"]).toMatchObject({
      chain: "down",
      skill: "level-2",
      duty: { rest: "10 h", shift: "12 h" },
    });
  });

  it("lists are replaced whole", () => {
    expect(over("overlaps: []").overlaps).toEqual([]);
    const { north } = over("places: { schemes: { ricc: { north: { members: [cedar] } } } }").places.schemes!["ricc"]!;
    expect(north).toEqual({ name: "North", members: ["cedar"] });
  });

  it("null removes a key, and an empty value is null", () => {
    expect(over("capabilities: { psu: { duty: null, readiness: } }").capabilities["psu"]).not.toHaveProperty("duty");
    expect(over("observe:").observe).toBeUndefined();
  });

  it("a figure is replaced whole, so that an old source never adorns a new number", () => {
    const base = GOOD.replace("officersPerUnit: 25", "officersPerUnit: { value: 25, source: SPR }");
    const { psu } = over("capabilities: { psu: { officersPerUnit: { value: 20 }, duty: { tour: { value: 4 d } } } }", {
      "base.yaml": base,
    }).capabilities;
    expect(psu?.officersPerUnit).toEqual({ value: 20 });
    expect(psu?.duty?.tour).toEqual({ value: "4 d" });
  });

  it("a trigger, a place or a severity is replaced whole", () => {
    const scenario = over(`
capabilities: { psu: { tiers: { national: { trigger: { at: 6 h } } } } }
threats: { riot: { where: { each: all }, severity: { levels: { 3: 1 } } } }`);
    expect(scenario.capabilities["psu"]?.tiers?.national).toEqual({ trigger: { at: "6 h" }, openingDelay: "4 h" });
    expect(scenario.threats?.["riot"]).toMatchObject({ where: { each: "all" }, severity: { levels: { 3: 1 } } });
    expect(scenario.threats?.["riot"]?.severity).toEqual({ levels: { 3: 1 } });
  });

  it("the same way of arriving merges, another way replaces", () => {
    expect(
      over("threats: { riot: { arrivals: { hawkes: { perDay: 2 } } } }").threats?.["riot"]?.arrivals.hawkes,
    ).toMatchObject({ perDay: 2, kernel: "near" });
    expect(over("threats: { riot: { arrivals: { poisson: { perDay: 2 } } } }").threats?.["riot"]?.arrivals).toEqual({
      poisson: { perDay: 2 },
    });
  });

  it("assumptions are joined by id, the later one standing", () => {
    const list = (...ids: string[]) =>
      `[${ids.map((id) => `{ id: ${id}, what: ${id} ${ids.length}, kind: assumption }`).join(", ")}]`;
    const base = `${GOOD}assumptions: ${list("a", "b", "c")}\n`;
    const { assumptions } = over(`assumptions: ${list("d", "b")}`, { "base.yaml": base });
    expect(assumptions?.map(({ what }) => what)).toEqual(["a 3", "c 3", "d 2", "b 2"]);
  });

  it("the reference data is extended where nothing is said", () => {
    const result = readWith("muster: 1\n", { reference: GOOD });
    expect(result.ok && result.sources.map(({ file }) => file)).toEqual(["reference", "plan.yaml"]);
  });

  it("what several files build on is laid down once, so that the second does not take back what the first says", () => {
    const files = {
      "base.yaml": GOOD,
      "later.yaml": "muster: 1\nextends: base.yaml\ncapabilities: { psu: { chain: down } }",
      "closer.yaml": "muster: 1\nextends: base.yaml\nplaces: { speed: 50 }",
    };
    for (const order of ["later.yaml, closer.yaml", "closer.yaml, later.yaml"]) {
      const scenario = over(`muster: 1\nextends: [${order}]`, files);
      expect(scenario.capabilities["psu"]?.chain, order).toBe("down");
      expect(scenario.places.speed, order).toBe(50);
    }
  });

  it("several files are merged in their order, and the file itself last", () => {
    const files = { "base.yaml": GOOD, "two.yaml": "muster: 1\nextends: nothing\nname: Two\nseed: two\n" };
    expect(over("muster: 1\nextends: [base.yaml, two.yaml]\nseed: three\n", files)).toMatchObject({
      name: "Two",
      seed: "three",
    });
  });

  it("parts need no version and extend nothing", () => {
    const files = {
      "base.yaml": "muster: 1\nparts: [a.yaml, b.yaml]\nname: Whole\n",
      "a.yaml": GOOD.replace("muster: 1\n", ""),
      "b.yaml": "seed: b\nname: Part\n",
    };
    expect(over("", files)).toMatchObject({ name: "Whole", seed: "b" });
  });

  it("a removed force is gone from what the extended file says of it", () => {
    const scenario = over(
      "places: { forces: { alder: null }, holders: { army: null, joint-dogs: null } }\nthreats: { riot: { where: birch } }",
    );
    expect(canonicalJson(scenario)).not.toContain("alder:");
    expect(scenario.places.schemes?.["ricc"]?.["south"]?.members).toEqual(["south-hub"]);
    expect(scenario.people?.holdings?.["psu"]?.units).toEqual({ birch: 8 });
  });

  it("a removed threat takes its triggers and escalation with it", () => {
    const { riot } = over("threats: { looting: null }").threats!;
    expect(riot?.triggers).toEqual([]);
    expect(riot?.phases[0]?.escalation).toEqual([]);
  });

  it("what the file itself says of a force it removed is a fault", () => {
    const result = readWith(
      "muster: 1\nextends: base.yaml\nplaces: { forces: { cedar: null } }\npeople: { floors: { psu: { cedar: 1 } } }\nthreats: { looting: { where: birch } }\n",
      { "base.yaml": GOOD },
    );
    expect(result.ok ? [] : result.faults.map(formatFault)).toEqual([
      'plan.yaml:4:28  people.floors.psu.cedar: "cedar" is not a force or holder.',
    ]);
  });
});

describe("faults of merged scenarios", () => {
  it("point at the file and line where the words stand", () => {
    const result = readWith("muster: 1\nextends: base.yaml\nthreats:\n  riot: { where: kents }\n", {
      "base.yaml": GOOD.replace("chain: up", "chain: upp"),
    });
    expect(result.ok ? [] : result.faults.map(formatFault)).toEqual([
      'plan.yaml:4:18  threats.riot.where: "kents" is not a force.',
      'base.yaml:31:12  capabilities.psu.chain: "upp" is not one of: up, down, national. Did you mean "up"?',
    ]);
  });

  it("a circle of files is refused where it closes", () => {
    const files = { "a.yaml": "muster: 1\nextends: b.yaml\n", "b.yaml": "muster: 1\nextends: a.yaml\n" };
    const result = readWith("muster: 1\nextends: a.yaml\n", files);
    expect(result.ok ? [] : result.faults.map(formatFault)).toContain(
      "b.yaml:2:10  extends: plan.yaml extends a.yaml extends b.yaml extends a.yaml: a circle.",
    );
  });

  it("a file that extends itself is refused", () => {
    const result = readWith("muster: 1\nextends: plan.yaml\n", { "plan.yaml": "muster: 1\n" });
    expect(result.ok ? "" : formatFault(result.faults[0]!)).toBe(
      "plan.yaml:2:10  extends: plan.yaml extends plan.yaml: a circle.",
    );
  });

  it("a tower of files that doubles at each level is read once each", () => {
    const tower = (levels: number) =>
      Object.fromEntries(
        Array.from({ length: levels }, (_, i) => [
          `f${i}.yaml`,
          i === levels - 1 ? GOOD : `muster: 1\nextends: [f${i + 1}.yaml, f${i + 1}.yaml]\n`,
        ]),
      );
    const result = readWith("muster: 1\nextends: f0.yaml\n", tower(40));
    expect(result.ok && result.sources.length).toBe(41);
    const taller = readWith("muster: 1\nextends: f0.yaml\n", tower(80));
    expect(taller.ok ? [] : taller.faults.map(({ message }) => message)).toContain(
      "More than 64 files are not merged.",
    );
  });
});

describe("canonical JSON", () => {
  it("sorts keys at every level, keeps lists in order and numbers exact", () => {
    expect(canonicalJson({ b: [2, { d: 0.1, c: "é" }], a: null })).toBe('{"a":null,"b":[2,{"c":"é","d":0.1}]}');
  });

  it("is refused for what is not plain JSON", () => {
    expect(() => canonicalJson({ a: undefined })).toThrow("Only plain JSON");
    expect(() => canonicalJson([Number.NaN])).toThrow("Only plain JSON");
  });
});
