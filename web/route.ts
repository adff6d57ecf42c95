/**
 * What the address says after `#`: a preset, and how it is run: `#concurrent-disorder?runs=500&seed=7`.
 * Fragments never leave the browser.
 */

export interface Route {
  readonly preset: string;
  /** null: as the scenario says */
  readonly runs: number | null;
  readonly seed: string | null;
}

export const MOST_RUNS = 100_000;

/** null: the gallery. */
export function routeOf(fragment: string): Route | null {
  const [preset = "", query = ""] = fragment.replace(/^#/, "").split("?", 2);
  if (!/^[a-z0-9][a-z0-9/-]*$/.test(preset)) return null;
  const said = new URLSearchParams(query);
  const runs = Number(said.get("runs"));
  const seed = said.get("seed");
  return {
    preset,
    runs: Number.isInteger(runs) && runs >= 1 && runs <= MOST_RUNS ? runs : null,
    seed: seed === null || seed === "" ? null : seed,
  };
}

export function fragmentOf({ preset, runs, seed }: Route): string {
  const said = new URLSearchParams();
  if (runs !== null) said.set("runs", String(runs));
  if (seed !== null) said.set("seed", seed);
  const query = said.toString();
  return `#${preset}${query === "" ? "" : `?${query}`}`;
}
