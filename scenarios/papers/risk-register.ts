/** An entry for a community risk register: the risk, its likelihood as the national register states it, and what it asks of the police. */
import { CONDITION } from "../../engine/tally/verdict.ts";
import { thousands, unitNames } from "../../engine/tally/words.ts";
import { type Block, type OnePage, type Phrase, say } from "./paper.ts";
import { askedFor, clipped, frame, inList, mainCause, type Source, Told } from "./source.ts";
import { beginsItself } from "./threats.ts";

/** @param rows of its table */
export function riskRegister(source: Source, report: string, rows: number): OnePage {
  const { summary, scenario } = source;
  const asked = askedFor(source);
  return {
    kind: "risk-register",
    title: clipped(summary.scenario.name, 110),
    reader: "Entry for a community risk register: what the risk asks of the police",
    ...frame([source], report),
    blocks: [
      {
        is: "form",
        fields: [
          ["Risk reference and category", 1],
          ["Local Resilience Forum", 1],
          ["Risk owner, lead agency", 1],
          ["Version, date, next review", 1],
        ],
      },
      {
        is: "facts",
        rows: [
          ["Outcome assessed", [clipped(scenario.story ?? summary.scenario.name, 420)]],
          ["Likelihood", likelihood(source)],
          ["Who leads", [whoLeads(source)]],
          ["Controls in place", [controls(source)]],
        ],
      },
      { is: "heading", words: "Impact on police capacity" },
      ...(asked.length === 0 ? [] : [impact(source, rows)]),
      { is: "heading", words: "Residual gap" },
      { is: "paragraph", words: residual(source) },
      { is: "heading", words: "For the forum to fill in" },
      {
        is: "form",
        fields: [
          ["Likelihood, 1 to 5", 1],
          ["Impact, 1 to 5 (people, economy, environment, services)", 1],
          ["Variation and further information", 2],
          ["Controls of other responders: fire, ambulance, councils, military, voluntary", 2],
          ["Actions to close the gap, owner, date", 3],
        ],
      },
    ],
  };
}

/** What is on record of the rates of those threats that begin of themselves; it plays no part in the run. */
function likelihood({ model, scenario }: Source): Phrase {
  const ids = new Set(model.threats.filter(beginsItself).map(({ id }) => `${id}-rate`));
  const told = (scenario.assumptions ?? [])
    .filter(({ id }) => id !== undefined && ids.has(id))
    .slice(0, 2)
    .map(({ what, rule, source }) => clipped(`${what}: ${rule ?? "–"} (${source ?? "no source"})`, 240));
  return [
    told.length === 0
      ? "Not stated in the scenario, and not derived from it: the forum's own judgement."
      : `${told.join("; ")}; in the figures below the risk has happened.`,
  ];
}

function whoLeads({ model, scenario }: Source): string {
  const threats = scenario.threats ?? {};
  const told = model.threats.filter(beginsItself).flatMap(({ id }) => threats[id]?.coordination ?? []);
  return told.length === 0 ? "Not stated in the scenario." : clipped([...new Set(told)].slice(0, 2).join(" "), 260);
}

function controls(source: Source): string {
  const { donors, fill } = source.summary.allocation;
  const ways = new Map<string, string[]>();
  for (const { id, name } of askedFor(source).slice(0, 5)) {
    const way = WAYS[source.scenario.capabilities?.[id]?.chain ?? "up"];
    ways.set(way, [...(ways.get(way) ?? []), unitNames(id, name).many]);
  }
  const told = [...ways].map(([way, names]) => `${inList(names)} are ${way}`);
  return `Mutual aid as the scenario sets it: ${told.join("; ")}. Donors: ${donors}; fill: ${fill}.`;
}

const WAYS = {
  up: "asked of force, region, then nation",
  down: "tasked from the nation downwards",
  national: "tasked nationally",
} as const;

function impact(source: Source, most: number): Block {
  const asked = askedFor(source);
  const more = asked.length - most;
  return {
    is: "table",
    caption: `What it asks of the police, per run (${thousands(source.summary.replications)} runs; nation)`,
    head: [
      "Capability",
      "Most at once, median / 9 in 10, units",
      "Demand, unit-hours (95 %)",
      "Unresourced, unit-hours (95 %)",
      "Run out, runs of 100 (95 %)",
      "Main cause",
    ],
    rows: asked.slice(0, most).map((capability): Phrase[] => {
      const nation = capability.scopes[0]!;
      const told = new Told(source, capability, nation);
      const { p50, p90 } = nation.peakRequiredUnits;
      return [
        [capability.name],
        say`${told.figure(p50, "peakRequiredUnits.p50")} / ${told.figure(p90, "peakRequiredUnits.p90")}`,
        told.mean(nation.requiredUnitHours, "requiredUnitHours"),
        told.mean(nation.unresourcedUnitHours, "unresourcedUnitHours"),
        told.share(nation.runOut, "runOut"),
        [mainCause(nation)?.words ?? "–"],
      ];
    }),
    widths: [22, 13, 17, 17, 18, 13],
    note: [
      `† a mean of skewed values: more runs would make its interval trustworthy.${more > 0 ? ` ${more} more capabilities were asked for; they ran out no more often.` : ""}`,
    ],
  };
}

function residual(source: Source): Phrase {
  const asked = askedFor(source);
  const short = asked.filter(({ scopes }) => scopes[0]!.runOut.runs > 0);
  const [worst] = short;
  if (worst === undefined) return [`${CONDITION}: after mutual aid, nothing ran out in any run.`];
  const told = new Told(source, worst, worst.scopes[0]!);
  const others = short.slice(1, 4).map(({ id, name }) => unitNames(id, name).many);
  const also =
    others.length === 0 ? "" : ` Also short in some runs: ${inList(others)}${short.length > 4 ? " and others" : ""}.`;
  return say`${CONDITION}: after all mutual aid that the rules allow, ${unitNames(worst.id, worst.name).many} run out in ${told.runs(worst.scopes[0]!.runOut, "runOut")}.${also}`;
}
