/** The share link: small, exact, and safe to open from a stranger. */
import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../engine/tally/sha256.ts";
import { plainText, withRawChanges } from "../../../scenarios/format/edit.ts";
import { linkRefusal, MOST_LETTERS, packChanges, unpackChanges } from "../../../web/takeaway/link.ts";

const preset = readFileSync("scenarios/concurrent-disorder.yaml", "utf8");
const pack = (value: unknown) => `1${deflateRawSync(JSON.stringify(value)).toString("base64url")}`;

describe("a share link", () => {
  it("brings back the same scenario, and is short for a few changes", async () => {
    const text = withRawChanges(preset, [
      [["people", "holdings", "level-2", "officers", "kent"], 300],
      [["threats", "first-night", "phases", 0, "needs", 0, "units"], { low: 1, high: 2 }],
      [["threats", "gathering"], null],
      [["reading"], undefined],
    ]);
    const packed = await packChanges(preset, text);
    expect(packed).toMatch(/^1[A-Za-z0-9_-]+$/);
    expect(packed!.length).toBeLessThan(260);
    const opened = await unpackChanges(preset, packed!);
    expect(JSON.stringify(plainText(opened!.text))).toBe(JSON.stringify(plainText(text)));
    expect(opened!.presetChanged).toBe(false);
  });

  it("is empty where nothing differs, and brings back the preset then", async () => {
    expect(await packChanges(preset, preset)).toBe("");
    expect(await packChanges(preset, `${preset}# a remark\n`)).toBe("");
    expect((await unpackChanges(preset, ""))!.text).toBe(preset);
  });

  it("carries the whole text where changes alone would lose the order of keys", async () => {
    const text = "name: b\nmuster: 1\n";
    const opened = await unpackChanges("muster: 1\nname: b\n", (await packChanges("muster: 1\nname: b\n", text))!);
    expect(opened!.text).toBe(text);
  });

  it("says that the preset has changed since", async () => {
    const packed = await packChanges(preset, withRawChanges(preset, [[["replications"], 10]]));
    const opened = await unpackChanges(preset.replace("replications: 2000", "replications: 1000"), packed!);
    expect(opened!.presetChanged).toBe(true);
    expect(plainText(opened!.text)).toMatchObject({ replications: 10 });
  });

  it("is not made where it would be longer than an address may be", async () => {
    let random = "";
    for (let i = 0; random.length < 3 * MOST_LETTERS; i++) random += sha256Hex(String(i));
    expect(await packChanges(preset, withRawChanges(preset, [[["story"], random]]))).toBeNull();
  });

  it.each([
    ["something else", "hello"],
    ["another way of packing", "2abc"],
    ["not packed", "1abc"],
    [
      "cut short",
      async () => (await packChanges(preset, withRawChanges(preset, [[["seed"], "another seed"]])))!.slice(0, -9),
    ],
    ["no JSON", `1${deflateRawSync("no json").toString("base64url")}`],
    ["no changes", pack({ of: "x" })],
    ["a list", pack([1, 2])],
    ["a path that is none", pack({ of: "x", changes: [["seed", 1]] })],
    ["a path into a prototype", pack({ of: "x", changes: [[["__proto__", "polluted"], 1]] })],
    ["a path to nowhere", pack({ of: "x", changes: [[[], 1]] })],
    ["an index that would fill the memory", pack({ of: "x", changes: [[["threats", 1e9], 1]] })],
    ["a bomb", `1${deflateRawSync(`"${"a".repeat(4_000_000)}"`).toString("base64url")}`],
    ["letters without end", `1${"A".repeat(MOST_LETTERS)}`],
  ])("is not opened where it holds %s", async (_, packed) => {
    expect(await unpackChanges(preset, typeof packed === "string" ? packed : await packed())).toBeNull();
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it("is refused once figures were loaded, and for what is marked", () => {
    const unmarked = "UNMARKED – illustrative, public data";
    expect(linkRefusal({ loaded: false, marking: unmarked })).toBeNull();
    expect(linkRefusal({ loaded: true, marking: unmarked })).toContain("Figures were loaded");
    expect(linkRefusal({ loaded: false, marking: "OFFICIAL" })).toContain("marked OFFICIAL");
  });
});
