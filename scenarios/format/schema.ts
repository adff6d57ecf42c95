/**
 * The whole language of a scenario file. The only place that knows zod.
 *
 * The schema checks shapes and plain limits; what needs to see two places at once (ids that exist, shares that sum,
 * children that fit in their parents) is in check.ts. Nothing is transformed: a scenario stays as it was written.
 * `error` texts are noun phrases: they complete "… is not …".
 */
import { z } from "zod";
import { MAX_COUNT, MAX_MINUTES } from "./limits.ts";
import { parseDistance, parseDuration, parseStart, parseTime, parseWork } from "./quantities.ts";

/** Marks the message of an unknown key, so that read.ts can suggest one of the keys that are known. */
export const KEYS_MARK = "\u0001keys:";

type Shape = Readonly<Record<string, z.ZodType>>;

/** A map with known keys only. */
function keys<const T extends Shape>(shape: T) {
  const known = KEYS_MARK + Object.keys(shape).join(",");
  return z.strictObject(shape, { error: (issue) => (issue.code === "unrecognized_keys" ? known : "a map of keys") });
}

const ID = "^[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*$";
const ID_WORDS = "an id: a word of letters, digits and single hyphens that begins with a letter";
/** Words that mean something else where ids stand: to YAML, or as keys of a figure. */
const NOT_IDS = /^(?:true|false|null|yes|no|on|off|units|officers|value|low|mode|high|dist)$/i;
const id = z
  .string({ error: ID_WORDS })
  .max(64, { error: `${ID_WORDS}, of at most 64 characters` })
  .regex(new RegExp(ID), { error: ID_WORDS })
  .refine((text) => !NOT_IDS.test(text), { error: `${ID_WORDS}, and not a word with a meaning of its own` });
const mapById = <T extends z.ZodType>(value: T) => z.record(id, value, { error: "a map by id" });
const listOf = <T extends z.ZodType>(value: T, words: string, most = 20_000) =>
  z.array(value, { error: `a list of ${words}` }).max(most, { error: `a list of at most ${most} entries` });
const text = z.string({ error: "text" }).max(20_000, { error: "text of at most 20,000 characters" });
const flag = z.boolean({ error: "true or false" });
const word = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words, { error: `one of: ${words.join(", ")}` });

// ── figures ─────────────────────────────────────────────────────────────────────────────────────

const FIGURE_NOTES = {
  source: text.optional().describe("Where the figure comes from"),
  kind: word(["published", "derived", "assumption", "return"]).optional(),
  unit: text.optional(),
  note: text.optional(),
};

/** A number, with its source, or a range drawn once per replication; `plain` reads one number. */
function figure<T extends z.ZodType>(plain: T, words: string) {
  const whole = `${words}, or a range { low, mode, high }`;
  return z.union(
    [
      plain,
      keys({ value: plain, ...FIGURE_NOTES }),
      keys({
        low: plain,
        high: plain,
        mode: plain.optional(),
        value: plain.optional(),
        dist: word(["triangular", "pert", "uniform"]).optional(),
        drawn: flag.optional().describe("false: the range is documented beside the value and not drawn"),
        ...FIGURE_NOTES,
      }),
    ],
    { error: whole },
  );
}

const between = (low: number, high: number, words: string) =>
  z.number({ error: words }).min(low, { error: words }).max(high, { error: words });
const shareWords = "a share from 0 to 1";
const share = between(0, 1, shareWords);
const shareFigure = figure(share, shareWords).describe("A share from 0 to 1");
const countWords = `a number from 0 to ${MAX_COUNT}`;
const count = between(0, MAX_COUNT, countWords);
const countFigure = figure(count, countWords);
const wholeWords = (low: number) => `a whole number from ${low} to ${MAX_COUNT}`;
const wholeNumber = (low: number) =>
  between(low, MAX_COUNT, wholeWords(low)).refine(Number.isInteger, { error: wholeWords(low) });
const factor = between(0, 1e6, "a number from 0 to 1000000");
const factorFigure = figure(factor, "a number from 0 to 1000000");

const textOrNumber = (words: string) =>
  z.union([z.number({ error: words }), z.string({ error: words })], { error: words });
const readBy = (read: (value: unknown) => number | null, low: number, high: number, words: string) =>
  textOrNumber(words)
    .refine(
      (value) => {
        const amount = read(value);
        return amount !== null && amount >= low && amount <= high;
      },
      { error: words },
    )
    .describe(words[0]!.toUpperCase() + words.slice(1));
const durationWords = "a duration such as 90 (minutes), 90 min, 4 h, 2 d or 1 d 6 h";
const duration = readBy(parseDuration, 0, MAX_MINUTES, durationWords);
const positiveDuration = readBy(
  (value) => {
    const minutes = parseDuration(value);
    return minutes !== null && minutes > 0 ? minutes : null;
  },
  0,
  MAX_MINUTES,
  `${durationWords}, longer than 0`,
);
const durationFigure = figure(duration, durationWords);
const time = readBy(
  (value) => parseTime(value, 0),
  -MAX_MINUTES,
  MAX_MINUTES,
  "a time such as 90 (minutes from the start), 6 h, 2 d or day 3 21:40",
);
const distance = readBy(parseDistance, 0, 100_000, "a distance such as 80 km");
const distanceFigure = figure(distance, "a distance such as 80 km");
const workAmount = readBy(parseWork, 0, 1e9, "unit-minutes, or text such as 30 unit-hours");

// ── luck ────────────────────────────────────────────────────────────────────────────────────────

/** A figure, or a distribution drawn per incident. `plain` reads one amount (a number, a duration …). */
function luck<T extends z.ZodType>(plain: T, words: string) {
  const amount = figure(plain, words);
  const shape = figure(between(1e-6, 1e6, "a number above 0"), "a number above 0");
  const notes = FIGURE_NOTES;
  const one = <const K extends string, S extends Shape>(kind: K, rest: S) =>
    keys({ dist: z.literal(kind), ...rest, ...notes });
  const distributions = z.discriminatedUnion(
    "dist",
    [
      one("deterministic", { value: amount }),
      one("exponential", { mean: amount }),
      one("lognormal", {
        mean: amount.optional(),
        cv: shape.optional(),
        median: amount.optional(),
        sigma: shape.optional(),
      }),
      one("gamma", {
        mean: amount.optional(),
        cv: shape.optional(),
        shape: shape.optional(),
        scale: amount.optional(),
      }),
      one("weibull", { shape, scale: amount.optional(), mean: amount.optional() }),
      one("uniform", { low: amount, high: amount }),
      one("triangular", { low: amount, mode: amount, high: amount }),
      one("pert", { low: amount, mode: amount, high: amount }),
      one("geometric", { mean: amount }),
      one("poisson", { mean: amount }),
      one("empirical", {
        values: listOf(plain, "values").min(1, { error: "a list of at least one value" }),
        weights: listOf(count, "weights").optional(),
      }),
    ],
    {
      error:
        "a distribution: deterministic, exponential, lognormal, gamma, weibull, uniform, triangular, pert, geometric, poisson or empirical",
    },
  );
  return z.union([amount, distributions], {
    error: `${words}, a range { low, mode, high } or a distribution { dist: … }`,
  });
}

const durationLuck = luck(duration, durationWords);
const positiveDurationLuck = luck(positiveDuration, `${durationWords}, longer than 0`);
const countLuck = luck(count, countWords);
const workLuck = luck(workAmount, "unit-minutes, or text such as 30 unit-hours");
/** Added to a scheduled minute, so it may be negative. */
const jitterMinutes = z.union([between(-MAX_MINUTES, MAX_MINUTES, "minutes, before or after"), positiveDuration], {
  error: "minutes, before or after",
});
const jitterLuck = luck(jitterMinutes, "minutes, before or after");

// ── places ──────────────────────────────────────────────────────────────────────────────────────

const REMARKS = { source: text.optional(), kind: FIGURE_NOTES.kind, note: text.optional() };
const position = (words: string, first: number, second: number) =>
  z.tuple([between(-first, first, words), between(-second, second, words)], { error: words });
const latLon = position("[latitude, longitude] in degrees", 90, 360);
const plane = position("[east, north] in km", 100_000, 100_000);
const seat = z.union([latLon, id], { error: "[latitude, longitude] in degrees, or the id of a force" });

const force = keys({
  name: text.optional(),
  at: latLon.optional().describe("Latitude and longitude, degrees"),
  xy: plane.optional().describe("East and north on a plane, km"),
  officers: countFigure.optional(),
  population: figure(between(0, 1e10, "a number of people"), "a number of people").optional(),
  area: countFigure.optional().describe("km²"),
  source: text.optional(),
  note: text.optional(),
});

const holder = keys({
  name: text.optional(),
  kind: word(["collaboration", "hub", "region", "nation", "outside"]),
  at: seat.optional().describe("Latitude and longitude, or the force at whose seat it is"),
  xy: plane.optional(),
  members: listOf(id, "force ids").optional().describe("Forces for which a collaboration is tier 1"),
  tier: z.literal([3, 4], { error: "3 or 4" }).optional().describe("Outside providers: 3 or 4 (default)"),
  notice: durationFigure.optional().describe("Outside providers and national stock: notice, on top of the unit's own"),
  chance: shareFigure.optional().describe("Outside providers and national stock: chance a day that they can help"),
  travel: durationFigure.optional().describe("Outside providers: minutes to any host, whatever the road"),
  canFill: listOf(id, "capability ids").optional().describe("What a holder may fill; absent: all it holds people for"),
  source: text.optional(),
  note: text.optional(),
});

const region = keys({
  name: text.optional(),
  members: listOf(id, "force or holder ids"),
  source: text.optional(),
  note: text.optional(),
});

const byPlace = <T extends z.ZodType>(value: T) => mapById(mapById(value));

const places = keys({
  forces: mapById(force).optional(),
  holders: mapById(holder).optional(),
  schemes: mapById(mapById(region)).optional().describe("Ways of grouping holders into regions"),
  roadFactor: figure(between(0.1, 10, "a number from 0.1 to 10"), "a number from 0.1 to 10").optional(),
  speed: figure(between(1, 1000, "a speed of 1 to 1000 km/h"), "a speed of 1 to 1000 km/h").optional(),
  insideForce: durationFigure.optional(),
  roads: listOf(
    keys({
      from: time,
      until: time.optional().describe("Absent: to the end"),
      between: z.tuple([id, id], { error: "two forces, holders or regions" }).optional(),
      around: id.optional().describe("Every journey in and out of a force, a holder or a region"),
      factor: z
        .number({ error: "a number from 1" })
        .min(1, { error: "a number from 1" })
        .optional()
        .describe("What the journey is multiplied by"),
      closed: z.literal(true, { error: "true" }).optional().describe("Nobody sets out over it"),
      ...REMARKS,
    }),
    "changes of the roads",
    1000,
  )
    .optional()
    .describe("Roads that take longer for a time, or are closed"),
  travel: keys({
    byTier: keys({
      local: durationFigure.optional(),
      regional: durationFigure.optional(),
      national: durationFigure.optional(),
      outside: durationFigure.optional(),
    }).optional(),
    matrix: byPlace(duration).optional().describe("Minutes from holder to holder, the diagonal included"),
    metres: byPlace(between(0, 1e8, "a number of metres"))
      .optional()
      .describe("Road metres; each pair may be given once"),
  }).optional(),
});

const where = z.union(
  [
    id,
    keys({ weights: mapById(countFigure) }),
    keys({
      weightedBy: word(["officers", "population", "area", "nothing"]),
      among: listOf(id, "force ids").optional(),
    }),
    keys({
      each: z.union([z.literal("all"), listOf(id, "force ids").min(1)], { error: "all, or a list of force ids" }),
    }),
    keys({ near: distanceFigure }),
  ],
  {
    error:
      "a place: a force id, same, { weights }, { weightedBy: officers | population | area | nothing }, { each } or { near: 80 km }",
  },
);

// ── capabilities ────────────────────────────────────────────────────────────────────────────────

const trigger = z.union(
  [
    word(["at shortfall", "never"]),
    keys({ ratio: figure(between(0, 10, "a ratio from 0 to 10"), "a ratio from 0 to 10") }),
    keys({ at: time }),
  ],
  { error: "a trigger: at shortfall, never, { ratio: 0.8 } or { at: 6 h }" },
);
const tierRule = keys({
  trigger: trigger.optional(),
  openingDelay: durationFigure.optional(),
  coordinationDelay: durationFigure.optional(),
  alertShare: shareFigure.optional(),
});
const donors = word([
  "regional proportionate",
  "nearest",
  "nearest first",
  "greatest spare",
  "supplied",
  "supplied order",
]);
const RULES = {
  donors: donors.optional(),
  order: listOf(id, "holder ids").optional().describe("Donors in order, for supplied"),
  return: word(["home", "instant"]).optional(),
  queue: word(["skip", "block"]).optional(),
  refusal: shareFigure.optional().describe("Chance that a donor declines, per donor and need"),
};
const standInWords = "a number of units from 1 to 1000";
const standInFigure = figure(between(1, 1000, standInWords), standInWords);
const officersWords = "a number of officers from 1 to 10000";

const capability = keys({
  name: text.optional(),
  help: text.optional().describe("In plain words: what one unit is and does, and who holds it"),
  skill: id.optional(),
  officersPerUnit: figure(between(1, 10_000, officersWords), officersWords).optional(),
  composition: z
    .record(z.string(), between(0, 10_000, "a number of officers"), { error: "a map of ranks and numbers" })
    .optional()
    .describe("Officers by rank; their sum is the size of a unit"),
  scheme: id.optional(),
  chain: word(["up", "down", "national"]).optional(),
  travels: flag.optional(),
  alert: flag.optional().describe("The alert share raises donors' floors"),
  sensitive: flag.optional(),
  readiness: z
    .record(z.string(), shareFigure, { error: "a map of notices and cumulative shares" })
    .optional()
    .describe("Cumulative share of those present, by notice: now, 1 h, 4 h …"),
  tiers: keys({
    regional: tierRule.optional(),
    national: tierRule.optional(),
    outside: tierRule.optional(),
  }).optional(),
  duty: keys({
    shift: durationFigure.optional(),
    longestShift: durationFigure.optional(),
    rest: durationFigure.optional(),
    reliefLead: durationFigure.optional(),
    tour: durationFigure.optional(),
    recovery: durationFigure.optional(),
    homeRestWithin: durationFigure.optional(),
    leastLeftOnArrival: durationFigure.optional(),
    longestJourney: durationFigure.optional(),
  }).optional(),
  ...RULES,
  substitutes: listOf(
    keys({ capability: id, factor: standInFigure.optional(), delay: durationFigure.optional(), ...REMARKS }),
    "capabilities that stand in, in order",
  )
    .optional()
    .describe("Who stands in where it is short: `factor` of their units for one of ours, `delay` later"),
  requirement: z
    .union([countFigure, keys({ nation: countFigure, regions: mapById(countFigure).optional(), ...REMARKS })], {
      error: "a number of units, or { nation: units, regions: { region: units } }",
    })
    .optional()
    .describe("Units the SPR or the user requires, of the nation and of regions of the capability's scheme"),
  cost: keys({ low: factor, high: factor, ...REMARKS })
    .optional()
    .describe("Pounds per officer shift"),
  paragraph: text.optional(),
  source: text.optional(),
  note: text.optional(),
});

// ── people ──────────────────────────────────────────────────────────────────────────────────────

const perHolder = mapById(countFigure);
const tableFactor = factorFigure.optional().describe("Multiplies the whole table: one range, drawn once");
const amounts = z.union(
  [keys({ units: perHolder.optional(), officers: perHolder.optional(), factor: tableFactor, ...REMARKS }), perHolder],
  {
    error: "a map of holders and units, or { units } or { officers }",
  },
);
const shares = { inTicket: shareFigure.optional(), rostered: shareFigure.optional(), present: shareFigure.optional() };
const lever = keys({
  trigger,
  capability: id.optional(),
  notice: durationFigure.optional(),
  factor: factorFigure.optional().describe("What present people are multiplied by, limited to trained"),
  extraShift: durationFigure.optional(),
  repaidFrom: durationFigure.optional(),
  ...REMARKS,
});

const people = keys({
  holdings: mapById(
    keys({
      relation: word(["within", "beside"]).optional(),
      units: perHolder.optional(),
      officers: perHolder.optional(),
      factor: tableFactor,
      ...REMARKS,
    }),
  ).optional(),
  contributions: mapById(amounts).optional().describe("The most a holder lends, units"),
  floors: mapById(amounts).optional(),
  alertShare: shareFigure.optional(),
  postures: listOf(keys({ at: time, alertShare: shareFigure }), "postures").optional(),
  funnel: keys({ ...shares, byskill: mapById(keys({ ...shares, ...REMARKS })).optional(), ...REMARKS }).optional(),
  absence: keys({
    sigma: figure(between(0, 5, "a number from 0 to 5"), "a number from 0 to 5").optional(),
    common: shareFigure.optional(),
    ...REMARKS,
  }).optional(),
  changes: listOf(
    keys({
      at: time,
      holder: id,
      capability: id.optional(),
      skill: id.optional(),
      units: countFigure.optional(),
      officers: countFigure.optional(),
      share: share.optional().describe("Of what is trained at the start"),
    }),
    "changes",
    100_000,
  ).optional(),
  heldBack: listOf(
    keys({
      from: time,
      until: time.optional().describe("Absent: to the end"),
      who: z.union([id, listOf(id, "forces, holders or regions").min(1)], {
        error: "a force, a holder, a region, everyone, or a list of them",
      }),
      capability: id.optional().describe("Absent: all"),
      ...REMARKS,
    }),
    "orders to lend nothing",
    1000,
  ).optional(),
  levers: keys({
    longShifts: lever.optional(),
    holdOver: lever.optional(),
    restDaysCancelled: lever.optional(),
    leaveCancelled: lever.optional(),
  }).optional(),
  pooledSerials: listOf(id, "capability ids").optional(),
  inTicket: mapById(perHolder)
    .optional()
    .describe("Share of the trained who are in ticket, of holders that know theirs"),
  readiness: mapById(mapById(z.record(z.string(), share, { error: "a map of notices and cumulative shares" })))
    .optional()
    .describe("Readiness by capability and holder, where a holder's own is known; the capability's notices"),
});

// ── threats ─────────────────────────────────────────────────────────────────────────────────────

const factors = (length: number, words: string) =>
  z
    .array(factorFigure, { error: `a list of ${length} factors` })
    .length(length, { error: `a list of ${length} factors, ${words}` });
const rateWords = "a rate of 0 or more";
const rateAmount = figure(between(0, 1e6, rateWords), rateWords).optional();
const RATE = {
  perDay: rateAmount,
  perHour: rateAmount,
  perYear: rateAmount,
  from: time.optional(),
  until: time.optional(),
  hour: factors(24, "from midnight").optional(),
  weekday: factors(7, "Monday first").optional(),
  month: factors(12, "January first").optional(),
  steps: listOf(keys({ from: time, factor: factorFigure }), "steps", 100_000).optional(),
  regimes: listOf(id, "ids of regimes", 100).optional().describe("National regimes whose factors multiply this rate"),
};

/** One thing that holds for many threats at once, such as the national threat level. */
const regime = keys({
  name: text.optional(),
  steps: listOf(keys({ at: time, factor: factorFigure }), "steps", 1000).describe("Before the first the factor is 1"),
  ...REMARKS,
});

const scheduled = keys({
  at: time,
  where: id.optional(),
  severity: count.optional(),
  duration: positiveDuration.optional().describe("Of the first phase"),
});

const arrivals = keys({
  schedule: listOf(scheduled, "incidents", 100_000).optional(),
  jitter: jitterLuck.optional(),
  probability: shareFigure.optional(),
  poisson: keys(RATE).optional(),
  table: keys(RATE).optional(),
  hawkes: keys({
    ...RATE,
    meanChildren: figure(between(0, 100, "a number from 0 to 100"), "a number from 0 to 100").optional(),
    lag: positiveDurationLuck,
    kernel: z
      .union(
        [word(["same", "uniform", "near"]), byPlace(figure(between(0, 100, "a number from 0 to 100"), "a number"))],
        {
          error: "same, uniform, near, or a map of forces and children",
        },
      )
      .optional(),
    reach: distanceFigure.optional(),
    by: word(["officers", "population", "area", "nothing"]).optional(),
  }).optional(),
  finiteSource: keys({ sources: wholeNumber(1), idle: positiveDurationLuck }).optional(),
  triggered: z.literal(true, { error: "true" }).optional(),
});

const need = keys({
  id: id.optional(),
  capability: id,
  kind: word(["presence", "work"]).optional(),
  units: countLuck,
  perSeverity: flag.optional(),
  max: wholeNumber(1).optional(),
  hourProfile: factors(24, "from midnight").optional(),
  probability: shareFigure.optional(),
  priority: wholeNumber(0).optional(),
  team: z.union([z.literal("all"), wholeNumber(1)], { error: "a whole number of at least 1, or all" }).optional(),
  ifShort: z
    .union([word(["wait", "lapse"]), keys({ lapseAfter: durationLuck })], {
      error: "wait, lapse or { lapseAfter: 6 h }",
    })
    .optional(),
  reserve: wholeNumber(0).optional(),
  queueLimit: wholeNumber(0).optional(),
  respondBy: durationFigure.optional(),
  lead: durationFigure.optional(),
  expected: flag.optional(),
  mayPreempt: flag.optional(),
  work: workLuck.optional(),
  blocking: flag.optional(),
  source: text.optional(),
  note: text.optional(),
});

const phase = keys({
  id: id.optional(),
  duration: positiveDurationLuck,
  clock: word(["demand", "served"]).optional(),
  durationByTier: keys({
    local: factorFigure.optional(),
    regional: factorFigure.optional(),
    national: factorFigure.optional(),
    outside: factorFigure.optional(),
  })
    .optional()
    .describe("Served clock: the duration × the factor of the farthest tier that serves"),
  turns: keys({ chance: shareFigure, from: durationFigure, until: durationFigure }).optional(),
  needs: listOf(need, "needs", 100).optional(),
  escalation: listOf(
    keys({
      below: shareFigure,
      chance: shareFigure,
      threat: id,
      lag: durationLuck.optional(),
      where: where.optional(),
      source: text.optional(),
      note: text.optional(),
    }),
    "escalation steps",
    3,
  ).optional(),
  source: text.optional(),
  note: text.optional(),
});

const NATIONAL_THREATS = [
  "public disorder",
  "terrorism",
  "national cyber event",
  "civil emergencies",
  "serious and organised crime",
  "child sexual abuse",
  "violence against women and girls",
] as const;

const threat = keys({
  name: text.optional(),
  help: text.optional().describe("In plain words: what it is, what it asks of the police, what its severity counts"),
  nationalThreat: word(NATIONAL_THREATS).optional().describe("Which of the seven of SPR 2023 ¶3 it is a variant of"),
  coordination: text.optional().describe("Who leads and by which chain the capabilities are asked, with paragraphs"),
  arrivals,
  where: where.optional(),
  severity: z
    .union(
      [countLuck, keys({ levels: z.record(z.string(), share, { error: "a map of levels and shares" }), ...REMARKS })],
      {
        error: "a number, a distribution or { levels: { 1: 0.7, 2: 0.3 } }",
      },
    )
    .optional(),
  phases: listOf(phase, "phases", 50).min(1, { error: "a list of at least one phase" }),
  triggers: listOf(
    keys({
      threat: id,
      probability: shareFigure.optional(),
      lag: durationLuck,
      where: where.optional(),
      severity: z
        .union([word(["own", "parent"]), keys({ ofParent: factorFigure, ...REMARKS })], {
          error: "own, parent, or { ofParent: 0.5 }",
        })
        .optional()
        .describe("own (default): as the started threat draws it; parent: as severe as what started it"),
      source: text.optional(),
      note: text.optional(),
    }),
    "triggers",
    100,
  ).optional(),
  paragraph: text.optional(),
  source: text.optional(),
  note: text.optional(),
});

// ── the document ────────────────────────────────────────────────────────────────────────────────

const observation = keys({
  capability: id.optional(),
  force: id.optional(),
  threat: id.optional(),
  quantity: word([
    "levelAt",
    "timeAtLeast",
    "levelMinutes",
    "levelSquareMinutes",
    "everAtLeast",
    "asked",
    "lapsed",
    "served",
    "waitedMoreThan",
    "waitMinutes",
    "leftForce",
    "leftRegion",
    "incidents",
  ]),
  level: word([
    "required",
    "onTheGround",
    "inTransit",
    "resting",
    "unresourced",
    "busy",
    "waiting",
    "backlog",
  ]).optional(),
  at: time.optional(),
  atLeast: durationFigure.optional().describe("Units, or minutes of waiting"),
});

const unitsNow = wholeNumber(0).optional();
const positionRow = keys({
  force: id.describe("Whose units they are"),
  capability: id,
  committed: unitsNow.describe("Units on the ground at `toWhom` when the run starts"),
  toWhom: id.optional().describe("The host force"),
  until: positiveDuration.optional().describe("From the start to the end of what they are committed to"),
  resting: unitsNow.describe("Units at home, free 11 h after the start"),
  stoodUp: unitsNow.describe("Units at home, ready at once"),
});

const signOff = keys({
  owner: text,
  on: text.describe("Date, such as 2026-08-01"),
  reviewBy: text.optional().describe("Date"),
  accepted: listOf(keys({ assumption: text, by: text, on: text }), "accepted assumptions").optional(),
  signedSha256: text
    .regex(/^[0-9a-f]{64}$/, { error: "a SHA-256 as muster sign writes it: 64 digits and letters a to f" })
    .optional()
    .describe("Of the resolved scenario without this sign-off; any later edit voids it"),
});

const shownAmount = textOrNumber("a number or a duration").optional();
const assumption = keys({
  id,
  what: text,
  where: text.optional(),
  value: shownAmount,
  low: shownAmount,
  mode: shownAmount,
  high: shownAmount,
  unit: text.optional(),
  kind: word(["published", "derived", "assumption"]),
  source: text.optional(),
  rule: text.optional(),
  noRange: z.union([flag, text], { error: "true, or the reason" }).optional(),
  note: text.optional(),
});

export const scenarioSchema = keys({
  muster: z.literal(1, { error: "a version this program reads: 1" }).describe("Version of the language"),
  name: text.min(1, { error: "a name" }),
  story: text.optional(),
  question: text.optional(),
  reading: text.optional(),
  sources: z.unknown().optional().describe("Free: what the scenario rests on"),
  clock: keys({
    start: text
      .refine((value) => parseStart(value) !== null, { error: "a civil time such as 2026-08-01T00:00" })
      .optional()
      .describe("Civil time, no zone"),
    horizon: positiveDuration.optional(),
    warmUp: duration.optional(),
  }).optional(),
  seed: text.optional(),
  replications: wholeNumber(1).optional(),
  marking: text.optional(),
  places,
  skills: mapById(keys({ parent: id.optional(), name: text.optional(), note: text.optional() })).optional(),
  overlaps: listOf(
    keys({ used: id, blocks: id, share: shareFigure.optional(), ...REMARKS }),
    "overlaps",
    1000,
  ).optional(),
  capabilities: mapById(capability),
  policy: keys({ ...RULES, escalation: flag.optional() }).optional(),
  people: people.optional(),
  threats: mapById(threat).optional(),
  regimes: mapById(regime).optional().describe("Said once, heeded by the rates that name them"),
  observe: mapById(observation).optional(),
  position: listOf(positionRow, "rows").optional().describe("Where units are now: the run starts from there"),
  signOff: signOff.optional().describe("Who owns and accepts this; written by muster sign"),
  assumptions: listOf(assumption, "assumptions").optional().describe("Shown, never drawn; joined by id over files"),
});

/** A merged scenario that passed the schema, as it was written. */
export type Scenario = z.infer<typeof scenarioSchema>;

/** JSON Schema of a scenario file, for editors. */
export function toJsonSchema(): Record<string, unknown> {
  const whole = z.toJSONSchema(scenarioSchema, { io: "input", unrepresentable: "any", reused: "ref" });
  const partial = withoutRequired(whole) as Record<string, unknown>;
  const reference = { type: "string", description: "The shipped reference data, nothing, a file or a preset's id" };
  return {
    ...partial,
    title: "Muster scenario",
    properties: {
      ...(partial.properties as Record<string, unknown>),
      extends: { anyOf: [reference, { type: "array", items: { type: "string" } }], default: "reference" },
      parts: { type: "array", items: { type: "string" }, description: "Files merged in order into this one" },
    },
    required: ["muster"],
  };
}

/**
 * A file may leave out, at any depth, what it takes over from the one it extends; `muster check` sees the whole. Only
 * among alternatives do the keys that are needed stay, because they tell one from another.
 */
function withoutRequired(schema: unknown, alternative = false): unknown {
  if (Array.isArray(schema)) return schema.map((one) => withoutRequired(one, alternative));
  if (typeof schema !== "object" || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) => key !== "required" || alternative || !Array.isArray(value),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      key === "$defs" ? value : withoutRequired(value, key === "anyOf" || key === "oneOf"),
    ]),
  );
}
