import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Observation } from "../../engine/model.ts";
import { digestOf } from "../../engine/tally/digest.ts";
import { recordValue } from "../../engine/tally/histogram.ts";
import { buffersOf, mergePacked, packTallies, unpackTallies } from "../../engine/tally/pack.ts";
import { createSha256, finishSha256, sha256Hex, updateSha256, utf8 } from "../../engine/tally/sha256.ts";
import { clearTallies, createTallies, mergeTallies, type Tallies } from "../../engine/tally/tally.ts";
import { fillReplication, smallModel } from "./fill.ts";

const observed = { id: "queue", capability: 0 } as Observation;
const model = smallModel({ observations: [observed, { ...observed, id: "other" }] });
const digest = (tallies: Tallies) => digestOf(tallies, model.scenarioHash, "1", 0, 12);

/** The bytes of packed tallies, names included. */
function bytesOf(tallies: Tallies): string {
  const packed = packTallies(tallies);
  const hash = createHash("sha256").update(JSON.stringify(packed));
  for (const buffer of buffersOf(packed)) hash.update(new Uint8Array(buffer)).update("/");
  return hash.digest("hex");
}

function shuffled(count: number, seed: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1, state = seed; i > 0; i--) {
    state = (state * 48271) % 2147483647;
    const j = state % (i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

describe("merging", () => {
  it("gives the same bytes and digest in any order and any grouping", () => {
    const inOrder = createTallies(model);
    for (let r = 0; r < 12; r++) fillReplication(inOrder, r);
    for (let seed = 1; seed <= 10; seed++) {
      const order = shuffled(12, seed);
      const chunk = 1 + (seed % 5);
      const merged = createTallies(model);
      const part = createTallies(model);
      for (let i = 0; i < 12; i += chunk) {
        clearTallies(part);
        for (const r of order.slice(i, i + chunk)) fillReplication(part, r);
        if (seed % 2 === 0) mergeTallies(merged, part);
        else mergePacked(merged, packTallies(part));
      }
      expect(merged.nReplications).toBe(12);
      expect(bytesOf(merged)).toBe(bytesOf(inOrder));
      expect(digest(merged)).toBe(digest(inOrder));
    }
  });

  it("survives packing and transfer unchanged", () => {
    const tallies = createTallies(model);
    for (let r = 0; r < 3; r++) fillReplication(tallies, r);
    const packed = packTallies(tallies);
    const sent = structuredClone(packed, { transfer: buffersOf(packed) });
    const unpacked = unpackTallies(sent);
    expect(unpacked.layout).toEqual(tallies.layout);
    expect(unpacked.events).toBe(30);
    expect(bytesOf(unpacked)).toBe(bytesOf(tallies));
    expect(digest(unpacked)).toBe(digest(tallies));
  });

  it("packs tallies that are mostly 0 into far fewer bytes than they take", () => {
    const tallies = createTallies(smallModel({ horizon: 20160 }));
    fillReplication(tallies, 1);
    const bytes = buffersOf(packTallies(tallies)).reduce((sum, buffer) => sum + buffer.byteLength, 0);
    expect(bytes).toBeLessThan(tallies.series.byteLength / 10);
  });

  it("refuses tallies of another model", () => {
    const other = createTallies(smallModel({ horizon: 2880 }));
    expect(() => mergeTallies(createTallies(model), other)).toThrow(/different models: /);
    expect(() => mergePacked(createTallies(model), packTallies(other))).toThrow(/different models: /);
  });

  it("leaves nothing behind when cleared", () => {
    const tallies = createTallies(model);
    fillReplication(tallies, 4);
    clearTallies(tallies);
    expect(bytesOf(tallies)).toBe(bytesOf(createTallies(model)));
  });
});

describe("the digest", () => {
  it("is that of the hash, seed, replication range and whole numbers, and of nothing else", () => {
    const tallies = createTallies(model);
    fillReplication(tallies, 1);
    const before = digest(tallies);
    expect(before).toMatch(/^sha256:[0-9a-f]{64}$/);
    tallies.events += 1;
    expect(digest(tallies)).toBe(before);
    expect(digestOf(tallies, "cd".repeat(32), "1", 0, 12)).not.toBe(before);
    expect(digestOf(tallies, model.scenarioHash, "2", 0, 12)).not.toBe(before);
    expect(digestOf(tallies, model.scenarioHash, "1", 0, 13)).not.toBe(before);
    recordValue(tallies.perNeed, 0, 5);
    expect(digest(tallies)).not.toBe(before);
  });

  it("does not depend on the order in which pages were opened", () => {
    const upwards = createTallies(model);
    const downwards = createTallies(model);
    const values = [3, 500, 70_000, 40, 9e9];
    for (const value of values) recordValue(upwards.conditional, 2, value);
    for (const value of values.toReversed()) recordValue(downwards.conditional, 2, value);
    recordValue(downwards.conditional, 3, 900, 0); // a page with nothing in it
    expect(digest(upwards)).toBe(digest(downwards));
  });

  it("refuses a tally that is not a whole number of 0 or more", () => {
    for (const wrong of [0.5, -1, Number.NaN]) {
      const tallies = createTallies(model);
      tallies.flows[3] = wrong;
      expect(() => digest(tallies)).toThrow(`tally flows holds ${wrong}`);
    }
  });
});

describe("SHA-256", () => {
  it("gives the published answers (FIPS 180-4 examples)", () => {
    expect(sha256Hex("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).toBe(
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    );
    expect(sha256Hex("a".repeat(1_000_000))).toBe("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  });

  it("agrees with the platform's for every length round the block's edges, however it is fed", () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
      const hash = createSha256();
      for (let i = 0; i < length; i += 7) updateSha256(hash, bytes, i, Math.min(length, i + 7));
      expect(finishSha256(hash)).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
  });

  it("reads text as UTF-8", () => {
    for (const text of ["é", "–", "𝄞 and £", "\ud800x", "plain"]) {
      expect([...utf8(text)]).toEqual([...new TextEncoder().encode(text)]);
    }
  });
});

describe("the shape of tallies", () => {
  it("has room for the regions of every scheme, whether a capability uses it or not", () => {
    const wide = {
      id: "lrf",
      regionIds: ["a", "b", "c"],
      regionNames: ["A", "B", "C"],
      regionOf: Int16Array.of(0, 1, 2),
    };
    const tallies = createTallies(smallModel({ schemes: [...model.schemes, wide] }));
    expect(tallies.firstRegion).toHaveLength(2 * 3);
    expect(tallies.layout.nCells).toBe(2 * (1 + 2 + 2));
  });
});
