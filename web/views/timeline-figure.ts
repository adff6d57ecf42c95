/**
 * The timeline with its title, its key (which also reads out the hour under the cursor), the mobilisation line, who met
 * what was required, and its table. The cursor follows the pointer or the arrow keys, by hour, by day with Page Up and
 * Page Down; the hour that is chosen is every other picture's hour too.
 */
import "../charts/charts.css";
import type { ScopeSummary } from "../../engine/tally/summary.ts";
import { NOT_THIS_FORCES } from "../../engine/tally/tables.ts";
import { thousands } from "../../engine/tally/words.ts";
import { marksOf, TIER_WORDS, type TierBand, type TierData, thereOf, tiersOf } from "../charts/tiers-data.ts";
import { type TimelineChart, timelineChart } from "../charts/timeline.ts";
import {
  type Band,
  BETWEEN,
  type Hour,
  LEVEL_WORDS,
  LEVELS,
  middle,
  type TimelineData,
} from "../charts/timeline-data.ts";
import type { Detail } from "../desk/detail.ts";
import type { CapabilityNames, ForceCell, Opened, Picture, View } from "../desk/protocol.ts";
import { type Rehearsal, rehearse, type TierSample } from "../desk/rehearsal.ts";
import { h, setText } from "../dom.ts";
import type { SelectionStore } from "../selection.ts";
import type { State } from "../session.ts";
import { momentOf, runsOf100 } from "../words.ts";
import { explainButton } from "./explain.ts";
import { createTable } from "./table.ts";

export interface TimelineFigure {
  readonly element: HTMLElement;
  show(picture: Picture, detail: Detail | null, state: State): void;
  leave(): void;
}

/** Runs made again one by one to see where units came from; they take one worker some seconds. */
const MOST_SAMPLED = 100;

export function createTimelineFigure(opened: Opened, selection: SelectionStore): TimelineFigure {
  const { clock, forces } = opened;
  const title = h("h2", {}, "Hour by hour");
  const scope = h("select", {
    id: "scope",
    change: () => {
      const [kind, id] = scope.value.split("/") as [View["scope"], string];
      selection.set({ scope: kind, id });
    },
  });
  const key = createKey();
  const holder = h("div", { class: "charts" });
  const cursor = h("div", { class: "cursor", hidden: true });
  const slider = h("div", { class: "slider", role: "slider", tabindex: 0, "aria-label": "Hour on the timeline" });
  const plot = h("div", { class: "plot-area" }, holder, cursor, slider);
  const note = h("p", { class: "note" });
  const table = createTable("Units by hour: median, and 10th to 90th percentile");
  const nothing = h("p", { class: "empty", hidden: true }, "Nothing was asked for here in any run.");
  const work = h("p", { class: "empty", hidden: true }, "Asked for as work to be done, not as units on the ground.");
  const mobilisation = h("p", { class: "mobilisation" });
  const explain = h(
    "span",
    { class: "explainer" },
    explainButton("levels", opened, () => explained("levels")),
    explainButton("capacity", opened, () => explained("capacity")),
    explainButton("byTier", opened, () => explained("byTier")),
  );
  const explainMobilisation = explainButton("yardstick", opened, () => explained("yardstick"));
  const ask = h(
    "button",
    { type: "button", class: "quiet", click: () => count() },
    `Who met it? Look into ${MOST_SAMPLED} runs`,
  );
  const counting = h("p", { class: "counting" }, ask);

  let shown: {
    data: TimelineData;
    capability: CapabilityNames;
    view: View;
    detail: Detail | null;
    scope: ScopeSummary | null;
  } | null = null;
  let chart: TimelineChart | null = null;
  /** the hour under the pointer; null: the one that is chosen, else the worst */
  let pointed: number | null = null;
  let sample: { capability: string; tiers: TierSample } | null = null;
  let rehearsal: Rehearsal | null = null;

  const tierData = (): TierData | null => {
    if (shown === null || sample?.capability !== shown.capability.id) return null;
    return tiersOf(sample.tiers, forcesIn(shown.view, shown.capability, forces), shown.data.bucketMinutes);
  };

  const render = () => {
    if (shown === null || plot.clientWidth === 0) return;
    const { data, capability, view, detail } = shown;
    const ofRegion = capability.regions.find(({ id }) => view.scope === "region" && id === view.id);
    const requirement = view.scope === "nation" ? capability.requirement : (ofRegion?.requirement ?? null);
    const first = data.hours.find(({ required }) => middle(required) > 0);
    const tiers = tierData();
    chart = timelineChart(data, {
      width: plot.clientWidth,
      clock,
      requirement,
      capacity: capacityOf(detail, view),
      marks: view.scope === "nation" ? marksOf(first?.minute ?? null, requirement, clock.horizonMinutes) : [],
      labelled: true,
      tiers,
      there: thereOf(detail, view),
    });
    const pictures = [chart.levels, ...(chart.tiers === null ? [] : [chart.tiers]), chart.runOut];
    for (const svg of pictures) svg.setAttribute("aria-hidden", "true");
    // Work is done in its own time: nobody is required at an hour, and only the run-out has one.
    const present = data.hours.some(({ required }) => required.mean > 0);
    chart.levels.toggleAttribute("hidden", !present);
    chart.tiers?.toggleAttribute("hidden", !present);
    work.hidden = present;
    holder.replaceChildren(...pictures);
    point();
  };

  /** The hour that is read out, and whether somebody chose it. */
  const indexNow = (): { index: number; chosen: boolean } => {
    const { hours, bucketMinutes } = shown!.data;
    const { minute } = selection.now;
    const chosen = pointed ?? (minute === null ? null : Math.floor(minute / bucketMinutes));
    return { index: Math.max(0, Math.min(hours.length - 1, chosen ?? worstOf(hours))), chosen: chosen !== null };
  };

  const point = () => {
    if (shown === null || chart === null) return;
    const { hours, bucketMinutes, replications } = shown.data;
    const { index, chosen } = indexNow();
    const hour = hours[index]!;
    cursor.hidden = false;
    cursor.style.setProperty("--x", `${chart.x.apply(hour.minute + bucketMinutes / 2)}px`);
    key.show(hour, momentOf(hour.minute, clock), !chosen, replications);
    slider.setAttribute("aria-valuemin", "0");
    slider.setAttribute("aria-valuemax", String(hours.length - 1));
    slider.setAttribute("aria-valuenow", String(index));
    slider.setAttribute("aria-valuetext", sentenceOf(hour, momentOf(hour.minute, clock), replications));
  };

  const bucketAt = (event: PointerEvent): number | null => {
    if (shown === null || chart === null) return null;
    const minute = chart.x.invert(event.offsetX);
    return Math.max(0, Math.min(shown.data.hours.length - 1, Math.floor(minute / shown.data.bucketMinutes)));
  };
  slider.addEventListener("pointermove", (event) => {
    pointed = bucketAt(event);
    point();
  });
  slider.addEventListener("pointerdown", (event) => {
    const bucket = bucketAt(event);
    if (bucket !== null) selection.set({ minute: bucket * shown!.data.bucketMinutes });
  });
  slider.addEventListener("pointerleave", () => {
    pointed = null;
    point();
  });
  slider.addEventListener("keydown", (event) => {
    if (shown === null) return;
    if (event.key === "Escape" && selection.now.minute !== null) {
      selection.set({ minute: null });
      return;
    }
    const { hours, bucketMinutes } = shown.data;
    const day = Math.max(1, Math.round(1440 / bucketMinutes));
    const last = hours.length - 1;
    const at = indexNow().index;
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      PageUp: at + day,
      PageDown: at - day,
      Home: 0,
      End: last,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    pointed = null;
    selection.set({ minute: Math.max(0, Math.min(last, next)) * bucketMinutes });
    point();
  });

  const count = () => {
    const capability = selection.now.capability;
    rehearsal?.stop();
    ask.disabled = true;
    const plan = opened.plan;
    rehearsal = rehearse(
      { kind: "byTier", plan, capability, most: Math.min(MOST_SAMPLED, plan.replications) },
      {
        byTier(tiers, last) {
          sample = { capability, tiers };
          if (last) rehearsal = null;
          offer();
          render();
        },
        failed(message) {
          rehearsal = null;
          ask.disabled = false;
          setText(counting, `The runs could not be looked into. ${message}`);
        },
      },
    );
    offer();
  };
  const offer = () => {
    const runs = sample?.capability === selection.now.capability ? sample.tiers.runs : 0;
    ask.disabled = rehearsal !== null;
    ask.hidden = runs > 0;
    counting.replaceChildren(ask, ...(runs === 0 ? [] : tierKey(runs)));
  };

  const explained = (what: "levels" | "capacity" | "byTier" | "yardstick") => {
    if (shown === null) return null;
    const { data, capability, scope: figures, detail, view } = shown;
    const hour = data.hours[indexNow().index]!;
    const values = {
      levels: sentenceOf(hour, momentOf(hour.minute, clock), data.replications),
      capacity: `${rounded(capacityOf(detail, view) ?? Number.NaN)} ${capability.plural} that all those present could form`,
      byTier: tierWords(tierData(), indexNow().index),
      yardstick: mobilisationWords(figures) ?? "No need left its force.",
    };
    return {
      value: values[what],
      interval:
        what === "levels"
          ? "The band holds the runs from the 10th to the 90th percentile; it is spread between runs, not doubt of the mean."
          : null,
      runs: what === "byTier" ? (sample?.tiers.runs ?? 0) : data.replications,
      capability: capability.id,
    };
  };

  const element = h(
    "figure",
    { class: "figure timeline" },
    h("figcaption", {}, title, explain),
    h(
      "div",
      { class: "hour" },
      key.moment,
      h("label", { class: "scope" }, h("span", { class: "unseen" }, "Scope"), scope),
    ),
    key.element,
    work,
    plot,
    nothing,
    counting,
    h("div", { class: "row-of" }, mobilisation, explainMobilisation),
    note,
    table.element,
  );
  new ResizeObserver(render).observe(plot);
  const leave = selection.subscribe((now, before) => {
    if (now.minute !== before.minute) point();
    // The hours follow from the desk; what was chosen stands at once.
    if (now.capability === before.capability) scope.value = `${now.scope}/${now.id}`;
  });

  let listed = "";
  return {
    element,
    show(picture, detail, state) {
      const capability = opened.capabilities.find(({ id }) => id === selection.now.capability)!;
      const view = picture.view;
      const data = picture.timeline;
      if (listed !== capability.id) {
        scope.replaceChildren(...scopesOf(capability, forces));
        listed = capability.id;
        if (rehearsal !== null) {
          rehearsal.stop();
          rehearsal = null;
        }
      }
      scope.value = `${view.scope}/${view.id}`;
      setText(title, `${capitalised(capability.plural)} needed, on the ground and missing`);
      for (const part of [plot, key.element, key.moment, counting]) part.hidden = data === null;
      work.hidden = true;
      nothing.hidden = data !== null;
      const figures =
        picture.summary.capabilities
          .find(({ id }) => id === capability.id)
          ?.scopes.find((one) => one.scope === view.scope && one.id === view.id) ?? null;
      shown = data === null ? null : { data, capability, view, detail, scope: figures };
      setText(
        note,
        `${data === null ? "" : lineWords(data, view)}In this scenario, on assumed holdings. ${opened.marking}.`,
      );
      const words = mobilisationWords(figures);
      mobilisation.hidden = words === null;
      explainMobilisation.hidden = words === null;
      setText(mobilisation, words ?? "");
      if (data === null) return;
      // Once all runs are there nothing else computes: the sample then costs nobody any time.
      if (state === "done" && rehearsal === null && sample?.capability !== capability.id) count();
      offer();
      render();
      table.update(
        [
          "Hour",
          ...LEVELS.map((level) => LEVEL_WORDS[level]),
          "run out, runs of 100",
          ...TIER_WORDS.map((tier) => `sent by ${tier}`),
        ],
        () => {
          const tiers = tierData();
          return data.hours.map((hour, i) => [
            momentOf(hour.minute, clock),
            ...LEVELS.map((level) => figureOf(hour[level])),
            runsOf100(hour.runOut, data.replications),
            ...TIER_WORDS.map((_, tier) => (tiers === null ? "–" : bandWords(tiers.hours[i]?.tiers[tier]))),
          ]);
        },
      );
    },
    leave() {
      rehearsal?.stop();
      leave();
    },
  };
}

function tierKey(runs: number): (Node | string)[] {
  const items = TIER_WORDS.map((tier, i) =>
    h("span", { class: "item" }, h("i", { class: `tier-${i + 1}`, "aria-hidden": "true" }), tier),
  );
  const rests = `Line: median of ${thousands(runs)} ${runs === 1 ? "run" : "runs"} looked into one by one, band from the 10th to the 90th percentile. Dashed: required. Dotted: committed, or lendable within 1 h.`;
  return [h("span", {}, "Who sent them:"), ...items, h("span", {}, rests)];
}

function forcesIn(view: View, capability: CapabilityNames, forces: readonly ForceCell[]): number[] {
  const region = capability.regions.findIndex(({ id }) => id === view.id);
  return forces.flatMap(({ id }, force) => {
    const within =
      view.scope === "nation" || (view.scope === "region" ? capability.regionOf[force] === region : id === view.id);
    return within ? [force] : [];
  });
}

function capacityOf(detail: Detail | null, view: View): number | null {
  const at = detail?.scopes.findIndex(({ scope, id }) => scope === view.scope && id === view.id) ?? -1;
  return at < 0 ? null : (detail?.capacity[at] ?? null);
}

/** "Of 312 needs that left their force …"; null where none did. */
export function mobilisationWords(scope: ScopeSummary | null): string | null {
  if (scope === null || scope.mobilisationLine.needs === 0) return null;
  const { needs, ...line } = scope.mobilisationLine;
  const share = (hours: "1h" | "4h" | "8h") => runsOf100(line[hours], needs);
  return `Of ${thousands(needs)} needs that left their force, ${share("1h")} of 100 had 10 % within 1 h, ${share("4h")} had 40 % within 4 h, ${share("8h")} had 60 % within 8 h. The line's source is not verified.`;
}

function tierWords(tiers: TierData | null, index: number): string {
  if (tiers === null) return "Not looked into yet.";
  const hour = tiers.hours[index];
  return TIER_WORDS.map((tier, i) => `${tier} ${bandWords(hour?.tiers[i])}`).join(", ");
}

function bandWords(band: TierBand | undefined): string {
  if (band === undefined || band.p90 === 0) return "0";
  return `${rounded(band.p50)} (${rounded(band.p10)} to ${rounded(band.p90)})`;
}

function lineWords({ hours, replications }: TimelineData, { scope }: View): string {
  const runs = `${thousands(replications)} ${replications === 1 ? "run" : "runs"}`;
  const illustrative = scope === "force" ? ` ${capitalised(NOT_THIS_FORCES)}.` : "";
  if (hours[0]!.required.p50 === null) return `Line: mean of ${runs}.${illustrative} ${BETWEEN} `;
  const band = hours[0]!.required.p10 === null ? "" : " Band: from the 10th to the 90th percentile.";
  return `Line: median of ${runs}.${band}${illustrative} ${BETWEEN} `;
}

/** The hour most often in run-out; if it never ran out, the one with the most on the ground. */
function worstOf(hours: readonly Hour[]): number {
  const badness = ({ runOut, onTheGround }: Hour) => runOut * 1e6 + onTheGround.mean;
  return hours.reduce((worst, hour, i) => (badness(hour) > badness(hours[worst]!) ? i : worst), 0);
}

function figureOf(band: Band): string {
  const middleWords = rounded(middle(band));
  return band.p10 === null || band.p90 === null
    ? middleWords
    : `${middleWords} (${rounded(band.p10)} to ${rounded(band.p90)})`;
}

function rounded(units: number): string {
  if (Number.isNaN(units)) return "–";
  return units > 0 && units < 10 && !Number.isInteger(units) ? units.toFixed(1) : thousands(units);
}

function sentenceOf(hour: Hour, moment: string, runs: number): string {
  const levels = LEVELS.map((level) => `${LEVEL_WORDS[level]} ${figureOf(hour[level])}`);
  return `${moment}: ${levels.join(", ")}; run out in ${runsOf100(hour.runOut, runs)} of 100 runs`;
}

/** What the colours mean, and the figures of one hour. */
function createKey() {
  const moment = h("span", { class: "moment" });
  const values = new Map(LEVELS.map((level) => [level, h("span", { class: "figures" })]));
  const runOut = h("span", { class: "figures" });
  const item = (level: string, words: string, figures: HTMLElement) =>
    h("span", { class: `item ${level}` }, h("i", { "aria-hidden": "true" }), h("span", {}, words), figures);
  const element = h(
    "div",
    { class: "key" },
    ...LEVELS.map((level) => item(level, LEVEL_WORDS[level], values.get(level)!)),
    item("runOut", "run out", runOut),
  );
  return {
    element,
    moment,
    show(hour: Hour, words: string, worst: boolean, runs: number) {
      setText(moment, worst ? `${words} (worst hour)` : words);
      for (const level of LEVELS) setText(values.get(level)!, figureOf(hour[level]));
      setText(runOut, `${runsOf100(hour.runOut, runs)} of 100`);
    },
  };
}

function scopesOf(capability: CapabilityNames, forces: readonly ForceCell[]): HTMLElement[] {
  const option = (scope: View["scope"], id: string, name: string) => h("option", { value: `${scope}/${id}` }, name);
  const group = (label: string, options: HTMLElement[]) => {
    const element = h("optgroup", { label });
    element.append(...options);
    return element;
  };
  const regions = capability.regions.map(({ id, name }) => option("region", id, name));
  const ofForces = forces.map(({ id, name }) => option("force", id, name));
  return [
    option("nation", "nation", "Nation"),
    ...(regions.length === 0 ? [] : [group("Regions", regions)]),
    ...(capability.byRegionOnly ? [] : [group("Forces", ofForces)]),
  ];
}

function capitalised(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
