/** STRESS-DES items 2.1 to 2.5: how the model works, said from the compiled scenario. */
import {
  type CapabilityModel,
  CHAIN,
  DONOR_POLICY,
  type Model,
  NEVER,
  type NeedTemplate,
  type ThreatModel,
  TRIGGER,
  UNLIMITED,
} from "../../engine/model.ts";
import { duration, thousands } from "../../engine/tally/words.ts";
import { type Html, html, type Part } from "../../scenarios/papers/html.ts";
import { beginsItself, canBegin } from "../../scenarios/papers/threats.ts";
import { flowDiagram } from "./diagram.ts";
import type { Paper } from "./paper.ts";
import type { Answers } from "./stress-des.ts";

export function answersOnLogic(paper: Paper): Answers<"2"> {
  const { model } = paper;
  const asked = paper.asked.map(({ id }) => model.capabilities.find((capability) => capability.id === id)!);
  return {
    "2.1": html`${flowDiagram(paper)}
      <p>A replication draws the demand first (a tape that never sees capacity) and then answers it minute by minute.</p>`,
    "2.2": html`<p>Incidents of each threat arrive, run through phases and ask for units. A host force fields its own people
      to the last; what is missing is asked of the tiers of the capability's chain, each after its trigger, its opening delay
      and its coordination delay; donors lend whole units above their floor and within their agreed contribution. Units
      muster, travel, serve a shift, are relieved, rest, end a tour and recover. Shortage is a result, not an error. Every
      rule, with its reason, source and limits, stands in engine/MODEL.md of version ${paper.manifest.engineVersion}.</p>
      <p>In this scenario: donors ${paper.summary.allocation.donors}; fill ${paper.summary.allocation.fill};
      ${overlapWords(model)}; ${model.levers.length === 0 ? "no crisis levers" : `crisis levers: ${model.levers.map(({ id }) => id).join(", ")}`};
      ${model.pooledSerials.length === 0 ? "no pooled serials" : "leftover officers are pooled as serials"};
      ${model.escalation ? "escalation on" : "escalation off"}.</p>`,
    "2.3": html`<p>${scenarioLogic(paper)} One set of rules serves every scenario; what is set here for the capabilities asked for:</p>
      ${rulesTable(asked)}`,
    "2.4": html`<ul class="tight">${algorithms(model, asked).map((words) => html`<li>${words}</li>`)}</ul>`,
    "2.5": html`<p><b>Entities.</b> Incidents and their needs; units, moved in batches of whole units.</p>
      ${threatsTable(model)}
      <p><b>Activities.</b> A unit musters (notice), travels, is on the ground, rests, returns, recovers. ${dutyWords(asked)}</p>
      <p><b>Resources.</b> Officers trained, counted once in ${model.nodeParent.filter((parent) => parent < 0).length} skill
      ${plural(model.nodeParent.filter((parent) => parent < 0).length, "tree", "trees")} of ${model.nNodes} skills, held by
      ${model.nHolders} holders (${model.nForces} forces).</p>
      ${resourcesTable(model, asked)}
      <p><b>Queues.</b> ${queueWords(model, asked)}</p>
      <p><b>Entry and exit.</b> Incidents enter as the table of threats says and leave at the end of their last phase, or at the
      horizon, unfinished; nothing arrives at or after it. Units never leave: they go home.</p>`,
  };
}

function scenarioLogic({ manifest, model }: Paper): Html {
  const files = manifest.inputs.length;
  const base =
    files > 1
      ? `The scenario builds on ${files - 1} other ${plural(files - 1, "file", "files")} of data (listed in manifest.json with their hashes) and says only what differs.`
      : "The scenario stands alone in one file.";
  const awake = model.threats.filter(beginsItself).length;
  return html`${base} Of ${model.threats.length} ${plural(model.threats.length, "threat", "threats")} it describes,
    ${awake} can begin of themselves; the others lie dormant or are started by others.`;
}

function rulesTable(asked: readonly CapabilityModel[]): Html {
  return table(
    ["Capability", "Chain", "Region called", "Nation called", "Outside called", "Donors", "A unit released"],
    asked.map((capability) => [
      capability.name,
      nameIn(CHAIN, capability.chain),
      ...[2, 3, 4].map((tier) => tierWords(capability, tier)),
      POLICY_WORDS[nameIn(DONOR_POLICY, capability.donorPolicy)]!,
      capability.instantReturn ? "is free at home at once" : "is offered on once, else goes home",
    ]),
  );
}

const POLICY_WORDS: Readonly<Record<string, string>> = {
  proportionate: "regional proportionate",
  nearest: "nearest first",
  greatestSpare: "greatest spare",
  supplied: "supplied order",
};

function tierWords({ tiers, chain }: CapabilityModel, tier: number): string {
  const rule = tiers[tier]!;
  if (chain === CHAIN.national && tier === 2) return "with the nation";
  if (rule.trigger === TRIGGER.never) return "never";
  const when =
    rule.trigger === TRIGGER.atShortfall
      ? "at shortfall"
      : rule.trigger === TRIGGER.atRatio
        ? `at ${Math.round(rule.ratio * 100)} % of the tiers below`
        : `after ${duration(rule.minute)}`;
  const delays = [
    rule.openingDelay > 0 ? `opens in ${duration(rule.openingDelay)}` : "",
    rule.coordinationDelay > 0 ? `answers in ${duration(rule.coordinationDelay)}` : "",
    Number.isNaN(rule.alertShare) ? "" : `keeps ${Math.round(rule.alertShare * 100)} % at home`,
  ];
  return [when, ...delays.filter(Boolean)].join(", ");
}

function algorithms(model: Model, asked: readonly CapabilityModel[]): string[] {
  const policies = new Set(asked.map(({ donorPolicy }) => nameIn(DONOR_POLICY, donorPolicy)));
  const said: Readonly<Record<string, string>> = {
    proportionate:
      "Regional proportionate: regions in travel order; within each, quotas by agreed contribution, whoever cannot give its quota gives all, the rest by largest remainder, ties in travel order (rule 25).",
    nearest: "Nearest first: donors by road distance, ties in file order (rule 25).",
    greatestSpare:
      "Greatest spare: one unit at a time from whoever has most left, ties to the first in file order (rule 25).",
    supplied: "Supplied order: donors in the order that the scenario gives (rule 25).",
  };
  const kinds = new Set(model.threats.map(({ arrivals }) => arrivals.kind));
  return [
    "Lendable units: the least, over the skill and its ancestors, of (present − used − floor) ÷ officers a unit, rounded down, capped by contribution − away (rule 17).",
    ...[...policies].map((policy) => said[policy]!),
    "Present: trained × the funnel's share, one draw per holder and replication on the logit scale, one rounding (rule 16).",
    "Release: a unit with duty left for the new journey and an hour is offered once to whoever waits, as if it were at home (rule 29).",
    ...(asked.some(({ duty }) => duty !== null)
      ? ["Relief: own rested units first, pledged within two hours of the shift's end, then the tiers (rule 34)."]
      : []),
    "Reasons: a waterfall over what is unresourced, each min(left, available) (rule 38).",
    ...(kinds.has("hawkes")
      ? [
          "Self-exciting arrivals by branching: each incident has a Poisson number of children by a kernel row over forces, after a drawn lag (rule 9).",
        ]
      : []),
    ...(kinds.has("poisson") ? ["Arrivals at a stepped rate by inverting its cumulative rate (rule 9)."] : []),
  ];
}

function threatsTable(model: Model): Html {
  const rows = model.threats.filter((threat) => canBegin(model, threat));
  return table(
    ["Threat", "Arrives", "Where", "Phases and their needs"],
    rows.map((threat) => [threat.id, arrivalWords(threat), placeWords(threat), phasesWords(model, threat)]),
  );
}

function arrivalWords({ arrivals }: ThreatModel): string {
  if (arrivals.kind === "scheduled") {
    const n = arrivals.minute.length;
    return `${n} by date${arrivals.probability < 1 ? `, each with chance ${arrivals.probability}` : ""}${arrivals.jitter === null ? "" : ", with jitter"}`;
  }
  if (arrivals.kind === "finiteSource") return `${arrivals.sources} sources, idle between`;
  if (arrivals.kind === "triggered") return "only when started by another";
  const stepped = arrivals.rate.value.some((rate) => rate !== arrivals.rate.value[0])
    ? "at a rate that follows the clock"
    : "at a constant rate";
  return arrivals.kind === "hawkes" ? `Hawkes process, ${stepped}` : `Poisson process, ${stepped}`;
}

/** By kind, never by name: the places of sensitive incidents are not for print. */
function placeWords({ place }: ThreatModel): string {
  const words = {
    named: "one force",
    weighted: "drawn by weight",
    each: "each force in turn",
    nearParent: "near its parent",
  };
  return words[place.kind];
}

function phasesWords(model: Model, { phases }: ThreatModel): string {
  return phases
    .map(({ id, duration: lasts, needs, clock }) => {
      const ids = needs.map((need) => model.capabilities[model.needTemplates[need]!.capability]!.id);
      return `${id} (${lasts.kind}${clock === "served" ? ", served clock" : ""}): ${[...new Set(ids)].join(", ")}`;
    })
    .join("; ");
}

function dutyWords(asked: readonly CapabilityModel[]): string {
  const tiring = asked.filter(({ duty }) => duty !== null);
  if (tiring.length === 0) return "No capability asked for here tires.";
  const words = tiring.map(({ name, duty }) => {
    const { shift, rest, tour, recovery } = duty!;
    return `${name}: shift ${duration(shift)}, rest ${duration(rest)}, tour ${duration(tour)}, recovery ${duration(recovery)}`;
  });
  return `At central values – ${words.join("; ")}.`;
}

/** National sums of whole units, at central values: no holder is told apart. */
function resourcesTable(model: Model, asked: readonly CapabilityModel[]): Html {
  return table(
    ["Capability", "Officers a unit", "Officers trained at its skill", "Share present", "Most lent (units)", "Alert"],
    asked.map((capability) => {
      const node = capability.path[0]!;
      const cap = model.capabilities.indexOf(capability);
      let [trained, present, lent, unlimited, uncapped] = [0, 0, 0, false, 0];
      for (let holder = 0; holder < model.nHolders; holder++) {
        const here = model.trained[holder * model.nNodes + node]!;
        if (here === UNLIMITED) unlimited = true;
        else {
          trained += here;
          present += here * model.presentShare[holder * model.nNodes + node]!;
          const most = model.contribution[cap * model.nHolders + holder]!;
          if (most === UNLIMITED && here > 0) uncapped++;
          else if (here > 0) lent += most;
        }
      }
      return [
        capability.name,
        String(capability.officersPerUnit),
        unlimited ? "not limited" : thousands(trained),
        trained === 0 ? "–" : (present / trained).toFixed(2),
        [lent > 0 ? thousands(lent) : "", uncapped > 0 ? `${uncapped} holders uncapped` : ""]
          .filter(Boolean)
          .join("; "),
        capability.alert ? "raises floors" : "no",
      ];
    }),
  );
}

function queueWords(model: Model, asked: readonly CapabilityModel[]): string {
  const strict = asked.filter(({ strictQueue }) => strictQueue).map(({ name }) => name);
  const needs = model.needTemplates.filter(({ capability }) => asked.includes(model.capabilities[capability]!));
  const count = (is: (need: NeedTemplate) => boolean) => needs.filter(is).length;
  const said = [
    "Needs wait by priority, then minute of asking, then order on the tape; who can get nothing is skipped",
    strict.length > 0 ? `, except in strict order: ${strict.join(", ")}` : "",
    `. Of ${needs.length} kinds of need for these capabilities ${count(({ ifShort }) => ifShort === "wait")} wait, `,
    `${count(({ ifShort }) => ifShort === "lapse")} lapse at once (balking), ${count(({ ifShort }) => ifShort === "lapseAfter")} lapse after a time (reneging), `,
    `${count(({ queueLimit }) => queueLimit !== NEVER)} have a limit to their queue, ${count(({ smallestTeam }) => smallestTeam > 1)} need a whole team, `,
    `${count(({ mayPreempt }) => mayPreempt)} may take units from lower priority.`,
  ];
  return said.join("");
}

function overlapWords({ overlaps, nodeIds }: Model): string {
  if (overlaps.length === 0) return "no skills overlap across the tree";
  const words = overlaps.map(({ used, blocked, share }) => `${nodeIds[used]} blocks ${share} of ${nodeIds[blocked]}`);
  return `skills that overlap: ${words.join(", ")}`;
}

/** The word that stands for a number in one of the model's tables of words. */
function nameIn(words: Readonly<Record<string, number>>, value: number): string {
  return Object.entries(words).find(([, number]) => number === value)![0];
}

function plural(n: number, one: string, many: string): string {
  return n === 1 ? one : many;
}

function table(head: readonly string[], rows: readonly (readonly Part[])[]): Html {
  return html`<table class="small"><thead><tr>${head.map((words) => html`<th scope="col">${words}</th>`)}</tr></thead>
    <tbody>${rows.map(
      ([first, ...rest]) => html`<tr><th scope="row">${first!}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`,
    )}</tbody></table>`;
}
