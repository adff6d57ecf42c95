/**
 * What an exercise prints: the director's pack, the players' pack and the debrief, as papers, so that command line and page
 * make the same ones and print or paste them as they do any other. They take as many pages as they need.
 */
import { dayAndTime, duration } from "../../engine/tally/words.ts";
import { parseStart } from "../format/quantities.ts";
import type { Block, OnePage, Phrase } from "../papers/paper.ts";
import { VALIDITY } from "../papers/source.ts";
import type { Debrief } from "./debrief.ts";
import { threatOfInject } from "./inject-threat.ts";
import { injectWords, logOf, namer } from "./log.ts";
import { durationWords, objectiveWords } from "./objective-words.ts";
import { minuteOf } from "./orders.ts";
import { digestOfPlay, type Playthrough, type Table } from "./play.ts";
import { NEWS_DELAY, playersAt, REPORT_DELAY } from "./players.ts";
import type { Objective, Seat } from "./read.ts";

export const PACK_KINDS = ["director-pack", "players-pack", "debrief"] as const;
export type PackKind = (typeof PACK_KINDS)[number];

/** How the pack is made again, and what made it. */
export interface PackMade {
  /** the command, as it is typed */
  readonly command: string;
  readonly engineVersion: string;
}

const EXERCISE_ONLY = "EXERCISE – EXERCISE – EXERCISE. Nothing in this is happening.";

/** Everything, the truth included: setting, seats, timeline of injects and of what the run brings, objectives, forms. */
export function directorPack(table: Table, played: Playthrough, made: PackMade): OnePage {
  const { exercise, resolved, model } = table;
  const clock = clockOf(table);
  const say = namer(table);
  const injects = [...(exercise.injects ?? [])].sort((a, b) => minuteOf(model, a.at) - minuteOf(model, b.at));
  const seatName = new Map((exercise.seats ?? []).map(({ id, name }) => [id, name]));
  const truth = logOf(table, played, model.horizon).filter(
    ({ kind }) => kind === "incident" || kind === "gap" || kind === "tier",
  );
  return {
    kind: "director-pack",
    title: `${exercise.name}: director's pack`,
    reader: "For the exercise director and umpires alone – not for players",
    ...frame(table, played, made),
    blocks: [
      { is: "heading", words: "Setting" },
      {
        is: "facts",
        rows: [
          ["Purpose", [exercise.purpose ?? resolved.question ?? "–"]],
          ["Scenario", [[resolved.name, resolved.story].filter((text) => text !== undefined).join(". ")]],
          ["Clock", [`starts ${startWords(table)} (day 1) and runs for ${duration(model.horizon)}`]],
          ["The run", [chosenWords(table)]],
          ["Reports", [delayWords(table)]],
        ],
      },
      ...seatsBlock(exercise.seats ?? []),
      ...objectivesBlock(table, exercise.objectives ?? []),
      { is: "heading", words: "Injects" },
      ...(injects.length === 0
        ? [paragraph("None is prepared.")]
        : [
            tableBlock(
              "What is put in, and when",
              ["When", "Inject", "Told to", "For the director"],
              [18, 42, 16, 24],
              injects.map((inject) => [
                clock(minuteOf(model, inject.at)),
                injectWords(model, say, inject),
                inject.title === undefined
                  ? "nobody"
                  : (inject.to?.map((id) => seatName.get(id) ?? id).join(", ") ?? "all"),
                inject.note ?? "",
              ]),
            ),
          ]),
      { is: "heading", words: "What this run brings (by doctrine, if nobody decides otherwise)" },
      tableBlock(
        "Incidents, calls and gaps",
        ["When", "What", "About"],
        [18, 62, 20],
        truth
          .slice(0, 120)
          .map(({ minute, words, capability }) => [
            clock(minute),
            words,
            capability === undefined ? "" : say.capability(capability).many,
          ]),
        truth.length > 120 ? `${truth.length - 120} more are in the log of the run.` : undefined,
      ),
      { is: "heading", words: "Notes during play" },
      {
        is: "form",
        fields: [
          ["Decisions and who took them", 6],
          ["What players asked for", 4],
          ["Lessons, with the time", 6],
        ],
      },
    ],
  };
}

/** What players may know before the start: setting, seats, objectives, how to report. No inject, no truth. */
export function playersPack(table: Table, played: Playthrough, made: PackMade): OnePage {
  const { exercise, resolved, model } = table;
  const say = namer(table);
  return {
    kind: "players-pack",
    title: `${exercise.name}: players' pack`,
    reader: "For everybody at the table",
    ...frame(table, null, made),
    blocks: [
      { is: "heading", words: "Setting" },
      {
        is: "facts",
        rows: [
          ["Purpose", [exercise.purpose ?? "–"]],
          ["Clock", [`starts ${startWords(table)} (day 1) and runs for up to ${duration(model.horizon)}`]],
          ["At the start", [knownAtStart(table, played)]],
        ],
      },
      ...seatsBlock(exercise.seats ?? []),
      ...objectivesBlock(table, exercise.objectives ?? []),
      { is: "heading", words: "What you can decide" },
      {
        is: "list",
        items: [
          ["call the region, the country or providers outside for a capability"],
          ["choose who sends how many to an incident"],
          ["have a force or region lend nothing, for a time or until you say"],
          ["recall units, or move them from one incident to another"],
        ],
      },
      paragraph(
        "Each decision is tested against what is possible in that minute: whole units, nobody used twice, a donor's floor and what it agreed to lend, whether the tier is called and has answered, roads, and hours of duty. What is refused changes nothing, and you are told why.",
      ),
      { is: "heading", words: "Capabilities in play" },
      tableBlock(
        "What one unit is",
        ["Capability", "Officers in a unit", "What it does"],
        [24, 14, 62],
        askedCapabilities(table, played).map((id) => [
          say.capability(id).many,
          String(model.capabilities.find((one) => one.id === id)!.officersPerUnit),
          resolved.capabilities[id]?.help ?? "",
        ]),
      ),
      { is: "heading", words: "First report from the scene (M/ETHANE)" },
      {
        is: "form",
        fields: [
          ["Major incident declared?", 1],
          ["Exact location", 1],
          ["Type of incident", 1],
          ["Hazards", 1],
          ["Access", 1],
          ["Number of casualties", 1],
          ["Emergency services", 2],
        ],
      },
      { is: "heading", words: "Log" },
      { is: "form", fields: Array.from({ length: 5 }, () => ["Time, who, what was decided, why", 2] as const) },
    ],
  };
}

/** The debrief as a paper. */
export function debriefPaper(table: Table, played: Playthrough, debrief: Debrief, made: PackMade): OnePage {
  const clock = clockOf(table);
  const say = namer(table);
  const seats = new Map((table.exercise.seats ?? []).map(({ id, name }) => [id, name]));
  const minutes = (value: number | null) => (value === null ? "–" : duration(value));
  const units = (value: number) => (Math.round(value * 10) / 10).toString();
  return {
    kind: "debrief",
    title: `${debrief.name}: debrief`,
    reader: "For everybody who was at the table",
    ...frame(table, played, made),
    blocks: [
      { is: "heading", words: "Objectives" },
      ...(debrief.objectives.length === 0
        ? [paragraph("None was set.")]
        : [
            tableBlock(
              "Met or not",
              ["Objective", "Met", "Why"],
              [40, 10, 50],
              debrief.objectives.map(({ words, met, why }) => [words, met ? "yes" : "no", why]),
            ),
          ]),
      { is: "heading", words: "Decisions" },
      ...(debrief.decisions.length === 0
        ? [paragraph("Nobody decided anything: this is what doctrine does.")]
        : [
            tableBlock(
              "What was decided, and what became of it",
              ["When", "Who", "Decision", "Became", "Why"],
              [15, 14, 35, 9, 27],
              debrief.decisions.map(({ minute, decision, words, became, why }) => [
                clock(minute),
                decision.by === undefined ? "" : (seats.get(decision.by) ?? decision.by),
                words,
                became,
                why !== "" ? why : (decision.why ?? ""),
              ]),
            ),
          ]),
      { is: "heading", words: "Requests" },
      tableBlock(
        "Who asked, how many came, how long it took",
        ["Asked", "By", "For", "Most there", "First there after", "All there after", "Outcome"],
        [15, 21, 16, 11, 13, 13, 11],
        debrief.requests.map((request) => [
          clock(request.askedAt),
          request.host,
          unitsWords(say.capability(request.capability), request.units),
          `${request.most} of ${request.units}`,
          minutes(request.firstAt === null ? null : request.firstAt - request.askedAt),
          minutes(request.waitedMinutes),
          request.lapsed ? `${request.outcome}, lapsed` : request.outcome,
        ]),
      ),
      { is: "heading", words: "What came of it" },
      tableBlock(
        "In this run, nationally",
        ["Capability", "Required unit-hours", "On the ground", "Unfilled", "Ran out for"],
        [28, 18, 18, 18, 18],
        debrief.came.map((came) => [
          say.capability(came.capability).many,
          units(came.requiredUnitHours),
          units(came.onTheGroundUnitHours),
          units(came.unresourcedUnitHours),
          came.runOutMinutes === 0 ? "not at all" : duration(came.runOutMinutes),
        ]),
      ),
      { is: "heading", words: "Lessons, beside their moments" },
      tableBlock(
        "In order",
        ["When", "What", "Kind"],
        [15, 75, 10],
        debrief.moments.map(({ minute, what, words }) => [clock(minute), words, what]),
      ),
    ],
  };
}

// ── parts ───────────────────────────────────────────────────────────────────────────────────────

const paragraph = (words: string): Block => ({ is: "paragraph", words: [words] });

function tableBlock(
  caption: string,
  head: readonly string[],
  widths: readonly number[],
  rows: readonly (readonly string[])[],
  note?: string,
): Block {
  return {
    is: "table",
    caption,
    head,
    widths,
    rows: rows.map((row) => row.map((cell): Phrase => [cell])),
    ...(note === undefined ? {} : { note: [note] }),
  };
}

function seatsBlock(seats: readonly Seat[]): Block[] {
  if (seats.length === 0) return [];
  return [
    { is: "heading", words: "Seats" },
    tableBlock(
      "Who sits at the table",
      ["Seat", "Organisation", "Decides on"],
      [34, 33, 33],
      seats.map(({ name, organisation, decides }) => [name, organisation ?? "", decides?.join(", ") ?? "everything"]),
    ),
  ];
}

function objectivesBlock(table: Table, objectives: readonly Objective[]): Block[] {
  if (objectives.length === 0) return [];
  const say = namer(table);
  const items = objectives.map((objective): Phrase => [objectiveWords(say, objective)]);
  return [
    { is: "heading", words: "Objectives" },
    { is: "list", items },
  ];
}

const unitsWords = (names: { readonly one: string; readonly many: string }, count: number): string =>
  `${count} ${count === 1 ? names.one : names.many}`;

/** Marking, status and foot; the players' own says nothing of the run. */
function frame(table: Table, played: Playthrough | null, { command, engineVersion }: PackMade) {
  const { exercise, resolved, shipped } = table;
  const run =
    played === null ? "" : ` Run ${exercise.replication}, seed ${exercise.seed}, ${digestOfPlay(table, played)}.`;
  return {
    marking: exercise.marking ?? resolved.marking ?? "UNMARKED – illustrative, public data",
    status: [
      EXERCISE_ONLY,
      `Data: ${shipped ? "illustrative – public data, not any force's holding" : "as the scenario states them"}.`,
      "In this scenario, on assumed holdings: all that follows.",
      VALIDITY,
    ],
    madeBy: command,
    foot: `Muster ${engineVersion}.${run}`,
  };
}

const clockOf =
  ({ model }: Table) =>
  (minute: number) =>
    dayAndTime(minute, model.startMinuteOfDay);

function startWords({ resolved }: Table): string {
  const start = resolved.clock?.start;
  return start !== undefined && parseStart(start) !== null ? start.replace("T", " ") : "at midnight";
}

function chosenWords({ exercise }: Table): string {
  const { chosen, replication, seed } = exercise;
  const run = `run ${replication} of seed ${seed}`;
  if (chosen === undefined) return run;
  const percentile = Math.round(chosen.share * 100);
  return `${run}: of the first ${chosen.runs} runs, ${percentile} of 100 leave no more ${chosen.capability} unit-hours unfilled`;
}

function delayWords({ exercise }: Table): string {
  const words = ({ low, mode, high }: typeof REPORT_DELAY) =>
    `${durationWords(low)} to ${durationWords(high)}${mode === undefined ? "" : `, most likely ${durationWords(mode)},`}`;
  const { delay = REPORT_DELAY, updates = NEWS_DELAY } = exercise.reports ?? {};
  return `players hear of an incident ${words(delay)} after its start, of anything else ${words(updates)} later: assumptions`;
}

/** What players have been told by minute 0. */
function knownAtStart(table: Table, played: Playthrough): string {
  const { log, reports } = playersAt(table, played, 0);
  const said = [
    ...reports.map(({ fields }) => `${fields[2]![1]} at ${fields[1]![1]}`),
    ...log.map(({ words }) => words),
  ];
  return said.length === 0 ? "nothing has been reported" : said.join(" ");
}

/** Capabilities that are asked for in this run, not by injects alone, and those of the objectives; in the scenario's order. */
function askedCapabilities({ exercise, model }: Table, { askings }: Playthrough): string[] {
  const putIn = (exercise.injects ?? []).map(({ id }) => `${threatOfInject(id)}/`);
  const asked = new Set(
    askings.filter(({ incident }) => !putIn.some((threat) => incident.startsWith(threat))).map((one) => one.capability),
  );
  for (const { capability } of exercise.objectives ?? []) asked.add(capability);
  return model.capabilities.map(({ id }) => id).filter((id) => asked.has(id));
}
