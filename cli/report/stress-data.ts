/** STRESS-DES items 3.1 to 4.3: what went in, what is assumed, how it was run. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { duration, thousands } from "../../engine/tally/words.ts";
import type { Assumed } from "../../scenarios/papers/assumptions.ts";
import { type Html, html } from "../../scenarios/papers/html.ts";
import { scenariosFolder } from "../place.ts";
import type { Paper } from "./paper.ts";
import type { Answers } from "./stress-des.ts";

export function answersOnData(paper: Paper): Answers<"3"> & Answers<"4"> {
  const { assumed, manifest, model, summary } = paper;
  const of = (kind: string) => assumed.filter((row) => row.kind === kind);
  const { horizonMinutes, start } = summary.clock;
  return {
    "3.1": html`<p>Data: ${summary.data.status}. ${sources(paper)}</p>`,
    "3.2": preProcessing(of("derived")),
    "3.3": html`<p>Every input stands in manifest.json (resolvedScenario, sha256 ${summary.scenario.sha256}); its files:
      ${manifest.inputs.map(({ file }) => file.split("/").at(-1)).join(", ")}. ${inputs(paper)} The list at the end of this report
      has each with its value, range, kind and source. Distributions of luck are named with the phases in item 2.5.</p>`,
    "3.4": html`<p>${assumed.length} entries are listed at the end of this report, generated from the scenario:
      ${of("assumption").length} assumptions, ${of("derived").length} derived by a stated rule, ${of("published").length} published${
        assumed.length > of("assumption").length + of("derived").length + of("published").length
          ? ", the rest of no stated kind"
          : ""
      }. Not modelled: injuries, custody, traffic, weather, fatigue beyond shifts, what officers do on the ground, the use of
      AEP. “In this scenario, on assumed holdings” is part of every figure.</p>`,
    "4.1": html`<p>A terminating system: the run stops at the horizon. At the start everyone is at home and rested, nothing is
      open and there is no history (deterministic). ${
        model.warmUp === 0
          ? "There is no warm-up: the question begins on a quiet day."
          : `A warm-up of ${duration(model.warmUp)} runs before minute 0 and is not tallied; its length is set in the scenario.`
      }</p>`,
    "4.2": html`<p>${duration(horizonMinutes)} from ${start.replace("T", " ")} in civil time without zones, in whole minutes
      (${thousands(horizonMinutes)}).</p>`,
    "4.3": html`<p>${thousands(summary.replications)} independent replications${
      manifest.complete ? "" : ` of ${thousands(manifest.replicationsAsked)} asked for`
    }. ${summary.stopping?.text ?? `Stopping rule: ${stoppingWords(manifest.stoppingRule)}.`} ${
      summary.uncertainty === null ? "" : `${summary.uncertainty.text}.`
    } Each figure has its interval at 95 %, so that whether these runs are enough can be read off it. Plans are compared on the
      same demand tapes (common random numbers).</p>`,
  };
}

interface Source {
  readonly id: string;
  readonly title: string;
  readonly address: string;
}

/** Every source that the list of assumptions names, with its title where the reference data know it. */
function sources({ assumed, manifest }: Paper): Html {
  const { data } = Papa.parse<Source>(readFileSync(join(scenariosFolder, "reference", "sources.csv"), "utf8").trim(), {
    header: true,
  });
  const known = new Map(data.map((source) => [source.id, source]));
  const named = new Set<string>();
  for (const { source } of assumed) {
    for (const part of source.split(/[,;] /)) {
      if (part !== "not stated" && !part.startsWith("assumption ") && !part.startsWith("¶"))
        named.add(part.replace(/ ¶.*$/, ""));
    }
  }
  const stated = manifest.resolvedScenario.sources;
  const own = stated === undefined ? null : html` The scenario names: ${[stated].flat().map(String).join("; ")}.`;
  if (named.size === 0) return html`The scenario names no source: its numbers are its author's own.${own}`;
  const items = [...named].sort().map((id) => {
    const source = known.get(id);
    return source === undefined
      ? html`<li>${id}</li>`
      : html`<li><b>${id}</b> ${source.title}. <span class="address">${source.address}</span></li>`;
  });
  return html`Sources named (public domain or as cited; dates are in the titles):${own}<ul class="tight">${items}</ul>`;
}

function preProcessing(derived: readonly Assumed[]): Html {
  if (derived.length === 0) return html`<p>None: no number in the scenario is marked as derived from others.</p>`;
  return html`<p>Numbers derived from published ones, each by a rule:</p>
    <ul class="tight">${derived.map(
      ({ what, figure, rule, source }) =>
        html`<li><b>${what}</b>: ${figure}; ${rule || "rule not stated"} (${source}).</li>`,
    )}</ul>`;
}

function inputs({ assumed, model }: Paper): string {
  const drawn = assumed.filter(({ group }) => group === "drawn").length;
  const fixed = assumed.filter(({ group }) => group === "fixed").length;
  return (
    `Forces: ${model.nForces}; other holders: ${model.nHolders - model.nForces}; capabilities: ${model.nCaps}; threats: ` +
    `${model.threats.length}; kinds of need: ${model.needTemplates.length}; numbers drawn from ranges: ${drawn}; further ` +
    `numbers that carry their source: ${fixed}.`
  );
}

/** The rule as it is put down; a later version may put down more than a sentence. */
function stoppingWords(rule: unknown): string {
  return typeof rule === "string" ? rule : JSON.stringify(rule);
}
