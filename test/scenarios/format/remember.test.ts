/** What many scenarios build on is parsed once, and nobody can tell. */
import { describe, expect, it } from "vitest";
import { type ReadOptions, readScenario } from "../../../scenarios/format/read.ts";
import { rememberTrees } from "../../../scenarios/format/remember.ts";
import { reference, scenarioOf } from "../reference/shipped.ts";

const base =
  "muster: 1\nname: Base\nextends: nothing\nplaces: { forces: { alder: { at: [51, 0] } } }\ncapabilities: { psu: {} }\n";

describe("a text that is remembered", () => {
  const remembered = rememberTrees();
  const read = (text: string, own = "muster: 1\nname: Own\nextends: base.yaml\n") => {
    const load: ReadOptions["load"] = () => remembered({ file: "base.yaml", text });
    return readScenario(own, { file: "own.yaml", load });
  };

  it("is read as it was, after it was merged with others", () => {
    expect(remembered({ file: "base.yaml", text: base }).tree).toBeDefined();
    const first = read(
      base,
      "muster: 1\nname: Other\nextends: base.yaml\nplaces: { forces: { alder: { at: [52, 0] } } }\n",
    );
    expect(first).toMatchObject({ ok: true, scenario: { places: { forces: { alder: { at: [52, 0] } } } } });
    expect(read(base)).toMatchObject({ ok: true, scenario: { places: { forces: { alder: { at: [51, 0] } } } } });
    expect(remembered({ file: "base.yaml", text: base })).toBe(remembered({ file: "base.yaml", text: base }));
  });

  it("is read anew when it has changed", () => {
    expect(read(base.replace("alder", "birch"))).toMatchObject({
      ok: true,
      scenario: { places: { forces: { birch: {} } } },
    });
  });

  it("is told with its faults each time", () => {
    const twice = base.replace("name: Base", "name: Base\nname: Again");
    for (const _ of [1, 2]) {
      expect(read(twice)).toMatchObject({ ok: false, faults: [{ file: "base.yaml", line: 3 }] });
    }
  });

  it("may be the whole reference country: what one scenario changes no other sees", () => {
    const before = structuredClone(reference);
    const text = "muster: 1\nname: The reference country\nclock: { horizon: 1 d }\n";
    const changed = scenarioOf(
      `${text}capabilities: { psu: { officersPerUnit: 24 } }\npeople: { holdings: { search: null } }\n`,
    );
    expect(changed.capabilities!.psu!.officersPerUnit).toBe(24);
    expect(scenarioOf(text)).toEqual(before);
  });
});
