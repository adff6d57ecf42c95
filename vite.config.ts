/**
 * How the command line and its worker are built (mode `cli`), how the page is served and built (any other mode),
 * and how the tests run.
 *
 * The command line has two entries, `dist/muster.mjs` and `dist/worker.mjs`, with everything they need inside:
 * Node 20 does not run TypeScript, and one file starts faster than hundreds. Data files stay outside, in
 * `scenarios/`. The page goes to `dist/page/` and works from any folder of any server.
 */
import type { UserConfig } from "vite";
import { defineConfig } from "vitest/config";

const commandLine: UserConfig = {
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist",
    sourcemap: true,
    rolldownOptions: {
      input: { muster: "cli/main.ts", worker: "workers/node.ts" },
      output: { entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" },
    },
  },
};

const page: UserConfig = {
  root: "web",
  base: "./",
  build: { outDir: "../dist/page", emptyOutDir: true },
  // The presets and the reference data are beside the page's own folder.
  server: { fs: { allow: [".."] } },
};

export default defineConfig(({ mode }) => {
  if (mode === "cli") return commandLine;
  if (mode !== "test") return page;
  return {
    test: { include: ["test/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000, maxWorkers: 2 },
  };
});
