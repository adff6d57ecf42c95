/** How it stands: the map of the capability, its line over time, and what happened in plain words. */
import * as Plot from "@observablehq/plot";
import type { Standing } from "../../engine/standing.ts";
import type { LogLine } from "../../scenarios/exercise/log.ts";
import type { Methane } from "../../scenarios/exercise/players.ts";
import { arrowsOf } from "../charts/flows.ts";
import { createForceMap, middleOf } from "../charts/force-map.ts";
import { hexagonGeometry } from "../charts/geometry.ts";
import { classOf, type Field, MEASURE } from "../charts/map-data.ts";
import type { CapabilityNames } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import { createTable } from "../views/table.ts";
import { momentOf } from "../words.ts";
import { incidentWords } from "./decide.ts";
import { fillChoice, labelled } from "./fields.ts";
import type { Game } from "./game.ts";
import { createLessonForm, lessonLines } from "./lessons.ts";
import type { HostLevel, Look, SeriesPoint } from "./protocol.ts";

export interface Stage {
  readonly element: HTMLElement;
  update(): void;
}

/** Lines of the log that stand on the page at once; earlier ones are a button away. */
const MOST_LINES = 120;
const MOST_ARROWS = 12;
const CHART_HEIGHT = 170;

export function createStage(game: Game): Stage {
  const pick = h("select", { change: () => void game.show(pick.value) });
  const picked = labelled("Map and line show", pick);
  const title = h("h3", {});
  const holder = h("div", { class: "map" });
  const readout = h("p", { class: "readout" });
  const mapTable = createTable("How it stands, place by place");
  const map = createForceMap({
    choose: (field) => setText(readout, `${field.name}: ${field.figure.words}`),
    point: (field) => setText(readout, field === null ? "" : `${field.name}: ${field.figure.words}`),
  });
  holder.append(map.element);
  const chartTitle = h("h3", {});
  const chart = h("div", { class: "exercise-chart" });
  const chartTable = createTable("The country, whenever it changed");
  const logTitle = h("h3", {}, "What happened");
  const earlier = h(
    "button",
    {
      type: "button",
      class: "quiet",
      hidden: true,
      click: () => {
        all = true;
        shownLines = "";
        update();
      },
    },
    "Earlier lines",
  );
  const only = h("input", {
    type: "checkbox",
    id: "log-only",
    change: () => {
      shownLines = "";
      update();
    },
  });
  const log = h("ol", { class: "log exercise-log" });
  const scroller = h(
    "div",
    { class: "scroller", tabindex: 0, role: "region", "aria-label": "What happened, the latest last" },
    earlier,
    log,
  );
  let all = false;
  let shownLines = "";
  let shownReports: string | null = null;

  const namesNow = () => game.facts.capabilities.find(({ id }) => id === game.capability)!;

  const drawMap = () => {
    if (holder.clientWidth === 0) return;
    const { forces } = game.facts;
    const names = namesNow();
    const fields = fieldsOf(game.look.hosts, names, game);
    const geometry = hexagonGeometry(forces, holder.clientWidth);
    const pointOf = (id: string) => {
      const field = fields.find((one) => one.id === id);
      return field === undefined ? null : middleOf(field, geometry);
    };
    const room = geometry.cells[0]?.room ?? 12;
    const moves = movesOf(game.look.standing, names, game);
    const arrows = moves.slice(0, MOST_ARROWS).flatMap((move) =>
      arrowsOf({ incoming: [move], outgoing: [], own: 0, received: 0, lent: 0 }, move.host, pointOf, room).map(
        (arrow) => ({
          ...arrow,
          width: Math.min(8, 1.5 + move.unitHours * 0.7),
          label: null,
        }),
      ),
    );
    map.draw({
      geometry,
      regionOf: names.regionOf,
      fields,
      hue: "missing",
      chosen: null,
      arrows,
      label: `${title.textContent}, ${momentOf(game.minute, game.facts.clock)}`,
    });
    mapTable.update(["Place", "on the ground / required", "in words"], () =>
      fields.filter(({ figure }) => figure.value !== 0).map(({ name, figure }) => [name, figure.short, figure.words]),
    );
  };

  const drawChart = () => {
    const width = chart.clientWidth;
    if (width === 0) return;
    chart.replaceChildren(lineChart(game.look.series, game.minute, width, game));
    chartTable.update(["When", "required", "on the ground", "unfilled"], () =>
      game.look.series.map(({ minute, required, onTheGround, unfilled }) => [
        momentOf(minute, game.facts.clock),
        String(required),
        String(onTheGround),
        String(unfilled),
      ]),
    );
  };
  new ResizeObserver(() => {
    drawMap();
    drawChart();
  }).observe(holder);

  /** A seat has reports and a picture made of them; how it went in the whole country nobody tells it. */
  const tellReports = ({ reported }: Look) => {
    reports.hidden = reported === null;
    overTime.hidden = reported !== null;
    setText(
      asReported,
      reported === null
        ? ""
        : `As reported by ${momentOf(reported.asOf, game.facts.clock)}; newer incidents as first reported.`,
    );
    asReported.hidden = reported === null;
    const latestFirst = [...(reported?.reports ?? [])].reverse();
    const key = `${game.seat?.id}|${game.branch}|${latestFirst.map(({ incident }) => incident).join()}`;
    if (key === shownReports) return;
    shownReports = key;
    const cards: HTMLElement[] = latestFirst.map((report, at) => reportCard(report, at === 0, game));
    if (cards.length === 0) cards.push(h("p", { class: "note" }, "No report from any scene has reached you yet."));
    reports.replaceChildren(...cards);
  };

  const tell = (look: Look) => {
    const hears = look.reported !== null;
    const lessons = lessonLines(game);
    // Beside the moment that they are about: after what happened in its minute.
    const told = [...look.log, ...lessons].sort((a, b) => a.minute - b.minute);
    const wanted = told.filter(
      (line) => !only.checked || line.capability === undefined || line.capability === game.capability,
    );
    const shown = all ? wanted : wanted.slice(-MOST_LINES);
    const key = `${game.seat?.id}|${game.branch}|${only.checked}|${game.capability}|${shown.length}|${wanted.length}|${shown.at(-1)?.words}|${shown[0]?.words}|${lessons.map(({ words }) => words).join()}`;
    if (key === shownLines) return;
    shownLines = key;
    earlier.hidden = shown.length === wanted.length;
    setText(
      logTitle,
      `${hears ? "What has reached you" : "What happened"}: ${wanted.length} ${wanted.length === 1 ? "line" : "lines"}`,
    );
    let before = "";
    log.replaceChildren(
      ...shown.map((line) => {
        const when = momentOf(line.minute, game.facts.clock);
        const day = when.slice(0, when.lastIndexOf(","));
        const heading = day === before ? null : h("b", { class: "day-of" }, day);
        before = day;
        return h(
          "li",
          { class: `line ${line.kind}${line.minute === game.minute ? " now" : ""}` },
          heading,
          h("span", { class: "time" }, when.slice(-5)),
          h("span", {}, line.words, line.kind === "lesson" ? null : aboutOf(line, game)),
        );
      }),
    );
    scroller.scrollTop = scroller.scrollHeight;
  };

  const update = () => {
    const names = namesNow();
    fillChoice(
      pick,
      game.facts.capabilities.map(({ id, plural }) => ({ value: id, words: capital(plural) })),
    );
    pick.value = game.capability;
    setText(title, `${capital(names.plural)}: on the ground of those required`);
    setText(chartTitle, `${capital(names.plural)} in the whole country`);
    tellReports(game.look);
    drawMap();
    drawChart();
    tell(game.look);
    setText(onlyWords, `Only ${names.plural}, incidents, injects and decisions`);
  };
  const onlyWords = h("label", { for: "log-only" });

  const reports = h("div", { class: "reports", hidden: true });
  const overTime = h("div", { class: "over-time" }, chartTitle, chart, chartTable.element);
  const asReported = h("p", { class: "note as-reported", hidden: true });
  const left = h(
    "div",
    { class: "stage-left" },
    reports,
    picked,
    title,
    asReported,
    holder,
    readout,
    h(
      "p",
      { class: "note" },
      "Colour: units unfilled. Arrows: units away from home. Illustrative – not these forces' holdings.",
    ),
    mapTable.element,
    overTime,
  );

  return {
    element: h(
      "div",
      { class: "exercise-stage" },
      left,
      h(
        "div",
        { class: "stage-right" },
        logTitle,
        h("p", { class: "check" }, only, onlyWords),
        scroller,
        createLessonForm(game),
      ),
    ),
    update,
  };
}

/** The first report of an incident, letter by letter, as it reached the seat; the latest stands open. */
function reportCard({ minute, incident, fields }: Methane, open: boolean, game: Game): HTMLElement {
  return h(
    "details",
    { class: "methane", open },
    h("summary", {}, `First report: ${incidentWords(game, incident)}, ${momentOf(minute, game.facts.clock).slice(-5)}`),
    h("p", { class: "note" }, `Reached you at ${momentOf(minute, game.facts.clock)}`),
    h("dl", {}, ...fields.flatMap(([name, words]) => [h("dt", {}, name), h("dd", {}, words)])),
  );
}

/** Of which capability a line is, where its words do not say. */
function aboutOf({ capability, words }: LogLine, { facts }: Game): HTMLElement | null {
  const names = facts.capabilities.find(({ id }) => id === capability);
  if (names === undefined || words.includes(names.plural) || words.includes(names.plural.replace(/s$/, "")))
    return null;
  return h("small", { class: "note" }, ` (${names.plural})`);
}

function fieldsOf(hosts: readonly HostLevel[], names: CapabilityNames, { facts }: Game): Field[] {
  const { forces } = facts;
  const field = (id: string, name: string, short: string, cells: readonly number[]): Field => {
    const own = hosts.filter(({ host }) => cells.some((cell) => forces[cell]!.id === host));
    const sum = (key: "required" | "onTheGround" | "coming" | "resting" | "unfilled") =>
      own.reduce((total, level) => total + level[key], 0);
    const [required, unfilled] = [sum("required"), sum("unfilled")];
    const parts = [
      `${required} required`,
      `${sum("onTheGround")} on the ground`,
      sum("coming") === 0 ? null : `${sum("coming")} coming`,
      sum("resting") === 0 ? null : `${sum("resting")} between shifts`,
      unfilled === 0 ? "none unfilled" : `${unfilled} unfilled`,
    ];
    return {
      id,
      name,
      short,
      cells,
      figure: {
        value: required === 0 ? 0 : 0.01 + unfilled,
        short: required === 0 ? "·" : `${sum("onTheGround")}/${required}`,
        words: required === 0 ? "nothing asked for" : parts.filter((part) => part !== null).join(", "),
      },
      level: classOf(MEASURE.shortfall.classes, unfilled),
    };
  };
  if (!names.byRegionOnly) return forces.map(({ id, name, short }, cell) => field(id, name, short, [cell]));
  return names.regions.flatMap(({ id, name }, region) => {
    const cells = names.regionOf.flatMap((other, cell) => (other === region ? [cell] : []));
    return cells.length === 0 ? [] : [field(id, name, "", cells)];
  });
}

/** Units away from home, from place to place; the most first. */
function movesOf({ incidents }: Standing, names: CapabilityNames, { facts, capability }: Game) {
  const sums = new Map<string, { donor: string; host: string; unitHours: number }>();
  const idOf = (holder: string) => {
    const force = facts.forces.findIndex(({ id }) => id === holder);
    return names.byRegionOnly ? names.regions[names.regionOf[force] ?? -1]?.id : facts.forces[force]?.id;
  };
  for (const incident of incidents) {
    const host = idOf(incident.host);
    for (const need of incident.needs) {
      if (need.capability !== capability) continue;
      for (const { holder, units } of need.units) {
        const donor = idOf(holder);
        if (donor === undefined || host === undefined || donor === host) continue;
        const key = `${donor} ${host}`;
        sums.set(key, { donor, host, unitHours: (sums.get(key)?.unitHours ?? 0) + units });
      }
    }
  }
  return [...sums.values()].sort((a, b) => b.unitHours - a.unitHours);
}

/** What was required, on the ground and unfilled, minute by minute, up to now. */
function lineChart(series: readonly SeriesPoint[], now: number, width: number, { facts }: Game): SVGSVGElement {
  const end = Math.min(facts.clock.horizonMinutes, Math.max(720, Math.ceil(now / 720) * 720));
  const start = { minute: 0, required: 0, onTheGround: 0, unfilled: 0 };
  const last = series.at(-1) ?? start;
  const points = [start, ...series, { ...last, minute: now }];
  const most = Math.max(4, ...points.map(({ required, onTheGround }) => Math.max(required, onTheGround)));
  const every = [120, 180, 360, 720, 1440, 2880].find((step) => (end / step) * 74 < width) ?? 4320;
  const first = (every - (facts.clock.startMinuteOfDay % every)) % every;
  const ticks = Array.from({ length: Math.max(0, Math.floor((end - first) / every) + 1) }, (_, i) => first + i * every);
  const labels = (["required", "onTheGround", "unfilled"] as const).filter(
    (key) => key === "required" || last[key] > 0,
  );
  const colour = { required: "var(--required)", onTheGround: "var(--onTheGround)", unfilled: "var(--unresourced)" };
  const words = { required: "required", onTheGround: "on the ground", unfilled: "unfilled" };
  const svg = Plot.plot({
    width,
    height: CHART_HEIGHT,
    marginLeft: 36,
    marginRight: 112,
    marginTop: 12,
    marginBottom: 26,
    className: "plot",
    x: { domain: [0, end], axis: null },
    y: { domain: [0, most], axis: null },
    marks: [
      Plot.ruleX(ticks, { stroke: "var(--rule)" }),
      Plot.axisX(ticks, {
        tickSize: 0,
        label: null,
        fill: "var(--muted)",
        fontSize: 12,
        tickFormat: (minute: number) =>
          momentOf(minute, facts.clock).slice(0, 3) + momentOf(minute, facts.clock).slice(-6),
      }),
      Plot.axisY({
        tickSize: 0,
        ticks: 4,
        label: null,
        fill: "var(--muted)",
        fontSize: 12,
        tickFormat: (value: number) => (Number.isInteger(value) ? String(value) : ""),
      }),
      Plot.areaY(points, { x: "minute", y: "unfilled", curve: "step-after", fill: colour.unfilled, fillOpacity: 0.35 }),
      Plot.lineY(points, {
        x: "minute",
        y: "onTheGround",
        curve: "step-after",
        stroke: colour.onTheGround,
        strokeWidth: 2,
      }),
      Plot.lineY(points, {
        x: "minute",
        y: "required",
        curve: "step-after",
        stroke: colour.required,
        strokeWidth: 1.5,
        strokeDasharray: "4 2",
      }),
      Plot.ruleX([now], { stroke: "var(--ink)", strokeWidth: 1 }),
      ...spread(
        labels.map((key) => ({ key, y: last[key] })),
        most,
      ).map(({ key, at }) =>
        Plot.text([`${last[key]} ${words[key]}`], {
          x: () => end,
          y: () => at,
          dx: 6,
          textAnchor: "start",
          fill: colour[key],
          fontSize: 12,
        }),
      ),
    ],
  }) as SVGSVGElement;
  // Plot's own style sheet would need an exception in the page's policy; the page's says the same.
  svg.querySelector("style")?.remove();
  for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  svg.setAttribute("role", "img");
  svg.setAttribute(
    "aria-label",
    `${last.required} required, ${last.onTheGround} on the ground, ${last.unfilled} unfilled at ${momentOf(now, facts.clock)}`,
  );
  return svg;
}

/** Labels at the end of their lines, pushed apart so that each can be read. */
function spread<K>(labels: readonly { readonly key: K; readonly y: number }[], most: number): { key: K; at: number }[] {
  const least = most * 0.12;
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  let before = Number.NEGATIVE_INFINITY;
  return sorted.map(({ key, y }) => {
    before = Math.max(y, before + least);
    return { key, at: before };
  });
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
