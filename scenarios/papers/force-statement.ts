/** The paragraph for a force management statement: demand, capacity, gap and residual risk of one force, over years if given. */
import { NONE } from "../../engine/model.ts";
import type { CapabilitySummary, ScopeSummary } from "../../engine/tally/summary.ts";
import { NOT_THIS_FORCES } from "../../engine/tally/tables.ts";
import { CONDITION } from "../../engine/tally/verdict.ts";
import { thousands, unitNames } from "../../engine/tally/words.ts";
import { type OnePage, type Phrase, say } from "./paper.ts";
import { clipped, DOUBT, frame, inList, mainCause, type Source, Told } from "./source.ts";

/** One force and one capability in one result. */
interface Row {
  readonly source: Source;
  readonly result: number;
  readonly year: string;
  readonly capability: CapabilitySummary;
  readonly scope: ScopeSummary;
}

/** @param most rows of its table. @returns null: no result has a figure of this force, or there is no such force */
export function forceStatement(
  sources: readonly Source[],
  force: string,
  report: string,
  most: number,
): OnePage | null {
  const years = yearsOf(sources);
  const rows = sources.flatMap((source, result) => rowsOf(source, force, result, years[result]!));
  const [lead] = [...rows].sort(
    (a, b) => b.result - a.result || b.scope.runOut.runs - a.scope.runOut.runs || gapOf(b) - gapOf(a),
  );
  if (lead === undefined) return null;
  const own = sources.every((source) => !source.isIllustrative(force));
  const order = orderOf(rows);
  const perYear = Math.max(1, Math.floor(most / sources.length));
  const shown = order.slice(0, perYear).flatMap((id) => rows.filter(({ capability }) => capability.id === id));
  const left = order.slice(perYear).map((id) => rows.find(({ capability }) => capability.id === id)!.capability);
  const base = frame(sources, report);
  return {
    kind: "fms",
    title: `${lead.scope.name}: demand, capacity, gap, residual risk`,
    reader: `Paragraph for a force management statement${sources.length > 1 ? `, ${inList(years)}` : ""}`,
    ...base,
    status: own ? base.status : [`Figures by force: ${NOT_THIS_FORCES}.`, ...base.status],
    blocks: [
      { is: "heading", words: `${lead.capability.name}${sources.length > 1 ? `, ${lead.year}` : ""}` },
      { is: "paragraph", words: opening(lead, own) },
      {
        is: "facts",
        rows: [
          ["Demand", demand(lead)],
          ["Capacity", capacity(lead, force)],
          ["Gap", gap(lead)],
          ["Residual risk", residual(lead)],
          ...(sources.length > 1 ? [["Over the years", overYears(rows, lead)] as const] : []),
        ],
      },
      { is: "heading", words: "Every capability asked of the force" },
      {
        is: "table",
        caption: `${lead.scope.name}${own ? "" : ` (${NOT_THIS_FORCES})`}, per run (${runsWords(sources)})`,
        head: [
          ...["Capability", ...(sources.length > 1 ? ["Year"] : []), "Demand, unit-hours (95 %)"],
          ...["Most at once, median / 9 in 10, units", "Gap, unit-hours unresourced (95 %)"],
          ...["Help from outside the force, runs of 100", "Run out all the same, runs of 100"],
        ],
        rows: shown.map((row) => tableRow(row, sources.length > 1)),
        widths: sources.length > 1 ? [18, 12, 17, 13, 15, 13, 12] : [23, 18, 14, 17, 14, 14],
        note: [notes(sources, left, force)],
      },
    ],
  };
}

/** Years where they tell the results apart, else the scenarios' names. */
function yearsOf(sources: readonly Source[]): string[] {
  const years = sources.map(({ summary }) => summary.clock.start.slice(0, 4));
  if (new Set(years).size === sources.length) return years;
  return sources.map(({ summary }, i) => clipped(`${i + 1}: ${summary.scenario.name}`, 40));
}

function rowsOf(source: Source, force: string, result: number, year: string): Row[] {
  return source.summary.capabilities.flatMap((capability) => {
    const scope = capability.scopes.find((one) => one.scope === "force" && one.id === force);
    return scope === undefined || scope.needs.asked === 0 ? [] : [{ source, result, year, capability, scope }];
  });
}

const gapOf = ({ scope, capability }: Row) => (scope.unresourcedUnitHours.mean ?? 0) * capability.officersPerUnit;

/** Ids of capabilities, the widest gap in officer-hours over all results first. */
function orderOf(rows: readonly Row[]): string[] {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(row.capability.id, (sums.get(row.capability.id) ?? 0) + gapOf(row));
  return [...sums].sort((a, b) => b[1] - a[1]).map(([id]) => id);
}

const told = ({ source, capability, scope, result }: Row) => new Told(source, capability, scope, result);
const names = ({ capability }: Row) => unitNames(capability.id, capability.name);

function opening({ source, scope }: Row, own: boolean): Phrase {
  const runs = thousands(source.summary.replications);
  const whose = own ? "on the holdings that the force returned" : `on holdings that are ${NOT_THIS_FORCES}`;
  return [
    `${CONDITION} (“${clipped(source.summary.scenario.name, 100)}”, ${runs} runs, ${whose}), this is what ${scope.name} is asked for, what it has, what is missing, and what remains at risk after mutual aid.`,
  ];
}

function demand(row: Row): Phrase {
  const { scope } = row;
  const { p50, p90 } = scope.peakRequiredUnits;
  const words = told(row);
  return say`${CONDITION}, a run asks for ${words.mean(scope.requiredUnitHours, "requiredUnitHours")} ${names(row).one}-hours on average (95 %), at
    most ${words.figure(p50, "peakRequiredUnits.p50")} at once in the median run and ${words.figure(p90, "peakRequiredUnits.p90")} in one run of ten.`;
}

function capacity(row: Row, force: string): Phrase {
  const { source, capability, scope } = row;
  const { reserveUnits } = scope;
  const words = told(row);
  const [one, eight] = [reserveUnits["1h"].p50, reserveUnits["8h"].p50];
  return say`${holding(source, capability, force)}Its own people are busy for ${words.mean(scope.busyUnitHours, "busyUnitHours")} unit-hours a run, at
    home and lent. At the lowest point of the median run ${words.figure(one, "reserveUnits.1h.p50")} could be lent within 1 h and
    ${words.figure(eight, "reserveUnits.8h.p50")} within 8 h.`;
}

/** What the scenario takes the force to have trained at the capability's skill. */
function holding({ model }: Source, { id, name }: CapabilitySummary, force: string): string {
  const holder = model.holderIds.indexOf(force);
  const capability = model.capabilities.find((one) => one.id === id);
  const node = capability?.path[0] ?? NONE;
  if (holder < 0 || capability === undefined || node === NONE) return "";
  const officers = model.trained[holder * model.nodeIds.length + node]!;
  const units = Math.floor(officers / capability.officersPerUnit);
  return `Assumed holding: ${thousands(officers)} officers trained, or ${thousands(units)} ${unitNames(id, name).many}, before absence. `;
}

function gap(row: Row): Phrase {
  const { scope } = row;
  const { runOut } = scope;
  const words = told(row);
  const cause = mainCause(scope);
  const deep =
    runOut.depthUnits === null
      ? null
      : say` Where it runs out, ${words.figure(runOut.depthUnits.p50, "runOut.depthUnits.p50")} are missing at worst (median).`;
  return say`Nobody is allocated for ${words.mean(scope.unresourcedUnitHours, "unresourcedUnitHours")} unit-hours a run, waiting for answers
    included. It runs out in ${words.runs(runOut, "runOut")}.${deep}${cause === null ? null : ` Main cause: ${cause.words}.`}`;
}

function residual(row: Row): Phrase {
  const { leftForce, leftRegion, runOut } = row.scope;
  const words = told(row);
  const region = leftRegion === null ? null : say`, and beyond its region in ${words.runs(leftRegion, "leftRegion")}`;
  return say`The force needs others in ${words.runs(leftForce, "leftForce")}${region}. With their help it is short all the same in
    ${words.runs(runOut, "runOut")}: that is the residual risk, given that the scenario happens.`;
}

function overYears(rows: readonly Row[], lead: Row): Phrase {
  const series = rows.filter(({ capability }) => capability.id === lead.capability.id);
  const items = series.map((row) => say`${row.year}: ${told(row).runs(row.scope.runOut, "runOut")}`);
  return say`${CONDITION}, run out of ${names(lead).many}: ${items.flatMap((item, i) => (i === 0 ? item : ["; ", ...item]))}.`;
}

function tableRow(row: Row, withYear: boolean): Phrase[] {
  const { scope, capability, year } = row;
  const words = told(row);
  const { p50, p90 } = scope.peakRequiredUnits;
  return [
    [capability.name],
    ...(withYear ? [[year]] : []),
    asksForWork(scope)
      ? say`${words.mean(scope.work!.askedUnitHours, "work.askedUnitHours")} of work`
      : words.mean(scope.requiredUnitHours, "requiredUnitHours"),
    say`${words.figure(p50, "peakRequiredUnits.p50")} / ${words.figure(p90, "peakRequiredUnits.p90")}`,
    words.mean(scope.unresourcedUnitHours, "unresourcedUnitHours"),
    words.share(scope.leftForce, "leftForce"),
    words.share(scope.runOut, "runOut"),
  ];
}

/** Cases that wait as a backlog, and nobody on the ground. */
function asksForWork({ requiredUnitHours, work }: ScopeSummary): boolean {
  return work !== null && requiredUnitHours.mean === 0;
}

function runsWords(sources: readonly Source[]): string {
  const runs = [...new Set(sources.map(({ summary }) => thousands(summary.replications)))];
  return `${runs.join(", ")} runs${sources.length > 1 ? " each" : ""}`;
}

function notes(sources: readonly Source[], left: readonly CapabilitySummary[], force: string): string {
  const hidden = new Set<string>();
  for (const { summary, model, isIllustrative } of sources) {
    for (const { id, sensitive } of model.capabilities) {
      const capability = summary.capabilities.find((one) => one.id === id);
      if (sensitive && isIllustrative(force) && capability?.asked) hidden.add(unitNames(id, capability.name).many);
    }
  }
  const few = [...hidden].slice(0, 6);
  return [
    DOUBT,
    ...(left.length > 0 ? [`${left.length} more with smaller gaps are in summary.json.`] : []),
    ...(few.length > 0
      ? [`Shown for region and nation only on shipped data: ${inList(few)}${hidden.size > 6 ? " and others" : ""}.`]
      : []),
  ].join(" ");
}
