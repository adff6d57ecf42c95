/** A small good scenario that touches most of the language, for the tests of how faults are told. */
export const GOOD = `muster: 1
name: Two counties and a city
extends: nothing
clock: { start: 2026-08-01T06:00, horizon: 14 d, warmUp: 0 }
seed: "1"
replications: 100
places:
  forces:
    alder: { name: Alder Police, at: [51.5, -0.1], officers: 3000, population: 900000 }
    birch: { name: Birch Police, at: [52.4, -1.9], officers: 2000 }
    cedar: { at: [53.4, -2.2], officers: 1500 }
  schemes:
    ricc:
      south: { name: South, members: [alder, south-hub] }
      north: { name: North, members: [birch, cedar] }
  holders:
    south-hub: { kind: hub, at: [51.6, -0.2] }
    joint-dogs: { kind: collaboration, members: [alder, birch], at: [52, -1] }
    army: { kind: outside, tier: 4, notice: 24 h, chance: 0.9, at: alder }
skills:
  all: {}
  level-3: { parent: all }
  level-2: { parent: level-3 }
overlaps:
  - { used: level-2, blocks: all, share: 0.2 }
capabilities:
  psu:
    skill: level-2
    officersPerUnit: 25
    scheme: ricc
    chain: up
    readiness: { now: 0.1, 1 h: 0.2, 4 h: 0.4, 8 h: 0.6, 24 h: 1 }
    tiers:
      regional: { trigger: at shortfall, coordinationDelay: 60 min }
      national: { trigger: { ratio: 0.8 }, openingDelay: 4 h }
    duty: { shift: 12 h, tour: { low: 3 d, mode: 5 d, high: 7 d } }
    donors: regional proportionate
people:
  holdings:
    psu:
      relation: beside
      units: { alder: 12, birch: 8 }
    all: { officers: { alder: 3000, birch: 2000 } }
  contributions:
    psu: { alder: 8 }
  floors:
    psu: { alder: 4 }
threats:
  riot:
    arrivals:
      hawkes: { perDay: 0.3, meanChildren: 0.5, lag: { dist: exponential, mean: 12 h }, kernel: near }
    where: { weights: { alder: 2, birch: 1 } }
    severity: { levels: { 1: 0.7, 2: 0.2, 5: 0.1 } }
    phases:
      - id: peak
        duration: { dist: lognormal, median: 8 h, sigma: 0.6 }
        needs:
          - capability: psu
            units: 6
            team: all
        escalation:
          - { below: 0.6, chance: 0.2, threat: looting, lag: 3 h, where: same }
    triggers:
      - { threat: looting, probability: 0.3, lag: 6 h, where: same }
  looting:
    arrivals: { triggered: true }
    where: kent-free
    phases:
      - duration: 90
        needs:
          - { capability: psu, units: 1 }
observe:
  busy-at-noon: { capability: psu, quantity: levelAt, level: busy, at: 6 h }
`.replace("kent-free", "cedar");
