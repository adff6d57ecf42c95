/** Changes to a scenario's own text, as the page makes them. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { presetIds } from "../../cli/place.ts";
import {
  type Change,
  changesBetween,
  type EditPath,
  plainText,
  valueAt,
  withChanges,
  withRawChanges,
  withValue,
} from "../../scenarios/format/edit.ts";
import { readScenario } from "../../scenarios/format/read.ts";
import type { Plain } from "../../scenarios/format/tree.ts";

const BASE = `muster: 1
name: Base
extends: nothing
places:
  forces: { alder: { at: [51, 0] }, birch: { at: [52, 0] } }
capabilities:
  psu: { readiness: { now: 0.5, 4 h: 1 }, duty: { shift: 12 h } }
people:
  holdings: { psu: { units: { alder: { value: 5, source: "a book" }, birch: 3 } } }
threats:
  riot:
    arrivals: { poisson: { perDay: { low: 0.5, high: 1 } } }
    phases:
      - { duration: 8 h, needs: [{ capability: psu, units: 2 }] }
      - { duration: 4 h, needs: [{ capability: psu, units: 1 }] }
`;

const OWN = `muster: 1 # the version
name: Own
extends: base.yaml
# why this is so
people:
  holdings: { psu: { units: { birch: 4 } } } # counted twice
`;

const load = (ref: string) => (ref === "base.yaml" ? { file: ref, text: BASE } : null);
function resolved(text: string): Plain {
  const result = readScenario(text, { file: "own.yaml", load });
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.scenario as unknown as Plain;
}
const shipped = { text: OWN, resolved: resolved(OWN) };
const changed = (...changes: Change[]) => withChanges(OWN, changes, shipped.resolved, shipped);
const units = (force: string): EditPath => ["people", "holdings", "psu", "units", force];

describe("a change", () => {
  it("is written where the text speaks of it, and leaves comments where they are", () => {
    const text = changed([units("birch"), 9]);
    expect(text).toContain("birch: 9");
    for (const comment of ["# the version", "# why this is so", "# counted twice"]) expect(text).toContain(comment);
  });

  it("is added where only what it builds on speaks of it, and resolves to what was asked", () => {
    const text = changed([units("alder"), 9], [["capabilities", "psu", "duty", "shift"], "10 h"]);
    expect(valueAt(resolved(text), units("alder"))).toBe(9);
    expect(valueAt(resolved(text), units("birch"))).toBe(4);
    expect(valueAt(resolved(text), ["capabilities", "psu", "duty"])).toEqual({ shift: "10 h" });
    expect(text).not.toContain("readiness");
  });

  it.each<[string, EditPath, Plain, EditPath, Plain]>([
    [
      "a list",
      ["threats", "riot", "phases", 1, "duration"],
      "5 h",
      ["threats", "riot", "phases", 0, "duration"],
      "8 h",
    ],
    ["a figure", [...units("alder"), "value"], 7, [...units("alder"), "source"], "a book"],
    [
      "a map that is one thing",
      ["capabilities", "psu", "readiness", "now"],
      0.7,
      ["capabilities", "psu", "readiness", "4 h"],
      1,
    ],
    [
      "a range",
      ["threats", "riot", "arrivals", "poisson", "perDay", "low"],
      0.7,
      ["threats", "riot", "arrivals", "poisson", "perDay", "high"],
      1,
    ],
  ])("within %s that is merged whole keeps the rest of it", (_, path, value, beside, there) => {
    const after = resolved(changed([path, value]));
    expect(valueAt(after, path)).toEqual(value);
    expect(valueAt(after, beside)).toEqual(there);
  });

  it.each<[string, EditPath, Plain]>([
    ["a number", units("alder"), 9],
    ["its own number", units("birch"), 9],
    ["a part of a list", ["threats", "riot", "phases", 1, "duration"], "5 h"],
    ["a part of a figure", [...units("alder"), "value"], 7],
    ["a threat", ["threats", "riot"], null],
    ["something new", ["threats", "riot", "severity"], 3],
  ])("that is put back leaves no trace: %s", (_, path, value) => {
    const text = changed([path, value]);
    expect(resolved(text)).not.toEqual(shipped.resolved);
    const back = withChanges(text, [[path, undefined]], withValue(shipped.resolved, path, value), shipped);
    expect(resolved(back)).toEqual(shipped.resolved);
    expect(plainText(back)).toEqual(plainText(OWN));
  });

  it("to null takes out what it builds on", () => {
    expect(valueAt(resolved(changed([units("alder"), null])), units("alder"))).toBeUndefined();
  });
});

describe("changes between two texts", () => {
  it("make the second of the first", () => {
    const text = changed(
      [units("alder"), 9],
      [["threats", "riot", "phases", 0, "needs", 0, "units"], 6],
      [["name"], "Other"],
    );
    const changes = changesBetween(OWN, text);
    expect(changes).not.toBeNull();
    expect(plainText(withRawChanges(OWN, changes!))).toEqual(plainText(text));
    expect(changesBetween(OWN, OWN)).toEqual([]);
  });

  it("are none where only the order of keys tells the two apart", () => {
    expect(changesBetween("a: 1\nb: 2\n", "b: 2\na: 1\n")).toBeNull();
  });
});

describe("every preset", () => {
  it.each(presetIds())("keeps its meaning when its text is written anew: %s", (id) => {
    const text = readFileSync(`scenarios/${id}.yaml`, "utf8");
    const view = plainText(text);
    const renamed = withChanges(text, [[["name"], "Another name"]], view, { text, resolved: view });
    expect(plainText(renamed)).toEqual({ ...(plainText(text) as object), name: "Another name" });
    const comments = (whole: string) => whole.match(/(?<=\s)# .*$/gm)?.length ?? 0;
    expect(comments(renamed)).toBe(comments(text));
  });
});
