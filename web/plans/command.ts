/** The command that gives the same answer: typed into a terminal, with files of results where somebody names a folder. */
import type { Opened } from "../desk/protocol.ts";

/** An option and its value; null: left to what is usual. */
export type Option = readonly [name: string, value: string | number | null];

const USUAL_SEED = "1";

export function commandOf(
  command: string,
  { edited, preset, source, plan }: Opened,
  options: readonly Option[],
): string {
  // What was changed here is a file once somebody saved it.
  const scenario = edited || source.preset === null ? source.fileName : preset.id;
  const seed = plan.seed === (plan.resolved.seed ?? USUAL_SEED) ? null : plan.seed;
  const said = [...options, ["seed", seed] as const].flatMap(([name, value]) =>
    value === null ? [] : [`--${name} ${quoted(String(value))}`],
  );
  return ["npx muster", command, quoted(scenario), ...said].join(" ");
}

function quoted(text: string): string {
  return /^[\w./%,:=-]+$/.test(text) ? text : `"${text.replace(/(["\\$`])/g, "\\$1")}"`;
}
