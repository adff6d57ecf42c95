/** What a trace may name. */
import { expect, it } from "vitest";
import { withoutForces } from "../../cli/sensitive.ts";
import type { Model } from "../../engine/model.ts";

/** Two forces in one region, and national stock; of the two capabilities one is sensitive. */
const model = {
  holderIds: ["alder", "birch", "stock"],
  schemes: [{ id: "ricc", regionIds: ["south"], regionNames: ["South"], regionOf: Int16Array.of(0, 0, -1) }],
  capabilities: [
    { id: "psu", scheme: 0, sensitive: false },
    { id: "arv", scheme: 0, sensitive: true },
  ],
} as unknown as Model;
const hide = withoutForces(model, true);

it("names the region, not the force, where a capability is reported for region and nation only", () => {
  const event = { minute: 3, event: "departs", capability: "arv", host: "alder", donor: "birch", units: 2 };
  expect(hide(event)).toEqual({ ...event, host: "south", donor: "south" });
  expect(hide({ ...event, donor: "stock" })).toMatchObject({ donor: "nation" });
});

it("leaves every other event as it is", () => {
  const event = { minute: 3, event: "departs", capability: "psu", host: "alder", donor: "birch" };
  expect(hide(event)).toBe(event);
  expect(hide({ minute: 4, event: "incident", host: "alder" })).toEqual({
    minute: 4,
    event: "incident",
    host: "alder",
  });
});

it("names forces where a user loaded holdings of their own", () => {
  const event = { minute: 3, event: "departs", capability: "arv", host: "alder" };
  expect(withoutForces(model, false)(event)).toBe(event);
});
