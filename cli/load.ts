/**
 * Finds and reads scenarios on this machine: files as they are named, presets in the package.
 */
import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { parse } from "yaml";
import { sha256Hex } from "../engine/tally/sha256.ts";
import { didYouMean } from "../scenarios/format/faults.ts";
import { MAX_TEXT } from "../scenarios/format/limits.ts";
import {
  type Fault,
  formatFault,
  type LoadedText,
  type ReadResult,
  type ResolvedScenario,
  readScenario,
  readScenarioObject,
} from "../scenarios/format/read.ts";
import { rememberTrees } from "../scenarios/format/remember.ts";
import { type SignOffStatus, signOffStatus, textToSign } from "../scenarios/format/sign-off.ts";
import { RefusedError } from "./exits.ts";
import { type Figures, type LoadedFigures, layFigures } from "./holdings.ts";
import { scenarioIds, scenariosFolder } from "./place.ts";
import { type Placement, placed } from "./place-options.ts";

/** What the command line may say about a scenario that the file says otherwise. */
export interface Overlay extends Omit<Placement, "start"> {
  readonly start?: string;
  readonly marking?: string;
  /** returns and a position that were read from files */
  readonly figures?: Figures | undefined;
}

export interface LoadedScenario {
  readonly resolved: ResolvedScenario;
  /** SHA-256 of the resolved scenario's canonical JSON without its sign-off, hex */
  readonly scenarioHash: string;
  /** null: nobody signed */
  readonly signOff: SignOffStatus | null;
  /** null: nothing was loaded over the scenario */
  readonly figures: LoadedFigures | null;
  /** every file that went in, with the SHA-256 of its bytes */
  readonly inputs: readonly { readonly file: string; readonly sha256: string }[];
  readonly warnings: readonly Fault[];
  readonly data: DataStatus;
}

/** Whose holdings these are. */
export interface DataStatus {
  /** shipped ones: armed and other sensitive capabilities are then reported for region and nation only */
  readonly shipped: boolean;
  readonly status: string;
}

/**
 * Reads the scenario that an argument names, or several on one clock, with what they are built on and what the command
 * line changes.
 *
 * @throws RefusedError with every fault
 */
export function loadScenario(
  argument: string | readonly string[],
  overlay: Overlay | (Placement & Pick<Overlay, "marking" | "figures">) = {},
): LoadedScenario {
  const read = [argument].flat().map((one) => readArgument(one));
  const faults = read.flatMap((one) => one.faults);
  const scenarios = read.flatMap(({ resolved }) => (resolved === null ? [] : [resolved]));
  if (scenarios.length < read.length) throw new RefusedError(faults.map(formatFault));
  const sources = [...new Map(read.flatMap((one) => one.sources).map((source) => [source.file, source])).values()];
  const warnings = read.flatMap((one) => one.warnings);
  const { scenario, start } = placed(scenarios, overlay, bareReference);
  const begun = overlaid(scenario, start, overlay.marking);
  const figures = overlay.figures === undefined ? null : layFigures(begun, overlay.figures, overlay.marking);
  const laid = figures === null ? null : checkedAgain(figures.scenario, "with what was loaded");
  const changed = laid?.scenario ?? begun;
  const scenarioHash = sha256Hex(textToSign(changed));
  const signOff = signOffStatus(changed, scenarioHash);
  const said = [...(signOff?.valid === false ? [signOff.text] : []), ...(figures?.warnings ?? [])];
  return {
    resolved: changed,
    scenarioHash,
    signOff,
    figures,
    inputs: [...sources.map(({ file, text }) => ({ file, sha256: sha256Hex(text) })), ...(figures?.inputs ?? [])],
    warnings: [...warnings, ...said.map((message) => fault(sources.at(-1)!.file, message)), ...(laid?.warnings ?? [])],
    data: figures !== null && figures.forces.length > 0 ? loadedStatus(figures) : dataStatus(changed, sources),
  };
}

export interface ReadArgument {
  /** null where there are faults */
  readonly resolved: ResolvedScenario | null;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
  /** every text that went in */
  readonly sources: readonly TextFile[];
}

interface TextFile {
  readonly file: string;
  readonly text: string;
}

/** The scenario that an argument names, or every fault of it. */
export function readArgument(argument: string): ReadArgument {
  const found = isFileName(argument) ? readText(argument, argument) : presetText(argument);
  if ("fault" in found) return { resolved: null, faults: [found.fault], warnings: [], sources: [] };
  const result: ReadResult = readScenario(found.text, { file: found.file, load: loadReference });
  if (!result.ok) return { resolved: null, faults: result.faults, warnings: [], sources: [] };
  return { resolved: result.scenario, faults: [], warnings: result.warnings, sources: result.sources };
}

/** An argument that ends like a file is one; anything else is the id of a preset. */
function isFileName(argument: string): boolean {
  return /\.(yaml|yml|json)$/.test(argument);
}

type Found = TextFile | { readonly fault: Fault };

function presetText(id: string): Found {
  const ids = scenarioIds();
  if (ids.includes(id))
    return readText(shown(join(scenariosFolder, `${id}.yaml`)), join(scenariosFolder, `${id}.yaml`));
  const suggestion = didYouMean(id, ids);
  const known =
    suggestion === undefined
      ? ` There are: ${ids.filter((one) => !one.includes("/")).join(", ")}, and the templates of "muster list".`
      : "";
  const message = `There is no such preset; a file ends in .yaml, .yml or .json.${known}`;
  return { fault: { ...fault(id, message), ...(suggestion === undefined ? {} : { suggestion }) } };
}

function readText(name: string, path: string): Found {
  try {
    if (!statSync(path).isFile()) return { fault: fault(name, "This is not a file.") };
    if (statSync(path).size > 4 * MAX_TEXT) return { fault: fault(name, "This file is too large for a scenario.") };
    return { file: name, text: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path)) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return { fault: fault(name, "There is no such file.") };
    return { fault: fault(name, code === "EACCES" ? "This file may not be read." : "This file is not text in UTF-8.") };
  }
}

function fault(file: string, message: string): Fault {
  return { file, line: 0, column: 0, path: "", found: "", message };
}

const referenceIndex = join(scenariosFolder, "reference", "index.yaml");

/** What `extends` and `parts` name: the reference data, a file beside the one that names it, or a preset. */
export function loadReference(ref: string, from: string): LoadedText | null {
  if (isAbsolute(ref)) return textOf(ref);
  if (ref === "reference") return textOf(referenceIndex);
  if (isFileName(ref)) return textOf(join(dirname(from), ref)) ?? textOf(join(scenariosFolder, ref));
  return scenarioIds().includes(ref) ? textOf(join(scenariosFolder, `${ref}.yaml`)) : null;
}

function textOf(path: string): LoadedText | null {
  const found = readText(shown(path), path);
  if ("fault" in found) return null;
  return resolve(path).startsWith(scenariosFolder + sep) ? remembered(found) : found;
}

/** What ships is what nearly everything builds on, and parsing it is most of the reading. */
const remembered = rememberTrees();

/** A path as people would name it from where they are. */
function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}

/**
 * Holdings count as the user's own only where a file outside the package states them and a marking is set;
 * until then what is shown of forces is the shipped arithmetic.
 */
export function dataStatus(resolved: ResolvedScenario, sources: readonly TextFile[]): DataStatus {
  const own = sources.filter(({ file }) => !resolve(file).startsWith(scenariosFolder + sep));
  const statesHoldings = own.some(({ text }) => parse(text)?.people?.holdings !== undefined);
  const marked = resolved.marking !== undefined && !resolved.marking.startsWith("UNMARKED");
  const reference = sources.some(({ file }) => resolve(file) === referenceIndex);
  if (!reference) return { shipped: own.length === 0, status: "as the scenario file states them" };
  if (statesHoldings && marked) return { shipped: false, status: "holdings loaded by the user over public data" };
  return { shipped: true, status: "illustrative – public data, not any force's holding" };
}

/** Loaded figures always carry a marking, so named places may appear. */
function loadedStatus({ forces }: LoadedFigures): DataStatus {
  const whose = forces.length > 4 ? `${forces.length} forces` : forces.join(", ");
  return { shipped: false, status: `holdings of ${whose} as returned, all others illustrative` };
}

/** What a scenario that changes nothing of the reference data gets. */
function bareReference(): ResolvedScenario {
  const result = readScenario("muster: 1\nname: The reference data\n", { file: "reference", load: loadReference });
  if (!result.ok) throw new RefusedError(result.faults.map(formatFault));
  return result.scenario;
}

/** @param start null: as the scenario says */
function overlaid(resolved: ResolvedScenario, start: string | null, marking: string | undefined): ResolvedScenario {
  if (start === null && marking === undefined) return resolved;
  const clock = start === null ? resolved.clock : { ...resolved.clock, start };
  const changed = {
    ...resolved,
    ...(clock === undefined ? {} : { clock }),
    ...(marking === undefined ? {} : { marking }),
  };
  return checkedAgain(changed, "command line").scenario;
}

/** What was changed after reading is checked by the same rules. */
function checkedAgain(changed: ResolvedScenario, what: string) {
  const result = readScenarioObject(changed, what);
  if (!result.ok) throw new RefusedError(result.faults.map(formatFault));
  return result;
}
