/**
 * The break-point surface as a picture: how often a capability runs out at each point of a factorial, and the line where
 * that passes the level. Two numbers span a panel, the others a panel each; darker is more often, and every cell has
 * its number, so that it prints in black and white.
 */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom/worker";
import { type PointOutcome, runOuts } from "../engine/planning/points.ts";
import type { DesignPoint, Factor } from "../engine/planning/sweep.ts";
import { wilson } from "../engine/tally/intervals.ts";
import { svgText } from "./report/charts.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

export interface Surface {
  readonly factors: readonly Factor[];
  /** the factor along which the line is looked for */
  readonly along: number;
  readonly points: readonly DesignPoint[];
  readonly done: readonly PointOutcome[];
  /** share of runs */
  readonly level: number;
}

interface Cell {
  /** which level of the factor along, and of the second */
  readonly x: number;
  readonly y: number;
  readonly column: string;
  readonly row: string;
  readonly share: number;
  /** of 100; what was never or always seen as the end of its interval */
  readonly words: string;
}

/** An edge between two cells of a panel of which one is above the level and one is not. */
interface Edge {
  readonly column: string;
  readonly row: string;
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

const CELL = 58;

/** @param label what is read out and written above, with condition and marking */
export function surfacePicture(surface: Surface, capability: string, label: string): string {
  const { factors, along, level } = surface;
  const [second, ...others] = factors.map((_, i) => i).filter((i) => i !== along);
  const cells = cellsOf(surface, capability, second ?? along, others);
  const names = (factor: number) => factors[factor]!.levels.map(String);
  const [across, down] = [names(along), second === undefined ? [""] : names(second)];
  const columns = [...new Set(cells.map(({ column }) => column))];
  const rows = [...new Set(cells.map(({ row }) => row))];
  const titled = (factor: number | undefined, one: string) =>
    factor === undefined ? "" : `${factors[factor]!.name} ${one}`;
  const ticks = (labels: readonly string[]) => labels.map((_, i) => i + 0.5);
  const svg = Plot.plot({
    document,
    width: Math.max(520, 150 + columns.length * Math.max(across.length * CELL, 140) + (rows.length > 1 ? 90 : 0)),
    height: 154 + rows.length * (down.length * 30 + 16),
    marginLeft: 110,
    marginTop: 92,
    marginBottom: 44,
    marginRight: rows.length > 1 ? 110 : 20,
    x: {
      domain: [0, across.length],
      ticks: ticks(across),
      tickFormat: (at: number) => across[at - 0.5]!,
      label: factors[along]!.name,
    },
    y: {
      ...{ domain: [0, down.length], ticks: ticks(down), tickFormat: (at: number) => down[at - 0.5]! },
      label: second === undefined ? null : factors[second]!.name,
      labelAnchor: "center",
    },
    fx: { domain: columns, label: null, tickFormat: (one: string) => titled(others[0], one) },
    fy: { domain: rows, label: null },
    marks: [
      Plot.rect(cells, {
        ...{ fx: "column", fy: "row", x1: "x", y1: "y" },
        x2: ({ x }: Cell) => x + 1,
        y2: ({ y }: Cell) => y + 1,
        fill: ({ share }: Cell) => greyOf(share),
        stroke: "#fff",
      }),
      Plot.text(cells, {
        ...{ fx: "column", fy: "row" },
        x: ({ x }: Cell) => x + 0.5,
        y: ({ y }: Cell) => y + 0.5,
        text: "words",
        fill: ({ share }: Cell) => (share > 0.5 ? "#fff" : "#000"),
      }),
      Plot.link(edgesOf(cells, level), {
        fx: "column",
        fy: "row",
        x1: "x1",
        y1: "y1",
        x2: "x2",
        y2: "y2",
        stroke: "#000",
        strokeWidth: 3,
      }),
      Plot.text([label], {
        frameAnchor: "top-left",
        dx: -100,
        dy: -88,
        lineAnchor: "top",
        lineWidth: 40,
        textAnchor: "start",
        fx: () => columns[0]!,
        fy: () => rows[0]!,
      }),
    ],
  });
  const text = svgText(svg, label);
  return text.includes("xmlns=") ? text : text.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
}

function cellsOf(
  { factors, along, points, done }: Surface,
  capability: string,
  second: number,
  others: readonly number[],
): Cell[] {
  const named = (point: DesignPoint, factor: number | undefined) =>
    factor === undefined ? "" : String(factors[factor]!.levels[point.levels[factor]!]!);
  return done.map((outcome, i) => {
    const point = points[i]!;
    const of = outcome.capabilities.find(({ id }) => id === capability);
    const events = of === undefined ? 0 : runOuts(of);
    return {
      x: point.levels[along]!,
      y: second === along ? 0 : point.levels[second]!,
      column: named(point, others[0]),
      row: others
        .slice(1)
        .map((factor) => `${factors[factor]!.name} ${named(point, factor)}`)
        .join(", "),
      share: events / outcome.nRuns,
      words: wordsOf(events, outcome.nRuns),
    };
  });
}

function wordsOf(events: number, runs: number): string {
  const { low, high } = wilson(events, runs)!;
  if (events === 0) return `<${Math.ceil(high * 100)}`;
  return events === runs ? `>${Math.floor(low * 100)}` : String(Math.round((events / runs) * 100));
}

function edgesOf(cells: readonly Cell[], level: number): Edge[] {
  const at = new Map(
    cells.map((cell) => [JSON.stringify([cell.column, cell.row, cell.x, cell.y]), cell.share > level]),
  );
  return cells.flatMap(({ column, row, x, y, share }) => {
    const differs = (dx: number, dy: number) => {
      const other = at.get(JSON.stringify([column, row, x + dx, y + dy]));
      return other !== undefined && other !== share > level;
    };
    return [
      ...(differs(1, 0) ? [{ column, row, x1: x + 1, x2: x + 1, y1: y, y2: y + 1 }] : []),
      ...(differs(0, 1) ? [{ column, row, x1: x, x2: x + 1, y1: y + 1, y2: y + 1 }] : []),
    ];
  });
}

/** White where it never runs out, nearly black where it always does. */
function greyOf(share: number): string {
  const light = Math.round(245 - share * 205);
  return `rgb(${light},${light},${light})`;
}
