/** The estimators of the verification: control variates, how precise is precise, and demand with units without end. */
import seedrandom from "seedrandom";
import { linearRegression, mean, sampleVariance } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { emptyTape } from "../../engine/demand/columns.ts";
import { chanceToReach, comingHands, compoundPoisson, endless, oneFastUnit, poisson } from "../verify/endless.ts";
import { enter, type Figure, halfWidthAsked, judge, nSums, type Run, runsWanted } from "../verify/figure.ts";

const run = (of: Record<string, number>): Run => ({
  of,
  flows: new Float64Array(0),
  overtimeUnitMinutes: 0,
  tape: emptyTape(),
  horizon: 1,
});
/** Figures x = 5 + 3a + e, with a of mean 0 and e that repeats. */
const sample = Array.from({ length: 240 }, (_, i) => {
  const a = ((i * 37) % 101) / 50 - 1;
  return { x: 5 + 3 * a + ((i * 61) % 17) / 17 - 8 / 17, a, b: -2 * a, c: ((i * 13) % 11) - 5 };
});
const figure = (...controls: ((one: Run) => number)[]): Figure => ({
  key: "x",
  exact: 5,
  part: ({ of }) => of.x!,
  ...(controls.length > 0 ? { controls } : {}),
});
const judged = (one: Figure, runs = sample) => {
  const sums = new Float64Array(nSums(one));
  for (const of of runs) enter(one, run(of), sums, 0);
  return judge(one, sums, 0);
};

describe("control variates", () => {
  it("without any, the figure is the mean and its half-width that of the mean", () => {
    const { found, halfWidth } = judged(figure());
    const xs = sample.map(({ x }) => x);
    expect(found).toBeCloseTo(mean(xs), 10);
    expect(halfWidth).toBeCloseTo(1.96 * Math.sqrt(sampleVariance(xs) / xs.length), 10);
  });

  it("with one, the figure is what the regression line says where the control is nought", () => {
    const { b } = linearRegression(sample.map(({ a, x }) => [a, x]));
    const { found, halfWidth } = judged(figure(({ of }) => of.a!));
    expect(found).toBeCloseTo(b, 10);
    expect(halfWidth).toBeLessThan(0.2 * judged(figure()).halfWidth);
  });

  it("two that say the same count once", () => {
    const one = judged(figure(({ of }) => of.a!));
    const two = judged(
      figure(
        ({ of }) => of.a!,
        ({ of }) => of.b!,
      ),
    );
    expect(two).toEqual(one);
  });

  it("another one never widens the interval but by its degree of freedom", () => {
    const one = judged(figure(({ of }) => of.a!));
    const two = judged(
      figure(
        ({ of }) => of.a!,
        ({ of }) => of.c!,
      ),
    );
    expect(two.halfWidth).toBeLessThan(one.halfWidth * Math.sqrt(238 / 237) + 1e-12);
  });

  it("takes none where there are too few runs to tell", () => {
    const few = sample.slice(0, 24);
    const controls = judged(
      figure(({ of }) => of.a!),
      few,
    );
    expect(controls).toEqual(judged(figure(), few));
  });
});

describe("the standard error, in samples small enough to be worked out by hand", () => {
  const mean4: Figure = { key: "m", exact: 2, part: ({ of }) => of.x! };

  it("of a mean: the spread about the mean over n − 1, by the root of n", () => {
    const { found, z, halfWidth } = judged(mean4, [1, 2, 3, 4].map((x) => ({ x })) as never);
    expect(found).toBe(2.5);
    // squares about 2.5 add up to 5: 5 ÷ 3 ÷ 4
    expect(halfWidth).toBeCloseTo(1.96 * Math.sqrt(5 / 12), 12);
    expect(z).toBeCloseTo(0.5 / Math.sqrt(5 / 12), 12);
  });

  it("of a ratio: that of part − exact × whole, by the mean whole", () => {
    const ratio: Figure = { key: "r", exact: 0.5, part: ({ of }) => of.x!, whole: ({ of }) => of.n! };
    const runs = [
      { x: 1, n: 2 },
      { x: 2, n: 4 },
      { x: 3, n: 4 },
      { x: 2, n: 2 },
    ];
    // residuals 0, 0, 1, 1: mean a half, squares about it 1: 1 ÷ 3 ÷ 4
    const { found, z, halfWidth } = judged(ratio, runs as never);
    expect(found).toBeCloseTo(0.5 + 0.5 / 3, 12);
    expect(z).toBeCloseTo(0.5 / Math.sqrt(1 / 12), 12);
    expect(halfWidth).toBeCloseTo((1.96 * Math.sqrt(1 / 12)) / 3, 12);
  });

  it("of a quantile: that of the share above it, by the density there", () => {
    const median: Figure = {
      key: "q",
      exact: 10,
      part: ({ of }) => of.above!,
      quantile: { share: 0.5, near: ({ of }) => [of.less!, of.more!] },
    };
    const runs = [1, 1, 1, 0].map((above, i) => ({ above, less: 1, more: i < 2 ? 1 : 0 }));
    // a share of 0.5 between 9.9 and 10.1: 2.5 a unit; three quarters lie above, squares about that 0.75
    const { found, z, halfWidth } = judged(median, runs as never);
    expect(found).toBeCloseTo(10 + 0.25 / 2.5, 12);
    expect(z).toBeCloseTo(0.25 / Math.sqrt(0.75 / 12), 12);
    expect(halfWidth).toBeCloseTo((1.96 * Math.sqrt(0.75 / 12)) / 2.5, 12);
  });

  // a is ±1 and e is ±1, every pair equally often: nothing of one is in the other
  const square = Array.from({ length: 64 }, (_, i) => ({ a: i & 1 ? 1 : -1, d: i & 4 ? 1 : -1, e: i & 2 ? 1 : -1 }));

  it("with one control: what it leaves, over n − 2", () => {
    const runs = square.map(({ a, e }) => ({ x: 7 + 2 * a + e, a }));
    const { found, halfWidth, z } = judged(
      figure(({ of }) => of.a!),
      runs as never,
    );
    expect(found).toBeCloseTo(7, 12);
    expect(halfWidth).toBeCloseTo(1.96 * Math.sqrt(64 / 62 / 64), 12);
    expect(z).toBeCloseTo(2 / Math.sqrt(1 / 62), 10);
  });

  it("with two controls, one off its nought: the line through both, over n − 3", () => {
    const runs = square.map(({ a, d, e }) => ({ x: 7 + 2 * a - 3 * d + e, a: a + 0.25, d }));
    const { found, halfWidth } = judged(
      figure(
        ({ of }) => of.a!,
        ({ of }) => of.d!,
      ),
      runs as never,
    );
    // where the first is nought, a is −0.25
    expect(found).toBeCloseTo(7 - 0.5, 12);
    expect(halfWidth).toBeCloseTo(1.96 * Math.sqrt(1 / 61), 12);
  });

  it("a control whose own mean is not nought is told, and the figure does not agree", () => {
    const off = (by: number) =>
      judged(
        { ...figure(({ of }) => of.a!), exact: 7 },
        square.map(({ a, e }) => ({ x: 7 + 2 * (a + by) + e, a: a + by })) as never,
      );
    expect(off(0).controlZ).toBeCloseTo(0, 12);
    expect(off(0).agrees).toBe(true);
    // its spread is 1 in 64 runs: 0.5 is four standard errors, 0.6 nearly five
    expect(off(0.5).controlZ).toBeCloseTo(0.5 * Math.sqrt(63), 10);
    expect(off(0.5).agrees).toBe(true);
    expect(off(0.6).agrees).toBe(false);
  });

  it("covers: of 2,000 samples whose figure is known, with two controls, 95 of 100 intervals hold it", () => {
    const uniform = seedrandom("coverage of judge");
    const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    let held = 0;
    let squares = 0;
    for (let sample = 0; sample < 2000; sample++) {
      const runs = Array.from({ length: 90 }, () => {
        const [a, b, e] = [normal(), normal(), normal()];
        return { x: 5 + 2 * a + b + e, a, b: b + a };
      });
      const { found, halfWidth, z } = judged(
        figure(
          ({ of }) => of.a!,
          ({ of }) => of.b!,
        ),
        runs as never,
      );
      held += Number(Math.abs(found - 5) <= halfWidth);
      squares += z! * z!;
    }
    expect(held / 2000).toBeGreaterThan(0.935);
    expect(held / 2000).toBeLessThan(0.965);
    // 1.02 for Student's 87 degrees and the chance of the slopes, and three errors of a spread of 2,000
    expect(Math.sqrt(squares / 2000)).toBeGreaterThan(0.97);
    expect(Math.sqrt(squares / 2000)).toBeLessThan(1.07);
  });
});

describe("how precise is precise", () => {
  it("half per cent of 0.01 or more, 0.0002 below, nothing under 0.001", () => {
    expect([0.5, 0.01, 0.005, 0.0009].map(halfWidthAsked)).toEqual([0.0025, 0.00005, 0.0002, null]);
  });

  it("a rare case that has not come up is not known, however narrow it looks", () => {
    const rare: Figure = { key: "rare", exact: 0.002, part: ({ of }) => of.rare!, indicator: true };
    const none = judged(
      rare,
      sample.map((one) => ({ ...one, rare: 0 })),
    );
    expect(none.precise).toBe(false);
    expect(runsWanted(none)).toBe(15_000);
  });
});

describe("demand with units without end", () => {
  it("the chances of a Poisson count add up, and have their mean", () => {
    for (const load of [0, 0.5, 8, 900]) {
      const p = poisson(load, 2000);
      expect(p.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
      expect(p.reduce((sum, one, n) => sum + n * one, 0)).toBeCloseTo(load, 9);
    }
  });

  it("the chances of a compound count have its mean and variance, and are Poisson for incidents of one", () => {
    const sizes = [
      { units: 1, p: 0.75 },
      { units: 4, p: 0.25 },
    ];
    const p = compoundPoisson(6, sizes, 300);
    const moment = (power: number) => p.reduce((sum, one, n) => sum + n ** power * one, 0);
    expect(moment(0)).toBeCloseTo(1, 12);
    expect(moment(1)).toBeCloseTo(6 * 1.75, 10);
    expect(moment(2) - moment(1) ** 2).toBeCloseTo(6 * (0.75 + 0.25 * 16), 8);
    const single = compoundPoisson(6, [{ units: 1, p: 1 }], 60);
    poisson(6, 60).forEach((one, n) => {
      expect(single[n]).toBeCloseTo(one, 12);
    });
  });

  it("one is busy before the horizon unless nobody asks", () => {
    expect(chanceToReach(1, 0.7, 3)).toBeCloseTo(1 - Math.exp(-2.1), 10);
  });

  const tape = emptyTape();
  // [10, 30) and [20, 50)
  tape.nIncidents = 2;
  tape.minute.set([10, 20]);
  tape.firstPhase.set([0, 1]);
  tape.phaseDuration.set([20, 30]);
  tape.phaseFirstNeed.set([0, 1]);
  tape.needUnits.set([1, 1]);
  tape.nOrder = 2;
  tape.order.set([0, 1]);
  const idle = emptyTape();
  idle.minute.set([200]);
  idle.nOrder = 1;
  const two: Run = { of: {}, flows: new Float64Array(0), overtimeUnitMinutes: 0, tape, horizon: 100 };

  it("is followed over the tape to the minute", () => {
    const demand = endless(1);
    const busy = demand.average((units) => units);
    const both = demand.average((units) => Number(units >= 2));
    const last = demand.atEnd((units) => units);
    expect(busy(two)).toBeCloseTo(50 / 100 - 1, 12);
    expect(both(two)).toBeCloseTo(10 / 100 - (1 - 2 / Math.E), 12);
    expect(last(two)).toBeCloseTo(-1, 12);
    const fromNothing = endless(1, 100);
    const reaches = [1, 2, 3].map((units) => ({ units, off: fromNothing.reaches(units) }));
    const reached = reaches.map(({ units, off }) => off(two) + chanceToReach(units, 1, 100));
    expect(reached.map((hit) => Math.round(hit * 1e9) / 1e9)).toEqual([1, 1, 0]);
  });

  it("hands that come as work mounts work at its speed, and at the speed of all beyond", () => {
    // holdings of 10 minutes, 2 units, 1 holding of work at the outset: at 10 it has 2 more, at 20 it has 3 more
    const [full, beyond, squares] = comingHands(2, 1, 10).map((control) => control(two));
    // from nothing measured before the first incident: at minute 10 there is 1 + 2 = 3
    // 3 falls by 2 a holding: 2 after half a holding, then for half a holding like exp(−t)
    const second = 2 * Math.exp(-0.5) + 3;
    const over = second - 2;
    const none = comingHands(2, 1, 10).map((control) => control({ ...two, tape: idle }));
    expect(full! - none[0]!).toBeCloseTo((0.5 + over / 2) / 10, 12);
    expect(beyond! - none[1]!).toBeCloseTo((0.5 / 2 + over ** 2 / 4) / 10, 12);
    expect(squares! - none[2]!).toBeCloseTo((1 / 6 + over ** 3 / 6) / 10, 12);
    // the means, by the density x^(λ − 1) e^(−x) below two and e^(−x / 2) beyond: λ is 1
    const all = 1 - Math.exp(-2) + 2 * Math.exp(-2);
    expect(none[0]).toBeCloseTo((-2 * Math.exp(-2)) / all, 12);
    expect(none[1]).toBeCloseTo((-4 * Math.exp(-2)) / all, 12);
    expect(none[2]).toBeCloseTo((-16 * Math.exp(-2)) / all, 12);
  });

  it("one fast unit works it off in turn", () => {
    // two together: 20 minutes of work fall to 0 by 20, 30 more by 35
    const area = 20 * 10 - (2 * 10 * 10) / 2 + 30 * 15 - (2 * 15 * 15) / 2;
    expect(oneFastUnit(2, 1, 40)(two)).toBeCloseTo(area / 100 - 40, 10);
  });
});
