/**
 * Every check a stranger can run, one after the other, whatever fails: types, lint, unused code, tests.
 * The last line counts them all: `N passed, N failed`. Each check that is not a test counts as one.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const scratch = mkdtempSync(join(tmpdir(), "muster-test-"));
const report = join(scratch, "vitest.json");

const checks = [
  ["the engine compiles without DOM and Node types", "tsc", ["-p", "engine"]],
  ["everything else compiles", "tsc", ["-p", "."]],
  ["format and lint are clean", "biome", ["ci", "--colors=off", "."]],
  ["nothing is unused", "knip", []],
];

let passed = 0;
let failed = 0;
for (const [title, program, args] of checks) {
  const ok = run(program, args);
  console.log(`${ok ? "✓" : "✗"} ${title}`);
  if (ok) passed++;
  else failed++;
}

const ok = run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`]);
const counted = count(report);
passed += counted.passed;
failed += counted.failed;
if (!ok && counted.failed === 0) failed++;
rmSync(scratch, { recursive: true, force: true });

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function run(program, args) {
  return spawnSync(join(root, "node_modules", ".bin", program), args, { cwd: root, stdio: "inherit" }).status === 0;
}

/** Tests by outcome; a file that could not be read, and a test that was skipped, count as failed. */
function count(file) {
  let results;
  try {
    results = JSON.parse(readFileSync(file, "utf8")).testResults;
  } catch {
    return { passed: 0, failed: 1 };
  }
  const outcomes = results.flatMap((suite) =>
    suite.assertionResults.length === 0 ? [suite.status] : suite.assertionResults.map((test) => test.status),
  );
  const twice = results.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status, failureMessages }) => status === "passed" && failureMessages.length > 0),
  );
  for (const { fullName } of twice) console.log(`passed at its second try only: ${fullName}`);
  const good = outcomes.filter((status) => status === "passed").length;
  return { passed: good, failed: outcomes.length - good };
}
