/** What the address says. */
import { describe, expect, it } from "vitest";
import { fragmentOf, routeOf } from "../../web/route.ts";

describe("the address", () => {
  it("without a preset is the gallery", () => {
    for (const fragment of ["", "#", "#/", "#?runs=3", "#../etc"]) expect(routeOf(fragment)).toBeNull();
  });

  it("names a preset, and what was changed of it", () => {
    expect(routeOf("#concurrent-disorder")).toEqual({ preset: "concurrent-disorder", runs: null, seed: null });
    const route = { preset: "two-counties", runs: 500, seed: "a b&c=d?" };
    expect(routeOf(fragmentOf(route))).toEqual(route);
  });

  it("falls back to the scenario where it says what cannot be", () => {
    for (const runs of ["0", "-1", "1.5", "1e9", "many"]) {
      expect(routeOf(`#two-counties?runs=${runs}&seed=`)).toEqual({ preset: "two-counties", runs: null, seed: null });
    }
  });
});
