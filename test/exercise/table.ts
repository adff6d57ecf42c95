/** A small country to play in: four forces in two regions, ten PSUs, two incidents of which the second comes unannounced. */

import type { Table } from "../../scenarios/exercise/play.ts";
import { readExercise, type WrittenDecision } from "../../scenarios/exercise/read.ts";
import { openExercise } from "../../workers/exercise.ts";

export const country = `
muster: 1
name: Four forces
extends: nothing
clock: { start: 2026-08-01T00:00, horizon: 2 d }
places:
  forces:
    alder: { name: Alder Police, xy: [0, 0] }
    birch: { name: Birch Police, xy: [40, 0] }
    castle: { name: Castle Police, xy: [150, 0] }
    dover: { name: Dover Police, xy: [190, 0] }
  schemes:
    ricc:
      west: { name: The west, members: [alder, birch] }
      east: { name: The east, members: [castle, dover] }
skills: { all: {}, level-2: { parent: all } }
capabilities:
  psu:
    name: Police Support Unit
    skill: level-2
    officersPerUnit: 25
    scheme: ricc
    tiers:
      regional: { trigger: at shortfall, coordinationDelay: 30 min }
      national: { trigger: at shortfall, openingDelay: 60 min, coordinationDelay: 60 min }
    duty: { shift: 12 h, longestShift: 16 h, rest: 11 h, reliefLead: 4 h, tour: 5 d, recovery: 24 h }
    donors: nearest
people:
  holdings: { psu: { units: { alder: 2, birch: 3, castle: 4, dover: 3 } } }
  floors: { psu: { birch: 1, castle: 1, dover: 1 } }
threats:
  riot:
    name: Disorder
    arrivals: { schedule: [{ at: 1 h, where: alder }] }
    phases: [{ duration: 20 h, needs: [{ capability: psu, units: 6 }] }]
  march:
    name: March
    arrivals: { schedule: [{ at: 4 h, where: dover }] }
    phases: [{ duration: 10 h, needs: [{ capability: psu, units: 3 }] }]
  affray:
    name: Affray
    arrivals: { poisson: { perDay: 3 } }
    phases: [{ duration: { dist: exponential, mean: 3 h }, needs: [{ capability: psu, units: { dist: poisson, mean: 1 } }] }]
`;

/** @param more keys of the exercise beside scenario, seed and replication, as YAML flow or block text */
export function tableOf(more = "", scenario = country): Table {
  const text = `muster-exercise: 1\nname: A night\nscenario: own\nseed: "7"\nreplication: 2\n${more}`;
  const read = readExercise(text, "night.yaml");
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return openExercise({ ...read.exercise, scenario: { text: scenario } }, { load: () => null, shipped: false });
}

export const riot = "riot/alder/60";

export const decisionsOf = (table: Table): readonly WrittenDecision[] => table.exercise.decisions ?? [];
