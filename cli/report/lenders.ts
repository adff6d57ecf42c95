/**
 * Who lent to whom, and what it cost the lenders: between regions, or between forces where the holdings are the
 * user's own and the country is small. On shipped data no force is named.
 */
import { thousands, unitNames } from "../../engine/tally/words.ts";
import { type Html, html } from "../../scenarios/papers/html.ts";
import { rounded, runsOf100 } from "../../scenarios/papers/numbers.ts";
import type { Paper } from "./paper.ts";
import { madeBy } from "./sheet.ts";

const MOST_FLOWS = 8;
const MOST_FORCES = 20;

export function lendersSection(paper: Paper): Html {
  const { flows, donors, summary } = paper;
  if (flows.length === 0 && donors.length === 0) return html``;
  const namer = namerOf(paper);
  const rows = paper.asked.flatMap(({ id, name }) => largestFlows(paper, id, namer).map((flow) => ({ ...flow, name })));
  const costs = lenderCosts(paper, namer);
  const level = byForce(paper) ? "forces" : "regions";
  return html`<section class="page" id="lenders">
    <h2>Who lent to whom</h2>
    ${
      rows.length === 0
        ? html`<p>Nothing was lent between ${level} in any run.</p>`
        : html`<figure class="long"><figcaption>Largest flows between ${level}, at most ${MOST_FLOWS} a capability (mean of ${thousands(summary.replications)} runs)</figcaption>
      <table><thead><tr><th scope="col">Capability</th><th scope="col">From</th><th scope="col">To</th><th scope="col" class="number">Unit-hours a run</th></tr></thead>
      <tbody>${rows.map(({ name, from, to, unitHours }) => html`<tr><th scope="row">${name}</th><td>${from}</td><td>${to}</td><td class="number">${rounded(unitHours)}</td></tr>`)}</tbody></table>
      ${madeBy(paper)}</figure>`
    }
    ${
      costs.length === 0
        ? null
        : html`<figure class="long"><figcaption>What lending cost the lenders (mean of ${thousands(summary.replications)} runs)</figcaption>
      <table><thead><tr><th scope="col">Capability</th><th scope="col">${byForce(paper) ? "Force" : "Region"}</th><th scope="col" class="number">Units lent a run</th>
      <th scope="col" class="number">${byForce(paper) ? "Hours" : "Force-hours"} below floor a run</th>${byForce(paper) ? html`<th scope="col">A local ask met the gap, runs of 100 (95 %)</th>` : null}</tr></thead>
      <tbody>${costs.map(({ name, lender, lent, hours, gap }) => html`<tr><th scope="row">${name}</th><td>${lender}</td><td class="number">${rounded(lent)}</td><td class="number">${rounded(hours)}</td>${gap === null ? null : html`<td>${gap}</td>`}</tr>`)}</tbody></table>
      <p class="note">Armed and other sensitive capabilities are left out on shipped data.</p>
      ${madeBy(paper)}</figure>`
    }
  </section>`;
}

/** Forces may be told apart where their holdings are the user's own, and are few enough to read. */
function byForce({ summary, model }: Paper): boolean {
  return !summary.data.shipped && model.nForces <= MOST_FORCES;
}

type Namer = (capability: string, id: string) => string;

/** The name of a holder, or of its region under the capability's scheme. */
function namerOf(paper: Paper): Namer {
  const { model } = paper;
  const indexOf = new Map(model.holderIds.map((id, holder) => [id, holder]));
  return (capabilityId, id) => {
    const capability = model.capabilities.find((other) => other.id === capabilityId)!;
    const { regionIds, regionNames, regionOf } = model.schemes[capability.scheme]!;
    const holder = indexOf.get(id);
    // Flows of sensitive capabilities are by region already.
    if (holder === undefined) return regionNames[regionIds.indexOf(id)] ?? id;
    if (byForce(paper)) return model.holderNames[holder]!;
    const region = regionOf[holder]!;
    if (region >= 0) return regionNames[region]!;
    return holder < model.nForces ? "no region" : model.holderNames[holder]!;
  };
}

function largestFlows({ flows }: Paper, capability: string, namer: Namer) {
  const sums = new Map<string, { from: string; to: string; unitHours: number }>();
  for (const row of flows) {
    if (row.capability !== capability) continue;
    const [from, to] = [namer(capability, row.donor!), namer(capability, row.host!)];
    if (from === to) continue;
    const sum = sums.get(`${from}\n${to}`) ?? { from, to, unitHours: 0 };
    sum.unitHours += Number(row.meanUnitHours);
    sums.set(`${from}\n${to}`, sum);
  }
  return [...sums.values()].sort((a, b) => b.unitHours - a.unitHours).slice(0, MOST_FLOWS);
}

function lenderCosts(paper: Paper, namer: Namer) {
  const single = byForce(paper);
  const sums = new Map<string, { name: string; lender: string; lent: number; hours: number; gap: string | null }>();
  for (const row of paper.donors) {
    const capability = paper.summary.capabilities.find(({ id }) => id === row.capability);
    if (capability === undefined) continue;
    const lender = namer(capability.id, row.force!);
    const key = `${capability.id}\n${lender}`;
    const gap = single ? gapWords(row) : null;
    const sum = sums.get(key) ?? {
      name: unitNames(capability.id, capability.name).many,
      lender,
      lent: 0,
      hours: 0,
      gap,
    };
    sum.lent += Number(row.meanUnitsLent);
    sum.hours += Number(row.hoursBelowFloor);
    sums.set(key, sum);
  }
  const order = paper.summary.capabilities.map(({ id, name }) => unitNames(id, name).many);
  const places = paper.model.schemes.flatMap(({ regionNames }) => regionNames);
  return [...sums.values()]
    .filter(({ lent, hours }) => lent > 0 || hours > 0)
    .sort(
      (a, b) => order.indexOf(a.name) - order.indexOf(b.name) || places.indexOf(a.lender) - places.indexOf(b.lender),
    );
}

function gapWords(row: Readonly<Record<string, string>>): string {
  const [share, low, high] = [row.probabilityGap, row.probabilityGapLow, row.probabilityGapHigh].map(Number) as [
    number,
    number,
    number,
  ];
  if (share === 0) return `none; less than ${runsOf100(high)}`;
  return `${runsOf100(share)} (${runsOf100(low)} to ${runsOf100(high)})`;
}
