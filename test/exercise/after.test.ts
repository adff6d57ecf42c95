/** What is made of a played exercise: what players know, branches compared, the debrief and the packs. */
import { describe, expect, it } from "vitest";
import { runAtPercentile } from "../../scenarios/exercise/choose.ts";
import { compareSides, worthOf } from "../../scenarios/exercise/compare.ts";
import { debriefOf } from "../../scenarios/exercise/debrief.ts";
import { debriefPaper, directorPack, playersPack } from "../../scenarios/exercise/packs.ts";
import { playThrough } from "../../scenarios/exercise/play.ts";
import { playersAt } from "../../scenarios/exercise/players.ts";
import { printedPaper } from "../../scenarios/papers/print.ts";
import { paperText } from "../../scenarios/papers/text.ts";
import { chooseRun } from "../../workers/exercise.ts";
import { country, decisionsOf, riot, tableOf } from "./table.ts";

const night = `
purpose: Who calls whom
seats:
  - { id: npocc, name: NPoCC, organisation: National }
  - { id: alder, name: Alder silver, organisation: Alder Police, sees: alder }
injects:
  - { id: rumour, kind: message, at: 3 h, title: A crowd is said to gather at the station, to: [alder] }
  - { id: fair, kind: incident, at: 6 h, asks: { psu: 1 }, where: castle, duration: 5 h, title: Fight at the fair,
      report: { casualties: two walking wounded, declared: false } }
  - { id: keep, kind: held back, at: 9 h, until: 15 h, who: east }
decisions:
  - { kind: seat, at: 0, capability: psu, taken: true, by: npocc }
  - { kind: call, at: 70, capability: psu, tier: region, region: west, by: npocc, why: Alder is short }
  - { kind: send, at: 71, capability: psu, from: birch, to: ${riot}, units: 9, by: npocc }
  - { kind: send, at: 75, capability: psu, from: birch, to: ${riot}, units: 2, by: npocc }
branches:
  - { id: hand-back, name: Leave it to doctrine, from: 70, decisions: [{ kind: seat, at: 70, capability: psu, taken: false }] }
  - { id: same, from: 80, decisions: [] }
objectives:
  - { id: two, capability: psu, units: 2, within: 1 h, where: alder }
  - { id: six, capability: psu, units: 6, within: 2 h, for: 10 h, where: alder }
lessons:
  - { at: 2 h, text: The region should have been called at once, by: alder }
`;

describe("players", () => {
  const table = tableOf(night);
  const played = playThrough(table, decisionsOf(table), 0);

  it("hear of an incident later than it begins, in the letters of M/ETHANE", () => {
    const reports = playersAt(table, played, 1440).reports;
    const first = reports.find(({ incident }) => incident === riot)!;
    expect(first.minute).toBeGreaterThanOrEqual(60 + 10);
    expect(first.minute).toBeLessThanOrEqual(60 + 45);
    expect(first.fields.map(([name]) => name[0]).join("")).toBe("METHANE");
    expect(playersAt(table, played, first.minute - 1).reports.map(({ incident }) => incident)).not.toContain(riot);
    const fair = reports.find(({ incident }) => incident.startsWith("inject-fair"))!;
    expect(fair.fields).toContainEqual(["Number of casualties", "two walking wounded"]);
    expect(fair.fields).toContainEqual(["Major incident declared?", "no"]);
    expect(first.fields).toContainEqual(["Number of casualties", "not known yet"]);
  });

  it("are told what is meant for their seat, and see no inject that has no words", () => {
    const [npocc, alder] = table.exercise.seats!;
    const words = (seat: typeof npocc) => playersAt(table, played, 1440, seat).log.map((line) => line.words);
    expect(words(alder)).toContain("A crowd is said to gather at the station");
    expect(words(npocc)).not.toContain("A crowd is said to gather at the station");
    expect(words(npocc).join()).not.toContain("Nothing may be lent");
    expect(words(alder).join()).not.toContain("Dover Police asks");
    expect(words(npocc).join()).toContain("Dover Police asks");
  });

  it("hear their own decisions at once, and those of others later", () => {
    const [npocc, alder] = table.exercise.seats!;
    const at = (seat: typeof npocc) =>
      playersAt(table, played, 1440, seat).log.find((line) => line.decision === 1)!.minute;
    expect(at(npocc)).toBe(70);
    expect(at(alder)).toBeGreaterThanOrEqual(75);
  });
});

describe("branches on the same luck", () => {
  it("are compared with the trunk and with doctrine, and an unchanged one is the trunk", () => {
    const sides = compareSides(tableOf(night));
    expect(sides.map(({ id }) => id)).toEqual(["trunk", "hand-back", "same", "doctrine"]);
    const [trunk, handBack, same] = sides;
    expect(same!.digest).toBe(trunk!.digest);
    expect(handBack!.digest).not.toBe(trunk!.digest);
    for (const side of sides) {
      const [psu] = side.came;
      expect(psu!.requiredUnitHours).toBe(trunk!.came[0]!.requiredUnitHours);
      expect(psu!.onTheGroundUnitHours + psu!.unresourcedUnitHours).toBeLessThanOrEqual(psu!.requiredUnitHours);
    }
  });

  it("have a worth over many futures: nothing against itself, something against another", () => {
    const table = tableOf(night);
    const trunk = decisionsOf(table);
    const [nothing] = worthOf(table, { first: trunk, second: trunk, from: 80, futures: 20 });
    expect(nothing!.unresourcedUnitHours).toMatchObject({ mean: 0, differs: 0, interval: null });
    const idle = trunk.slice(0, 1);
    const [worth] = worthOf(table, { first: idle, second: trunk, from: 70, futures: 40 });
    expect(worth!.unresourcedUnitHours.differs).toBeGreaterThan(0);
    expect(worth!.unresourcedUnitHours.mean).toBeGreaterThan(0);
    expect(worth!.unresourcedUnitHours.interval!.low).toBeLessThan(worth!.unresourcedUnitHours.mean);
  });
});

describe("the debrief", () => {
  const table = tableOf(night);
  const played = playThrough(table, decisionsOf(table), 0);
  const debrief = debriefOf(table, played);

  it("says what was decided, what was refused and why", () => {
    expect(debrief.decisions.map(({ became }) => became)).toEqual(["taken", "taken", "refused", "taken"]);
    expect(debrief.decisions[2]!.why).toBe("It misses 4 PSUs, not 9.");
  });

  it("says who asked, how many came and how long they waited", () => {
    const request = debrief.requests.find(({ incident }) => incident === riot)!;
    expect(request).toMatchObject({
      units: 6,
      askedAt: 60,
      firstAt: 90,
      most: 4,
      outcome: "met in part",
      fullAt: null,
    });
    expect(request.tiersAsked).toEqual([{ tier: 2, minute: 75 }]);
  });

  it("says which objectives were met", () => {
    expect(debrief.objectives.map(({ met }) => met)).toEqual([true, false]);
    expect(debrief.objectives[1]!.why).toMatch(/of 6 were on the ground by/);
  });

  it("has lessons beside the moments that they are about, in order", () => {
    const minutes = debrief.moments.map(({ minute }) => minute);
    expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
    expect(debrief.moments).toContainEqual({
      minute: 120,
      what: "lesson",
      words: "The region should have been called at once (Alder silver)",
    });
  });
});

describe("the packs", () => {
  const made = { command: "npx muster report --exercise night.yaml", engineVersion: "0" };
  const table = tableOf(night, country.replace("name: Four forces", "name: Four forces\nstory: A night of it"));

  it("tell objectives and delays in words, however a file writes times", () => {
    const written = night.replace("within: 1 h", "within: 60").replace("for: 10 h", "for: 600");
    const own = tableOf(`${written}\nreports: { delay: { low: 10 min, high: 1 h } }`);
    const director = paperText(directorPack(own, playThrough(own, [], 0), made));
    expect(director).toContain("within 1 h, 2 PSUs in Alder Police");
    expect(director).toContain("within 2 h, 6 PSUs in Alder Police, for 10 h");
    expect(director).toContain("hear of an incident 10 min to 1 h after its start");
  });

  it("give the director the truth, and players no inject and nothing of the run", () => {
    const doctrine = playThrough(table, [], 0);
    const director = paperText(directorPack(table, doctrine, made));
    const players = paperText(playersPack(table, doctrine, made));
    expect(director).toContain("Fight at the fair");
    expect(director).toContain("Disorder in Alder Police");
    expect(director).toContain("A night of it");
    for (const secret of [
      "Fight at the fair",
      "Disorder in Alder Police",
      "sha256",
      "may be lent by",
      "A night of it",
    ]) {
      expect(players).not.toContain(secret);
    }
    expect(players).toContain("Number of casualties");
  });

  it("carry the marking, and print as one file", () => {
    const marked = tableOf(`marking: OFFICIAL\n${night}`);
    const played = playThrough(marked, decisionsOf(marked), 0);
    const page = debriefPaper(marked, played, debriefOf(marked, played), made);
    expect(page.marking).toBe("OFFICIAL");
    expect(printedPaper(page)).toMatch(/^<!doctype html>/);
  });
});

describe("the run that is played", () => {
  it("is the one at a percentile of what runs leave unfilled", () => {
    const runs = [4, 1, 3, 2, 5].map((unitHours, replication) => ({ replication, unitHours }));
    expect(runAtPercentile(runs, 0.8).unitHours).toBe(4);
    expect(runAtPercentile(runs, 1).unitHours).toBe(5);
    expect(runAtPercentile(runs, 0).unitHours).toBe(1);
  });

  it("is found among the first runs, and says how", () => {
    const { exercise } = tableOf();
    const source = { load: () => null, shipped: false };
    const chosen = chooseRun(exercise, source, { capability: "psu", share: 0.9, runs: 10 });
    expect(chosen.chosen).toMatchObject({ capability: "psu", share: 0.9, runs: 10 });
    expect(chosen.replication).toBeLessThan(10);
  });
});
