/** The scenarios that ship, bundled as text; found by the same rules as on the command line. */
import { sha256Hex } from "../../engine/tally/sha256.ts";
import { canonicalJson, formatFault, type ResolvedScenario, readScenario } from "../../scenarios/format/read.ts";
import { toPlain } from "../../scenarios/format/tree.ts";
import { parseText } from "../../scenarios/format/yaml.ts";
import { type Preset, Refused } from "./protocol.ts";

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

/** What the gallery shows: only this file's own text is read. */
export function presetOf(id: string): Preset {
  const file = fileOf(id);
  const tree = parseText({ file, text: texts[file] ?? "" }, []);
  const plain = (tree === null ? {} : toPlain(tree)) as Readonly<Record<string, unknown>>;
  const said = (key: string) => (typeof plain[key] === "string" ? plain[key] : "");
  return { id, name: said("name") || id, story: said("story"), question: said("question") };
}

export interface Shipped {
  readonly resolved: ResolvedScenario;
  /** SHA-256 of the resolved scenario's canonical JSON, hex */
  readonly scenarioHash: string;
  /** what the holdings are, in words */
  readonly dataStatus: string;
}

const known = new Map<string, Shipped>();

/**
 * The scenario with everything it extends; read once.
 *
 * @throws Refused with every fault
 */
export function readShipped(id: string): Shipped {
  const shipped = known.get(id) ?? read(id);
  known.set(id, shipped);
  return shipped;
}

function read(id: string): Shipped {
  const file = fileOf(id);
  const text = texts[file];
  if (text === undefined) throw new Refused([`There is no scenario "${id}" here.`]);
  const result = readScenario(text, { file, load });
  if (!result.ok) throw new Refused(result.faults.map(formatFault));
  const reference = result.sources.some((source) => source.file === REFERENCE);
  return {
    resolved: result.scenario,
    scenarioHash: sha256Hex(canonicalJson(result.scenario)),
    dataStatus: reference ? "illustrative – public data, not any force's holding" : "as the scenario file states them",
  };
}

function fileOf(id: string): string {
  return `scenarios/${id}.yaml`;
}

/** What `extends` and `parts` name: the reference data, a file beside the one that names it, or a preset. */
function load(ref: string, from: string): { file: string; text: string } | null {
  if (ref === "reference") return textOf(REFERENCE);
  if (!ref.endsWith(".yaml")) return textOf(fileOf(ref));
  const beside = new URL(ref, `file:///${from}`).pathname.slice(1);
  return textOf(beside) ?? textOf(`scenarios/${ref}`);
}

function textOf(file: string): { file: string; text: string } | null {
  const text = texts[file];
  return text === undefined ? null : { file, text };
}
