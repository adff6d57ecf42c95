/** The planner's formula of reliefs, held against rotas written out turn by turn. */
import { describe, expect, it } from "vitest";
import { cycleMinutes, type ReliefCycle, unitsToSustain } from "../../engine/planning/relief.ts";

const hours = (onScene: number, travel: number, rest: number): ReliefCycle => ({
  onSceneMinutes: 60 * onScene,
  travelMinutes: 60 * travel,
  restMinutes: 60 * rest,
});

/**
 * A rota that hands over evenly: turn j begins at j × turn ÷ onScene, units take turns in rotation.
 * It holds if every unit is back from its last turn, rested and there, when its next begins.
 */
function rotaHolds(onScene: number, units: number, cycle: ReliefCycle): boolean {
  const apart = cycle.onSceneMinutes / onScene;
  const leaves = cycle.onSceneMinutes + cycle.travelMinutes + cycle.restMinutes + cycle.travelMinutes;
  return Array.from({ length: 500 }, (_, turn) => turn * apart).every(
    (begins, turn, all) => turn < units || begins - all[turn - units]! >= leaves - 1e-9,
  );
}

describe("units to sustain a number on the ground", () => {
  it.each([
    [10, hours(12, 2, 11), 23],
    [3, hours(12, 1, 11), 7],
    [1, hours(12, 0, 12), 2],
    [4, hours(8, 0, 16), 12],
    [0, hours(12, 2, 11), 0],
  ])("%d there in cycles of %o take %d", (onScene, cycle, units) => {
    expect(unitsToSustain(onScene, cycle)).toBe(units);
  });

  it("are enough for a rota that hands over evenly, and one fewer is not", () => {
    for (const onScene of [1, 2, 5, 10, 18]) {
      for (const cycle of [
        hours(12, 2, 11),
        hours(12, 1, 11),
        hours(8, 0.75, 11),
        hours(10, 3, 24),
        hours(12, 0, 12),
      ]) {
        const units = unitsToSustain(onScene, cycle);
        expect(rotaHolds(onScene, units, cycle)).toBe(true);
        expect(rotaHolds(onScene, units - 1, cycle)).toBe(false);
      }
    }
  });

  it("count a journey twice", () => {
    expect(cycleMinutes(hours(12, 2, 11))).toBe(27 * 60);
  });

  it("do not exist for turns of no length", () => {
    expect(() => unitsToSustain(3, hours(0, 1, 11))).toThrow("at least a minute; got 0");
  });
});
