/** Closed forms and exactly solved chains, kept as a table of parameters and exact values. */
import { readFileSync } from "node:fs";

export interface Case<Params> {
  readonly id: string;
  readonly family: string;
  readonly title: string;
  readonly params: Params;
  readonly expected: Readonly<Record<string, number>>;
}

const all = JSON.parse(
  readFileSync(new URL("../fixtures/queueing.json", import.meta.url), "utf8"),
) as readonly Case<unknown>[];

/** The cases of a family, all or those named. */
export function casesOf<Params>(family: string, ids?: readonly string[]): Case<Params>[] {
  const found = all.filter((one) => one.family === family && (ids === undefined || ids.includes(one.id)));
  if (found.length === 0 || (ids !== undefined && found.length !== ids.length))
    throw new Error(`no cases of ${family}`);
  return found as Case<Params>[];
}
