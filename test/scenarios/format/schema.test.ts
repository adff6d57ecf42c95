import { expect, it } from "vitest";
import { toJsonSchema } from "../../../scenarios/format/schema.ts";

type Json = { readonly [key: string]: Json } & { readonly required?: readonly string[] };

const schema = toJsonSchema() as Json;

it("the JSON Schema names every key of a scenario file, extends and parts among them", () => {
  expect(Object.keys(schema["properties"]!)).toEqual([
    ...[
      "muster",
      "name",
      "story",
      "question",
      "reading",
      "sources",
      "clock",
      "seed",
      "replications",
      "marking",
      "places",
    ],
    ...[
      "skills",
      "overlaps",
      "capabilities",
      "policy",
      "people",
      "threats",
      "regimes",
      "observe",
      "position",
      "signOff",
      "assumptions",
    ],
    ...["extends", "parts"],
  ]);
});

it("the JSON Schema asks only for the version, since a file may take over everything else", () => {
  expect(schema.required).toEqual(["muster"]);
});

it("the JSON Schema lets a threat say only what differs, and tells ranges from numbers by their keys", () => {
  const threat = schema["properties"]!["threats"]!["additionalProperties"]!;
  expect(threat["properties"]).toHaveProperty("phases");
  expect(threat.required).toBeUndefined();
  expect(JSON.stringify(schema)).toContain('"required":["low","high"]');
});

it("the JSON Schema refuses unknown keys and explains the known ones", () => {
  expect(schema["additionalProperties"]).toBe(false);
  expect(JSON.stringify(schema)).toContain("A duration such as 90 (minutes), 90 min, 4 h, 2 d or 1 d 6 h");
  expect(JSON.stringify(schema)).toContain("Cumulative share of those present, by notice");
});

it("the JSON Schema is plain JSON", () => {
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
});
