/** An exercise is one run, replayed: the same file gives the same end, and what comes later changes nothing before it. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openText } from "../../cli/exercise-file.ts";
import { createWorld, replicate } from "../../engine/replicate.ts";
import { digestOf } from "../../engine/tally/digest.ts";
import { createTallies } from "../../engine/tally/tally.ts";
import { branchDecisions } from "../../scenarios/exercise/branch.ts";
import { digestOfPlay, playThrough } from "../../scenarios/exercise/play.ts";
import { readExercise, writeExercise } from "../../scenarios/exercise/read.ts";
import { viewAt } from "../../scenarios/exercise/view.ts";
import { openExercise } from "../../workers/exercise.ts";
import { country, decisionsOf, riot, tableOf } from "./table.ts";

const decided = `
decisions:
  - { kind: seat, at: 0, capability: psu, taken: true }
  - { kind: call, at: 70, capability: psu, tier: region, region: west }
  - { kind: send, at: 71, capability: psu, from: birch, to: ${riot}, units: 2 }
`;
const injected = `
injects:
  - { id: fair, kind: incident, at: 6 h, asks: { psu: 1 }, where: castle, duration: 5 h, title: Fight at the fair }
  - { id: bridge, kind: road, at: 7 h, until: 12 h, between: [alder, birch], closed: true }
  - { id: loss, kind: lost, at: 8 h, until: 20 h, capability: psu, who: castle, share: 0.5 }
  - { id: keep, kind: held back, at: 9 h, until: 15 h, who: east }
  - { id: phone, kind: message, at: 5 h, title: The minister asks for figures }
`;

describe("a replayed exercise", () => {
  it("comes to the same digest when it is written, read again and replayed", () => {
    const table = tableOf(decided + injected);
    const again = readExercise(writeExercise(table.exercise), "night.json");
    expect(again.ok).toBe(true);
    if (!again.ok) return;
    const reopened = openExercise(again.exercise, { load: () => null, shipped: false });
    const digest = (at: typeof table) => digestOfPlay(at, playThrough(at, decisionsOf(at), 0));
    expect(digest(reopened)).toBe(digest(table));
    expect(digest(table)).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it("has, without decisions, the tallies of the doctrine run", () => {
    const table = tableOf();
    const { model, scenarioHash } = table;
    const tallies = createTallies(model);
    replicate(model, createWorld(model), tallies, "7", 2);
    const played = playThrough(table, [], 0);
    expect(digestOf(played.tallies, scenarioHash, "7", 2, 3)).toBe(digestOf(tallies, scenarioHash, "7", 2, 3));
  });

  it("changes its digest with a decision", () => {
    const table = tableOf(decided);
    const digest = (decisions: ReturnType<typeof decisionsOf>) => digestOfPlay(table, playThrough(table, decisions, 0));
    expect(digest(decisionsOf(table))).not.toBe(digest([]));
  });
});

describe("a branch", () => {
  it("without a changed decision equals the trunk", () => {
    const table = tableOf(decided);
    const trunk = decisionsOf(table);
    const same = branchDecisions(
      table.exercise,
      { id: "same", from: 71, decisions: [...trunk.slice(2)] },
      table.model.startMinuteOfDay,
    );
    expect(digestOfPlay(table, playThrough(table, same, 0))).toBe(digestOfPlay(table, playThrough(table, trunk, 0)));
  });

  it("is the trunk until its fork", () => {
    const table = tableOf(decided);
    const trunk = playThrough(table, decisionsOf(table), 0).events;
    const other = branchDecisions(table.exercise, { id: "wait", from: 71, decisions: [] }, 0);
    const branch = playThrough(table, other, 0).events;
    const untilFork = (events: typeof trunk) => events.filter(({ minute }) => minute < 71);
    expect(untilFork(branch)).toEqual(untilFork(trunk));
    expect(branch).not.toEqual(trunk);
  });
});

describe("an inject", () => {
  const early = (events: ReturnType<typeof playThrough>["events"], until: number) =>
    events.filter(({ minute }) => minute < until);

  it.each([
    ["an incident", "{ id: a, kind: incident, at: 10 h, threat: riot, where: castle }"],
    ["a lost capability", "{ id: a, kind: lost, at: 10 h, capability: psu, who: west, share: 1 }"],
    ["a closed road", "{ id: a, kind: road, at: 10 h, around: alder, closed: true }"],
    ["a slow road", "{ id: a, kind: road, at: 10 h, around: alder, factor: 3 }"],
    ["a region held back", "{ id: a, kind: held back, at: 10 h, who: east }"],
  ])("leaves everything before its minute as it was: %s", (_, inject) => {
    const plain = playThrough(tableOf(), [], 0).events;
    const changed = playThrough(tableOf(`injects: [${inject}]`), [], 0).events;
    expect(early(changed, 600)).toEqual(early(plain, 600));
    expect(early(plain, 600).length).toBeGreaterThan(10);
    expect(changed).not.toEqual(plain);
  });

  it("that is only a message changes nothing", () => {
    const table = tableOf("injects: [{ id: a, kind: message, at: 10 h, title: The minister rings }]");
    expect(digestOfPlay(table, playThrough(table, [], 0))).toBe(digestOfPlay(tableOf(), playThrough(tableOf(), [], 0)));
  });
});

describe("a view", () => {
  it("shows the end of its minute, and no decision after it", () => {
    const table = tableOf(decided);
    const at70 = viewAt(table, decisionsOf(table), 70);
    expect(at70.decided.map(({ became }) => became)).toEqual(["taken", "taken"]);
    const [need] = at70.standing.incidents.find(({ id }) => id === riot)!.needs;
    expect(need).toMatchObject({ wanted: 6, underWay: 2, missing: 4, unfilled: 4 });
    const at71 = viewAt(table, decisionsOf(table), 71);
    expect(at71.decided.at(-1)).toMatchObject({ became: "waits" });
    const at101 = viewAt(table, decisionsOf(table), 101);
    expect(at101.decided.at(-1)).toMatchObject({ became: "taken" });
    expect(at101.standing.incidents.find(({ id }) => id === riot)!.needs[0]).toMatchObject({ missing: 2 });
  });

  it("knows of an incident that was announced, and of an answer that is awaited", () => {
    const opened = openText(readFileSync("examples/exercises/saturday.yaml", "utf8"), "saturday.yaml");
    if ("faults" in opened) throw new Error("it ships");
    const { exercise } = opened.table;
    const saturday = { ...opened.table, exercise: { ...exercise, injects: [] } };
    // Both were announced at the start; they begin at 13:00 and 15:00.
    expect(viewAt(saturday, [], 0).next).toMatchObject({ minute: 13 * 60, why: "an incident begins" });

    const alone = tableOf(decided, country.replace(/ {2}march:[\s\S]*/, ""));
    expect(viewAt(alone, decisionsOf(alone), 95).next).toMatchObject({ minute: 101, why: "an answer falls due" });
  });

  it("knows the next moment to decide", () => {
    const table = tableOf();
    expect(viewAt(table, [], 0).next?.minute).toBeLessThanOrEqual(60);
    expect(viewAt(table, [], 60).next).toMatchObject({
      why: expect.stringMatching(/left short|incident|answer|relief/),
    });
  });

  it("tells it in plain words", () => {
    const words = viewAt(tableOf(decided), decisionsOf(tableOf(decided)), 101).log.map((line) => line.words);
    expect(words).toContain("Disorder in Alder Police.");
    expect(words).toContain("Decided: call The west for PSUs.");
    expect(words).toContain(
      "Decided: send 2 PSUs from Birch Police to Disorder in Alder Police. It waits for the answer, due at day 1, 01:41.",
    );
  });
});

describe("an exercise on shipped data", () => {
  const sensitive = country.replace("    skill: level-2\n", "    skill: level-2\n    sensitive: true\n");
  const open = (from: string, shipped: boolean) => {
    const text = `muster-exercise: 1
name: A night
scenario: own
seed: "7"
replication: 2
decisions: [{ kind: send, at: 71, capability: psu, from: ${from}, to: ${riot}, units: 1 }]`;
    const read = readExercise(text, "night.yaml");
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    return openExercise({ ...read.exercise, scenario: { text: sensitive } }, { load: () => null, shipped });
  };

  it("is refused where it names one force for what is told by region alone, since a refusal would tell its number", () => {
    expect(() => open("birch", true)).toThrow(/decisions\.1\.from: .*"birch" is not a region/);
    expect(open("west", true).exercise.decisions).toHaveLength(1);
    expect(open("birch", false).exercise.decisions).toHaveLength(1);
  });
});
