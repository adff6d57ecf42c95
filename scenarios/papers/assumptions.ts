/**
 * The list of what a result takes for granted, made from the resolved scenario alone: every number given as a range,
 * every number with a source or a kind, and the records that the scenario and its reference data keep; beside each
 * range what it did to the verdict, where the run measured that.
 */
import { type Model, NONE } from "../../engine/model.ts";
import type { RangeSummary, Summary } from "../../engine/tally/summary.ts";
import { unitNames } from "../../engine/tally/words.ts";
import type { ResolvedScenario } from "../format/read.ts";
import { signed } from "./numbers.ts";
import { canBegin } from "./threats.ts";

export interface Assumed {
  /**
   * drawn: a range, drawn anew in each run; fixed: a number with a source; record: a rule or figure put on record;
   * idle: any of the last two, about what nobody asked for in this run
   */
  readonly group: "drawn" | "fixed" | "record" | "idle";
  /** where in the scenario, ids joined by dots */
  readonly where: string;
  readonly what: string;
  /** "0.6 (0.4 to 0.75)", with its unit; or why there is none */
  readonly figure: string;
  readonly kind: string;
  readonly source: string;
  /** how the figure came about; empty where nothing is said */
  readonly rule: string;
  readonly effect: readonly string[];
}

export const NOT_MEASURED = "effect not measured in this run";
const NOT_STATED = "not stated";

type Plain = Readonly<Record<string, unknown>>;

/** A result, as far as its assumptions go. */
interface Result {
  readonly summary: Summary;
  readonly model: Model;
  readonly scenario: ResolvedScenario;
  /** paths of the numbers that were drawn, in the order of the scenario */
  readonly drawnPaths: readonly string[];
}

export function assumptionsOf(result: Result): Assumed[] {
  const { scenario } = result;
  const records = scenario.assumptions ?? [];
  const drawn = new Set(result.drawnPaths);
  const numbers = numbersIn(scenario);
  const effects = new Map((result.summary.ranges ?? []).map((range) => [range.path, effectWords(range, result)]));
  // A range that the walk below names otherwise than the compiler does is listed all the same.
  const unseen = result.drawnPaths.filter((path) => !numbers.has(path)).map((path): [string, Plain] => [path, {}]);

  const said = [...numbers].filter(([path, { source, kind }]) => drawn.has(path) || (source ?? kind) !== undefined);
  const isIdle = idleIn(result);

  const listed = [...said, ...unseen].map(([path, number]): Assumed => {
    const record = recordOf(path, number, records);
    const isDrawn = drawn.has(path);
    return {
      group: isDrawn ? "drawn" : isIdle(path) ? "idle" : "fixed",
      where: path,
      what: record?.what ?? String(number.note ?? path),
      figure: figureWords(number),
      kind: String(number.kind ?? record?.kind ?? NOT_STATED),
      source: String(number.source ?? record?.source ?? NOT_STATED),
      rule: record?.rule ?? "",
      effect: isDrawn
        ? (effects.get(path) ?? [NOT_MEASURED])
        : [number.dist === undefined ? "not varied" : "luck: drawn per incident"],
    };
  });
  const onRecord = records.map((record): Assumed => {
    const below = listed.filter(({ group, where }) => group === "drawn" && isAbove(record.where ?? "", where));
    return {
      group: isIdle(record.where ?? "") && below.length === 0 ? "idle" : "record",
      where: record.where ?? NOT_STATED,
      what: record.what,
      figure: figureWords(record) || String(record.noRange ?? NOT_STATED),
      kind: record.kind ?? NOT_STATED,
      source: record.source ?? NOT_STATED,
      rule: record.rule ?? "",
      effect: below.length > 0 ? ["drawn: see its effect above"] : ["not varied"],
    };
  });
  const all = [...listed, ...onRecord];
  return (["drawn", "fixed", "record", "idle"] as const).flatMap((group) => all.filter((row) => row.group === group));
}

/** Whether a place in the scenario is about people nobody asked for, or a threat that cannot begin. */
function idleIn({ summary, model }: Result): (where: string) => boolean {
  const inUse = new Set(summary.capabilities.filter(({ asked }) => asked).map(({ id }) => id));
  for (const { id, path } of model.capabilities) {
    if (!inUse.has(id)) continue;
    for (let node = path[0]!; node !== NONE; node = model.nodeParent[node]!) inUse.add(model.nodeIds[node]!);
  }
  const awake = new Set(model.threats.filter((threat) => canBegin(model, threat)).map(({ id }) => id));
  return (where) => {
    const [, capability] = /^(?:capabilities|people\.(?:holdings|contributions|floors))\.([\w-]+)/.exec(where) ?? [];
    const [, threat] = /^threats\.([\w-]+)/.exec(where) ?? [];
    return (capability !== undefined && !inUse.has(capability)) || (threat !== undefined && !awake.has(threat));
  };
}

/** Every range and every number that says where it comes from, by its path of ids. */
function numbersIn(scenario: ResolvedScenario): Map<string, Plain> {
  const found = new Map<string, Plain>();
  const walk = (value: unknown, path: string) => {
    if (typeof value !== "object" || value === null) return;
    const map = value as Plain;
    if (isNumber(map)) found.set(path, map);
    else if (!Array.isArray(value)) for (const [key, inner] of Object.entries(map)) walk(inner, below(path, key));
    else for (const [i, inner] of value.entries()) walk(inner, below(path, nameIn(value, i, path)));
  };
  for (const part of ["places", "overlaps", "capabilities", "people", "threats"] as const) walk(scenario[part], part);
  return found;
}

/** A range, or a value that says where it comes from. */
function isNumber(map: Plain): boolean {
  return (
    (map.low !== undefined && map.high !== undefined) ||
    (map.value !== undefined && (map.source ?? map.kind) !== undefined)
  );
}

function below(path: string, key: string): string {
  // Units by holder may be written one level deeper; the compiler names both alike.
  return /^people\.(contributions|floors)\.[^.]+$/.test(path) && key === "units" ? path : `${path}.${key}`;
}

/** How the entry of a list is named in paths: by its id, its capability, its threat or its time; else by its place. */
function nameIn(list: readonly unknown[], i: number, path: string): string {
  const entry = list[i] as Plain | null;
  if (typeof entry !== "object" || entry === null) return String(i);
  if (path.endsWith(".phases")) return String(entry.id ?? `phase-${i + 1}`);
  if (path.endsWith(".needs")) {
    const capability = String(entry.capability);
    const nth = list.slice(0, i + 1).filter((other) => (other as Plain).capability === entry.capability).length;
    return String(entry.id ?? (nth === 1 ? capability : `${capability}-${nth}`));
  }
  if (path === "people.changes") return `${entry.holder}.${entry.capability ?? entry.skill}.${entry.at}`;
  return String(entry.threat ?? entry.from ?? entry.at ?? i);
}

type AssumptionRecord = NonNullable<ResolvedScenario["assumptions"]>[number];

/** The record that a number names ("assumption tour"), else the one about the nearest place above it. */
function recordOf(path: string, { source }: Plain, records: readonly AssumptionRecord[]): AssumptionRecord | undefined {
  const named = /^assumption ([\w-]+)$/.exec(String(source ?? ""))?.[1];
  const about = records.filter(
    ({ where }) => where !== undefined && isAbove(where, path) && where.split(".").length > 2,
  );
  about.sort((a, b) => b.where!.length - a.where!.length);
  return records.find(({ id }) => id === named) ?? about[0];
}

function isAbove(upper: string, lower: string): boolean {
  return upper !== "" && `${lower}.`.startsWith(`${upper}.`);
}

/** A figure with its range and unit; empty where it has neither. */
function figureWords(number: Plain): string {
  const central = number.value ?? number.mode;
  const range = number.low === undefined || number.high === undefined ? "" : `${number.low} to ${number.high}`;
  const first = central === undefined ? range : `${central}`;
  if (first === "") return "";
  const unit = number.unit === undefined ? "" : ` ${number.unit}`;
  const shape = number.dist === undefined ? "" : `, ${number.dist}`;
  return `${first}${central !== undefined && range !== "" ? ` (${range}${shape})` : ""}${unit}`;
}

/** The largest first: run-out in the upper part of the draws against the lower part, in runs of 100. */
function effectWords({ effect }: Pick<RangeSummary, "effect">, { summary }: Result): string[] {
  const measured = (effect ?? []).filter(({ difference }) => difference !== null);
  if (measured.length === 0) return [NOT_MEASURED];
  const told = measured.filter(({ low, high }) => low === null || high === null || low > 0 || high < 0);
  if (told.length === 0) return [`no difference that ${summary.replications} runs can tell`];
  return [...told]
    .sort((a, b) => Math.abs(b.difference!) - Math.abs(a.difference!))
    .map(({ capability, difference, low, high, runOutUpper, runOutLower }) => {
      const name = summary.capabilities.find(({ id }) => id === capability)?.name ?? capability;
      const interval = low === null || high === null ? "" : ` (${signed(low * 100)} to ${signed(high * 100)})`;
      const runs = `${runOutUpper.runs} of ${runOutUpper.of} against ${runOutLower.runs} of ${runOutLower.of}`;
      return `${unitNames(capability, name).many}: ${signed(difference! * 100)} runs of 100${interval} where it is high; ${runs}`;
    });
}
