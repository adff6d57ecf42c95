/** The same bytes whatever the order, the blocks and the world. */
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { Model } from "../../engine/model.ts";
import { createWorld, replicate, type World } from "../../engine/replicate.ts";
import { digestOf } from "../../engine/tally/digest.ts";
import { createTallies, mergeTallies, type Tallies } from "../../engine/tally/tally.ts";
import { randomScenario } from "../support/random-scenario.ts";
import { modelOf } from "../support/scenario.ts";

const RUNS = 8;
const SEED = "d";
const inOrder = Array.from({ length: RUNS }, (_, replication) => replication);
const digest = (tallies: Tallies, runs = RUNS): string => digestOf(tallies, "0".repeat(64), SEED, 0, runs);

function runOf(model: Model, replications: readonly number[], world: World = createWorld(model)): Tallies {
  const tallies = createTallies(model);
  for (const replication of replications) replicate(model, world, tallies, SEED, replication);
  return tallies;
}

describe("the digest of a run", () => {
  test.prop([randomScenario(true), fc.shuffledSubarray(inOrder, { minLength: RUNS }), fc.integer({ min: 1, max: 7 })], {
    numRuns: 60,
    seed: 11,
  })("is the same in any order, in two blocks merged either way, and in fresh worlds", ({ document }, order, cut) => {
    const model = modelOf(document);
    const whole = digest(runOf(model, inOrder));
    expect(digest(runOf(model, order))).toBe(whole);
    const [first, second] = [runOf(model, order.slice(0, cut)), runOf(model, order.slice(cut))];
    mergeTallies(second, first);
    expect(digest(second)).toBe(whole);
    const alone = createTallies(model);
    for (const replication of order) mergeTallies(alone, runOf(model, [replication]));
    expect(digest(alone)).toBe(whole);
  });

  test.prop([randomScenario(true)], { numRuns: 40, seed: 12 })(
    "of the first half of a run is the digest of a run of half the length",
    ({ document }) => {
      const model = modelOf(document);
      const world = createWorld(model);
      const half = digest(runOf(model, inOrder.slice(0, RUNS / 2), world), RUNS / 2);
      const long = runOf(model, inOrder.slice(RUNS / 2), world);
      expect(digest(runOf(model, inOrder.slice(0, RUNS / 2)), RUNS / 2)).toBe(half);
      mergeTallies(long, runOf(model, inOrder.slice(0, RUNS / 2)));
      expect(digest(long)).toBe(digest(runOf(model, inOrder)));
    },
  );
});
