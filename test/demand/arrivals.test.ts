/** Arrivals of every kind against their laws, with fixed seeds: |z| ≤ 4.5. */
import { describe, expect, it } from "vitest";
import { createTape, drawTape } from "../../engine/demand/draw-tape.ts";
import { cumulativeWeights, deterministic, empirical, exponential, triangular } from "../../engine/kernel/draws.ts";
import { NEVER, NONE, type Steps } from "../../engine/model.ts";
import { modelOf, poissonArrivals, schedule } from "./models.ts";

/** Mean and variance over replications of a figure of the tape, with the z of each against theory. */
function moments(values: number[], mean: number, variance: number): { zMean: number; zVariance: number } {
  const n = values.length;
  const found = values.reduce((a, b) => a + b, 0) / n;
  const squares = values.map((v) => (v - found) ** 2);
  const foundVariance = squares.reduce((a, b) => a + b, 0) / (n - 1);
  const fourth = squares.reduce((a, b) => a + (b - foundVariance) ** 2, 0) / n;
  return {
    zMean: (found - mean) / Math.sqrt(foundVariance / n),
    zVariance: (foundVariance - variance) / Math.sqrt(fourth / n),
  };
}

function expectMoments(values: number[], mean: number, variance: number): void {
  const { zMean, zVariance } = moments(values, mean, variance);
  expect(Math.abs(zMean), "z of the mean").toBeLessThan(4.5);
  expect(Math.abs(zVariance), "z of the variance").toBeLessThan(4.5);
}

/** Kolmogorov-Smirnov distance times √n against a CDF; 2.225 is passed once in 10,000. */
function ks(values: number[], cdf: (x: number) => number): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let most = 0;
  for (let i = 0; i < n; i++) {
    const p = cdf(sorted[i]!);
    most = Math.max(most, (i + 1) / n - p, p - i / n);
  }
  return most * Math.sqrt(n);
}

function times<T>(n: number, f: (i: number) => T): T[] {
  return Array.from({ length: n }, (_, i) => f(i));
}

describe("Poisson arrivals", () => {
  it("have as many incidents in mean and variance as rate times time, spread evenly", () => {
    const model = modelOf({ riot: { arrivals: poissonArrivals(0.002) } }, { horizon: 10000 });
    const tape = createTape(model);
    const minutes: number[] = [];
    const counts = times(4000, (r) => {
      drawTape(model, "poisson", r, tape);
      for (let i = 0; i < tape.nIncidents; i++) minutes.push(tape.minute[i]!);
      return tape.nIncidents;
    });
    expectMoments(counts, 20, 20);
    expect(ks(minutes, (minute) => (minute + 0.5) / 10000)).toBeLessThan(2.225);
  });

  it("leave gaps that are exponential, and a first arrival whose chance is 1 − exp(−rate × time)", () => {
    const model = modelOf({ riot: { arrivals: poissonArrivals(0.0001) } }, { horizon: 1000000 });
    const tape = createTape(model);
    const gaps: number[] = [];
    for (let r = 0; r < 200; r++) {
      drawTape(model, "gaps", r, tape);
      gaps.push(tape.minute[0]!);
      for (let i = 1; i < 50; i++) gaps.push(tape.minute[i]! - tape.minute[i - 1]!);
    }
    expect(ks(gaps, (gap) => 1 - Math.exp(-(gap + 0.5) / 10000))).toBeLessThan(2.225);
  });

  // lambda(t) = 2 (1 + 0.8 sin(2π t ÷ 24)) an hour, by minute: the integral over a step is the same for any step.
  const sineRate: Steps = {
    from: Int32Array.from({ length: 1440 }, (_, m) => m),
    value: Float64Array.from({ length: 1440 }, (_, m) => {
      const integral = (t: number) => 2 * t - ((2 * 0.8 * 24) / (2 * Math.PI)) * Math.cos((2 * Math.PI * t) / 24);
      return integral((m + 1) / 60) - integral(m / 60);
    }),
  };

  it("follow a stepped rate: a sine over a day has 48 in mean and variance (case nhpp-2-0-24)", () => {
    const model = modelOf({ riot: { arrivals: { kind: "poisson", rate: sineRate } } });
    const tape = createTape(model);
    const within: number[] = [];
    const counts = times(6000, (r) => {
      drawTape(model, "nhpp", r, tape);
      let inside = 0;
      for (let i = 0; i < tape.nIncidents; i++) if (tape.minute[i]! >= 360 && tape.minute[i]! < 720) inside++;
      within.push(inside);
      return tape.nIncidents;
    });
    expectMoments(counts, 48, 48);
    // case nhpp-2-6-12
    expectMoments(within, 18.111549814728782, 18.111549814728782);
  });

  it("skip steps of no rate and begin at the start of the warm-up", () => {
    const rate = { from: Int32Array.of(-600, 0, 600), value: Float64Array.of(0.05, 0, 0.05) };
    const model = modelOf({ riot: { arrivals: { kind: "poisson", rate } } }, { horizon: 1200, warmUp: 600 });
    const tape = createTape(model);
    let early = 0;
    let late = 0;
    for (let r = 0; r < 300; r++) {
      drawTape(model, "steps", r, tape);
      for (let i = 0; i < tape.nIncidents; i++) {
        const minute = tape.minute[i]!;
        expect(minute >= -600 && minute < 1200 && !(minute >= 0 && minute < 600)).toBe(true);
        if (minute < 0) early++;
        else late++;
      }
    }
    expect(Math.abs(early - 9000)).toBeLessThan(4.5 * Math.sqrt(9000));
    expect(Math.abs(late - 9000)).toBeLessThan(4.5 * Math.sqrt(9000));
  });

  it("with random sizes ask for the units of the compound Poisson law (case cpois-0)", () => {
    const model = modelOf({
      riot: {
        arrivals: poissonArrivals(3 / 1440),
        severity: empirical([1, 2, 5], [0.7, 0.2, 0.1]),
        phases: [{ needs: [{ perSeverity: true }] }],
      },
    });
    const tape = createTape(model);
    let none = 0;
    const n = 40000;
    const totals = times(n, (r) => {
      drawTape(model, "compound", r, tape);
      let units = 0;
      for (let i = 0; i < tape.nNeeds; i++) units += tape.needUnits[i]!;
      if (units === 0) none++;
      return units;
    });
    expectMoments(totals, 4.8, 12);
    const p = 0.049787068367863944;
    expect(Math.abs(none / n - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / n));
  });
});

describe("Hawkes arrivals", () => {
  /** An hour of the case is 1,000 minutes here, so that whole minutes do not bias. */
  const hour = 1000;

  for (const { id, mu, alpha, beta, hours, mean, variance, none, n } of [
    {
      id: "hawkes-0",
      mu: 0.5,
      alpha: 0.6,
      beta: 1,
      hours: 24,
      mean: 28.12512699138092,
      variance: 155.87061374043682,
      none: 0,
      n: 6000,
    },
    {
      id: "hawkes-1",
      mu: 0.1,
      alpha: 0.9,
      beta: 1.2,
      hours: 48,
      mean: 18.200000557390368,
      variance: 265.200214372337,
      none: 0.008229747049020028,
      n: 8000,
    },
    {
      id: "hawkes-3",
      mu: 0.05,
      alpha: 0.45,
      beta: 0.5,
      hours: 168,
      mean: 75.00202380591762,
      variance: 6108.503224426544,
      none: 0.00022486732417884828,
      n: 4000,
    },
  ]) {
    it(`have the mean and variance of the count from an empty start (case ${id})`, () => {
      const rate = { from: Int32Array.of(0), value: Float64Array.of(mu / hour) };
      const kernel = Float64Array.of(alpha / beta);
      const lag = exponential(hour / beta);
      const model = modelOf(
        { riot: { arrivals: { kind: "hawkes", rate, kernel, lag } } },
        { horizon: hours * hour, nForces: 1 },
      );
      const tape = createTape(model);
      let empty = 0;
      const counts = times(n, (r) => {
        drawTape(model, "hawkes", r, tape);
        if (tape.nIncidents === 0) empty++;
        return tape.nIncidents;
      });
      expectMoments(counts, mean, variance);
      expect(Math.abs(empty / n - none)).toBeLessThan(4.5 * Math.sqrt((none * (1 - none)) / n) + 1e-3);
    });
  }

  it("spread over three forces at the stationary rates (case hawkes-3d)", () => {
    // kernel rows are parents here: mean children at force g of an incident at force f
    const kernel = Float64Array.of(0.3, 0.2, 0.1, 0.1, 0.3, 0.1, 0.05, 0.1, 0.4);
    const rate = { from: Int32Array.of(-50000), value: Float64Array.of(0.35 / hour) };
    const model = modelOf(
      {
        riot: {
          arrivals: { kind: "hawkes", rate, kernel, lag: exponential(hour) },
          place: { kind: "weighted", cumulative: cumulativeWeights([0.2, 0.1, 0.05]) },
        },
      },
      { horizon: 200 * hour, warmUp: 50 * hour, nForces: 3 },
    );
    const tape = createTape(model);
    const expected = [0.336734693877551, 0.2653061224489796, 0.1836734693877551];
    const counts: number[][] = [[], [], []];
    for (let r = 0; r < 1500; r++) {
      drawTape(model, "three", r, tape);
      const here = [0, 0, 0];
      for (let i = 0; i < tape.nIncidents; i++) if (tape.minute[i]! >= 0) here[tape.force[i]!]!++;
      for (let f = 0; f < 3; f++) counts[f]!.push(here[f]! / 200);
    }
    for (let f = 0; f < 3; f++) {
      expect(Math.abs(moments(counts[f]!, expected[f]!, 0).zMean)).toBeLessThan(4.5);
    }
  });

  it("have children that come at least a minute after their parent, before the horizon", () => {
    const rate = { from: Int32Array.of(0), value: Float64Array.of(0.01) };
    const arrivals = { kind: "hawkes", rate, kernel: Float64Array.of(0.8), lag: exponential(0.1) } as const;
    const model = modelOf({ riot: { arrivals } }, { nForces: 1 });
    const tape = createTape(model);
    let children = 0;
    for (let r = 0; r < 50; r++) {
      drawTape(model, "lags", r, tape);
      for (let i = 0; i < tape.nIncidents; i++) {
        const parent = tape.parent[i]!;
        if (parent === NONE) continue;
        children++;
        expect(tape.minute[i]! > tape.minute[parent]! && tape.minute[i]! < 1440).toBe(true);
      }
    }
    expect(children).toBeGreaterThan(500);
  });

  it("that never die out are stopped with the replication, the threat and what to change", () => {
    const rate = { from: Int32Array.of(0), value: Float64Array.of(0.1) };
    const arrivals = { kind: "hawkes", rate, kernel: Float64Array.of(3), lag: deterministic(1) } as const;
    const model = modelOf({ riot: { arrivals, phases: [{}] } }, { nForces: 1 });
    expect(() => drawTape(model, "endless", 7, createTape(model))).toThrow(
      /Replication 7 .*5,000,000.*"riot".*children/,
    );
  }, 60000);
});

describe("scheduled arrivals", () => {
  it("come as written, force, severity and duration included, within the clock only", () => {
    const arrivals = schedule([-61, -60, 0, 1439, 1440], {
      force: Int16Array.of(0, 1, NONE, 1, 0),
      severity: Float64Array.of(1, 4, Number.NaN, 2, 1),
      duration: Float64Array.of(1, 104, Number.NaN, 7, 1),
    });
    const model = modelOf({ riot: { arrivals, severity: deterministic(9) } }, { warmUp: 60 });
    const tape = createTape(model);
    drawTape(model, "1", 0, tape);
    expect(tape.nIncidents).toBe(3);
    expect([...tape.minute.slice(0, 3)]).toEqual([-60, 0, 1439]);
    expect([...tape.force.slice(0, 3)]).toEqual([1, 0, 1]);
    expect([...tape.severity.slice(0, 3)]).toEqual([4, 9, 2]);
    expect([...tape.phaseDuration.slice(0, 3)]).toEqual([104, 60, 7]);
  });

  it("happen with their probability and move by their jitter", () => {
    const arrivals = schedule([500, 700], { probability: 0.3, jitter: triangular(-20, 0, 20) });
    const model = modelOf({ riot: { arrivals } });
    const tape = createTape(model);
    let happened = 0;
    const moved: number[] = [];
    for (let r = 0; r < 20000; r++) {
      drawTape(model, "jitter", r, tape);
      happened += tape.nIncidents;
      for (let i = 0; i < tape.nIncidents; i++)
        moved.push(tape.minute[i]! < 600 ? tape.minute[i]! - 500 : tape.minute[i]! - 700);
    }
    expect(Math.abs(happened - 12000)).toBeLessThan(4.5 * Math.sqrt(40000 * 0.3 * 0.7));
    expect(Math.max(...moved.map(Math.abs))).toBeLessThanOrEqual(20);
    // variance of the triangular, 800 ÷ 12, and a twelfth for rounding
    expectMoments(moved, 0, 800 / 12 + 1 / 12);
  });
});

describe("triggered arrivals", () => {
  it("follow each parent with their probability, after their lag, near it", () => {
    const model = modelOf(
      {
        riot: {
          arrivals: schedule(times(200, (i) => i * 10)),
          place: { kind: "weighted", cumulative: Float64Array.of(0.5, 1) },
          triggers: [
            {
              threat: 1,
              probability: 0.4,
              lag: exponential(100),
              place: { kind: "nearParent", cumulative: Float64Array.of(1, 1, 0, 1) },
            },
          ],
        },
        wave: { arrivals: { kind: "triggered" } },
      },
      { horizon: 1000000 },
    );
    const tape = createTape(model);
    const counts: number[] = [];
    const lags: number[] = [];
    for (let r = 0; r < 400; r++) {
      drawTape(model, "triggers", r, tape);
      counts.push(tape.nIncidents - 200);
      for (let i = 200; i < tape.nIncidents; i++) {
        const parent = tape.parent[i]!;
        expect(tape.threat[i] === 1 && tape.force[i] === tape.force[parent]).toBe(true);
        lags.push(tape.minute[i]! - tape.minute[parent]!);
      }
    }
    expectMoments(counts, 80, 48);
    expect(Math.min(...lags)).toBeGreaterThanOrEqual(1);
    // rounded to the nearest minute, at least 1
    expect(ks(lags, (lag) => 1 - Math.exp(-(lag + 0.5) / 100))).toBeLessThan(2.225 + 0.01 * Math.sqrt(lags.length));
  });
});

describe("a finite source", () => {
  it("is a chain for each source: the first by itself after its gap, the rest latent, gaps short of the horizon", () => {
    const arrivals = { kind: "finiteSource", sources: 5, idle: exponential(200) } as const;
    const model = modelOf({ call: { arrivals } }, { warmUp: 100 });
    const tape = createTape(model);
    const firsts: number[] = [];
    for (let r = 0; r < 2000; r++) {
      drawTape(model, "sources", r, tape);
      expect(tape.nOrder).toBeLessThanOrEqual(5);
      let seen = 0;
      for (let k = 0; k < tape.nOrder; k++) {
        let incident = tape.order[k]!;
        let earliest = tape.minute[incident]!;
        firsts.push(earliest + 100);
        seen++;
        while (tape.next[incident] !== NONE) {
          earliest += tape.nextGap[incident]!;
          incident = tape.next[incident]!;
          seen++;
          expect(tape.minute[incident]).toBe(NEVER);
        }
        expect(earliest).toBeLessThan(1440);
      }
      expect(seen).toBe(tape.nIncidents);
    }
    // almost all sources begin within the clock: 1 − exp(−1540 ÷ 200)
    expect(firsts.length).toBeGreaterThan(9900);
    expect(ks(firsts, (gap) => (1 - Math.exp(-(gap + 0.5) / 200)) / (1 - Math.exp(-1540 / 200)))).toBeLessThan(2.6);
  });
});
