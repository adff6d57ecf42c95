/**
 * How the command line and its worker are built, and how the tests run.
 *
 * Two entries, `dist/muster.mjs` and `dist/worker.mjs`, with everything they need inside: Node 20 does not
 * run TypeScript, and one file starts faster than hundreds. Data files stay outside, in `scenarios/`.
 */
import { defineConfig } from "vitest/config";

export default defineConfig({
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
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
