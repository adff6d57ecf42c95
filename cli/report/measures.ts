/** Tables of figures, each with its unit, its interval and the runs it rests on. */

import { REASONS } from "../../engine/tally/measures.ts";
import type { CapabilitySummary, Probability, ScopeSummary } from "../../engine/tally/summary.ts";
import { dayAndTime, duration, thousands } from "../../engine/tally/words.ts";
import { type Html, html } from "../../scenarios/papers/html.ts";
import { neverOrAlways, runsOf100 } from "../../scenarios/papers/numbers.ts";
import { figure, NO_FIGURE, withInterval } from "./figures.ts";
import { SPREADS } from "./outputs.ts";
import type { Paper } from "./paper.ts";

/** A row for each capability that was asked for: its nation. */
export function glanceTable({ asked, summary }: Paper): Html {
  const head = [
    ...["Capability", "Run out, runs of 100", "First gap, median run that ran out", "Unresourced, unit-hours a run"],
    ...["Main cause", "Reserve in 1 h / 8 h, units"],
  ];
  return table(
    head,
    asked.map((capability) => {
      const nation = capability.scopes[0]!;
      const at = `${capability.id}.nation`;
      const first = nation.runOut.firstMinutes?.p50 ?? null;
      const { mean, low, high } = nation.unresourcedUnitHours;
      return html`<tr><th scope="row">${capability.name}</th>
        <td>${probability(nation.runOut, `${at}.runOut`, summary.replications)}</td>
        <td>${first === null ? NO_FIGURE : figure(first, `${at}.runOut.firstMinutes.p50`, (minute) => dayAndTime(minute, summary.clock.startMinuteOfDay))}</td>
        <td class="number">${withInterval([mean, low, high], `${at}.unresourcedUnitHours`)}</td>
        <td>${mainReason(nation)}</td>
        <td class="number">${figure(nation.reserveUnits["1h"].p50, `${at}.reserveUnits.1h.p50`)} / ${figure(nation.reserveUnits["8h"].p50, `${at}.reserveUnits.8h.p50`)}</td></tr>`;
    }),
    [3, 5],
  );
}

/** One value per run, for the nation: mean with its interval, and quantiles. */
export function spreadsTable(capability: CapabilitySummary): Html {
  const nation = capability.scopes[0]!;
  const rows = SPREADS.filter(({ field }) => nation[field].mean !== 0 && nation[field].mean !== null);
  const doubts = rows.flatMap(({ field, name }) => nation[field].doubt?.replace(/^/, `${name}: `) ?? []);
  const figures = table(
    ["Nation, per run", "Unit", "Mean (95 %)", "Median", "90th percentile", "99th"],
    rows.map(({ field, name, unit }) => {
      const spread = nation[field];
      const at = `${capability.id}.nation.${field}`;
      return html`<tr><th scope="row">${name}</th><td>${unit}</td>
        <td class="number">${withInterval([spread.mean, spread.low, spread.high], at)}${spread.doubt === undefined ? null : " †"}</td>
        ${(["p50", "p90", "p99"] as const).map((q) => html`<td class="number">${figure(spread[q], `${at}.${q}`)}</td>`)}</tr>`;
    }),
    [2, 3, 4, 5],
  );
  if (doubts.length === 0) return figures;
  return html`${figures}<p class="note">† ${doubts.join("; ")} (rule 44).</p>`;
}

/** How much of the spread of run-out and shortage is not knowing; the rest is luck. Empty without outer draws. */
export function notKnowingTable({ asked }: Paper): Html | null {
  const rows = asked.flatMap((capability) => {
    const { runOut, unresourcedUnitHours } = capability.scopes[0]!;
    const at = `${capability.id}.nation`;
    const cells = [
      [runOut.parts, `${at}.runOut`],
      [unresourcedUnitHours.parts, `${at}.unresourcedUnitHours`],
    ] as const;
    if (cells.every(([parts]) => parts == null)) return [];
    return [
      html`<tr><th scope="row">${capability.name}</th>${cells.map(([parts, place]) => {
        if (parts == null) return html`<td>${NO_FIGURE}</td>`;
        const { value, low, high } = parts.notKnowingShare;
        const ends = ["value", "low", "high"] as const;
        return html`<td>${withInterval([value, low, high], `${place}.parts.notKnowingShare`, percent, ends)}</td>`;
      })}</tr>`,
    ];
  });
  if (rows.length === 0) return null;
  return table(["Not knowing, share of the spread over runs", "of run-out", "of unresourced unit-hours"], rows, []);
}

/** Regions, or forces where they may be shown, in the order of the scenario: no league table. */
export function scopesTable(
  capability: CapabilitySummary,
  scopes: readonly ScopeSummary[],
  replications: number,
  title: string,
): Html {
  const required = scopes.some(({ requirementUnits }) => requirementUnits !== null);
  return table(
    [
      title,
      "Run out, runs of 100",
      "Required, unit-hours a run",
      "Unresourced, unit-hours a run",
      required ? "Peak, median / requirement (units)" : "Peak, median (units)",
      "Needs asked / on time",
    ],
    scopes.map((scope) => {
      const at = `${capability.id}.${scope.scope}.${scope.id}`;
      const { requiredUnitHours: wanted, unresourcedUnitHours: missing } = scope;
      return html`<tr><th scope="row">${scope.name}</th>
        <td>${probability(scope.runOut, `${at}.runOut`, replications)}</td>
        <td class="number">${withInterval([wanted.mean, wanted.low, wanted.high], `${at}.requiredUnitHours`)}</td>
        <td class="number">${withInterval([missing.mean, missing.low, missing.high], `${at}.unresourcedUnitHours`)}</td>
        <td class="number">${figure(scope.peakRequiredUnits.p50, `${at}.peakRequiredUnits.p50`)}${
          required ? html` / ${figure(scope.requirementUnits, `${at}.requirementUnits`)}` : null
        }</td>
        <td class="number">${figure(scope.needs.asked, `${at}.needs.asked`)} / ${figure(scope.needs.metOnTime, `${at}.needs.metOnTime`)}</td></tr>`;
    }),
    [2, 3, 4, 5],
  );
}

/** What else the summary says of the nation, in words. */
export function furtherFigures(capability: CapabilitySummary, { summary }: Paper): Html {
  const nation = capability.scopes[0]!;
  const at = `${capability.id}.nation`;
  const { needs, runOut, daysSustainable, work, wait, mobilisationLine: line, cost, restDaysCancelled } = nation;
  const rows: (readonly [string, Html])[] = [
    ["Left force", probability(nation.leftForce, `${at}.leftForce`, summary.replications)],
    ...(nation.leftRegion === null
      ? []
      : [["Left region", probability(nation.leftRegion, `${at}.leftRegion`, summary.replications)] as const]),
    [
      "Peak required",
      html`${figure(nation.peakRequiredUnits.p50, `${at}.peakRequiredUnits.p50`)} units in the median run, at most
        ${figure(nation.peakRequiredUnits.max, `${at}.peakRequiredUnits.max`)}${
          capability.requirementUnits === null ? "" : `; requirement ${thousands(capability.requirementUnits)}`
        }`,
    ],
    [
      "Needs, all runs",
      html`${figure(needs.asked, `${at}.needs.asked`)} asked: ${figure(needs.metOnTime, `${at}.needs.metOnTime`)} met on time,
        ${figure(needs.metLate, `${at}.needs.metLate`)} met late, ${figure(needs.partMet, `${at}.needs.partMet`)} part met,
        ${figure(needs.lapsed, `${at}.needs.lapsed`)} lapsed, ${figure(needs.unfinished, `${at}.needs.unfinished`)} unfinished`,
    ],
    [
      "Mobilisation line",
      html`met at 1, 4, 8 h by ${figure(line["1h"], `${at}.mobilisationLine.1h`, percent)}, ${figure(line["4h"], `${at}.mobilisationLine.4h`, percent)},
        ${figure(line["8h"], `${at}.mobilisationLine.8h`, percent)} of ${figure(line.needs, `${at}.mobilisationLine.needs`)} needs that left their force
        (10, 40, 60 % on the ground; unverified source)`,
    ],
  ];
  if (runOut.durationMinutes !== null && runOut.depthUnits !== null) {
    rows.push([
      "When run out",
      html`for ${figure(runOut.durationMinutes.p50, `${at}.runOut.durationMinutes.p50`, duration)} in all (median),
        ${figure(runOut.depthUnits.p50, `${at}.runOut.depthUnits.p50`)} ${runOut.depthUnits.p50 === 1 ? "unit" : "units"} deep at worst,
        ${figure(runOut.unfilledUnitHours, `${at}.runOut.unfilledUnitHours`)} unit-hours unfilled (mean)`,
    ]);
  }
  if (daysSustainable !== null) {
    const least = daysSustainable.p50AtLeast ? "at least " : "";
    rows.push([
      "Endurance",
      html`${least}${figure(daysSustainable.p50, `${at}.daysSustainable.p50`)} days from the first ask, median run`,
    ]);
  }
  if (work !== null) {
    rows.push([
      "Work",
      html`${figure(work.askedUnitHours.mean, `${at}.work.askedUnitHours.mean`)} unit-hours asked a run, ${figure(work.doneUnitHours.mean, `${at}.work.doneUnitHours.mean`)} done,
        ${figure(work.backlogUnitHours.mean, `${at}.work.backlogUnitHours.mean`)} left at the horizon; started after ${figure(wait.p50, `${at}.wait.p50`, duration)} (median)`,
    ]);
  }
  if (cost.low !== null && cost.high !== null && cost.high > 0) {
    rows.push([
      "Cost",
      html`${figure(cost.low, `${at}.cost.low`, pounds)} to ${figure(cost.high, `${at}.cost.high`, pounds)} a run (mean shifts × range per shift)`,
    ]);
  }
  if (restDaysCancelled.mean !== null && restDaysCancelled.mean > 0) {
    rows.push([
      "Rest days cancelled",
      html`${figure(restDaysCancelled.mean, `${at}.restDaysCancelled.mean`)} officer days a run`,
    ]);
  }
  return html`<dl class="further">${rows.map(([name, words]) => html`<dt>${name}</dt><dd>${words}</dd>`)}</dl>`;
}

/** Run-out and the like: runs of 100 with Wilson's interval; never a bare 0 or 100. */
function probability(of: Probability, at: string, replications: number): Html {
  if (of.probability === null) return html`${NO_FIGURE}`;
  if (of.runs === 0 || of.runs === replications) {
    const words = neverOrAlways(of.runs, replications);
    return html`<data value="${of.probability}" data-at="${at}.probability">${words}</data> <span class="interval">(${of.runs === 0 ? "none" : "all"} of ${thousands(replications)})</span>`;
  }
  return withInterval([of.probability, of.low, of.high], at, runsOf100, ["probability", "low", "high"]);
}

function mainReason({ runOut }: ScopeSummary): string {
  // As in the verdict: nothing is run out while an answer is outstanding, so waiting for one is no cause of it.
  const causes = REASONS.filter(({ key }) => key !== "awaitingAnswer" && (runOut.reasons[key] ?? 0) > 0);
  const [most] = causes.sort((a, b) => runOut.reasons[b.key]! - runOut.reasons[a.key]!);
  return most?.words ?? NO_FIGURE;
}

function percent(share: number): string {
  if (share === 0) return "none";
  if (share === 1) return "all";
  if (share < 0.005) return "<1 %";
  return `${share > 0.995 ? ">99" : Math.round(share * 100)} %`;
}

function pounds(amount: number): string {
  return `£${thousands(amount)}`;
}

function table(head: readonly string[], rows: readonly Html[], numbers: readonly number[]): Html {
  return html`<table><thead><tr>${head.map((words, i) => html`<th scope="col"${numbers.includes(i) ? html` class="number"` : null}>${words}</th>`)}</tr></thead>
    <tbody>${rows}</tbody></table>`;
}
