/** One capability in the report: its course over time, its regions, its reasons, its figures. */
import { REASONS } from "../../engine/tally/measures.ts";
import type { CapabilitySummary } from "../../engine/tally/summary.ts";
import { NOT_THIS_FORCES } from "../../engine/tally/tables.ts";
import { thousands, unitNames } from "../../engine/tally/words.ts";
import { type Html, html } from "../../scenarios/papers/html.ts";
import { rounded } from "../../scenarios/papers/numbers.ts";
import { barChart, KEY, type Moment, runOutChart, timelineChart } from "./charts.ts";
import { furtherFigures, scopesTable, spreadsTable } from "./measures.ts";
import type { Paper } from "./paper.ts";
import { madeBy } from "./sheet.ts";

export function capabilitySection(paper: Paper, capability: CapabilitySummary): Html {
  const { summary } = paper;
  const { many } = unitNames(capability.id, capability.name);
  const regions = capability.scopes.filter(({ scope }) => scope === "region");
  const forces = summary.data.shipped ? [] : capability.scopes.filter(({ scope }) => scope === "force");
  const officers = capability.officersPerUnit;
  const quiet = capability.scopes[0]!.runOut.runs === 0;
  return html`<section${quiet ? null : html` class="page"`} id="${capability.id}">
    <h2>${capability.name}</h2>
    <p class="note">${officers === 1 ? "One person a unit" : `${officers} officers a unit`}; regions of the scheme “${capability.regionScheme}”. In this scenario, on assumed holdings.</p>
    ${
      quiet
        ? html`<p>Never run out in ${thousands(summary.replications)} runs, so only its figures are printed; its course and its regions are
          in series.csv and summary.json.</p>`
        : html`${timeline(paper, capability, many)} ${whereAndWhy(paper, capability)}`
    }
    <figure class="long"><figcaption>${capability.name}: the nation in figures (${thousands(summary.replications)} runs)</figcaption>
      ${spreadsTable(capability)} ${furtherFigures(capability, paper)} ${madeBy(paper)}</figure>
    ${
      quiet || regions.length === 0
        ? null
        : html`<figure class="long"><figcaption>${capability.name}: regions (${thousands(summary.replications)} runs)</figcaption>
          ${scopesTable(capability, regions, summary.replications, "Region")} ${madeBy(paper)}</figure>`
    }
    ${
      quiet || forces.length === 0
        ? null
        : html`<figure class="long"><figcaption>${capability.name}: forces, in the order of the scenario (${thousands(summary.replications)} runs)</figcaption>
          ${scopesTable(capability, forces, summary.replications, "Force")} ${madeBy(paper)}</figure>`
    }
    ${
      summary.data.shipped && !quiet
        ? html`<p class="note">Figures by force are not printed here: on shipped data they are “${NOT_THIS_FORCES}”.</p>`
        : null
    }
  </section>`;
}

function timeline(paper: Paper, capability: CapabilitySummary, many: string): Html {
  const { clock, replications } = paper.summary;
  const rows = paper.series.filter((row) => row.capability === capability.id);
  const number = (text: string | undefined) => (text === undefined || text === "" ? null : Number(text));
  const moments = rows.map((row): Moment => {
    const middle = (level: string) => number(row[`${level}P50`]) ?? Number(row[level]);
    return {
      minute: Number(row.minute),
      required: middle("required"),
      onTheGround: middle("onTheGround"),
      unresourced: middle("unresourced"),
      unresourcedLow: number(row.unresourcedP10),
      unresourcedHigh: number(row.unresourcedP90),
      runOut: Number(row.runOut),
    };
  });
  if (moments.length === 0) return html``;
  const hasMedian = number(rows[0]!.requiredP50) !== null;
  const presence =
    moments.some((moment) => moment.required > 0 || (moment.unresourcedHigh ?? 0) > 0) ||
    rows.some((row) => Number(row.required) > 0);
  const bucketMinutes = (moments[1]?.minute ?? clock.horizonMinutes) - moments[0]!.minute;
  const label = `${capability.name}: units required, on the ground and unresourced over time, nation`;
  return html`<figure>
    <figcaption>${many.slice(0, 1).toUpperCase() + many.slice(1)} needed, on the ground and missing, nation, units (${hasMedian ? "median" : "mean"} of ${thousands(replications)} runs)</figcaption>
    <p class="key" aria-hidden="true">${KEY.map(({ words, sample }) => html`<span>${sample}${words}</span>`)}</p>
    ${timelineChart(moments, { ...clock, bucketMinutes, requirement: capability.requirementUnits, label })}
    ${presence ? null : html`<p class="note">Asked for as work to be done: nobody is required at an hour.</p>`}
    <p class="note">What is required but neither on the ground nor unresourced is under way or resting.</p>
    ${madeBy(paper)}
  </figure>`;
}

/** Where it ran out and for which reasons, side by side. */
function whereAndWhy(paper: Paper, capability: CapabilitySummary): Html {
  const half = 325;
  const nation = capability.scopes[0]!;
  const regions = capability.scopes.filter(({ scope }) => scope === "region");
  const shares = regions.flatMap(({ name, runOut: { probability, low, high } }) =>
    probability === null || low === null || high === null ? [] : [{ name, share: probability, low, high }],
  );
  const reasons = REASONS.map(({ key, words }) => {
    const value = nation.runOut.reasons[key] ?? 0;
    return { name: words, value, words: rounded(value) };
  });
  const total = reasons.reduce((sum, { value }) => sum + value, 0);
  const where =
    shares.length === 0 ? null : runOutChart(shares, `${capability.name}: how often each region ran out`, half);
  const why =
    total === 0
      ? html`<p class="note">Nothing was unresourced in any run.</p>`
      : barChart(reasons, `${capability.name}: why units were unresourced`, "unit-hours a run (mean)", half);
  return html`<figure>
    <figcaption>Where ${where === null ? "and why" : "(left) and why (right)"} units were missing (${thousands(paper.summary.replications)} runs)</figcaption>
    <div class="${where === null ? "single" : "pair"}">${where === null ? null : html`<div>${where}</div>`}<div>${why}</div></div>
    ${madeBy(paper)}
  </figure>`;
}
