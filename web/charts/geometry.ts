/** Where each force is drawn, as hexagons of one size or by geography; the map knows no other difference. */
import type { ForceCell } from "../desk/protocol.ts";
import { hexagonAt, layOut, outline, type Point } from "./hexagons.ts";

export interface Geometry {
  readonly kind: "hexagons" | "geography";
  readonly width: number;
  readonly height: number;
  readonly cells: readonly CellShape[];
  /** The lines between cells of different groups, and around all; groups by position of the force, -1 for none. */
  outline(groups: readonly number[]): string;
  /** The line around some cells together. */
  edgeOf(cells: readonly number[]): string;
  /** what everything is clipped to, and drawn as a line; null: nothing */
  readonly coast: string | null;
}

export interface CellShape {
  readonly shape: string;
  /** where its number stands */
  readonly at: Point;
  /** half the width that is free around it, pixels */
  readonly room: number;
}

const LARGEST_RADIUS = 36;

export function hexagonGeometry(forces: readonly ForceCell[], width: number): Geometry {
  const layout = layOut(forces, width, LARGEST_RADIUS);
  const { radius, height, centres } = layout;
  return {
    kind: "hexagons",
    width,
    height,
    coast: null,
    cells: centres.map((at) => ({ shape: hexagonAt(at, radius), at, room: radius })),
    outline: (groups) => outline(layout, groups),
    edgeOf: (cells) =>
      outline(
        { ...layout, centres: cells.map((cell) => centres[cell]!) },
        cells.map(() => 0),
      ),
  };
}
