/**
 * How the command line and its worker are built (mode `cli`), and how the tests run. (The page has web/build.mjs.)
 *
 * The command line has two entries, `dist/muster.mjs` and `dist/worker.mjs`, with everything they need inside:
 * Node 20 does not run TypeScript, and one file starts faster than hundreds. Data files stay outside, in
 * `scenarios/`.
 */
import type { UserConfig } from "vite";
import { defineConfig, type ViteUserConfig } from "vitest/config";

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

const tests: ViteUserConfig = {
  test: { include: ["test/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000, maxWorkers: 2 },
};

export default defineConfig(({ mode }) => (mode === "cli" ? commandLine : tests));
