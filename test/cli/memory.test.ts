/** Memory of a run: what replications leave behind is added up, so ten times as many take no more. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { ensureBuilt, projectFolder } from "../support/muster.ts";

const small = join(projectFolder, "test", "cli", "two-counties.yaml");
/** Loaded before the command: tells the most memory that the whole process ever held, its workers included. */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent(
  `import { isMainThread } from "node:worker_threads";
   if (isMainThread) process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS));`,
)}`;

beforeAll(ensureBuilt);

/** Peak in kB. The nursery of the JavaScript heap is kept small: it grows with time, whatever a program holds. */
async function peakOf(replications: number): Promise<number> {
  const command = [join(projectFolder, "cli", "muster.mjs"), "run", small, "--workers", "1"];
  const args = ["--max-semi-space-size=1", "--import", TELL_PEAK, ...command, "--replications", String(replications)];
  const child = spawn(process.execPath, args, { cwd: projectFolder });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdout.resume();
  const status = await new Promise((resolve) => child.once("close", resolve));
  expect(status, stderr).toBe(0);
  return Number(/peak (\d+)/.exec(stderr)?.[1]);
}

it("ten times the replications take at most 1.03 × the peak memory", { timeout: 120_000 }, async () => {
  const few = await peakOf(1000);
  const many = await peakOf(10_000);
  expect(few).toBeGreaterThan(30_000);
  expect(many / few).toBeLessThanOrEqual(1.03);
});
