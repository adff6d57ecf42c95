/** How a command ends, and the errors that end it. */

export const EXIT = {
  done: 0,
  fault: 1,
  usage: 2,
  refused: 3,
  incomplete: 4,
  crossed: 5,
  interrupted: 130,
} as const;

/** Which status is reported when several apply. */
const PRECEDENCE = [EXIT.usage, EXIT.fault, EXIT.interrupted, EXIT.incomplete, EXIT.refused, EXIT.crossed, EXIT.done];

/** The one status that stands for all that happened. */
export function gravest(statuses: readonly number[]): number {
  return PRECEDENCE.find((status) => statuses.includes(status)) ?? EXIT.done;
}

/** The command line says something that cannot be done. */
export class UsageError extends Error {}

/** The scenario or its data cannot be used; each fault is a line to print. */
export class RefusedError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.faults = faults;
  }
}
