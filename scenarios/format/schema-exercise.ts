/**
 * The language of an exercise file: a scenario, one of its runs, what is put in from outside, what was decided, what was
 * to be reached, and what was learnt. Shapes and plain limits; what needs the scenario beside it is checked when it opens.
 */
import { z } from "zod";
import { parseDuration, parseTime } from "./quantities.ts";
import { KEYS_MARK } from "./schema.ts";

type Shape = Readonly<Record<string, z.ZodType>>;

function keys<const T extends Shape>(shape: T) {
  const known = KEYS_MARK + Object.keys(shape).join(",");
  return z.strictObject(shape, { error: (issue) => (issue.code === "unrecognized_keys" ? known : "a map of keys") });
}

const text = z.string({ error: "text" }).max(20_000, { error: "text of at most 20,000 characters" });
const id = z
  .string({ error: "an id: a word of letters, digits and single hyphens" })
  .max(64, { error: "an id of at most 64 characters" })
  .regex(/^[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*$/, { error: "an id: a word of letters, digits and single hyphens" });
const listOf = <T extends z.ZodType>(value: T, words: string) =>
  z.array(value, { error: `a list of ${words}` }).max(2000, { error: "a list of at most 2000 entries" });
const whole = (low: number) =>
  z.int({ error: `a whole number from ${low}` }).min(low, { error: `a whole number from ${low}` });
const share = z.number({ error: "a share from 0 to 1" }).min(0, { error: "a share from 0 to 1" }).max(1, {
  error: "a share from 0 to 1",
});
const flag = z.boolean({ error: "true or false" });

const timeWords = "a time such as 90 (minutes from the start), 6 h, 2 d or day 3 21:40";
const time = z
  .union([z.number(), z.string()], { error: timeWords })
  .refine((value) => (parseTime(value, 0) ?? -1) >= 0, { error: timeWords });
const durationWords = "a duration such as 90 (minutes), 90 min, 4 h, 2 d or 1 d 6 h";
const duration = z
  .union([z.number(), z.string()], { error: durationWords })
  .refine((value) => (parseDuration(value) ?? -1) >= 0, { error: durationWords });

const who = z.union([id, listOf(id, "ids of forces, holders or regions").min(1)], {
  error: "a force, a holder, a region, everyone, or a list of them",
});
const incidentWords = "an incident as the log names it: threat/force/minute, such as riot/kent/60";
const incident = z
  .string({ error: incidentWords })
  .regex(/^[^/\s]+\/[^/\s]+\/-?\d+(\/\d+)?$/, { error: incidentWords });

// ── injects ─────────────────────────────────────────────────────────────────────────────────────

/** What is said of an incident in a first report, where the scenario does not say it. */
const report = keys({
  declared: z.boolean({ error: "true or false" }).optional().describe("Major incident declared"),
  location: text.optional(),
  hazards: text.optional(),
  access: text.optional(),
  casualties: text.optional(),
  services: text.optional().describe("Emergency services there and needed"),
});

const INJECT = {
  id,
  at: time,
  title: text.optional().describe("What players hear or read"),
  to: listOf(id, "ids of seats").optional().describe("Which seats are told; absent: all"),
  note: text.optional().describe("For the director alone"),
};

const inject = z.discriminatedUnion(
  "kind",
  [
    keys({
      kind: z.literal("incident"),
      ...INJECT,
      threat: id.optional().describe("A threat of the scenario, which it is one more of"),
      asks: z.record(id, whole(1)).optional().describe("Instead of a threat: units by capability, for `duration`"),
      where: id,
      severity: z.number({ error: "a number" }).min(0).optional(),
      duration: duration.optional(),
      report: report.optional(),
    }),
    keys({
      kind: z.literal("lost"),
      ...INJECT,
      capability: id,
      who,
      share: share.describe("Of those trained, lost from then on"),
      until: time.optional(),
    }),
    keys({
      kind: z.literal("road"),
      ...INJECT,
      between: z.tuple([id, id], { error: "two places" }).optional(),
      around: id.optional().describe("Every road in and out of a force, a holder or a region"),
      factor: z.number({ error: "a number from 1" }).min(1, { error: "a number from 1" }).optional(),
      closed: z.literal(true, { error: "true" }).optional(),
      until: time.optional(),
    }),
    keys({ kind: z.literal("held back"), ...INJECT, who, capability: id.optional(), until: time.optional() }),
    keys({ kind: z.literal("message"), ...INJECT }),
  ],
  { error: "an inject: kind incident, lost, road, held back or message" },
);

// ── decisions ───────────────────────────────────────────────────────────────────────────────────

const DECISION = {
  at: time.describe("The minute in which it takes effect"),
  by: id.optional().describe("The seat that decided"),
  why: text.optional(),
};
const units = whole(1);

const decision = z.discriminatedUnion(
  "kind",
  [
    keys({
      kind: z.literal("call"),
      ...DECISION,
      capability: id,
      tier: z.enum(["region", "nation", "outside"], { error: "region, nation or outside" }),
      region: id.optional().describe("Which region, with tier: region"),
    }),
    keys({ kind: z.literal("seat"), ...DECISION, capability: id, taken: flag }),
    keys({ kind: z.literal("send"), ...DECISION, capability: id, from: who, to: incident, units }),
    keys({ kind: z.literal("hold"), ...DECISION, who, capability: id.optional(), until: time.optional() }),
    keys({ kind: z.literal("recall"), ...DECISION, capability: id, from: who, of: incident, units }),
    keys({
      kind: z.literal("redeploy"),
      ...DECISION,
      capability: id,
      from: who.optional(),
      of: incident,
      to: incident,
      units,
    }),
  ],
  { error: "a decision: kind call, seat, send, hold, recall or redeploy" },
);

// ── the document ────────────────────────────────────────────────────────────────────────────────

const range = keys({
  low: duration,
  mode: duration.optional(),
  high: duration,
  source: text.optional(),
  note: text.optional(),
});

export const exerciseSchema = keys({
  "muster-exercise": z.literal(1, { error: 'the version: the first line should be "muster-exercise: 1"' }),
  name: text,
  purpose: text.optional(),
  marking: text.optional(),
  scenario: z.union([text, keys({ text, file: text.optional() })], {
    error: "the id of a preset or template, the name of a scenario file, or { text: the whole file }",
  }),
  changes: z.record(z.string(), z.unknown()).optional().describe("Keys of a scenario file, laid over the scenario"),
  at: text.optional().describe("Where everything that happens by itself is to happen: a force or region"),
  severity: z.union([z.number(), text], { error: "a number, or 2x for twice as severe" }).optional(),
  start: text.optional().describe("Civil time of minute 0"),
  seed: z.string({ error: "text" }),
  replication: whole(0),
  chosen: keys({
    capability: id,
    share,
    runs: whole(1),
    unitHours: z.number().min(0).optional().describe("Unresourced unit-hours of the run"),
  })
    .optional()
    .describe("How the run was chosen: at this percentile of unresourced unit-hours among the first `runs`"),
  seats: listOf(
    keys({
      id,
      name: text,
      organisation: text.optional(),
      sees: who.optional().describe("Forces or regions whose reports reach it; absent: all"),
      speaksFor: who.optional().describe("Forces, partners or regions whose people are its own, known to it at once"),
      decides: listOf(id, "capability ids").optional().describe("Absent: all"),
    }),
    "seats",
  ).optional(),
  reports: keys({
    delay: range.optional().describe("From an incident's start to its first report reaching the players"),
    updates: range.optional().describe("From an event to the players hearing of it"),
    about: z.record(id, report).optional().describe("What first reports of a threat say, by threat"),
  }).optional(),
  injects: listOf(inject, "injects").optional(),
  decisions: listOf(decision, "decisions").optional(),
  branches: listOf(
    keys({ id, name: text.optional(), from: time, decisions: listOf(decision, "decisions") }),
    "branches",
  )
    .optional()
    .describe("The same exercise with what was decided from a minute on replaced"),
  objectives: listOf(
    keys({
      id,
      text: text.optional(),
      capability: id,
      units,
      within: duration,
      for: duration.optional(),
      from: time.optional().describe("Absent: the first time that the capability is asked for there"),
      where: id.optional().describe("A force or region; absent: the whole country"),
    }),
    "objectives",
  ).optional(),
  lessons: listOf(keys({ at: time, text, by: id.optional(), about: text.optional() }), "lessons").optional(),
});

export type Exercise = z.infer<typeof exerciseSchema>;

/** JSON Schema of an exercise file, for editors. */
export function toExerciseJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(exerciseSchema, { io: "input", unrepresentable: "any", reused: "ref" }),
    title: "Muster exercise",
  };
}
