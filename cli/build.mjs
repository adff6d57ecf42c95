/**
 * Builds `dist/` and tells whether it still matches the sources.
 *
 * The build goes to a folder of its own and is moved over file by file, entries last, so that a `muster`
 * that starts meanwhile never reads half a file.
 */
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const entries = ["worker.mjs", "muster.mjs"];

/** Builds dist/ from the sources; needs the development dependencies. */
export async function build() {
  const { build: viteBuild } = await import("vite");
  const dist = join(root, "dist");
  await mkdir(dist, { recursive: true });
  const fresh = mkdtempSync(join(root, "dist", ".build-"));
  try {
    await viteBuild({ root, mode: "cli", logLevel: "warn", build: { outDir: fresh, emptyOutDir: false } });
    const files = readdirSync(fresh).sort((a, b) => entries.indexOf(a) - entries.indexOf(b));
    for (const file of files) renameSync(join(fresh, file), join(dist, file));
    for (const file of readdirSync(dist)) {
      if (file.endsWith(".mjs") && !files.includes(file)) removeWhenOld(join(dist, file));
      if (file.endsWith(".map") && !files.includes(file)) removeWhenOld(join(dist, file));
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Whether dist/ is there and no source is newer. */
export function isFresh() {
  const built = join(root, "dist", "muster.mjs");
  if (!existsSync(built)) return false;
  const at = statSync(built).mtimeMs;
  const sources = ["engine", "scenarios/format", "workers", "cli"].map((folder) => join(root, folder));
  return ![...sources.flatMap(filesBelow), join(root, "vite.config.ts")].some(
    (file) => existsSync(file) && statSync(file).mtimeMs > at,
  );
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}

/** A chunk of an earlier build may still be wanted by a run that has just started. */
function removeWhenOld(file) {
  if (Date.now() - statSync(file).mtimeMs > 600_000) rmSync(file, { force: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
