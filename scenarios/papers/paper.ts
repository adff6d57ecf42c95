/**
 * What a one-page paper is: blocks of words, tables and pictures, made from a result alone. It is printed (print.ts) or
 * told as plain text to paste (text.ts); nothing in it knows of files, screens or Node, so that command line and page
 * make the same paper.
 */

/** A figure with its exact value and the place in summary.json where it stands, so that one can be held against the other. */
export interface Figure {
  readonly value: number;
  /** such as `psu.nation.runOut.probability` */
  readonly at: string;
  /** which of several results it is of, from 0 */
  readonly result: number;
  readonly words: string;
}

export type Phrase = readonly (string | Figure)[];

export interface Share {
  readonly name: string;
  /** of all runs */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

export type Block =
  | { readonly is: "heading"; readonly words: string }
  | { readonly is: "paragraph"; readonly words: Phrase }
  | { readonly is: "list"; readonly items: readonly Phrase[] }
  /** name and what is to be said of it */
  | { readonly is: "facts"; readonly rows: readonly (readonly [name: string, words: Phrase])[] }
  | {
      readonly is: "table";
      readonly caption: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly Phrase[])[];
      /** share of the width of each column, adding to 100 */
      readonly widths: readonly number[];
      readonly note?: Phrase;
    }
  | { readonly is: "picture"; readonly caption: string; readonly shares: readonly Share[] }
  /** to be filled in by hand: how many lines each gets */
  | { readonly is: "form"; readonly fields: readonly (readonly [name: string, lines: number])[] };

export interface OnePage {
  readonly kind: string;
  readonly title: string;
  /** who reads it, and what it is for */
  readonly reader: string;
  readonly marking: string;
  /** marking apart: data status, what has been shown of the model, what it is not */
  readonly status: readonly string[];
  readonly blocks: readonly Block[];
  /** the commands that make the result and the paper again: beneath every table and picture */
  readonly madeBy: string;
  /** version, seed, runs and digest */
  readonly foot: string;
}

type Part = string | number | Figure | Phrase | null;

/** A template whose parts are words, figures or phrases; null leaves nothing. */
export function say(strings: TemplateStringsArray, ...parts: readonly Part[]): Phrase {
  return strings.flatMap((text, i) => {
    const part = i < parts.length ? parts[i]! : null;
    const said = part === null ? [] : Array.isArray(part) ? part : [typeof part === "number" ? String(part) : part];
    return [text, ...(said as Phrase)].filter((one) => one !== "");
  });
}

export function plainText(phrase: Phrase): string {
  return phrase
    .map((part) => (typeof part === "string" ? part : part.words))
    .join("")
    .replace(/\s+/g, " ")
    .trim();
}
