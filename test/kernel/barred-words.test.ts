/** The lint rule that keeps luck without a seed, and the mathematics, clocks and languages of machines, out of the engine. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { projectFolder } from "../support/muster.ts";

/** The same on every machine by IEEE 754 or by whole numbers, and the constants. */
const allowed =
  "abs ceil clz32 floor fround imul max min round sign sqrt trunc E LN2 LN10 LOG2E LOG10E PI SQRT1_2 SQRT2".split(" ");
const barred = Object.getOwnPropertyNames(Math).filter((name) => !allowed.includes(name));

const planted: readonly string[] = [
  ...barred.map((name) => `export const found = Math.${name};\n`),
  "export const found = [1, 2].map(Math.exp);\n",
  "export const found = Math\n  .log(2);\n",
  "export const found = Math?.log(2);\n",
  'export const found = Math["random"]();\n',
  "export const { random } = Math;\n",
  "export const found = Math;\n",
  "export const found = globalThis.Math.cos(1);\n",
  'export const found = globalThis["Math"].cos(1);\n',
  "export const found = Date.now();\n",
  "export const found = new Date(0).getHours();\n",
  "export const found = new Intl.NumberFormat();\n",
  'export const found = ["b", "a"].sort((x, y) => x.localeCompare(y));\n',
  "export const found = (1.5).toLocaleString();\n",
  "export const found = (x: number) => x ** 3;\n",
  "export const found = (x: number) => (x + 1) ** -(x - 1);\n",
  "export function found(x: number) {\n  let y = x;\n  y **= 3;\n  return y;\n}\n",
  "export function found(x: Float64Array) {\n  x[0]! **= 2;\n}\n",
];

const harmless: readonly string[] = [
  ...allowed.map((name) => `export const fine = Math.${name};\n`),
  "// Math.random and x ** 2 are barred\nexport const fine = 'Math.random() ** 2';\n",
  "export const fine = (x: number) => Math.floor(x * Math.sqrt(x)) * x;\n",
];

/** Names of the planted files that the rule complains of. */
function complaints(folder: string): string[] {
  const biome = join(projectFolder, "node_modules", ".bin", "biome");
  const { stdout, status } = spawnSync(
    biome,
    ["lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=none", "."],
    { cwd: folder, encoding: "utf8" },
  );
  expect(status).toBe(1);
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: readonly { category: string; location: { path: string | { file: string } } }[];
  };
  return diagnostics
    .filter(({ category }) => category === "plugin")
    .map(({ location: { path } }) => (typeof path === "string" ? path : path.file))
    .map((path) => `${basename(dirname(path))}/${basename(path)}`);
}

describe("the lint rule of the engine", () => {
  let found: ReadonlySet<string>;

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), "muster-lint-"));
    try {
      for (const room of ["engine", "web"]) {
        mkdirSync(join(folder, room));
        planted.forEach((text, i) => {
          writeFileSync(join(folder, room, `planted-${i}.ts`), text);
        });
        harmless.forEach((text, i) => {
          writeFileSync(join(folder, room, `harmless-${i}.ts`), text);
        });
      }
      for (const file of ["biome.json", "engine/same-on-every-machine.grit"])
        cpSync(join(projectFolder, file), join(folder, file));
      found = new Set(complaints(folder));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("knows of chance and of every transcendental function", () => {
    for (const name of ["random", "exp", "log", "pow", "sin", "cos", "atan2", "log1p", "expm1", "cbrt", "hypot"])
      expect(barred).toContain(name);
  });

  it.each(planted.map((text, i) => [text.trim(), i] as const))("bars %j", (_, i) => {
    expect(found).toContain(`engine/planted-${i}.ts`);
  });

  it("lets through what is the same on every machine, and what only comments and texts say", () => {
    expect([...found].filter((name) => name.startsWith("engine/harmless"))).toEqual([]);
  });

  it("binds the engine alone", () => {
    expect([...found].filter((name) => !name.startsWith("engine/"))).toEqual([]);
  });
});
