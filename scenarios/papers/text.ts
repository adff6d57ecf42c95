/** A one-page paper as plain text to paste into a document or an e-mail: no columns, so that any type face will do. */
import { CONDITION } from "../../engine/tally/verdict.ts";
import { type Block, type OnePage, plainText } from "./paper.ts";

const WIDTH = 100;

export function paperText(paper: OnePage): string {
  const { marking, title, reader, status, blocks, foot, madeBy } = paper;
  const lines = [
    ...[marking, "", title, reader, ""],
    ...status.flatMap((line) => folded(line)),
    ...blocks.flatMap((block) => blockText(block, madeBy)),
    "",
    ...folded(`${CONDITION}. ${foot}`),
    ...folded(`Made by: ${madeBy}`),
    ...["", marking],
  ];
  return `${lines.join("\n").replace(/\n{3,}/g, "\n\n")}\n`;
}

function blockText(block: Block, madeBy: string): string[] {
  if (block.is === "heading") return ["", block.words.toUpperCase()];
  if (block.is === "paragraph") return ["", ...folded(plainText(block.words))];
  if (block.is === "list") return ["", ...block.items.flatMap((item) => folded(`- ${plainText(item)}`, "  "))];
  if (block.is === "facts")
    return ["", ...block.rows.flatMap(([name, words]) => folded(`${name}: ${plainText(words)}`, "  "))];
  if (block.is === "form")
    return ["", ...block.fields.map(([name, lines]) => `${name}: ${"_".repeat(lines > 1 ? 60 : 30)}`)];
  // What the picture shows stands in the table beside it.
  if (block.is === "picture") return [];
  const rows = block.rows.map(([first, ...rest]) => {
    const cells = rest.flatMap((cell, i) => {
      const words = plainText(cell);
      return words === "" || words === "–" ? [] : [`${withoutCapital(block.head[i + 1]!)}: ${words}`];
    });
    return `- ${plainText(first!)} – ${cells.join("; ")}`;
  });
  const note = block.note === undefined ? [] : folded(plainText(block.note));
  return [
    "",
    `${block.caption}:`,
    ...rows.flatMap((row) => folded(row, "  ")),
    ...note,
    ...folded(`Made by: ${madeBy}`),
  ];
}

function withoutCapital(words: string): string {
  return /^[A-Z][a-z ]/.test(words) ? words[0]!.toLowerCase() + words.slice(1) : words;
}

/** Lines of at most 100 characters; those after the first are set in. */
function folded(words: string, indent = ""): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words.split(/ +/)) {
    if (line !== "" && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
