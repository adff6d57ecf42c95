/** The scenarios that ship, bundled as text; found by the same rules as on the command line. */
import { sha256Hex } from "../../engine/tally/sha256.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { formatFault, type LoadedText, type ResolvedScenario, readScenario } from "../../scenarios/format/read.ts";
import { rememberTrees } from "../../scenarios/format/remember.ts";
import { textToSign } from "../../scenarios/format/sign-off.ts";
import { toPlain } from "../../scenarios/format/tree.ts";
import { parseText } from "../../scenarios/format/yaml.ts";
import { type Preset, Refused, type Source } from "./protocol.ts";

const texts: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(
    import.meta.glob<string>("../../scenarios/**/*.yaml", { eager: true, query: "?raw", import: "default" }),
  ).map(([path, text]) => [path.replace(/^(\.\.\/)*/, ""), text]),
);

const REFERENCE = "scenarios/reference/index.yaml";

/** The one to begin with stands first. */
const FIRST = "concurrent-disorder";

export function presetIds(): string[] {
  const ids = Object.keys(texts)
    // The register's templates open by their address, but 45 of them are no gallery.
    .filter((file) => !/^scenarios\/(reference|format|nrr)\//.test(file))
    .map((file) => file.slice("scenarios/".length, -".yaml".length))
    .sort();
  return [...ids.filter((id) => id === FIRST), ...ids.filter((id) => id !== FIRST)];
}

/** The planning cases of the National Risk Register, which the exercise builder offers. */
export function templateIds(): string[] {
  const files = Object.keys(texts).filter((file) => file.startsWith("scenarios/nrr/"));
  return files.map((file) => file.slice("scenarios/".length, -".yaml".length)).sort();
}

/** What the gallery shows: only this file's own text is read. */
export function presetOf(id: string): Preset {
  const file = fileOf(id);
  const tree = parseText({ file, text: texts[file] ?? "" }, []);
  const plain = (tree === null ? {} : toPlain(tree)) as Readonly<Record<string, unknown>>;
  const said = (key: string) => (typeof plain[key] === "string" ? plain[key] : "");
  return { id, name: said("name") || id, story: said("story"), question: said("question") };
}

/** @throws Refused if there is none */
export function presetText(id: string): string {
  const text = texts[fileOf(id)];
  if (text === undefined) throw new Refused([`There is no scenario "${id}" here.`]);
  return text;
}

export interface Shipped {
  readonly resolved: ResolvedScenario;
  /** SHA-256 of the resolved scenario's canonical JSON, hex */
  readonly scenarioHash: string;
  /** what the holdings are, in words */
  readonly dataStatus: string;
  /** sensitive capabilities are reported for region and nation only */
  readonly shippedData: boolean;
}

const known = new Map<string, Shipped>();

/** Until the next one: compiling costs as much again as reading. */
let compiled: { readonly shipped: Shipped; readonly result: ReturnType<typeof compileScenario> } | null = null;

/** The scenario with its model; the last one is kept. */
export function compileSource(source: Source): { shipped: Shipped; compiled: ReturnType<typeof compileScenario> } {
  const shipped = readSource(source);
  if (compiled?.shipped !== shipped) {
    compiled = { shipped, result: compileScenario(shipped.resolved, shipped.scenarioHash) };
  }
  return { shipped, compiled: compiled.result };
}

/**
 * The scenario with everything it extends; presets are read once.
 *
 * @throws Refused with every fault
 */
export function readSource({ preset, text, fileName }: Source): Shipped {
  if (text !== null) return read(`scenarios/${fileName}`, text, fileName);
  const id = preset ?? "";
  const shipped = known.get(id) ?? read(fileOf(id), presetText(id), null);
  known.set(id, shipped);
  return shipped;
}

/** @param own name of somebody's own file; null: it ships */
function read(file: string, text: string, own: string | null): Shipped {
  const result = readScenario(text, { file, load: loadShipped });
  if (!result.ok) {
    const named =
      own === null
        ? result.faults
        : result.faults.map((fault) => (fault.file === file ? { ...fault, file: own } : fault));
    throw new Refused(named.map(formatFault));
  }
  const reference = result.sources.some((source) => source.file === REFERENCE);
  return {
    resolved: result.scenario,
    scenarioHash: sha256Hex(textToSign(result.scenario)),
    ...dataStatus(result.scenario, reference, own === null ? null : text),
  };
}

/** Whose holdings a scenario of somebody's own rests on, by the files that went into it. @param own its text; null: it ships */
export function statusOf(
  scenario: ResolvedScenario,
  sources: readonly { readonly file: string }[],
  own: string | null,
): Pick<Shipped, "dataStatus" | "shippedData"> {
  return dataStatus(
    scenario,
    sources.some(({ file }) => file === REFERENCE),
    own,
  );
}

/** The command line's rule: holdings are the user's own only where the file states them and sets a marking. */
function dataStatus(
  { marking }: ResolvedScenario,
  reference: boolean,
  own: string | null,
): Pick<Shipped, "dataStatus" | "shippedData"> {
  if (!reference) return { dataStatus: "as the scenario file states them", shippedData: own === null };
  if (own !== null && marking !== undefined && !marking.startsWith("UNMARKED") && statesHoldings(own)) {
    return { dataStatus: "holdings loaded by the user over public data", shippedData: false };
  }
  return { dataStatus: "illustrative – public data, not any force's holding", shippedData: true };
}

function statesHoldings(text: string): boolean {
  const tree = parseText({ file: "", text }, []);
  const plain = (tree === null ? {} : toPlain(tree)) as { readonly people?: { readonly holdings?: unknown } };
  return plain.people?.holdings !== undefined;
}

function fileOf(id: string): string {
  return `scenarios/${id}.yaml`;
}

/** What `extends` and `parts` name: the reference data, a file beside the one that names it, or a preset. */
export function loadShipped(ref: string, from: string): LoadedText | null {
  if (ref === "reference") return textOf(REFERENCE);
  if (!ref.endsWith(".yaml")) return textOf(fileOf(ref));
  const beside = new URL(ref, `file:///${from}`).pathname.slice(1);
  return textOf(beside) ?? textOf(`scenarios/${ref}`);
}

/** Nearly everything extends the reference data, and parsing is most of the reading. */
const remembered = rememberTrees();

function textOf(file: string): LoadedText | null {
  const text = texts[file];
  return text === undefined ? null : remembered({ file, text });
}
