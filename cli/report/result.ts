/**
 * A results folder as `muster run --out` left it, read back: checked to be whole, of one run, unchanged and of this
 * version, since the report describes the rules of the version that prints it.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import type { Model } from "../../engine/model.ts";
import { sha256Hex } from "../../engine/tally/sha256.ts";
import type { Summary } from "../../engine/tally/summary.ts";
import { NOT_THIS_FORCES } from "../../engine/tally/tables.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import type { ResolvedScenario } from "../../scenarios/format/read.ts";
import { textToSign } from "../../scenarios/format/sign-off.ts";
import { RefusedError } from "../exits.ts";
import { packageVersion } from "../place.ts";

export interface Result {
  /** the folder as it was named */
  readonly folder: string;
  readonly summary: Summary;
  readonly manifest: Manifest;
  readonly model: Model;
  /** paths of the numbers that were drawn, in the order of the scenario */
  readonly drawnPaths: readonly string[];
  /** national rows of series.csv */
  readonly series: Rows;
  /** ids of the forces whose own figures are in the result; all others' are illustrative */
  readonly ownForces: ReadonlySet<string>;
  readonly flows: Rows;
  readonly donors: Rows;
}

export type Rows = readonly Readonly<Record<string, string>>[];

export interface Manifest {
  readonly muster: string;
  readonly engineVersion: string;
  readonly command: readonly string[];
  readonly digest: string;
  readonly seed: string;
  readonly replicationsAsked: number;
  readonly complete: boolean;
  readonly outer: number | null;
  readonly stoppingRule: unknown;
  readonly inputs: readonly { readonly file: string; readonly sha256: string }[];
  /** null: not kept */
  readonly workers: number | null;
  readonly wallSeconds: number | null;
  readonly events: number;
  readonly machine: {
    readonly system: string;
    readonly processor: string;
    readonly processors: number;
    readonly node: string;
  };
  readonly resolvedScenario: ResolvedScenario;
}

/** @throws RefusedError in plain words if the folder holds no whole result of this version */
export function readResult(path: string): Result {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new RefusedError([`${path}: there is no such folder. Name the folder that \`muster run … --out\` wrote.`]);
  }
  const summary = readJson<Summary>(path, "summary.json");
  const manifest = readJson<Manifest>(path, "manifest.json");
  assertVersion(path, summary, manifest);
  assertWhole(path, "summary.json", summary, SUMMARY_SHAPE);
  assertWhole(path, "manifest.json", manifest, MANIFEST_SHAPE);
  if (summary.digest !== manifest.digest) {
    refuse(path, "summary.json and manifest.json are of two different runs (their digests differ)");
  }
  if (sha256Hex(textToSign(manifest.resolvedScenario)) !== summary.scenario.sha256) {
    refuse(path, "the scenario in manifest.json is not the one that was run (its hash differs)");
  }
  const ownForces = new Set<string>();
  const series = readTable(path, "series.csv", ["capability", "scope", "minute", "required", "runOut"], (row) => {
    if (row.scope === "force" && row.note !== NOT_THIS_FORCES) ownForces.add(row.id!);
    return row.scope === "nation";
  });
  const { model, uncertain } = compileScenario(manifest.resolvedScenario, summary.scenario.sha256);
  return {
    folder: path,
    summary,
    manifest,
    model,
    drawnPaths: uncertain.map((range) => range.path),
    series,
    ownForces: summary.data.shipped ? new Set() : ownForces,
    flows: readTable(path, "flows.csv", ["capability", "donor", "host", "meanUnitHours"]),
    donors: readTable(path, "donors.csv", ["force", "capability", "hoursBelowFloor", "meanUnitsLent"]),
  };
}

function refuse(path: string, what: string): never {
  throw new RefusedError([`${path}: ${what}. Run the scenario again with --out, and report on that folder.`]);
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(join(path, name), "utf8");
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === "ENOENT" ? "has no" : "has a file that cannot be read:";
    return refuse(path, `this is no results folder, it ${why} ${name}`);
  }
}

function readJson<T>(path: string, name: string): T {
  const text = readText(path, name);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as T;
  } catch {
    return refuse(path, `${name} is cut short or damaged: it is not whole JSON`);
  }
  return refuse(path, `${name} is not a result of Muster`);
}

function assertVersion(path: string, summary: Summary, manifest: Manifest): void {
  const format = summary.muster as string | undefined;
  if (format === undefined) refuse(path, "summary.json is not a result of Muster: it names no format");
  if (format !== "1")
    refuse(path, `summary.json is in format ${format}; this is Muster ${packageVersion}, which reads 1`);
  const version = manifest.engineVersion as string | undefined;
  if (version !== packageVersion) {
    const made = version === undefined ? "an unknown version" : `version ${version}`;
    refuse(path, `this result was made by ${made} of Muster; this is ${packageVersion}, whose rules may be others`);
  }
}

type Shape = Readonly<Record<string, "string" | "number" | "boolean" | "list" | "map">>;

const SUMMARY_SHAPE: Shape = {
  ...{ seed: "string", replications: "number", digest: "string", marking: "string", scenario: "map", data: "map" },
  ...{ allocation: "map", warnings: "list", clock: "map", capabilities: "list" },
};
const CAPABILITY_SHAPE: Shape = { id: "string", name: "string", officersPerUnit: "number", scopes: "list" };
const SCOPE_SHAPE: Shape = { scope: "string", id: "string", runOut: "map", needs: "map", reserveUnits: "map" };
const MANIFEST_SHAPE: Shape = {
  ...{
    digest: "string",
    seed: "string",
    replicationsAsked: "number",
    complete: "boolean",
    inputs: "list",
    command: "list",
  },
  ...{ machine: "map", resolvedScenario: "map" },
};

/** What the report leans on is there; the first thing missing is named. */
function assertWhole(path: string, name: string, value: object, shape: Shape, at = ""): void {
  const fields = value as Readonly<Record<string, unknown>>;
  for (const [key, kind] of Object.entries(shape)) {
    const found = fields[key];
    const is = Array.isArray(found)
      ? "list"
      : found === null
        ? "null"
        : typeof found === "object"
          ? "map"
          : typeof found;
    if (is !== kind) refuse(path, `${name} is not whole: ${at}${key} is missing or no ${kind}`);
  }
  if (shape !== SUMMARY_SHAPE) return;
  (fields.capabilities as Summary["capabilities"]).forEach((capability, i) => {
    const where = `capabilities[${i}]`;
    assertWhole(path, name, capability, CAPABILITY_SHAPE, `${where}.`);
    if (capability.scopes.length === 0) refuse(path, `${name} is not whole: ${where} has no scopes`);
    capability.scopes.forEach((scope, k) => {
      assertWhole(path, name, scope, SCOPE_SHAPE, `${where}.scopes[${k}].`);
    });
  });
}

function readTable(
  path: string,
  name: string,
  columns: readonly string[],
  keep: (row: Readonly<Record<string, string>>) => boolean = () => true,
): Rows {
  if (existsSync(join(path, name.replace(/csv$/, "parquet")))) {
    refuse(path, "its tables are Parquet, and the report reads CSV: run it again without --format parquet");
  }
  const rows: Readonly<Record<string, string>>[] = [];
  const { meta } = Papa.parse<Readonly<Record<string, string>>>(readText(path, name).trimEnd(), {
    header: true,
    step: ({ data }) => {
      if (keep(data)) rows.push(data);
    },
  });
  // A step function is given rows alone; the header stands in any of them.
  const header = meta.fields ?? Object.keys(rows[0] ?? {});
  const missing = columns.filter((column) => header.length > 0 && !header.includes(column));
  if (missing.length > 0) refuse(path, `${name} is not whole: it has no column ${missing.join(", ")}`);
  return rows;
}
