/**
 * Servers and workers that a test starts, which end with it however it ends: when it is over, when it fails, and, where the
 * system can do that for us (Linux), even when it is killed itself.
 */
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from "node:child_process";

const owned = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of owned) child.kill("SIGKILL");
});

let setpriv: boolean | undefined;

/** @param user whom it runs as; absent: as we do. Only root may say so. */
export function spawnOwned(
  command: string,
  words: readonly string[],
  { user, ...options }: SpawnOptions & { readonly user?: string } = {},
): ChildProcess {
  setpriv ??= spawnSync("setpriv", ["--pdeathsig", "KILL", "true"]).status === 0;
  if (user !== undefined && !setpriv) throw new Error("setpriv is not here: run this as another user than root");
  const as = user === undefined ? [] : ["--reuid", user, "--regid", user, "--init-groups"];
  const child = setpriv
    ? spawn("setpriv", [...as, "--pdeathsig", "KILL", "--", command, ...words], options)
    : spawn(command, [...words], options);
  owned.add(child);
  child.once("close", () => owned.delete(child));
  return child;
}

/** Ends it and waits until it is gone. */
export async function killOwned(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("close", resolve));
  child.kill(signal);
  await gone;
}
