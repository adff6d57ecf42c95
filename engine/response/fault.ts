/** Our own faults: an accounting identity that does not hold names the replication and how to replay it. */
import type { World } from "./world.ts";

/** An error in Muster, not in a scenario. */
export class EngineFault extends Error {
  readonly replication: number;
  constructor(message: string, replication: number) {
    super(message);
    this.name = "EngineFault";
    this.replication = replication;
  }
}

export function fault(w: World, what: string): never {
  throw new EngineFault(
    `Replication ${w.replication}, seed "${w.seed}": ${what}. ` +
      `Replay it with: muster trace SCENARIO --seed ${w.seed} --replication ${w.replication}`,
    w.replication,
  );
}

/** Throws unless the identity holds; the message is only made then. */
export function demand(w: World, holds: boolean, message: () => string): void {
  if (!holds) fault(w, message());
}
