/** The command line under way, as it was typed: what every result says makes it again. */

let words: readonly string[] = [];

/** Called once, when a command line begins. */
export function rememberTyped(args: readonly string[]): void {
  words = args;
}

/** Without `--out`: a result lies in its folder already, wherever somebody put it. */
export function commandTyped(): string[] {
  return ["muster", ...words.filter((word, i) => !/^--out(=|$)/.test(word) && words[i - 1] !== "--out")];
}
