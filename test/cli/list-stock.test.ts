/** What `muster list` says of capabilities and of coverage: enough to judge a number by. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const command = fileURLToPath(new URL("../../cli/muster.mjs", import.meta.url));
const listed = (what: string) =>
  JSON.parse(execFileSync(process.execPath, [command, "list", what, "--json"], { encoding: "utf8" })) as readonly {
    readonly id: string;
    readonly about: string;
    readonly sources: readonly string[];
    readonly tier?: string;
    readonly holders?: string;
    readonly kind?: string;
  }[];

describe("muster list capabilities", () => {
  const rows = listed("capabilities");
  const row = (id: string) => rows.find((one) => one.id === id)!;

  it("says of each its tier, who holds it, of what kind the figure is, its paragraph and its help text", () => {
    expect(rows.length).toBeGreaterThan(90);
    for (const { id, tier, holders, kind, about, sources } of rows) {
      expect(tier, id).toMatch(/^[1-4]$/);
      expect(holders, id).toBeTruthy();
      expect(kind, id).toMatch(/^(published|derived|assumption)$/);
      expect(about, id).toContain(`Tier ${tier}, held by ${holders}`);
      expect(sources.join(), id).toContain("SPR 2023 ¶");
    }
  });

  it("puts PSUs with the forces, AEP with the regions, CTSFOs with the hubs, soldiers outside", () => {
    expect(row("psu")).toMatchObject({ tier: "1", kind: "derived" });
    expect(row("aep")).toMatchObject({ tier: "2", holders: "regions" });
    expect(row("ctsfo")).toMatchObject({ tier: "3", holders: "hubs" });
    expect(row("flood-labour")).toMatchObject({ tier: "4", holders: "providers outside" });
  });

  it("says which are shown for region and nation only", () => {
    expect(row("ctsfo").about).toContain("region and nation only");
    expect(row("psu").about).not.toContain("region and nation only");
  });
});

describe("muster list coverage", () => {
  it("says of each paragraph that asks what stands for it, or why nothing does", () => {
    const rows = listed("coverage");
    expect(rows.length).toBeGreaterThan(180);
    for (const { id, about } of rows) expect(about.length, id).toBeGreaterThan(10);
    expect(rows.find(({ id }) => id === "¶120c")!.about).toContain("AEP team (capability aep)");
  });
});
