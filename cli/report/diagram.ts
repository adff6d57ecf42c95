/** STRESS-DES item 2.1: the flow of the model as a diagram, with the counts of the scenario that was run. */
import { escaped, type Html, raw } from "../../scenarios/papers/html.ts";
import type { Paper } from "./paper.ts";

interface Box {
  readonly title: string;
  readonly lines: readonly string[];
}

const WIDTH = 520;
const BOX_WIDTH = 156;
const BOX_HEIGHT = 66;
const GAP_X = 26;
const GAP_Y = 30;

export function flowDiagram({ model, summary, asked }: Paper): Html {
  const awake = summary.capabilities.length;
  const boxes: readonly (readonly Box[])[] = [
    [
      { title: "Threats", lines: [`${model.threats.length} described`, "arrive, by chance or by date"] },
      { title: "Incidents", lines: ["place, severity, phases", "may trigger others"] },
      { title: "Needs", lines: [`of ${asked.length} of ${awake} capabilities`, "presence or work"] },
    ],
    [
      { title: "Host force", lines: [`${model.nForces} forces`, "fields its own first"] },
      { title: "Tiers asked in turn", lines: ["region, nation, outside", "trigger, delay, answer"] },
      { title: "Donors", lines: [`${model.nHolders} holders of people`, "above floor, within cap"] },
    ],
    [
      { title: "On the way", lines: ["notice, then travel", "departs: the shift begins"] },
      { title: "On the ground", lines: ["relief, rest, tour", "until the phase ends"] },
      { title: "Released", lines: ["offered on, or goes home", "recovers, is free again"] },
    ],
  ];
  const parts: string[] = [];
  boxes.forEach((row, r) => {
    row.forEach((box, c) => {
      const [x, y] = [c * (BOX_WIDTH + GAP_X), r * (BOX_HEIGHT + GAP_Y)];
      parts.push(
        `<rect x="${x + 0.5}" y="${y + 0.5}" width="${BOX_WIDTH}" height="${BOX_HEIGHT}" fill="none" stroke="#000"/>`,
      );
      parts.push(line(x, y + 20, box.title, ' font-weight="700" font-size="12"'));
      box.lines.forEach((words, i) => {
        parts.push(line(x, y + 38 + i * 15, words, ' font-size="10.5"'));
      });
      if (c < row.length - 1) parts.push(arrow(`M${x + BOX_WIDTH + 2} ${y + BOX_HEIGHT / 2}h${GAP_X - 5}`));
    });
    if (r === boxes.length - 1) return;
    const [from, to] = [WIDTH - BOX_WIDTH / 2, BOX_WIDTH / 2];
    const y = r * (BOX_HEIGHT + GAP_Y) + BOX_HEIGHT;
    parts.push(arrow(`M${from} ${y + 2}v${GAP_Y / 2 - 2}H${to}v${GAP_Y / 2 - 4}`));
  });
  const height = boxes.length * (BOX_HEIGHT + GAP_Y) - GAP_Y + 2;
  const said = boxes.map((row) => row.map(({ title }) => title).join(", then ")).join("; then ");
  return raw(
    `<svg class="diagram" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(said)}">` +
      '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>' +
      `${parts.join("")}</svg>`,
  );
}

function line(x: number, y: number, words: string, style: string): string {
  return `<text x="${x + BOX_WIDTH / 2}" y="${y}" text-anchor="middle"${style}>${escaped(words)}</text>`;
}

function arrow(path: string): string {
  return `<path d="${path}" fill="none" stroke="#000" marker-end="url(#tip)"/>`;
}
