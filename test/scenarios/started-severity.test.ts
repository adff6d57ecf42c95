/** How severe what an incident starts is: as its own threat draws it, or as what started it. */
import { expect, it } from "vitest";
import { createTape, drawTape } from "../../engine/demand/draw-tape.ts";
import type { DemandTape } from "../../engine/demand/tape.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { readScenarioObject } from "../../scenarios/format/read.ts";
import { country } from "../response/country.ts";

/** Forty incidents of severity 2 to 40, each of which starts one that draws 1 or 3, somewhere. */
function tapeOf(severity?: unknown): DemandTape {
  const needs = [{ capability: "psu", units: 1, perSeverity: true }];
  const read = readScenarioObject(
    country({
      threats: {
        attack: {
          arrivals: { schedule: Array.from({ length: 40 }, (_, i) => ({ at: 10 * i, severity: 2 + i })) },
          phases: [{ duration: 60, needs }],
          triggers: [
            {
              threat: "unrest",
              lag: { dist: "exponential", mean: 60 },
              ...(severity === undefined ? {} : { severity }),
            },
          ],
        },
        unrest: {
          arrivals: { triggered: true },
          severity: { levels: { 1: 0.5, 3: 0.5 } },
          phases: [{ duration: { dist: "exponential", mean: 90 }, needs }],
        },
      },
    }),
  );
  if (!read.ok) throw new Error(read.faults.map(({ message }) => message).join("\n"));
  const { model } = compileScenario(read.scenario, "0".repeat(64));
  const tape = createTape(model);
  drawTape(model, "1", 0, tape);
  return tape;
}

/** Severity and first need's units of what was started, in the order of what started it, and everything else of it. */
function started(tape: DemandTape) {
  const rows = [...tape.parent.slice(0, tape.nIncidents)].flatMap((parent, incident) => (parent < 0 ? [] : [incident]));
  const byParent = rows.sort((a, b) => tape.parent[a]! - tape.parent[b]!);
  return {
    severity: byParent.map((incident) => tape.severity[incident]),
    units: byParent.map((incident) => tape.needUnits[tape.phaseFirstNeed[tape.firstPhase[incident]!]!]),
    rest: byParent.map((incident) => [
      tape.minute[incident],
      tape.force[incident],
      tape.phaseDuration[tape.firstPhase[incident]!],
    ]),
  };
}
const own = started(tapeOf());

it("draws a severity of its own where the trigger says nothing, or own", () => {
  expect(new Set(own.severity)).toEqual(new Set([1, 3]));
  expect(started(tapeOf("own"))).toEqual(own);
});

it("is as severe as what started it with severity: parent, and asks for as much", () => {
  const like = started(tapeOf("parent"));
  expect(like.severity).toEqual(Array.from({ length: 40 }, (_, i) => 2 + i));
  expect(like.units).toEqual(like.severity);
});

it("is as severe as a stated share of what started it", () => {
  const half = started(tapeOf({ ofParent: { value: 0.5, source: "a guess", kind: "assumption" } }));
  expect(half.severity).toEqual(Array.from({ length: 40 }, (_, i) => (2 + i) / 2));
});

it("happens at the same minute and place and for as long, however severe it is", () => {
  expect(started(tapeOf("parent")).rest).toEqual(own.rest);
});
