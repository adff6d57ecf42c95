#!/usr/bin/env node
/** The `muster` command: starts what `npm ci` built, and builds it anew in a checkout whose sources changed. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build, isFresh, root } from "./build.mjs";

if (!isFresh()) {
  if (existsSync(join(root, "node_modules", "vite"))) {
    if (process.stderr.isTTY) process.stderr.write("muster: building, as the sources are newer than dist/ …\n");
    await build();
  } else if (!existsSync(join(root, "dist", "muster.mjs"))) {
    process.stderr.write("muster: not built yet. Run `npm ci` in the project's folder first.\n");
    process.exit(1);
  }
}
const { main } = await import("../dist/muster.mjs");
await main(process.argv.slice(2));
