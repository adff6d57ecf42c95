/**
 * What the address says after `#`: a preset, how it is run, and what was changed of it:
 * `#concurrent-disorder?runs=500&seed=7`. Fragments never leave the browser.
 */

/** How a scenario is run; null: as the scenario says, or as is usual. */
export interface Numbers {
  readonly runs: number | null;
  readonly seed: string | null;
  /** draws of what is not known, shared evenly by the runs; null: each run has its own */
  readonly outer: number | null;
}

export interface Route extends Numbers {
  /** the preset that is run, or that was changed; `own` for a file that somebody opened */
  readonly preset: string;
  /** key of an edited scenario that is kept in this page's memory only (drafts.ts) */
  readonly draft: string | null;
  /** changes to the preset as a share link carries them */
  readonly changes: string | null;
  /** the view that stands open at first; null: the first */
  readonly view: string | null;
}

/** The address of the exercise builder. */
export const BUILDER = "#build-an-exercise";

export const MOST_RUNS = 100_000;
export const MOST_DRAWS = 1000;

/** null: the gallery. */
export function routeOf(fragment: string): Route | null {
  const [preset = "", query = ""] = fragment.replace(/^#/, "").split("?", 2);
  if (!/^[a-z0-9][a-z0-9/-]*$/.test(preset)) return null;
  const said = new URLSearchParams(query);
  return {
    preset,
    runs: wholeOf(said.get("runs"), MOST_RUNS),
    seed: said.get("seed") || null,
    outer: wholeOf(said.get("outer"), MOST_DRAWS),
    draft: said.get("draft") || null,
    changes: said.get("changes") || null,
    view: said.get("view") || null,
  };
}

export function fragmentOf(route: Partial<Route> & Pick<Route, "preset">): string {
  const said = new URLSearchParams();
  for (const key of ["runs", "seed", "outer", "draft", "changes", "view"] as const) {
    const value = route[key];
    if (value != null) said.set(key, String(value));
  }
  const query = said.toString();
  return `#${route.preset}${query === "" ? "" : `?${query}`}`;
}

function wholeOf(text: string | null, most: number): number | null {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value >= 1 && value <= most ? value : null;
}
