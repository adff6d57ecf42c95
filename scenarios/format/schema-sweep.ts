/**
 * The language of a sweep file: which numbers of a scenario change, over what, and by which design.
 */

import { parse } from "yaml";
import { z } from "zod";

const text = z.string().min(1);
const setting = z.union([z.number(), z.string(), z.boolean()]);

const factor = z
  .strictObject({
    name: text.optional().describe("Column of the table; absent: the path"),
    path: z.union([text, z.array(text).min(1)]).describe("Ids joined by dots, from the root; several change together"),
    values: z.array(setting).min(1).max(1000).optional(),
    from: z.number().optional(),
    to: z.number().optional(),
    levels: z.int().min(2).max(1000).optional().describe("From `from` to `to`, in a factorial; default 3"),
    unit: text.optional().describe("Goes behind the number: h, km …"),
    whole: z.boolean().optional().describe("Rounded to a whole number"),
  })
  .refine(({ values, from, to }) => (values === undefined) === (from !== undefined && to !== undefined), {
    error: "say either values, or from and to",
  });

const SPREADS = ["one force", "neighbours", "anywhere"] as const;

const incidents = z
  .strictObject({
    threat: text.describe("A threat of the scenario; nothing but its incidents happens"),
    number: z.array(z.int().min(1).max(50)).min(1).optional(),
    size: z.array(z.number().positive().max(100)).min(1).optional().describe("Times the units of each need"),
    overlap: z
      .array(z.number().min(0).max(1))
      .min(1)
      .optional()
      .describe("1: all begin at once; 0.5: each when half of the one before is over; 0: one after the other"),
    spread: z.array(z.enum(SPREADS)).min(1).optional(),
    places: z.literal("every combination").optional().describe("Of forces, or of classes of place on shipped data"),
  })
  .refine(({ places, spread }) => places === undefined || spread === undefined, {
    error: "say either spread or places",
  })
  .refine(({ places, number }) => places === undefined || number?.length === 1, {
    error: "with places, number is a list of one",
  });

const sweep = z
  .strictObject({
    sweep: z.literal(1, { error: "the first line should be “sweep: 1”" }),
    scenario: text.describe("A file beside this one, or the id of a preset or template"),
    design: z.enum(["factorial", "latin hypercube", "sobol"]).optional(),
    points: z.int().min(1).max(100_000).optional().describe("Of a Latin hypercube or of Sobol's sequence"),
    replications: z.int().min(2).max(1_000_000).optional(),
    level: z.number().gt(0).lt(1).optional().describe("Chance of running out that the line is drawn at; default 0.05"),
    factors: z.array(factor).max(21).optional(),
    incidents: incidents.optional(),
  })
  .refine(({ factors, incidents }) => (factors?.length ?? 0) > 0 || incidents !== undefined, {
    error: "say what changes: factors, incidents or both",
  })
  .refine(({ design, points }) => (design ?? "factorial") === "factorial" || points !== undefined, {
    error: "say how many points",
  });

export type SweepFile = z.infer<typeof sweep>;
export type SpreadWord = (typeof SPREADS)[number];

/** A sweep file, or every fault as a line. */
export function readSweep(
  text: string,
  file: string,
): { readonly sweep: SweepFile } | { readonly faults: readonly string[] } {
  let plain: unknown;
  try {
    plain = parse(text);
  } catch (error) {
    return { faults: [`${file}  ${error instanceof Error ? error.message : String(error)}`] };
  }
  const read = sweep.safeParse(plain);
  if (read.success) return { sweep: read.data };
  return {
    faults: read.error.issues.map(
      ({ path, message }) => `${file}  ${path.join(".")}${path.length ? ": " : ""}${message}`,
    ),
  };
}
