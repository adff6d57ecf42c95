/** When incidents happen, worked out from the streams' own uniforms by the textbook formula. */
import { describe, expect, it } from "vitest";
import { createTape, drawTape } from "../../engine/demand/draw-tape.ts";
import { deterministic } from "../../engine/kernel/draws.ts";
import { nextUniform, openStream, STREAM_WORDS } from "../../engine/kernel/streams.ts";
import { type Arrivals, type Model, NONE } from "../../engine/model.ts";
import { modelOf, poissonArrivals, schedule } from "./models.ts";

function minutesOf(model: Model, seed: string, replication: number): number[] {
  const tape = createTape(model);
  drawTape(model, seed, replication, tape);
  return [...tape.minute.subarray(0, tape.nIncidents)];
}

/** The uniforms of a named stream, one after another. */
function uniformsOf(seed: string, purpose: string, replication: number): () => number {
  const state = new Int32Array(STREAM_WORDS);
  openStream(state, seed, purpose, replication);
  return () => nextUniform(state);
}

describe("Poisson arrivals", () => {
  it("come after sums of exponential gaps, −ln(u) ÷ rate, each rounded down to its minute", () => {
    const model = modelOf({ riot: { arrivals: poissonArrivals(0.02) } });
    for (const replication of [0, 1, 2]) {
      const next = uniformsOf("7", "riot/arrivals", replication);
      const expected: number[] = [];
      for (let time = -Math.log(next()) / 0.02; time < model.horizon; time += -Math.log(next()) / 0.02) {
        expected.push(Math.floor(time));
      }
      expect(expected.length).toBeGreaterThan(10);
      expect(minutesOf(model, "7", replication)).toEqual(expected);
    }
  });

  it("follow a rate that changes: what is owed of a gap is paid at the rate of each step", () => {
    const rate = { from: Int32Array.of(0, 500, 900), value: Float64Array.of(0.01, 0, 0.04) };
    const model = modelOf({ riot: { arrivals: { kind: "poisson", rate } } });
    /** The minute by which the cumulative rate reaches a level: 5 by 500, then nothing to 900. */
    const minuteOf = (level: number) => (level < 5 ? level / 0.01 : 900 + (level - 5) / 0.04);
    const next = uniformsOf("7", "riot/arrivals", 4);
    const expected: number[] = [];
    for (let level = -Math.log(next()); minuteOf(level) < model.horizon; level -= Math.log(next())) {
      expected.push(Math.floor(minuteOf(level)));
    }
    expect(expected.some((minute) => minute < 500) && expected.some((minute) => minute >= 900)).toBe(true);
    expect(minutesOf(model, "7", 4)).toEqual(expected);
  });
});

it("a scheduled incident happens where its uniform is below its chance, the first of two that each entry takes", () => {
  const minutes = Array.from({ length: 40 }, (_, at) => 10 * at);
  const model = modelOf({ march: { arrivals: schedule(minutes, { probability: 0.3 }) } });
  const next = uniformsOf("7", "march/arrivals", 0);
  const expected = minutes.filter(() => {
    const happens = next() < 0.3;
    next();
    return happens;
  });
  expect(expected.length).toBeGreaterThan(3);
  expect(minutesOf(model, "7", 0)).toEqual(expected);
});

it("Hawkes children come their lag after their parent", () => {
  const arrivals: Arrivals = {
    kind: "hawkes",
    rate: { from: Int32Array.of(0), value: Float64Array.of(0.01) },
    kernel: Float64Array.of(0.4, 0.2, 0.2, 0.4),
    lag: deterministic(90),
  };
  const model = modelOf({ disorder: { arrivals } }, { horizon: 14_400 });
  const tape = createTape(model);
  drawTape(model, "7", 0, tape);
  const children = Array.from({ length: tape.nIncidents }, (_, at) => at).filter((at) => tape.parent[at] !== NONE);
  expect(children.length).toBeGreaterThan(20);
  for (const child of children) expect(tape.minute[child]! - tape.minute[tape.parent[child]!]!).toBe(90);
});
