/** The command line under way, as it was typed: what every result says makes it again. */

let words: readonly string[] = [];

/** Called once, when a command line begins. */
export function rememberTyped(args: readonly string[]): void {
  words = args;
}

/**
 * Without `--out`: a result lies in its folder already, wherever somebody put it. Without `--queue`: it does not matter
 * where it was run, and the address may hold a password.
 */
export function commandTyped(): string[] {
  const left = (word: string, i: number) =>
    /^--(out|queue)(=|$)/.test(word) || /^--(out|queue)$/.test(words[i - 1] ?? "");
  const flags = ["--allow-queue", "--queue-without-password"];
  return ["muster", ...words.filter((word, i) => !left(word, i) && !flags.includes(word))];
}
