/** What a seat sees of how it stands: what had been reported to it, and never the truth of this minute. */
import { describe, expect, it } from "vitest";
import { knownAt } from "../../scenarios/exercise/known.ts";
import { decidedBy, playThrough, type Table } from "../../scenarios/exercise/play.ts";
import { playersAt } from "../../scenarios/exercise/players.ts";
import { decisionsOf, riot, tableOf } from "./table.ts";

const night = `
seats:
  - { id: npocc, name: NPoCC }
  - { id: alder, name: Alder silver, sees: alder, speaksFor: alder }
  - { id: fire, name: Fire liaison, sees: castle, decides: [] }
decisions:
  - { kind: call, at: 70, capability: psu, tier: nation, by: npocc }
`;
const table = tableOf(night);
const [npocc, alder, fire] = table.exercise.seats!;
/** News of anything has been heard by then. */
const SLOWEST = 30;

function at(minute: number, of: Table = table) {
  const decided = decidedBy(of, decisionsOf(of), minute);
  const played = playThrough(of, decided, minute);
  return { played, known: (seat: typeof npocc) => knownAt(of, played, minute, seat!) };
}

describe("the picture of a seat", () => {
  it("has no incident before its first report, and then what it asked for at first", () => {
    const reported = playersAt(table, at(1000).played, 1000).reports.find(({ incident }) => incident === riot)!.minute;
    expect(
      at(reported - 1)
        .known(npocc)
        .standing.incidents.map(({ id }) => id),
    ).not.toContain(riot);
    const first = at(reported)
      .known(npocc)
      .standing.incidents.find(({ id }) => id === riot)!;
    // Six were asked for; by then some are on their way, which nobody has reported yet.
    const asOf = at(reported).known(npocc).asOf;
    if (asOf < 60) expect(first.needs).toMatchObject([{ capability: "psu", wanted: 6, underWay: 0, units: [] }]);
    const truth = at(reported).played.standing.incidents.find(({ id }) => id === riot)!;
    expect(truth.needs[0]!.underWay + truth.needs[0]!.onTheGround).toBeGreaterThan(0);
  });

  it.each([61, 95, 130, 200, 400, 900])(
    "at minute %i is the truth of half an hour before, of those it hears from",
    (minute) => {
      const { known } = at(minute);
      const { played: before } = at(Math.max(0, minute - SLOWEST));
      const { standing, asOf } = known(npocc);
      expect(asOf).toBe(minute - SLOWEST);
      expect(standing.tiers).toEqual(before.standing.tiers);
      expect(standing.stock).toEqual(before.standing.stock);
      for (const incident of standing.incidents) {
        const then = before.standing.incidents.find(({ id }) => id === incident.id);
        if (then !== undefined) expect(incident).toEqual(then);
      }
    },
  );

  it("says of its own people what they do now, and of others nothing where it does not hear from them", () => {
    const minute = 75;
    const { played, known } = at(minute);
    const own = known(alder).standing.stock.find(({ capability }) => capability === "psu")!.holders;
    const now = played.standing.stock.find(({ capability }) => capability === "psu")!.holders;
    expect(own).toEqual(now.filter(({ holder }) => holder === "alder"));
    // Both are out since minute 60, which nobody else has heard.
    expect(own[0]!.committed).toBe(2);
    const heard = known(npocc).standing.stock.find(({ capability }) => capability === "psu")!.holders;
    expect(heard.find(({ holder }) => holder === "alder")!.committed).toBe(0);
    expect(known(fire).standing.incidents).toEqual([]);
  });

  it("has its own decisions at once, and those of others when it has heard of them", () => {
    expect(at(71).known(npocc).decided).toHaveLength(1);
    expect(at(71).known(alder).decided).toHaveLength(0);
    expect(at(100).known(alder).decided).toHaveLength(1);
  });

  it("hears nothing of who goes to a place before the first report from there", () => {
    for (const minute of [60, 120, 300, 600]) {
      const { log, reports } = at(minute).known(npocc);
      const places = new Set(reports.map(({ fields }) => fields.find(([name]) => name === "Exact location")![1]));
      for (const { place } of log) if (place !== undefined) expect([...places]).toContain(place);
    }
  });
});

describe("who may decide", () => {
  it.each([
    ["call, tier: nation, capability: psu", "fire", "fire decides on nothing, not on psu"],
    ["hold, who: castle", "fire", "fire decides on nothing, not on everything"],
  ])("a decision by a seat that does not decide it is a fault of the file: %s", (what, by, said) => {
    const more = night.replace(/decisions:[\s\S]*/, `decisions: [{ kind: ${what}, at: 70, by: ${by} }]`);
    expect(() => tableOf(more)).toThrow(said);
  });

  it("what it decides is taken", () => {
    const more = night.replace("decides: []", "decides: [psu]").replace("by: npocc", "by: fire");
    expect(decisionsOf(tableOf(more))).toHaveLength(1);
  });

  it("a seat that hears from, or speaks for, somebody who is not there is a fault of the file", () => {
    expect(() => tableOf(night.replace("speaksFor: alder", "speaksFor: elder"))).toThrow(
      'seats.alder.speaksFor: "elder" is not a force',
    );
  });
});
