/**
 * Makes a paper fit its page: reckons how tall it will be printed, and has it made with fewer rows until it fits.
 * Reckoned rather than measured, so that the same rows stand in print and in text, with a browser at hand or without;
 * sizes are those of print.ts, in mm, and letters as wide as DejaVu Sans's, the widest of the faces that stand in for Arial.
 */
import { type Block, type OnePage, type Phrase, plainText } from "./paper.ts";

export const PAGE = { width: 180, height: 269, paddings: { top: 15, side: 15, bottom: 13 } } as const;
/** Left free, for what reckoning does not see. */
const SPARE = 3;
const FEWEST_ROWS = 2;
const MM_PER_POINT = 0.3528;
/** CSS pixels of a picture's width, as in print.ts */
const PICTURE = { width: 672, row: 15, around: 19 } as const;

/**
 * @param most rows that any table of the paper may have
 * @param make the paper with so many rows; it says itself what it leaves out
 */
export function fitted(most: number, make: (rows: number) => OnePage | null): OnePage | null {
  for (let rows = most; ; rows--) {
    const paper = make(rows);
    if (paper === null || rows <= FEWEST_ROWS || heightOf(paper) <= PAGE.height - SPARE) return paper;
  }
}

/** How tall it will be printed, in mm. */
export function heightOf(paper: OnePage): number {
  return paper.blocks.reduce((sum, block) => sum + blockHeight(block, paper), frameHeight(paper));
}

function frameHeight({ title, marking, status, foot, blocks }: OnePage): number {
  const said = lines(`${marking}. ${status.join(" ")}`, PAGE.width - 5, 8);
  const footer = lines(`In this scenario, on assumed holdings. ${foot}`, PAGE.width, 7.4);
  const header = 4.6 + lines(title, PAGE.width, 15, true) * 6.1 + 1.5 + said * 3.73 + 5;
  return header + footer * 3.45 + 3.7 + (blocks.length === 0 ? 0 : 1);
}

function blockHeight(block: Block, { madeBy, marking }: OnePage): number {
  const told = (phrase: Phrase, width: number) => lines(plainText(phrase), width, 9) * 4.2;
  const made =
    Math.ceil(madeBy.length / (PAGE.width / (7 * 0.94 * MM_PER_POINT * 0.602)) + marking.length / 150) * 3.21 + 0.7;
  switch (block.is) {
    case "heading":
      return 6.8;
    case "paragraph":
      return told(block.words, PAGE.width) + 1.4;
    case "list":
      return block.items.reduce((sum, item) => sum + told(item, PAGE.width - 4) + 0.5, 1.4);
    case "facts":
      return block.rows.reduce((sum, [, words]) => sum + told(words, PAGE.width - 33) + 0.7, 1.4);
    case "form":
      return formHeight(block.fields);
    case "picture":
      return 7.6 + made + (PICTURE.around + block.shares.length * PICTURE.row) * (PAGE.width / PICTURE.width);
    case "table": {
      const widths = block.widths.map((share) => (PAGE.width * share) / 100 - 1.6);
      const row = (cells: readonly string[], bold: (i: number) => boolean) =>
        Math.max(...cells.map((cell, i) => lines(cell, widths[i]!, 8, bold(i)))) * 3.56 + 1.2;
      const head = row(block.head, () => true);
      const body = block.rows.reduce((sum, cells) => sum + row(cells.map(plainText), (i) => i === 0), 0);
      const note = block.note === undefined ? 0 : lines(plainText(block.note), PAGE.width, 7) * 3.21 + 0.7;
      return 7.6 + lines(block.caption, PAGE.width, 8.5, true) * 3.96 - 3.96 + head + body + note + made;
    }
  }
}

/** Narrow fields stand in pairs. */
function formHeight(fields: readonly (readonly [name: string, lines: number])[]): number {
  let height = 1.6;
  let open = false;
  for (const [, count] of fields) {
    if (count === 1 && open) open = false;
    else {
      height += count * 4.9 + 1.3;
      open = count === 1;
    }
  }
  return height;
}

/** How many lines words take, broken between words. @param width mm @param size points */
function lines(words: string, width: number, size: number, bold = false): number {
  const em = size * MM_PER_POINT * (bold ? 1.13 : 1);
  let count = 1;
  let used = 0;
  for (const word of words.split(" ")) {
    const length = em * widthOf(word);
    const space = used === 0 ? 0 : em * 0.318;
    if (used > 0 && used + space + length > width) {
      count++;
      used = length;
    } else used += space + length;
    while (used > width) {
      count++;
      used -= width;
    }
  }
  return count;
}

/** In em, by classes of letters. */
function widthOf(word: string): number {
  let sum = 0;
  for (const letter of word) {
    if (/[MW%@…—]/.test(letter)) sum += 0.96;
    else if (/[A-ZÀ-Þ&†mw]/.test(letter)) sum += letter === "m" ? 0.97 : 0.72;
    else if (/[ijltfrI.,:;'’()[\]|/!·-]/.test(letter)) sum += 0.355;
    else sum += 0.61;
  }
  return sum;
}
