/** RESULTS.md: which test found which planted fault. */
import type { Fault } from "./list.ts";

export interface Caught {
  readonly fault: Fault;
  /** null: no test found it */
  readonly by: { readonly test: string; readonly file: string } | null;
  readonly seconds: number;
}

/** The results as a page of Markdown. */
export function report(results: readonly Caught[]): string {
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  const code = (text: string) => `\`${text.replaceAll("`", "'").replaceAll("|", "\\|")}\``;
  const rows = results.map(({ fault, by, seconds }) => {
    const found = by === null ? "**not caught** |" : `${cell(by.test)} | ${code(by.file)}`;
    return `| ${cell(fault.title)} | ${code(fault.file)} | ${found} | ${seconds.toFixed(0)} |`;
  });
  const changes = results.map(
    ({ fault }) => `- ${cell(fault.title)}: ${code(fault.line)} becomes ${code(fault.becomes)}`,
  );
  const caught = results.filter(({ by }) => by !== null).length;
  return `${[
    "# Planted faults",
    "",
    "Written by `npm run faults`, which changes one line at a time in a copy of the tree and runs the quick suites",
    "until a test fails. Tests that only compare with recorded bytes are left out: they would find anything. The list is",
    "in [list.ts](list.ts); an ordinary test keeps every line of it findable.",
    "",
    `${caught} of ${results.length} planted faults were caught.`,
    "",
    "| what is wrong | where | first test that fails | in | seconds |",
    "|---|---|---|---|---:|",
    ...rows,
    "",
    "## The lines",
    "",
    ...changes,
  ].join("\n")}\n`;
}
