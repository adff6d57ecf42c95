/**
 * The walls of the house: imports go one way, and what must stay out of the engine stays out.
 * Each rule is also shown a violation, so that none of them can pass by looking at nothing.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Who may import whom; a room may always import itself. */
const mayImport: Record<string, readonly string[]> = {
  "engine/model": [],
  "engine/kernel": ["engine/model"],
  "engine/tally": ["engine/model", "engine/kernel"],
  "engine/demand": ["engine/model", "engine/kernel", "engine/tally"],
  "engine/response": ["engine/model", "engine/kernel", "engine/tally", "engine/demand"],
  "engine/planning": ["engine/model", "engine/kernel", "engine/tally", "engine/demand", "engine/response", "engine"],
  engine: ["engine/model", "engine/kernel", "engine/tally", "engine/demand", "engine/response"],
  scenarios: ["engine/*"],
  workers: ["scenarios", "engine/*"],
  cli: ["workers", "scenarios", "engine/*"],
  web: ["workers", "scenarios", "engine/*"],
};

/** Where a package may be imported; packages that are not named may be imported anywhere but in the engine. */
const packageRooms: Record<string, RegExp> = {
  zod: /^scenarios\/format\/schema/,
  comlink: /^workers\//,
  commander: /^cli\//,
  yaml: /^(scenarios\/format\/|scenarios\/reference\/coverage\.ts$|cli\/)/,
};

/** What may use Node: the command line, its worker, and the scripts that write the reference tables. */
const nodeRooms = /^(cli\/|workers\/node|scenarios\/reference\/(derive|nrr\/derive|make-coverage)\.ts$)/;

/** What the engine may use of others: the hash that names streams, and plain statistics. */
const enginePackages = ["seedrandom", "simple-statistics"];

/** Mathematics whose last bit differs between machines, and luck without a seed. */
const barredInEngine =
  /\bMath\.(random|exp|expm1|log|log2|log10|log1p|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|cbrt|hypot)\b|[\w)\]]\s*\*\*\s*[\w(]/;

function roomOf(file: string): string {
  const [top, second] = file.split("/") as [string, string];
  if (top !== "engine") return top;
  return second.includes(".") ? (second === "model.ts" ? "engine/model" : "engine") : `engine/${second}`;
}

interface Import {
  readonly specifier: string;
  /** gone once compiled */
  readonly typeOnly: boolean;
}

function importsOf(text: string): Import[] {
  const statements =
    /(?:^|[;\n])\s*((?:import|export)\b[^"'`;]*?\bfrom\s*)["']([^"']+)["']|(?:^|[;\n])\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/g;
  return [...withoutComments(text).matchAll(statements)].map((match) => ({
    specifier: (match[2] ?? match[3] ?? match[4])!,
    typeOnly: /^(import|export)\s+type\b/.test(match[1] ?? ""),
  }));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

/** Every wall that this file's text breaks. */
function violations(file: string, text: string): string[] {
  const found: string[] = [];
  const room = roomOf(file);
  for (const { specifier, typeOnly } of importsOf(text)) {
    if (specifier.startsWith(".")) {
      const target = posix.join(posix.dirname(file), specifier.split("?")[0]!);
      if (target === "package.json" && !room.startsWith("engine")) continue;
      const other = roomOf(target);
      const allowed = mayImport[room]!.some(
        (name) => name === other || (name === "engine/*" && other.startsWith("engine")),
      );
      if (other !== room && !allowed) found.push(`${file}: ${room} may not import ${target}`);
    } else if (specifier.startsWith("node:")) {
      if (!nodeRooms.test(file)) found.push(`${file}: ${specifier} is for Node alone`);
    } else {
      const name = specifier.split("/")[0]!;
      const where = packageRooms[name];
      if (where && !typeOnly && !where.test(file)) found.push(`${file}: ${name} may not be imported here`);
      else if (room.startsWith("engine") && !enginePackages.includes(name))
        found.push(`${file}: the engine imports no ${name}`);
    }
  }
  if (room.startsWith("engine")) {
    const barred = withoutComments(text).match(barredInEngine);
    if (barred) found.push(`${file}: "${barred[0]}" is not the same on every machine`);
  }
  return found;
}

/** Every file that runs when this one does. */
function reachedFrom(entry: string): string[] {
  const reached = new Set([entry]);
  for (const file of reached) {
    if (!/\.tsx?$/.test(file)) continue;
    for (const { specifier, typeOnly } of importsOf(readFileSync(join(root, file), "utf8"))) {
      if (!typeOnly) reached.add(specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : specifier);
    }
  }
  return [...reached];
}

function sources(): string[] {
  return ["engine", "scenarios", "workers", "cli", "web"]
    .filter((top) => existsSync(join(root, top)))
    .flatMap((top) =>
      readdirSync(join(root, top), { recursive: true })
        .map((name) => posix.join(top, String(name).replaceAll("\\", "/")))
        .filter((name) => /\.tsx?$/.test(name)),
    );
}

describe("the walls", () => {
  it("hold in every source file", () => {
    const files = sources();
    expect(files.length).toBeGreaterThan(5);
    expect(files.flatMap((file) => violations(file, readFileSync(join(root, file), "utf8")))).toEqual([]);
  });

  it.each([
    ["engine/kernel/streams.ts", 'import { readScenario } from "../../scenarios/format/read.ts";'],
    ["engine/kernel/draws.ts", 'import type { Tallies } from "../tally/tally.ts";'],
    ["engine/tally/merge.ts", 'import { respond } from "../response/respond.ts";'],
    ["engine/demand/arrivals.ts", 'export {\n  respond,\n} from "../response/respond.ts";'],
    ["engine/model.ts", 'import { exp } from "./kernel/math.ts";'],
    ["engine/replicate.ts", 'const zod = await import("zod");'],
    ["engine/kernel/math.ts", 'import { readFileSync } from "node:fs";'],
    ["engine/kernel/math.ts", "export const e = Math.exp(1);"],
    ["engine/kernel/math.ts", "export const cube = (x: number) => x ** 3;"],
    ["scenarios/format/compile.ts", 'import { z } from "zod";'],
    ["scenarios/format/read.ts", 'import { run } from "../../workers/pool.ts";'],
    ["workers/pool.ts", 'import { main } from "../cli/main.ts";'],
    ["workers/pool.ts", 'import { Worker } from "node:worker_threads";'],
    ["workers/replicator.ts", 'import "zod";'],
    ["cli/run.ts", 'import { page } from "../web/page.ts";'],
  ])("%s may not say %s", (file, text) => {
    expect(violations(file, text)).toHaveLength(1);
  });

  it("keep zod out of the workers, however many files away", () => {
    const reached = reachedFrom("workers/node.ts");
    expect(reached).toContain("engine/replicate.ts");
    expect(reached.filter((file) => /schema|zod/.test(file))).toEqual([]);
    expect(reachedFrom("cli/main.ts")).toContain("scenarios/format/schema.ts");
  });

  it("let through what the flow needs", () => {
    expect(
      violations("cli/run.ts", 'import { a } from "../engine/tally/verdict.ts";\nimport fs from "node:fs";'),
    ).toEqual([]);
    expect(violations("engine/replicate.ts", 'import { b } from "./demand/draw.ts"; // Math.random is barred')).toEqual(
      [],
    );
    expect(violations("scenarios/format/schema.ts", 'import * as z from "zod";')).toEqual([]);
  });
});
