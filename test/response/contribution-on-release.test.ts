/** What a force may lend when its own incident ends: no more than was agreed. */
import { expect, it } from "vitest";
import { eventsOf, handMade } from "../support/hand.ts";

const released = (contribution: number) =>
  eventsOf(
    handMade({
      horizon: 1440,
      units: { host: 0, near: 2 },
      travel: { byTier: { local: 0, regional: 0, national: 0 } },
      psu: {},
      needs: [
        { at: 0, lasts: 300, units: 2, where: "near" },
        { at: 100, lasts: 1200, units: 2 },
      ],
      more: {
        people: { holdings: { psu: { units: { host: 0, near: 2 } } }, contributions: { psu: { near: contribution } } },
      },
    }),
    "on the ground",
  ).filter(([, , need]) => need === "n1");

it("units released at home are lent up to the contribution, not beyond it", () => {
  expect(released(0)).toEqual([]);
  expect(released(1)).toEqual([[300, "near", "n1"]]);
});

it("with as much agreed as is released, all of them go", () => {
  expect(released(2)).toEqual([[300, "near", "n1"]]);
});
