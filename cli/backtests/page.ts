/** The page: Markdown from the runs and the record alone, so that no number on it is typed by hand. */

import type { Difference } from "../../engine/planning/compare.ts";
import { COMPARED } from "../../engine/planning/compare-rows.ts";
import type { Comparison } from "../../engine/planning/comparison.ts";
import { thousands } from "../../engine/tally/words.ts";
import type { Backtest } from "./days.ts";
import { day, fitOf, mobilised, type Row, rows2011, rows2024, type Spread, spreadOf } from "./measures.ts";
import { record2011, record2024 } from "./record.ts";

export interface PageContents {
  readonly engineVersion: string;
  readonly disorder: Backtest;
  readonly riots: Backtest;
  readonly fourDays: Comparison;
  /** pounds an officer shift of PSUs */
  readonly cost: readonly [low: number, high: number];
  /** first runs of each, for a test that the page is not stale */
  readonly fingerprints: readonly Fingerprint[];
  readonly assumptions: readonly {
    readonly what: string;
    readonly range: string;
    readonly rule: string;
    readonly source: string;
  }[];
}

export interface Fingerprint {
  readonly of: string;
  readonly scenarioHash: string;
  readonly runs: number;
  readonly print: string;
}

export function backtestsPage(contents: PageContents): string {
  const { disorder, riots, fourDays } = contents;
  const all = [...rows2024(disorder), ...rows2011(riots)];
  return `${[
    "# Back-tests: model beside record",
    GENERATED,
    head(contents),
    HOW_TO_READ,
    "## July and August 2024 (`disorder-2024`)",
    days2024(disorder),
    table(rows2024(disorder)),
    precaution(disorder),
    "### What four days cost",
    fourDaysText(fourDays, contents.cost),
    "## August 2011 (`riots-2011`)",
    days2011(riots),
    table(rows2011(riots)),
    "## What does not fit",
    doesNotFit(all),
    "## What was assumed, and what was fitted",
    assumed(contents),
    "## Whether this page is what the engine says",
    fingerprints(contents),
  ].join("\n\n")}\n`;
}

const GENERATED =
  "<!-- Made by `npm run backtests`; do not edit. test/scenarios/backtests.test.ts fails when it is stale. -->";

const HOW_TO_READ = `Two presets restate what is public of the disorder of 2011 and 2024: which forces, which days, which sizes where any was
published. Who answers is the model's: the reference country with its assumed holdings. So the demand is given and the answer is
tested, as far as there are figures to test it with; there are few. **Verified against theory; not validated against
operational call-off data**: this page is the nearest thing to it that the public record allows.

- *Model* is the median of the runs and, in brackets, the range of eight in ten. *Holds it* means that the record lies in
  that range; it is no proof, where the range is wide least of all.
- *Record* carries the id of its source (\`reference/sources.csv\`): *found* was read there, *derived* is arithmetic on it.
- *Mobilised* in the record are all officers called on duty or on notice. In the model standby at home is a posture, not a
  deployment, so until the nation is called those committed to a need count as mobilised, and from its answer on
  everybody of level 2 who is present: those committed, those whom the posture keeps at home, and those free to be lent.
- *Free to leave home* are those committed away from home and those who could still be lent under floors, contributions and
  posture. All figures are of level 2 (PSUs, evidence gatherers, forward intelligence and liaison teams); shifts have BDUs
  besides. Evenings are looked at at 22:00.`;

function head({ engineVersion, disorder, riots, fourDays }: PageContents): string {
  return `Muster ${engineVersion}; ${thousands(disorder.runs.length)} runs of \`disorder-2024\` and ${thousands(riots.runs.length)} of \`riots-2011\`, seed ${disorder.seed}; the comparison ${thousands(
    fourDays.replications,
  )} runs of each plan, seed ${fourDays.seed}, digest \`${fourDays.digest}\`. Marking: ${fourDays.marking}.`;
}

const MONTHS_2024 = ["30 July", "31 July", ...Array.from({ length: 11 }, (_, i) => `${i + 1} August`)];

function days2024({ runs, nDays }: Backtest): string {
  const header = [
    "Day",
    "Forces with new disorder (record)",
    "Committed",
    "Mobilised",
    "Record",
    "Away from home",
    "Forces receiving aid at once",
  ];
  const recorded: Record<number, string> = {
    9: `${thousands(record2024.mobilised7August.value)} (${record2024.mobilised7August.source})`,
    11: `${thousands(record2024.mobilised9August.value)} (${record2024.mobilised9August.source})`,
  };
  const rows = Array.from({ length: nDays }, (_, i) => [
    MONTHS_2024[i]!,
    String(record2024.forcesWithDisorder[i] ?? ""),
    spread(spreadOf(runs.map((run) => day(run, i + 1).committed))),
    spread(spreadOf(runs.map((run) => mobilised(day(run, i + 1))))),
    recorded[i + 1] ?? "",
    spread(spreadOf(runs.map((run) => day(run, i + 1).away))),
    spread(spreadOf(runs.map((run) => day(run, i + 1).mostReceiving))),
  ]);
  return `Officers by day. Of 2024 there is no public count of forces that received aid at once.\n\n${markdown(header, rows)}`;
}

function days2011({ runs, nDays }: Backtest): string {
  const header = [
    "Day",
    "Committed",
    "Needed in London (restated)",
    "In London",
    "Others in London",
    "Record",
    "Lenders to London",
    "Record",
    "Others in Greater Manchester",
    "Forces receiving aid at once",
    "Record",
  ];
  const needed = ["475 (480 recorded)", "475 to 1,900", "1,900", "3,400", "3,400", "3,400"];
  const rows = Array.from({ length: nDays }, (_, i) => {
    const at = i + 1;
    const aid = (force: string) => spread(spreadOf(runs.map((run) => day(run, at).aid[force] ?? 0)));
    return [
      `${6 + i} August`,
      spread(spreadOf(runs.map((run) => day(run, at).committed))),
      needed[i] ?? "",
      spread(spreadOf(runs.map((run) => day(run, at).at.metropolitan ?? 0))),
      aid("metropolitan"),
      at === 4
        ? thousands(record2011.londonAid9August.value)
        : at === 5
          ? thousands(record2011.londonAid10August.value)
          : "",
      spread(spreadOf(runs.map((run) => day(run, at).donors.metropolitan ?? 0))),
      at === 4 ? String(record2011.londonDonors9August.value) : "",
      aid("greater-manchester"),
      spread(spreadOf(runs.map((run) => day(run, at).mostReceiving))),
      at === 5 ? String(record2011.forcesReceiving10August.value) : "",
    ];
  });
  return `Officers by day. The record is GUARD-20110810 and C4-20110810. Of the 16,000 officers on duty in London on 9 August
most were no public order units; they are not in this model.\n\n${markdown(header, rows)}`;
}

function table(rows: readonly Row[]): string {
  return markdown(
    ["", "Model", "Record", "Source", "The model's range"],
    rows.map((row) => [
      row.what,
      spread(row.model, row.share),
      row.share ? percent(row.record.value) : thousands(row.record.value),
      `${row.record.source} (${row.record.surety})`,
      `${fitOf(row)}${fitOf(row) === "holds it" && row.given !== null ? " – given" : ""}`,
    ]),
  );
}

function precaution({ runs }: Backtest): string {
  const held = spreadOf(runs.map((run) => run.heldOfficerHours));
  const turned = spreadOf(runs.map((run) => run.gatheringsTurned));
  const gatherings = spreadOf(runs.map((run) => run.gatherings)).median;
  return `*Precaution held against used.* For the ${gatherings} gatherings of 7 August the model holds ${spread(held)} officer-hours of PSUs on the ground;
${spread(turned)} gatherings turn. The record has ${record2024.gatheringsExpected.value} expected (${record2024.gatheringsExpected.source}) and two calmer nights
(POLPRO-20240809), so the chance of one in ten that a gathering turns, an assumption, looks too high for that evening; how many did is
not recorded. How many officers were held for each was not published.`;
}

/** What the page says of the comparison: the nation's PSUs, measure by measure. */
function fourDaysText({ capabilities, replications, verdict }: Comparison, cost: readonly [number, number]): string {
  const psu = capabilities.find(({ id }) => id === "psu")!;
  const rows = COMPARED.map(({ id, words }) => {
    const { plans: figures, differences, unit } = psu.scopes[0]!.measures.find(({ measure }) => measure === id)!;
    const [difference] = differences as [(typeof differences)[number]];
    const scale = unit === "probability" ? 100 : 1;
    const figure = (value: number | null) =>
      unit === "probability" && value === 1
        ? "all"
        : unit === "probability" && value === 0
          ? "none"
          : decimal(value! * scale);
    return [
      `PSUs: ${words}`,
      unit === "probability" ? "runs of 100" : unit,
      figure(figures[0]!.mean),
      figure(figures[1]!.mean),
      difference.distinguishable
        ? `${signed(difference.mean! * scale)} (${signed(difference.low! * scale)} to ${signed(difference.high! * scale)})`
        : `not distinguishable (${signed(difference.low! * scale)} to ${signed(difference.high! * scale)})`,
    ];
  });
  const means = (measure: string) => psu.scopes[0]!.measures.find((one) => one.measure === measure)!.differences[0]!;
  const [unfilled, missing, shifts] = ["unresourcedUnitHours", "missingUnitHours", "officerShifts"].map(means) as [
    Difference,
    Difference,
    Difference,
  ];
  const pounds = cost.map((each) => `£${thousands(Math.round((shifts.mean! * each) / 10000) * 10000)}`).join(" to ");
  const sentence = verdict.filter((line) => /PSUs (run out|under)/.test(line)).join(" ");
  return `The national plan was activated on 6 August; the inspectorate judged that it should have been on 2 August
(POLPRO-20241218). Both are answered on the same ${thousands(replications)} demand tapes:

    npx muster compare disorder-2024 plans/disorder-2024-called-2-august --replications ${replications}

${markdown(["", "", `called on 6 August`, `called on 2 August`, "difference (95 %)"], rows)}

${sentence}

So the four days come to ${decimal(-unfilled.mean!)} PSU-hours unfilled (${decimal(-unfilled.high!)} to ${decimal(-unfilled.low!)}) and spare ${decimal(shifts.mean!)} officer shifts (${pounds} at £${cost[0]} to £${cost[1]} each).
Of those PSU-hours ${decimal(-missing.mean!)} would have been on the ground; the rest would have been on the road or at rest.

Read it as an upper end: until the nation is called the model lends nothing across regional borders, while in 2024 some
aid did cross them before 6 August; how much is not public. What four days cost in harm cannot be read from unit-hours, and
calling early is not free: it is paid in shifts, and donors are kept at home by the national posture sooner.`;
}

function doesNotFit(rows: readonly Row[]): string {
  const bad = rows.filter((row) => fitOf(row) !== "holds it");
  const given = rows.filter((row) => fitOf(row) === "holds it" && row.given !== null);
  const lines = [
    ...bad.map(
      (row) =>
        `- **${row.what}**: ${fitOf(row)}, ${spread(row.model, row.share)} against ${row.share ? percent(row.record.value) : thousands(row.record.value)}. Why: ${row.why}.`,
    ),
    ...given.map((row) => `- **${row.what}** fits, but ${row.given}.`),
    "- **Holdings** are today's reference country, in both years; officers trained in 2011 are not public by force.",
    "- **Posture in 2011**: the share kept at home once the nation is called is that of 2024. Whether it was so in 2011 is not known, and it decides how many could be lent.",
    "- **Last come, least served**: the model recalls nobody who is lent for a later fire, and shares nothing out anew.",
    "- **After the horizon**: on 4 September 2011 more than 600 officers of up to 25 forces were still in London (C4-FC-2011); nothing here lasts that long.",
  ];
  return lines.join("\n");
}

function assumed({ assumptions }: PageContents): string {
  const rows = assumptions.map(({ what, range, rule, source }) => [what, range, rule, source]);
  return `**Fitted for these two presets: nothing.** No number was moved to bring a row above nearer to its record. But the
reference data they stand on were fitted before, to one figure of this very record: sizes of disorder (\`disorder-size\`) were
lowered until the fullest moment of \`concurrent-disorder\` stays below the 240 PSUs (6,000 officers) of 7 August 2024, and the share
kept at home under national mobilisation (\`alert-national\`) is 3,750 of 6,000 of the same day. Rows that lean on them are no
independent test. All other holdings, delays and shares are the reference data's assumptions, with their ranges
(\`muster list\`, \`reference/assumptions.yaml\`). Assumed for these presets alone:

${markdown(["What", "Range", "Rule", "Source"], rows)}`;
}

function fingerprints({ engineVersion, fingerprints: prints }: PageContents): string {
  const rows = prints.map(({ of, scenarioHash, runs, print }) => [
    `\`${of}\``,
    `\`${scenarioHash}\``,
    String(runs),
    `\`${print}\``,
  ]);
  return `The scenarios by the SHA-256 of what they resolve to, reference data included, and the figures of their first runs by
engine ${engineVersion}. If either is not what the present files and engine give, this page is stale: \`npm run backtests\` (under a minute).

${markdown(["Scenario", "SHA-256", "First runs", "Fingerprint"], rows)}`;
}

function markdown(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

function spread({ low, median, high }: Spread, share = false): string {
  const show = share ? percent : (value: number) => thousands(value);
  return low === high ? show(median) : `${show(median)} (${show(low)} to ${show(high)})`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function decimal(value: number): string {
  return Math.abs(value) >= 100 ? thousands(value) : value.toFixed(1);
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${decimal(Math.abs(value))}`;
}
