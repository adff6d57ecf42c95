/**
 * The timeline as a picture that stands alone: an SVG with the verdict as its title, the key, the marking, and
 * what makes it again. Needs a browser, to measure text; colours are written out, since few readers of SVG
 * know custom properties.
 */
import { thousands } from "../../engine/tally/words.ts";
import { type Clock, CONDITION_AND_MARKING } from "../words.ts";
import { timelineChart } from "./timeline.ts";
import { BETWEEN, LEVEL_WORDS, LEVELS, type TimelineData } from "./timeline-data.ts";

export interface PictureOptions {
  /** the verdict's sentence; up to its first full stop it is the title */
  readonly sentence: string;
  /** scenario, number of runs, seed, version */
  readonly provenance: string;
  readonly digest: string;
  readonly clock: Clock;
  readonly requirement: number | null;
  readonly width: number;
  /** `--name: colour` of the light theme */
  readonly colours: Readonly<Record<string, string>>;
}

const FONT = 'system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif';
const MARGIN = 24;

export function picture(data: TimelineData, options: PictureOptions): string {
  const { sentence, provenance, digest, clock, requirement, width, colours } = options;
  const inner = width - 2 * MARGIN;
  const end = sentence.indexOf(". ") + 1;
  const title = wrapped(sentence.slice(0, end), 22, 650, inner);
  const rest = wrapped(sentence.slice(end + 1), 14, 400, inner);
  const foot = wrapped(`${bandWords(data)} ${CONDITION_AND_MARKING} ${provenance}`, 12, 400, inner);

  const parts: string[] = [];
  let y = MARGIN;
  const write = (lines: readonly string[], size: number, weight: number, colour: string) => {
    for (const line of lines) {
      y += Math.round(size * 1.3);
      parts.push(text(MARGIN, y, line, size, weight, colour));
    }
  };
  write(title, 22, 650, "ink");
  y += 4;
  write(rest, 14, 400, "muted");
  y += 30;
  parts.push(...key(y));
  y += 14;
  const chart = timelineChart(data, { width: inner, clock, requirement });
  for (const svg of [chart.levels, chart.runOut]) {
    svg.setAttribute("x", String(MARGIN));
    svg.setAttribute("y", String(y));
    y += Number(svg.getAttribute("height")) + 10;
    parts.push(new XMLSerializer().serializeToString(svg));
  }
  write(foot, 12, 400, "muted");
  const height = y + MARGIN;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family='${FONT}'>
<title>${escaped(sentence)}</title>
<desc>${escaped(digest)}</desc>
<rect width="${width}" height="${height}" fill="var(--paper)"/>
${parts.join("\n")}
</svg>
`;
  return svg.replace(/var\(--(\w+)\)/g, (whole, name: string) => colours[name] ?? whole);
}

/** The same words as the lines they stand for, in the same colours. */
function key(y: number): string[] {
  let x = MARGIN;
  return LEVELS.map((level) => {
    const dash = level === "required" ? ' stroke-dasharray="5 2"' : "";
    const line = `<path d="M${x} ${y - 5}h18" stroke="var(--${level})" stroke-width="2.5"${dash}/>`;
    const words = text(x + 26, y, LEVEL_WORDS[level], 14, 400, "ink");
    x += 26 + Math.ceil(widthOf(LEVEL_WORDS[level], 14, 400)) + 32;
    return line + words;
  });
}

function bandWords({ hours, replications }: TimelineData): string {
  const band = hours[0]?.required.p10 == null ? "" : ", band from the 10th to the 90th percentile";
  return `Hour by hour: median of ${thousands(replications)} runs${band}. ${BETWEEN}`;
}

function text(x: number, y: number, words: string, size: number, weight: number, colour: string): string {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="var(--${colour})">${escaped(words)}</text>`;
}

function wrapped(words: string, size: number, weight: number, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    // Other machines have other fonts: some room is left.
    if (line !== "" && widthOf(longer, size, weight) > width * 0.96) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === "" ? lines : [...lines, line];
}

let measure: CanvasRenderingContext2D | null = null;

function widthOf(words: string, size: number, weight: number): number {
  measure ??= document.createElement("canvas").getContext("2d")!;
  measure.font = `${weight} ${size}px ${FONT}`;
  return measure.measureText(words).width;
}

function escaped(words: string): string {
  return words.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]!);
}
