/**
 * The `muster` command line: registers the commands, one file each, and turns what they throw into words
 * and an exit status.
 */
import { Command, CommanderError } from "commander";
import { FailedReplication } from "../workers/pool.ts";
import { registerBatch } from "./batch.ts";
import { registerCheck } from "./check.ts";
import { registerCompare } from "./compare.ts";
import { EXIT, gravest, RefusedError, UsageError } from "./exits.ts";
import { registerList } from "./list.ts";
import { packageVersion } from "./place.ts";
import { registerReport } from "./report.ts";
import { registerRun } from "./run.ts";
import { registerSchema } from "./schema.ts";
import { registerSensitivity } from "./sensitivity.ts";
import { registerShadow } from "./shadow.ts";
import { registerShard } from "./shard.ts";
import { registerShare } from "./share.ts";
import { registerSign } from "./sign.ts";
import { registerSize } from "./size.ts";
import { registerStress } from "./stress.ts";
import { registerSweep } from "./sweep.ts";
import { registerTemplate } from "./template.ts";
import { registerTrace } from "./trace.ts";
import { registerTriggers } from "./triggers.ts";
import { rememberTyped } from "./typed.ts";
import { registerWorker } from "./worker.ts";

/** Runs one command line; sets the process's exit status. */
export async function main(args: readonly string[]): Promise<void> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // A reader such as `head` has seen enough.
    if (error.code === "EPIPE") process.exit(EXIT.done);
    throw error;
  });
  rememberTyped(args);
  const statuses: number[] = [];
  const report = (status: number) => statuses.push(status);
  const program = new Command("muster")
    .description("Where, when and how likely police mutual aid runs out when several national threats strike at once.")
    .version(packageVersion)
    .showHelpAfterError("(--help shows what there is)");
  // Commands copy this setting when they are made, so it comes before them.
  program.exitOverride();
  for (const register of [
    registerRun,
    registerBatch,
    registerShard,
    registerWorker,
    registerCheck,
    registerCompare,
    registerSensitivity,
    registerStress,
    registerSweep,
    registerList,
    registerSchema,
    registerSize,
    registerShare,
    registerShadow,
    registerTriggers,
    registerTemplate,
    registerSign,
    registerTrace,
    registerReport,
  ]) {
    register(program, report);
  }
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    report(tell(error));
  }
  process.exitCode = gravest(statuses);
}

export type Report = (status: number) => void;

/** Prints what went wrong, and returns its exit status. */
function tell(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof UsageError) {
    process.stderr.write(`muster: ${error.message}\n`);
    return EXIT.usage;
  }
  if (error instanceof RefusedError) {
    process.stderr.write(`${error.faults.join("\n")}\n`);
    return EXIT.refused;
  }
  const text = error instanceof FailedReplication ? `${error.message}\n${error.fault.stack}` : textOf(error);
  process.stderr.write(`muster: our own fault, please report it: ${text}\n`);
  return EXIT.fault;
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
