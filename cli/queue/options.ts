/** `--queue` and what goes with it, on every command that runs something. */
import type { Command } from "commander";
import type { Pool } from "../../workers/pool.ts";
import { RefusedError } from "../exits.ts";
import { markingInNames } from "../holdings.ts";
import type { LoadedScenario } from "../load.ts";
import { queuePool } from "./pool.ts";
import { openServer } from "./server.ts";

export interface QueueChoice {
  readonly queue?: string;
  readonly allowQueue?: boolean;
  readonly queueWithoutPassword?: boolean;
}

export function addQueueOptions(command: Command): Command {
  return addServerOptions(command).option("--allow-queue", "send loaded or marked figures to the queue's server too");
}

export function addServerOptions(command: Command): Command {
  return command
    .option("--queue <url>", "run on the machines that serve this queue: redis://, rediss:// or postgres://")
    .option("--queue-without-password", "the server is on this machine's loopback and lets anybody in");
}

/**
 * Loaded returns, and whatever carries a marking, do not leave this machine unless that is asked for.
 *
 * @throws RefusedError
 */
export function refuseMarked({ queue, allowQueue }: QueueChoice, file: string, loaded: LoadedScenario): void {
  if (queue === undefined || allowQueue) return;
  const marking = markingInNames(loaded.resolved.marking);
  if (loaded.figures === null && marking === null) return;
  const what = loaded.figures === null ? `a scenario marked ${marking}` : "figures that were loaded";
  throw new RefusedError([`${file}  ${what} would leave this machine: add --allow-queue if that may be`]);
}

export interface OpenedQueue<Plan, Part> {
  readonly pool: Pool<Plan, Part>;
  close(): Promise<void>;
}

/** @throws UsageError where the server is not to be used, or not to be had */
export async function openQueue<Plan, Part>({
  queue,
  queueWithoutPassword = false,
}: QueueChoice): Promise<OpenedQueue<Plan, Part> | null> {
  if (queue === undefined) return null;
  const server = await openServer(queue, { withoutPassword: queueWithoutPassword });
  return { pool: queuePool<Plan, Part>(server), close: () => server.close() };
}
