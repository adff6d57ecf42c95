/**
 * The page as it is built, once for all test files of a run: whoever comes first builds, the others wait. Older
 * builds are cleared away.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildPage, buildSingleFile } from "../../web/build.mjs";
import { servePage } from "../../web/serve.mjs";
import { projectFolder } from "../support/muster.ts";

export interface Built {
  /** the static site, on this machine; ends in a slash */
  readonly site: string;
  /** the single file, as file:// */
  readonly file: string;
  close(): Promise<void>;
}

const builds = join(projectFolder, "node_modules", ".cache", "muster-page");
/** Test files of one run have one parent. */
const build = join(builds, String(process.ppid));
const PATIENCE_MILLISECONDS = 110_000;

export async function builtPage(): Promise<Built> {
  const done = join(build, "done");
  if (isFirst()) {
    for (const old of readdirSync(builds)) {
      if (old !== String(process.ppid) && !isAlive(Number(old)))
        rmSync(join(builds, old), { recursive: true, force: true });
    }
    await buildPage(join(build, "page"));
    await buildSingleFile(join(build, "muster.html"));
    writeFileSync(done, "");
  }
  const given = Date.now();
  while (!existsSync(done)) {
    if (Date.now() - given > PATIENCE_MILLISECONDS) throw new Error("nobody finished building the page");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const served = await servePage(join(build, "page"), 0);
  return { site: served.address, file: pathToFileURL(join(build, "muster.html")).href, close: () => served.close() };
}

function isFirst(): boolean {
  mkdirSync(builds, { recursive: true });
  try {
    mkdirSync(build);
    return true;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
