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

/**
 * A real browser on a busy machine now and then loses a second that a test did not reckon with: its tests have a second try, and
 * the reporter says which took one. All others have one try.
 */
const tests = (mode: string): ViteUserConfig => ({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      { extends: true, mode, test: { name: "browser", include: ["test/browser/**/*.test.ts"], retry: 1 } },
      { extends: true, mode, test: { name: "node", include: ["test/**/*.test.ts"], exclude: ["test/browser/**"] } },
    ],
  },
});

export default defineConfig(({ mode }) => (mode === "cli" ? commandLine : tests(mode)));
