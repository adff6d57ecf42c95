/** Bundles the verification: Node 20 does not run TypeScript, and a bundle is as fast as what ships. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @param folder where the bundle goes, from the root @returns path of the script */
export async function bundle(folder) {
  await build({
    root,
    configFile: false,
    logLevel: "warn",
    ssr: { noExternal: true },
    build: {
      ssr: "test/verify/verify.ts",
      target: "node20",
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: "verify.mjs" } },
    },
  });
  return join(root, folder, "verify.mjs");
}
