/** What the first screen is made of. */
import { describe, expect, it } from "vitest";
import { presetIds } from "../../cli/place.ts";
import { galleryMap } from "../../docs/make-gallery-maps.ts";
import maps from "../../web/gallery-maps.json";
import { GROUPS, grouped } from "../../web/views/gallery-groups.ts";

const presets = presetIds().map((id) => ({ id }));

describe("the gallery", () => {
  it("has every preset once, and names none that is not there", () => {
    const shown = grouped(presets).flatMap((one) => one.presets.map(({ id }) => id));
    expect([...shown].sort()).toEqual([...presetIds()].sort());
    expect(GROUPS.flatMap((group) => group.presets).filter((id) => !presetIds().includes(id))).toEqual([]);
  });

  it("shows one that nobody placed under the last group", () => {
    const groups = grouped([...presets, { id: "brand-new" }]);
    expect(groups.at(-1)!.presets.map(({ id }) => id)).toContain("brand-new");
  });

  it("has a small map of each preset", () => {
    expect(Object.keys(maps).sort()).toEqual([...presetIds()].sort());
  });

  it("draws the maps from the presets as they are (npm run gallery-maps makes them again)", () => {
    for (const id of ["two-counties", "reservoir-evacuation", "merged-forces"] as const) {
      expect(galleryMap(id)).toEqual(maps[id]);
    }
  });
});
