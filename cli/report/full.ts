/**
 * The full report: verdict, figures with unit, interval and runs, charts, STRESS-DES checklist, list of assumptions,
 * and what makes it again.
 */
import { verdict } from "../../engine/tally/verdict.ts";
import { thousands } from "../../engine/tally/words.ts";
import type { Assumed } from "../../scenarios/papers/assumptions.ts";
import { type Html, html } from "../../scenarios/papers/html.ts";
import { VALIDITY } from "../../scenarios/papers/source.ts";
import { capabilitySection } from "./capability.ts";
import { runOutChart } from "./charts.ts";
import { lendersSection } from "./lenders.ts";
import { glanceTable, notKnowingTable } from "./measures.ts";
import type { Paper } from "./paper.ts";
import { madeBy, sheet } from "./sheet.ts";
import { CITATION, checklistOf } from "./stress-des.ts";

export function fullReport(paper: Paper): string {
  const { summary } = paper;
  return sheet(
    paper,
    summary.scenario.name,
    html`${opening(paper)} ${atAGlance(paper)} ${paper.asked.map((capability) => capabilitySection(paper, capability))}
      ${lendersSection(paper)} ${checklist(paper)} ${assumptions(paper)} ${again(paper)}`,
  );
}

function opening(paper: Paper): Html {
  const { summary, manifest } = paper;
  const { lines, notAsked } = verdict(summary);
  const { question } = manifest.resolvedScenario;
  const runs = thousands(summary.replications);
  return html`<header>
    <h1>${summary.scenario.name}</h1>
    ${question === undefined ? null : html`<p class="lead">${question.trim()}</p>`}
    <div class="status">
      <p><b>${summary.marking}.</b> Data: ${summary.data.status}. ${summary.signOff?.text ?? ""} <b>${VALIDITY}</b></p>
      <p>For planning and exercising; not an official police or Home Office paper, and no deployment system.</p>
      ${manifest.complete ? null : html`<p><b>Incomplete: the run was interrupted after ${runs} of ${thousands(manifest.replicationsAsked)} runs.</b></p>`}
    </div>
    <dl>
      <dt>Runs</dt><dd>${runs}, seed ${summary.seed}, from ${summary.clock.start.replace("T", " ")} for ${thousands(summary.clock.horizonMinutes / 60)} h</dd>
      <dt>Rules of allocation</dt><dd>donors: ${summary.allocation.donors}; fill: ${summary.allocation.fill}</dd>
      <dt>Made by</dt><dd>Muster ${manifest.engineVersion}: <code>${paper.commands.run}</code></dd>
      <dt>Digest</dt><dd class="code">${summary.digest}</dd>
    </dl>
  </header>
  <section>
    <h2>Verdict</h2>
    <ul class="verdict">${lines.map(({ sentence }) => html`<li>${sentence}</li>`)}</ul>
    ${notAsked === null ? null : html`<p class="note">${notAsked}</p>`}
    ${lines.length === 0 ? html`<p>Nothing was asked for in any run.</p>` : null}
  </section>`;
}

function atAGlance(paper: Paper): Html {
  const { asked, summary } = paper;
  if (asked.length === 0) return html``;
  const shares = asked.flatMap(({ name, scopes }) => {
    const { probability, low, high } = scopes[0]!.runOut;
    return probability === null || low === null || high === null ? [] : [{ name, share: probability, low, high }];
  });
  return html`<section>
    <h2>The nation at a glance</h2>
    <figure>
      <figcaption>How often each capability ran out somewhere in the country (${thousands(summary.replications)} runs)</figcaption>
      ${shares.length === 0 ? null : runOutChart(shares, "How often each capability ran out somewhere in the country")}
      ${madeBy(paper)}
    </figure>
    <figure class="long">
      <figcaption>Run-out, shortage and reserve (in this scenario, on assumed holdings)</figcaption>
      ${glanceTable(paper)}
      <p class="note">Each figure rests on ${thousands(summary.replications)} runs; in brackets its interval at 95 %. “Reserve” is the
        fewest units that could still be lent, in the median run. A dash: the runs do not support a figure.</p>
      ${madeBy(paper)}
    </figure>
    ${luck(paper)}
  </section>`;
}

/** Luck and not knowing: apart where the run has outer draws, else in words. */
function luck(paper: Paper): Html {
  const { uncertainty } = paper.summary;
  if (uncertainty === null)
    return html`<p class="note">No number of this scenario is a range: what differs between runs is luck.</p>`;
  const table = notKnowingTable(paper);
  if (table === null) return html`<p class="note">${uncertainty.text}.</p>`;
  return html`<figure class="long">
    <figcaption>What is not known, and luck (${uncertainty.draws} draws of ${uncertainty.ranges} numbers)</figcaption>
    ${table}
    <p class="note">Of the variance over runs; the rest is luck, which more runs make smaller in every mean. ${uncertainty.text}.</p>
    ${madeBy(paper)}
  </figure>`;
}

function checklist(paper: Paper): Html {
  let section = "";
  return html`<section class="page" id="stress-des">
    <h2>STRESS-DES checklist</h2>
    <p class="note">The 20 items of STRESS-DES, filled from the scenario, the run and the engine. ${CITATION}</p>
    ${checklistOf(paper).map((row) => {
      const heading = row.section === section ? null : html`<h3>${row.section}</h3>`;
      section = row.section;
      return html`${heading}<div class="item" id="item-${row.item}"><h4>${row.item} ${row.title}</h4>${row.answer}</div>`;
    })}
  </section>`;
}

const GROUPS: readonly (readonly [Assumed["group"], string, string])[] = [
  ["drawn", "Drawn in every run: what is not known", "Numbers given as ranges, with what each did to the verdict."],
  ["fixed", "Fixed numbers with their source", "Numbers that carry a source or a kind, and stand still."],
  ["record", "Rules and figures on record", "What the scenario and its reference data put down as taken for granted."],
  [
    "idle",
    "On record, but of no weight here",
    "About capabilities that nobody asked for in this run, and threats that cannot begin.",
  ],
];

function assumptions(paper: Paper): Html {
  const groups = GROUPS.map(([group, title, about]) => {
    const rows = paper.assumed.filter((row) => row.group === group);
    if (rows.length === 0) return null;
    return html`<h3>${title} (${rows.length})</h3><p class="note">${about}</p>
      <table class="assumed"><colgroup><col style="width:29%"><col style="width:27%"><col style="width:11%"><col style="width:13%"><col style="width:20%"></colgroup>
        <thead><tr>${["What, and where", "Figure and range", "Kind", "Source", "Effect on run-out"].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${rows.map(group === "idle" ? shortRow : assumedRow)}</tbody>
      </table>`;
  });
  return html`<section class="page" id="assumptions">
    <h2>What is taken for granted</h2>
    <p class="note">Generated from the resolved scenario in manifest.json; never written by hand. “Effect” compares run-out in runs where a
      number was drawn high with runs where it was drawn low, with its interval at 95 %.</p>
    ${paper.assumed.length === 0 ? html`<p>No number in this scenario is a range or carries a source, and no assumption is put on record.</p>` : groups}
    ${madeBy(paper)}
  </section>`;
}

function assumedRow({ what, where, figure, kind, source, rule, effect }: Assumed): Html {
  return html`<tr><th scope="row">${what}${what === where ? null : html`<span class="path">${where}</span>`}</th>
    <td>${figure}${rule === "" ? null : html`<span class="path">${rule}</span>`}</td><td>${kind}</td><td>${source}</td>
    <td>${effect.map((line) => html`<span class="path">${line}</span>`)}</td></tr>`;
}

/** Of no weight here: what, figure, kind and source, without the rule behind it. */
function shortRow({ what, figure, kind, source, effect }: Assumed): Html {
  return html`<tr><th scope="row">${what}</th><td>${figure}</td><td>${kind}</td><td>${source}</td><td>${effect.join("; ")}</td></tr>`;
}

function again({ summary, manifest, commands }: Paper): Html {
  return html`<section>
    <h2>What makes this again</h2>
    <p><code>${commands.run}</code><br><code>${commands.report}</code></p>
    ${commands.exact ? null : html`<p><b>The scenario that this command names is no longer the one that was run, or lies elsewhere.</b> What was run is in manifest.json (resolvedScenario).</p>`}
    <dl>
      <dt>Digest</dt><dd class="code">${summary.digest}</dd>
      <dt>Scenario</dt><dd class="code">sha256:${summary.scenario.sha256}</dd>
      <dt>Version</dt><dd>Muster ${manifest.engineVersion}</dd>
    </dl>
    <table class="small"><thead><tr><th scope="col">Input</th><th scope="col">SHA-256</th></tr></thead>
      <tbody>${manifest.inputs.map(({ file, sha256 }) => html`<tr><th scope="row">${file.split("/").at(-1)!}</th><td class="code">${sha256}</td></tr>`)}</tbody></table>
    ${summary.warnings.length === 0 ? null : html`<h3>What the run warned of</h3><ul class="tight note">${summary.warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`}
  </section>`;
}
