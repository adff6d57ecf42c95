/** Classes of place: where without naming a force. */
import { describe, expect, it } from "vitest";
import { loadScenario } from "../../../cli/load.ts";
import { placeClassesOf } from "../../../scenarios/format/place-classes.ts";
import type { Scenario } from "../../../scenarios/format/schema.ts";

const invented = (forces: object) => placeClassesOf({ places: { forces } } as unknown as Scenario);

describe("a class of place", () => {
  it("goes by people to the square kilometre where population and area are stated", () => {
    const { resolved } = loadScenario("concurrent-disorder");
    const ids = Object.keys(resolved.places.forces!);
    const { names, ofForce } = placeClassesOf(resolved);
    const of = (name: string) => ids.filter((_, i) => names[ofForce[i]!] === name);
    expect(of("metropolitan forces")).toEqual([
      "city-of-london",
      "greater-manchester",
      "merseyside",
      "metropolitan",
      "west-midlands",
      "west-yorkshire",
    ]);
    expect(of("urban forces")).toContain("cleveland");
    expect(of("mixed and rural forces")).toContain("dyfed-powys");
    expect(ofForce).toHaveLength(ids.length);
  });

  it("goes by officers where no area is, and is one class where nothing is", () => {
    const bySize = invented({
      a: { officers: 5000 },
      b: { officers: { value: 2000, kind: "assumption" } },
      c: { officers: 10 },
    });
    expect(bySize.ofForce.map((at) => bySize.names[at])).toEqual(["large forces", "middling forces", "small forces"]);
    expect(invented({ a: {}, b: { officers: 3 } })).toEqual({ names: ["all forces"], ofForce: [0, 0] });
  });
});
