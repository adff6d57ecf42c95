/**
 * What each figure of the page is: definition, formula, the rule of engine/MODEL.md it follows and the paragraph of the
 * Strategic Policing Requirement that asks for it. One entry a figure; the figures themselves stand elsewhere.
 */

export interface Definition {
  readonly name: string;
  readonly definition: string;
  readonly formula: string;
  /** rule of engine/MODEL.md */
  readonly rule: string;
  readonly paragraph: string;
  /** what the figure does not say */
  readonly limits: string;
  /** which parts of the capability's own numbers go into it; keys of the scenario file */
  readonly inputs: readonly string[];
}

const HOLDING = ["officersPerUnit", "people.holdings", "people.funnel", "people.floors", "people.contributions"];
const ROAD = ["tiers", "readiness", "places.speed", "places.roadFactor"];

export const DEFINITIONS = {
  runOut: {
    name: "Run out",
    definition:
      "In a run the capability has run out when, at the end of a minute, units are required that nobody is bringing and no answer is outstanding from a tier that was called. It is counted once a run, however often it happens.",
    formula: "runs in which it ran out at any minute ÷ all runs; 95 % interval after Wilson",
    rule: "37 and 41 (run-out of the nation is run-out anywhere in it)",
    paragraph: "¶120 (what is required), ¶123 (mutual aid in tiers)",
    limits: "A tier that is slow to answer hides a run-out until it answers.",
    inputs: [...HOLDING, ...ROAD],
  },
  runOutHour: {
    name: "Run out at this hour",
    definition: "The share of the runs in which the capability was run out at any minute of the hour shown.",
    formula: "runs in run-out within the hour ÷ all runs",
    rule: "37",
    paragraph: "¶120, ¶123",
    limits: "Hours cannot be added: a run that is short all night is counted in each of its hours.",
    inputs: [...HOLDING, ...ROAD],
  },
  firstRunOut: {
    name: "Time of the first run-out",
    definition: "Of the runs in which it ran out: the minute by which half of them had run out for the first time.",
    formula: "median over the runs that ran out; with it the minute by which one in ten had",
    rule: "42",
    paragraph: "¶123, ¶126",
    limits: "It says nothing of the runs in which it never ran out.",
    inputs: [...HOLDING, ...ROAD],
  },
  firstGap: {
    name: "The first gap",
    definition:
      "Of the runs that ran out: the minute at which half of them had for the first time, and of that first spell the units missing at once in half of them.",
    formula: "medians over the runs that ran out: minute of the first run-out, most units of the first spell",
    rule: "42",
    paragraph: "¶120, ¶123",
    limits: "The medians are of different runs; no one run need have all of them. Two gaps that touch are one.",
    inputs: [...HOLDING, ...ROAD],
  },
  nextDecision: {
    name: "The next decision",
    definition:
      "The call of the highest tier that is not open from the start, reckoned back from the early first gaps by what opening and answering take.",
    formula: "10th percentile of the first run-outs − opening delay − coordination delay, both at central values",
    rule: "23 and 24; a sum, no simulation: the morning meeting tests it by running it",
    paragraph: "¶123 to ¶127",
    limits: "Journeys come on top. Where nobody is left to send, an earlier call brings nobody.",
    inputs: ["tiers"],
  },
  leftForce: {
    name: "Left the force",
    definition: "The share of the runs in which at least one need could not be met by what its own force holds.",
    formula: "runs in which a need went above its capability's home tier ÷ all runs",
    rule: "37",
    paragraph: "¶124, ¶125 (local capacity exceeded: the region, then the nation)",
    limits: "Counted over the whole run; the hour at which it happened is in the replay of a run.",
    inputs: HOLDING,
  },
  leftRegion: {
    name: "Left the region",
    definition: "The share of the runs in which at least one need was sent beyond its region.",
    formula: "runs in which a need was asked of the nation ÷ all runs",
    rule: "37",
    paragraph: "¶125 to ¶127 (regional and national coordination)",
    limits: "Counted over the whole run.",
    inputs: [...HOLDING, "tiers"],
  },
  shortfall: {
    name: "Shortfall",
    definition:
      "Units required and not on the ground: on their way, between shifts, or brought by nobody. Mean over the runs.",
    formula: "required − on the ground = in transit + resting + unresourced",
    rule: "36",
    paragraph: "¶120",
    limits: "A unit on its way counts as missing until it arrives.",
    inputs: [...HOLDING, ...ROAD, "duty"],
  },
  levels: {
    name: "Required, on the ground, unresourced",
    definition:
      "Required: units that the incidents call for at that hour. On the ground: of these, who is there. Unresourced: of these, whom nobody is bringing.",
    formula:
      "mean over the hour in each run; drawn is the median of the runs, and the band from the 10th to the 90th percentile",
    rule: "36 and 41",
    paragraph: "¶120, ¶122",
    limits: "Medians of parts do not add up to the median of the whole.",
    inputs: [...HOLDING, ...ROAD, "duty"],
  },
  capacity: {
    name: "Capacity",
    definition:
      "Units that all those present could form at the start of the run, if everybody came: trained × in ticket × rostered × not absent, each at its central value, whole units by force. The line does not say that they may be lent.",
    formula: "Σ over forces of ⌊trained × share present ÷ officers per unit⌋",
    rule: "16 to 18",
    paragraph: "¶117, ¶122",
    limits: "Arithmetic on published strength, not a count. Floors and agreed contributions leave less to lend.",
    inputs: HOLDING,
  },
  byTier: {
    name: "Met by tier",
    definition:
      "Of the units on the ground, how many came from the host force (local), from its region, and from elsewhere in the nation. Counted on the hour in the first runs, which are made again one by one for this.",
    formula:
      "units on the ground on the hour by the tier that sent them: median, and 10th to 90th percentile of those runs",
    rule: "23 to 25",
    paragraph: "¶123 to ¶127",
    limits: "Rests on fewer runs than the other figures; how many is written beside it.",
    inputs: [...HOLDING, ...ROAD],
  },
  yardstick: {
    name: "Mobilisation line",
    definition:
      "Of the needs that left their force, the share that had 10 % of what they asked for on the ground within 1 hour, 40 % within 4 hours, 60 % within 8 hours.",
    formula: "needs that met the line ÷ needs that left their force, over all runs",
    rule: "39",
    paragraph: "¶126",
    limits: "The 10, 40 and 60 % are a recalled yardstick whose source is not verified.",
    inputs: ROAD,
  },
  reserve: {
    name: "Left in the bank",
    definition:
      "Units that are uncommitted and could still be lent within the hours stated, at the lowest point of each run.",
    formula:
      "lowest of Σ over forces of (present − used − floor) ÷ officers per unit, within contribution and readiness",
    rule: "40",
    paragraph: "¶117, ¶120",
    limits: "Counts notice, not travel: the units still have to drive.",
    inputs: [...HOLDING, "readiness"],
  },
  daysSustainable: {
    name: "Days sustainable",
    definition:
      "Days from the first ask to the first minute in which units are missing because those who could come are resting or recovering.",
    formula: "median over the runs that asked; a run that never got there counts as the rest of the run: at least",
    rule: "40",
    paragraph: "¶117, ¶120",
    limits: "Nothing is said beyond the end of the run.",
    inputs: [...HOLDING, "duty"],
  },
  reasons: {
    name: "Why units were missing",
    definition:
      "Each unresourced unit is given one reason, tested in a fixed order: an answer is awaited, the next tier was not called, held back behind floors, resting, under way elsewhere, committed elsewhere, team incomplete, no people.",
    formula: "unit-hours of each reason, mean over all runs; they add up to what was unresourced",
    rule: "38",
    paragraph: "¶126",
    limits: "Two needs may both point at the same idle unit.",
    inputs: [...HOLDING, ...ROAD, "duty"],
  },
  belowFloor: {
    name: "Below floor",
    definition: "Hours a run in which a force had units away while fewer than its floor were left at home.",
    formula: "minutes below floor with units away ÷ 60, mean over all runs",
    rule: "48",
    paragraph: "¶117 (a force is responsible for its own area)",
    limits: "The floor binds when lending; demand at home may still take a force below it.",
    inputs: ["people.floors", "people.contributions", "people.alertShare"],
  },
  gap: {
    name: "A local ask met the gap",
    definition:
      "The share of the runs in which a force was short at home while a unit it had lent would have covered it.",
    formula: "runs in which that happened ÷ all runs",
    rule: "48",
    paragraph: "¶117",
    limits: "Counted whatever the lent unit was doing, and whoever else could have helped.",
    inputs: ["people.floors", "people.contributions"],
  },
  flow: {
    name: "Mutual aid between forces",
    definition: "Unit-hours that a donor's units were committed to a host, from allocation until free at home.",
    formula: "Σ units × time committed, mean over all runs",
    rule: "48",
    paragraph: "¶123 to ¶127",
    limits: "Journeys home are part of it.",
    inputs: [...ROAD, "donors", "people.contributions"],
  },
  lending: {
    name: "What lending would change",
    definition:
      "The same runs twice, on the same luck: as the scenario says, and with the units lent taken out of the force's holding for that time.",
    formula: "runs short at home with the loan − without it, on the same tapes; 95 % interval for paired shares",
    rule: "49",
    paragraph: "¶117",
    limits: "The loan goes to nobody in the scenario; whoever borrows is better off by it, which is not shown.",
    inputs: HOLDING,
  },
  secondThing: {
    name: "If a second thing happens",
    definition:
      "The scenario and another one on the same clock, answered by the same people; the first keeps its luck.",
    formula: "runs short with both − runs short with the first alone, run by run",
    rule: "2 and 6",
    paragraph: "¶117, ¶120",
    limits: "The second scenario begins at its own hour on the first one's day.",
    inputs: HOLDING,
  },
  sizing: {
    name: "What should be held",
    definition:
      "The smallest holding whose risk is shown to be at or below the level, at the stated confidence: looked for on common tapes, then checked on fresh ones that the search never saw. Where a region's share is owed, the larger of that and what must be trained to field the share above the floor.",
    formula:
      "smallest n whose one-sided upper bound of the risk is at or below the level on fresh tapes, one by one from what the search found",
    rule: "50",
    paragraph: "¶120, ¶121 (requirements of regions and forces)",
    limits:
      "Holds for this scenario's demand and rules. More of one capability is found among the officers a force has.",
    inputs: HOLDING,
  },
  calling: {
    name: "When to call the nation",
    definition:
      "The same runs with national mobilisation called at different hours, and never. The latest useful hour is the last at which calling was still distinguishably better than never.",
    formula: "unit-hours missing on the ground, paired by run; p by Student's test, adjusted after Holm",
    rule: "53",
    paragraph: "¶126, ¶127",
    limits: "Hours between those looked at are not known.",
    inputs: ["tiers", ...HOLDING],
  },
  percentile: {
    name: "One run at a percentile",
    definition:
      "The runs are put in order of the unit-hours that stayed unfilled, and the one at the chosen percentile is opened. It is one run: what happened in it is an example, not a forecast.",
    formula:
      "run of rank ⌈percentile × runs⌉ by unresourced unit-hours of the capability, nationally; ties by run number",
    rule: "6",
    paragraph: "–",
    limits: "Chosen from the first runs only; how many is written beside it.",
    inputs: [],
  },
} as const satisfies Readonly<Record<string, Definition>>;

export type DefinitionId = keyof typeof DEFINITIONS;
