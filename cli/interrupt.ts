/** Ctrl-C: the first says at once that it was heard and lets what is under way be finished, the second ends the program. */
import { EXIT } from "./exits.ts";

export interface Interrupts {
  /** whether there was one */
  seen(): boolean;
  /** Ctrl-C means again what it does elsewhere. */
  end(): void;
}

/** @param stop asks what is under way to stop; called once */
export function onInterrupt(stop: () => void): Interrupts {
  let seen = false;
  const interrupt = () => {
    if (seen) process.exit(EXIT.interrupted);
    seen = true;
    // A replication of a long scenario takes many seconds, and a worker is heard between two of them.
    process.stderr.write("\nmuster: stopping once what is under way is finished; Ctrl-C again stops at once\n");
    stop();
  };
  process.on("SIGINT", interrupt);
  return { seen: () => seen, end: () => process.off("SIGINT", interrupt) };
}
