/** What every holder could still give of a capability, for whoever dispatches: by region where forces are not named. */
import { createTable } from "../views/table.ts";
import type { Game } from "./game.ts";

export interface HeldTable {
  readonly element: HTMLElement;
  update(): void;
}

export function createHeldTable(game: Game): HeldTable {
  const table = createTable("Who has what now");
  table.element.querySelector("summary")!.textContent = "Who has what now";
  return {
    element: table.element,
    update() {
      const { facts, capability, look } = game;
      const names = facts.capabilities.find(({ id }) => id === capability)!;
      table.update(["Who", "at home and free", "can be lent", "committed", "of them lent"], () => {
        const stock = look.standing.stock.find((one) => one.capability === capability)?.holders ?? [];
        const rows = new Map<string, [number, number, number, number, boolean]>();
        for (const { holder, free, lendable, committed, away, heldBack } of stock) {
          const force = facts.forces.findIndex(({ id }) => id === holder);
          const name = names.byRegionOnly
            ? (names.regions[names.regionOf[force] ?? -1]?.name ?? "Regional and national stock")
            : (facts.holderNames[holder] ?? holder);
          const sum = rows.get(name) ?? [0, 0, 0, 0, false];
          rows.set(name, [sum[0] + free, sum[1] + lendable, sum[2] + committed, sum[3] + away, sum[4] || heldBack]);
        }
        return [...rows].map(([name, [free, lendable, committed, away, heldBack]]) => [
          `${name}${heldBack ? " (held back)" : ""}`,
          ...[free, lendable, committed, away].map(String),
        ]);
      });
    },
  };
}
