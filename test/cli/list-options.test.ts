/** What `muster list` adds for those who look for more than names. */
import { describe, expect, it } from "vitest";
import { folded, listed } from "../../cli/list.ts";
import { readings } from "../../cli/list-options.ts";

const row = (kind: Parameters<typeof listed>[0], id: string) => listed(kind).find((one) => one.id === id)!;

describe("muster list providers", () => {
  it("has BTP, MDP, CNC, Police Scotland, PSNI and soldiers, each with tier, stock, notice and chance", () => {
    const rows = listed("providers");
    expect(rows.map(({ id }) => id)).toEqual(["btp", "mdp", "cnc", "police-scotland", "psni", "military"]);
    for (const { id, about, sources } of rows) {
      expect(about, id).toMatch(
        /^Tier [34]\b.*Fills: .+\. Stock: .*\d.*\. Notice: .*\d.*\. Chance a day that it can help: [\d.]+ \(/,
      );
      expect(sources.join(), id).toContain("assumption");
    }
    expect(row("providers", "military").about).toContain("Fills: armed-guarding, eod, logistics, flood-labour.");
  });
});

describe("muster list readings", () => {
  it("tells of every file that may be built on besides one's own base, and how", () => {
    const rows = readings();
    expect(rows.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["tier-4", "section-98", "substitutes", "usual-rates"]),
    );
    for (const { id, about, sources } of rows) {
      expect(about, id).toContain(`reference/readings/${id}.yaml`);
      expect(about.length, id).toBeGreaterThan(120);
      expect(sources.length, id).toBeGreaterThan(0);
    }
  });
});

describe("muster list threats and capabilities", () => {
  it("say of each other who asks for what, so that no capability is there that nobody asks for", () => {
    expect(row("threats", "protective-advice").about).toContain("Asks for: ctsa, doco.");
    expect(row("threats", "marauding-attack").about).toMatch(/May start: .*attack-disorder/);
    expect(row("capabilities", "doco").about).toContain("Asked for by: protective-advice.");
    for (const { id, about } of listed("capabilities")) expect(about, id).not.toContain("Asked for by: no threat");
  });

  it("have a help text and a source each", () => {
    for (const { id, about, sources } of [...listed("threats"), ...listed("capabilities")]) {
      expect(about.length, id).toBeGreaterThan(60);
      expect(sources.length, id).toBeGreaterThan(0);
    }
  });
});

describe("muster list risks", () => {
  it("says that one of the register's 89 titles was not read", () => {
    const rows = listed("risks");
    expect(rows).toHaveLength(89);
    expect(rows.at(-1)!.about).toContain("88 titles were read from its pages, 1 was not");
  });
});

it("lines on a screen end with words and no sign is lost", () => {
  const text = "what it is and who leads, an-unusually-long-word, and by which paragraph";
  const lines = folded(text, 14);
  expect(lines.join(" ")).toBe(text);
  expect(lines.every((line) => line.length <= 14 || !line.includes(" "))).toBe(true);
  expect(folded(text, Number.POSITIVE_INFINITY)).toEqual([text]);
});
