/** What the address says. */
import { describe, expect, it } from "vitest";
import { fragmentOf, routeOf } from "../../web/route.ts";

const asShipped = { runs: null, seed: null, outer: null, draft: null, changes: null, view: null };

describe("the address", () => {
  it("without a preset is the gallery", () => {
    for (const fragment of ["", "#", "#/", "#?runs=3", "#../etc"]) expect(routeOf(fragment)).toBeNull();
  });

  it("names a preset, and what was changed of it", () => {
    expect(routeOf("#concurrent-disorder")).toEqual({ preset: "concurrent-disorder", ...asShipped });
    const route = {
      preset: "own",
      runs: 500,
      seed: "a b&c=d?",
      outer: 50,
      draft: "3",
      changes: "a+b/c=",
      view: "exercise",
    };
    expect(routeOf(fragmentOf(route))).toEqual(route);
  });

  it("falls back to the scenario where it says what cannot be", () => {
    for (const runs of ["0", "-1", "1.5", "1e9", "many"]) {
      expect(routeOf(`#two-counties?runs=${runs}&seed=`)).toEqual({ preset: "two-counties", ...asShipped });
    }
  });
});
