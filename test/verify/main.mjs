/** Bundles the verification, because Node 20 does not run TypeScript and a bundle is as fast as what ships; runs it. */

import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
process.chdir(root);
await build({
  root,
  configFile: false,
  logLevel: "warn",
  ssr: { noExternal: true },
  build: {
    ssr: "test/verify/verify.ts",
    target: "node20",
    outDir: "out/verify",
    rolldownOptions: { output: { entryFileNames: "verify.mjs" } },
  },
});
const { status } = spawnSync(process.execPath, [join("out", "verify", "verify.mjs"), ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exitCode = status ?? 130;
