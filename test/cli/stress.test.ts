/** `muster stress` from outside: a small country whose least severe concurrence is known. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt, muster, withFolder } from "../support/muster.ts";

beforeAll(ensureBuilt);

/**
 * Three neighbours with 4, 3 and 2 units that help each other at once: nine in all. A riot asks for six, a brawl for
 * three, each for 24 hours. One incident never breaks the country, two brawls neither; of pairs a riot and a brawl ask for
 * nine, which are there, so only two riots (12) break it.
 */
const COUNTRY = `muster: 1
name: Three neighbours
extends: nothing
clock: { start: 2026-08-01T00:00, horizon: 4 d }
seed: "3"
replications: 10
places:
  forces:
    alder: { name: Alder Police, at: [51.5, -0.1], officers: 3000 }
    birch: { name: Birch Police, at: [51.6, -0.2], officers: 2000 }
    cedar: { name: Cedar Police, at: [51.7, -0.3], officers: 1000 }
  schemes: { ricc: { all: { name: All, members: [alder, birch, cedar] } } }
skills: { all: {}, level-2: { parent: all } }
capabilities:
  psu:
    name: Police Support Unit
    skill: level-2
    officersPerUnit: 25
    scheme: ricc
    chain: up
    tiers:
      regional: { trigger: at shortfall, openingDelay: 0, coordinationDelay: 0 }
      national: { trigger: never }
      outside: { trigger: never }
    duty: { shift: 100 h, longestShift: 100 h }
    donors: nearest
policy: { return: instant }
people: { holdings: { psu: { relation: within, units: { alder: 4, birch: 3, cedar: 2 } } } }
threats:
  riot:
    name: Riot
    arrivals: { poisson: { perDay: 0.1 } }
    where: { weightedBy: officers }
    phases: [{ id: peak, duration: 24 h, needs: [{ capability: psu, kind: presence, units: 6 }] }]
  brawl:
    name: Brawl
    arrivals: { poisson: { perDay: 0.1 } }
    where: { weightedBy: officers }
    phases: [{ id: peak, duration: 24 h, needs: [{ capability: psu, kind: presence, units: 3 }] }]
`;

async function inCountry<T>(work: (file: string, folder: string) => Promise<T>, text = COUNTRY): Promise<T> {
  return await withFolder(async (folder) => {
    const file = join(folder, "country.yaml");
    writeFileSync(file, text);
    return await work(file, folder);
  });
}

describe("muster stress", () => {
  it("finds the known least set: two riots, and no pair with a brawl", async () => {
    await inCountry(async (file, folder) => {
      const out = join(folder, "out");
      const { status, stdout, stderr } = await muster(["stress", file, "--replications", "4", "--out", out]);
      expect(stderr).toBe("");
      expect(status).toBe(0);
      expect(stdout).toContain("PSUs run out with at least even odds from 2 incidents on: Riot in");
      expect(stdout).toContain("every one there is");
      expect(readdirSync(out).sort()).toEqual(["stress.csv", "stress.json"]);
      const [psu] = JSON.parse(readFileSync(join(out, "stress.json"), "utf8")).capabilities;
      expect(psu.exhaustive).toBe(true);
      expect(psu.least.incidents.map(({ kind }: { kind: string }) => kind)).toEqual(["Riot", "Riot"]);
      expect(psu.least.runOut.probability).toBe(1);
      // Riots last 24 hours: 18 hours apart they still meet, 24 hours apart they do not.
      expect(psu.least.startsApartMinutes).toBe(1080);
      for (const { incidents, runOut } of psu.worst) {
        const riots = incidents.filter(({ kind }: { kind: string }) => kind === "Riot").length;
        expect(runOut.probability).toBe(riots === 2 ? 1 : 0);
      }
      const rows = Papa.parse<Record<string, string>>(readFileSync(join(out, "stress.csv"), "utf8"), {
        header: true,
        skipEmptyLines: true,
      }).data;
      expect(rows[0]).toMatchObject({ role: "least severe", nIncidents: "2" });
      expect(rows).toHaveLength(1 + psu.worst.length);
    });
  });

  it("finds the one place that nobody helps", async () => {
    const island = COUNTRY.replace(
      "members: [alder, birch, cedar] }",
      "members: [alder, birch] }, isle: { members: [cedar] }",
    );
    await inCountry(async (file) => {
      const { status, stdout } = await muster(["stress", file, "--replications", "4", "--json"]);
      expect(status).toBe(0);
      const [psu] = JSON.parse(stdout).capabilities;
      // Cedar's two units meet a brawl of three no more than a riot of half its size; the brawl is nearer to its usual size.
      expect(psu.least.incidents).toEqual([{ kind: "Brawl", place: "Cedar Police" }]);
      expect(psu.least.reasons.length).toBeGreaterThan(0);
    }, island);
  });

  it("names places by class on shipped data", async () => {
    const args = ["stress", "two-counties", "--replications", "2", "--incidents", "2"];
    const { status, stdout } = await muster([...args, "--json"]);
    expect(status).toBe(0);
    const result = JSON.parse(stdout);
    expect(result.places).toBe("by class");
    expect(stdout).not.toMatch(/Aldershire|Birchshire|Castle City/);
    const places = result.capabilities[0].worst.flatMap(({ incidents }: { incidents: { place: string }[] }) =>
      incidents.map(({ place }) => place),
    );
    for (const place of places) expect(place).toMatch(/^one of the (large|middling|small) forces$/);
  });

  it("refuses a capability that no incident asks for, and says how it is used", async () => {
    await inCountry(async (file) => {
      const { status, stderr } = await muster(["stress", file, "--capability", "psus"]);
      expect(status).toBe(2);
      expect(stderr).toContain('Did you mean "psu"?');
    });
    const help = await muster(["stress", "--help"]);
    expect(help.stdout).toContain("Example:\n  npx muster stress concurrent-disorder --capability psu");
  });
});
