/**
 * The timeline with its title, its key (which also reads out the hour under the cursor) and its table. The
 * cursor follows the pointer, or the arrow keys: by hour, by day with Page Up and Page Down.
 */
import { NOT_THIS_FORCES } from "../../engine/tally/tables.ts";
import { thousands } from "../../engine/tally/words.ts";
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
import type { CapabilityNames, ForceCell, View } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import { type Clock, CONDITION_AND_MARKING, momentOf, runsOf100 } from "../words.ts";
import { createTable } from "./table.ts";

export interface TimelineFigure {
  readonly element: HTMLElement;
  show(data: TimelineData | null, capability: CapabilityNames, view: View): void;
}

export function createTimelineFigure(
  clock: Clock,
  forces: readonly ForceCell[],
  choose: (scope: View["scope"], id: string) => void,
): TimelineFigure {
  const title = h("h2", {}, "Hour by hour");
  const scope = h("select", {
    id: "scope",
    change: () => {
      const [kind, id] = scope.value.split("/") as [View["scope"], string];
      choose(kind, id);
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

  let shown: { data: TimelineData; capability: CapabilityNames; view: View } | null = null;
  let chart: TimelineChart | null = null;
  /** the hour under the cursor; null: the worst one */
  let held: number | null = null;

  const render = () => {
    if (shown === null || plot.clientWidth === 0) return;
    const { data, capability, view } = shown;
    const ofRegion = capability.regions.find(({ id }) => view.scope === "region" && id === view.id);
    const requirement = view.scope === "nation" ? capability.requirement : (ofRegion?.requirement ?? null);
    chart = timelineChart(data, { width: plot.clientWidth, clock, requirement });
    for (const svg of [chart.levels, chart.runOut]) svg.setAttribute("aria-hidden", "true");
    // Work is done in its own time: nobody is required at an hour, and only the run-out has one.
    const present = data.hours.some(({ required }) => required.mean > 0);
    chart.levels.toggleAttribute("hidden", !present);
    work.hidden = present;
    holder.replaceChildren(chart.levels, chart.runOut);
    point();
  };

  const point = () => {
    if (shown === null || chart === null) return;
    const { hours, bucketMinutes } = shown.data;
    const index = Math.min(held ?? worstOf(hours), hours.length - 1);
    const hour = hours[index]!;
    cursor.hidden = false;
    cursor.style.setProperty("--x", `${chart.x.apply(hour.minute + bucketMinutes / 2)}px`);
    key.show(hour, momentOf(hour.minute, clock), held === null);
    slider.setAttribute("aria-valuemin", "0");
    slider.setAttribute("aria-valuemax", String(hours.length - 1));
    slider.setAttribute("aria-valuenow", String(index));
    slider.setAttribute("aria-valuetext", sentenceOf(hour, momentOf(hour.minute, clock)));
  };

  slider.addEventListener("pointermove", (event) => {
    if (shown === null || chart === null) return;
    const minute = chart.x.invert(event.offsetX);
    held = Math.max(0, Math.min(shown.data.hours.length - 1, Math.floor(minute / shown.data.bucketMinutes)));
    point();
  });
  slider.addEventListener("pointerleave", () => {
    held = null;
    point();
  });
  slider.addEventListener("keydown", (event) => {
    if (shown === null) return;
    const { hours, bucketMinutes } = shown.data;
    const day = Math.max(1, Math.round(1440 / bucketMinutes));
    const last = hours.length - 1;
    const at = held ?? worstOf(hours);
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
    held = Math.max(0, Math.min(last, next));
    point();
  });

  const element = h(
    "figure",
    { class: "figure timeline" },
    h("figcaption", {}, title),
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
    note,
    table.element,
  );
  new ResizeObserver(render).observe(plot);

  let listed = "";
  return {
    element,
    show(data, capability, view) {
      if (listed !== capability.id) {
        scope.replaceChildren(...scopesOf(capability, forces));
        listed = capability.id;
      }
      scope.value = `${view.scope}/${view.id}`;
      setText(title, `${capitalised(capability.plural)} needed, on the ground and missing`);
      plot.hidden = data === null;
      key.element.hidden = data === null;
      key.moment.hidden = data === null;
      work.hidden = true;
      nothing.hidden = data !== null;
      shown = data === null ? null : { data, capability, view };
      setText(note, `${data === null ? "" : lineWords(data, view)}${CONDITION_AND_MARKING}`);
      if (data === null) return;
      render();
      table.update(["Hour", ...LEVELS.map((level) => LEVEL_WORDS[level]), "run out, runs of 100"], () =>
        data.hours.map((hour) => [
          momentOf(hour.minute, clock),
          ...LEVELS.map((level) => figureOf(hour[level])),
          runsOf100(hour.runOut),
        ]),
      );
    },
  };
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
  return units > 0 && units < 10 && !Number.isInteger(units) ? units.toFixed(1) : thousands(units);
}

function sentenceOf(hour: Hour, moment: string): string {
  const levels = LEVELS.map((level) => `${LEVEL_WORDS[level]} ${figureOf(hour[level])}`);
  return `${moment}: ${levels.join(", ")}; run out in ${runsOf100(hour.runOut)} of 100 runs`;
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
    show(hour: Hour, words: string, worst: boolean) {
      setText(moment, worst ? `${words} (worst hour)` : words);
      for (const level of LEVELS) setText(values.get(level)!, figureOf(hour[level]));
      setText(runOut, hour.runOut > 0 && hour.runOut < 1 ? `${runsOf100(hour.runOut)} of 100` : runsOf100(hour.runOut));
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
