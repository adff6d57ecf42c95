/**
 * The examples of the model's documentation: fenced blocks ```yaml name.yaml, each answered by a block
 * ```text name.yaml that holds the story of its first replication. Read and run by the way every scenario goes.
 */
import type { TraceEvent } from "../../engine/replicate.ts";
import { createWorld, replicate, traceReplication } from "../../engine/replicate.ts";
import { CONDITIONAL, FLAGS, PER_REPLICATION, REASONS, SUMS } from "../../engine/tally/measures.ts";
import {
  createTallies,
  N_CONDITIONAL,
  N_FLAGS,
  N_PER_REPLICATION,
  N_SUMS,
  type Tallies,
} from "../../engine/tally/tally.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { formatFault, readScenario } from "../../scenarios/format/read.ts";

export interface Example {
  /** file name, which other examples may extend */
  readonly name: string;
  readonly scenario: string;
  /** what the document says it prints; null: it is there to be extended */
  readonly output: string | null;
}

/** Every example of a document, in order. */
export function examplesIn(markdown: string): Example[] {
  const blocks = [...markdown.matchAll(/^```(yaml|text) ([\w-]+\.yaml)\n([\s\S]*?)^```$/gm)];
  const outputs = new Map(blocks.filter(([, kind]) => kind === "text").map(([, , name, body]) => [name, body!]));
  return blocks
    .filter(([, kind]) => kind === "yaml")
    .map(([, , name, scenario]) => ({ name: name!, scenario: scenario!, output: outputs.get(name!) ?? null }));
}

/** The document with each output replaced by what the example prints now. */
export function withOutputs(markdown: string, print: (name: string) => string): string {
  return markdown.replace(
    /^```text ([\w-]+\.yaml)\n[\s\S]*?^```$/gm,
    (_, name: string) => `\`\`\`text ${name}\n${print(name)}\`\`\``,
  );
}

/**
 * What happens in the first replication of an example, a line an event, and what is measured of it.
 *
 * @param others scenarios that it may extend, by file name
 * @throws Error with every fault if it is not a scenario
 */
export function storyOf(scenario: string, others: ReadonlyMap<string, string>): string {
  const read = readScenario(scenario, {
    file: "example.yaml",
    load: (ref) => (others.has(ref) ? { file: ref, text: others.get(ref)! } : null),
  });
  if (!read.ok) throw new Error(read.faults.map(formatFault).join("\n"));
  const { model } = compileScenario(read.scenario, "0".repeat(64));
  const lines: string[] = [];
  traceReplication(model, createWorld(model), model.seed, 0, (event) => {
    const words = wordsOf(event);
    if (words !== null) lines.push(`${time(event.minute).padStart(5)}  ${words}`);
  });
  const tallies = createTallies(model);
  replicate(model, createWorld(model), tallies, model.seed, 0);
  const several = model.capabilities.length > 1;
  const measured = model.capabilities.flatMap(({ id, duty }, cap) =>
    measuresOf(tallies, cap, duty !== null).map((line) => (several ? `${id}: ${line}` : line)),
  );
  const lenders = model.capabilities.flatMap((_, cap) => lendersOf(tallies, cap, model.holderIds));
  return `${[...lines, "", ...measured, ...lenders].join("\n")}\n`;
}

function wordsOf(event: TraceEvent): string | null {
  const { capability, donor, host, units, until, tier } = event;
  const moved = `${units} ${capability} ${donor}${donor === host ? "" : ` → ${host}`}`;
  switch (event.event) {
    case "need asked":
      return `${host} asks for ${units} ${capability}`;
    case "asks tier 2":
    case "asks tier 3":
    case "asks tier 4":
      return `${host} ${event.event} for ${units}`;
    case "tier called":
      return `tier ${tier} called, open at ${time(Number(event.opens))}`;
    case "allocated":
      return `allocated: ${moved}, there at ${time(Number(until))}`;
    case "on the ground":
    case "back on duty":
      return `${event.event}: ${moved}${Number(until) < 1e8 ? `, until ${time(Number(until))}` : ""}`;
    case "rests first":
    case "rests at home":
    case "rests near the host":
      return `${event.event}: ${moved}, until ${time(Number(until))}`;
    case "goes home":
      return `goes home: ${moved}, there at ${time(Number(until))}`;
    case "released":
      return `released: ${moved}`;
    case "lapsed":
      return `lapsed: ${units} ${capability} at ${host}`;
    case "pre-empted":
      return `pre-empted: ${units} ${capability} from ${host}`;
    case "work done":
      return `work done at ${host}`;
    case "escalates":
      return `escalates: a further incident at ${time(Number(event.starts))}`;
    case "lever":
      return `lever ${event.lever} ${LEVER_STEPS[Number(event.step)]}`;
    default:
      return null;
  }
}

const LEVER_STEPS = ["", "takes effect", "is repaid from now", "is repaid"];

/** Hours and minutes from the start. */
function time(minute: number): string {
  const whole = Math.abs(minute);
  return `${minute < 0 ? "−" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** How required splits, whether and why it ran out, what became of the needs, what was left in reserve. */
function measuresOf(tallies: Tallies, cap: number, tires: boolean): string[] {
  const cell = tallies.layout.cellStart[cap]!;
  const sum = (name: (typeof PER_REPLICATION)[number]) =>
    tallies.sum[cell * N_PER_REPLICATION + PER_REPLICATION.indexOf(name)]!;
  const total = (name: (typeof SUMS)[number]) => tallies.sums[cell * N_SUMS + SUMS.indexOf(name)]!;
  const flag = (name: (typeof FLAGS)[number]) => tallies.flags[cell * N_FLAGS + FLAGS.indexOf(name)]! > 0;
  const happened = (name: (typeof CONDITIONAL)[number]) =>
    tallies.conditionalSum[cell * N_CONDITIONAL + CONDITIONAL.indexOf(name)]!;
  if (!flag("askedAtAll")) return [];

  const lines: string[] = [];
  if (sum("requiredUnitMinutes") > 0) {
    const parts = [
      `on the ground ${hours(sum("onTheGroundUnitMinutes"))}`,
      `in transit ${hours(sum("inTransitUnitMinutes"))}`,
      `resting ${hours(sum("restingUnitMinutes"))}`,
      `unresourced ${hours(sum("unresourcedUnitMinutes"))}`,
    ];
    lines.push(`required ${hours(sum("requiredUnitMinutes"))} unit-hours = ${parts.join(" + ")}`);
  }
  if (sum("heldUnitMinutes") > 0) {
    lines.push(
      `held as a precaution ${hours(sum("heldUnitMinutes"))} unit-hours, used ${hours(sum("usedUnitMinutes"))}`,
    );
  }
  if (sum("overtimeUnitMinutes") > 0) lines.push(`overtime ${hours(sum("overtimeUnitMinutes"))} unit-hours`);
  if (sum("workAskedUnitMinutes") > 0) {
    const [asked, done] = [sum("workAskedUnitMinutes"), sum("workDoneUnitMinutes")];
    lines.push(`work ${hours(asked)} unit-hours asked, ${hours(done)} done`);
  }
  const reasons = REASONS.filter(({ measure }) => total(measure) > 0);
  if (reasons.length > 0) {
    lines.push(
      `unresourced because: ${reasons.map(({ measure, words }) => `${words} ${hours(total(measure))}`).join(", ")}`,
    );
  }
  const depth = happened("runOutDepthUnits");
  const far = [flag("leftForce") ? "left force" : "", flag("leftRegion") ? "left region" : ""].filter(Boolean);
  const out = flag("runOut")
    ? `run out first at ${time(happened("runOutFirstMinute"))}, ${happened("runOutMinutes")} min in all, ${depth} deep`
    : "never run out";
  lines.push([out, ...far].join("; "));
  const endurance = happened("enduranceMinutes");
  if (tires && endurance > 0) {
    lines.push(`endurance: ${flag("enduranceCensored") ? "at least " : ""}${time(endurance)} from the first ask`);
  }
  const needs = [
    [total("needsMetOnTime"), "met on time"],
    [total("needsMetLate"), "met late"],
    [total("needsPartMet"), "part met"],
    [total("needsLapsed"), "lapsed"],
    [total("needsUnfinished"), "unfinished"],
  ] as const;
  const outcomes = needs.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  lines.push(
    `needs: ${total("needsAsked")} asked, ${outcomes.join(", ")}; lowest reserve within 1 h: ${sum("reserve1h")}`,
  );
  return lines;
}

/** What lending cost those who were below their floor meanwhile, or short themselves. */
function lendersOf(tallies: Tallies, cap: number, holders: readonly string[]): string[] {
  return holders.flatMap((holder, i) => {
    const at = cap * holders.length + i;
    const below = tallies.donorBelowFloorMinutes[at]!;
    const gap = tallies.donorGapReplications[at]! > 0;
    if (below === 0 && !gap) return [];
    const words = [below > 0 ? `${time(below)} below its floor` : "", gap ? "a local ask met the gap" : ""];
    return [`${holder}, while lending: ${words.filter(Boolean).join("; ")}`];
  });
}

function hours(unitMinutes: number): string {
  return String(Math.round((unitMinutes / 60) * 100) / 100);
}
