/**
 * One run: the run at a chosen percentile, told in plain words and stepped through on the map. It says throughout that
 * it is one run, and which.
 */
import "../charts/charts.css";
import { thousands } from "../../engine/tally/words.ts";
import { arrowsOf } from "../charts/flows.ts";
import { createForceMap, middleOf } from "../charts/force-map.ts";
import { hexagonGeometry } from "../charts/geometry.ts";
import type { Field } from "../charts/map-data.ts";
import {
  dayOf,
  frameAt,
  linesOfDay,
  movesOf,
  runAt,
  standingOf,
  standingWords,
  storyFields,
} from "../charts/story-data.ts";
import { type Answering, answerPlans } from "../desk/plan-answers.ts";
import { type Rehearsal, rehearse } from "../desk/rehearsal.ts";
import type { Story } from "../desk/story.ts";
import { h, setText } from "../dom.ts";
import { momentOf } from "../words.ts";
import { explainButton } from "./explain.ts";
import type { PanelFactory } from "./panels.ts";
import { createTable } from "./table.ts";

/** Runs that are put in order; each is made again for it. */
const MOST_RANKED = 100;
const PERCENTILES = [10, 50, 90, 99] as const;
const STEP_MILLISECONDS = 450;
const CALM_STEP_MILLISECONDS = 1500;

export const oneRunPanel: PanelFactory = (context) => {
  const { opened, selection, pool } = context;
  const { clock, forces, plan } = opened;
  const ranked = new Map<string, Float64Array>();
  let answering: Answering | null = null;
  let rehearsal: Rehearsal | null = null;
  let timer: number | null = null;
  let open: { story: Story; capability: string; label: string; value: number } | null = null;
  let frame = 0;
  let percentile: number = 90;
  let chosen: string | null = null;

  const namesNow = () => opened.capabilities.find(({ id }) => id === (open?.capability ?? selection.now.capability))!;

  const title = h("h2", {}, "One run, minute by minute");
  const intro = h("p", { class: "lead-in" });
  const picks = PERCENTILES.map((q) => {
    const button = h("button", { type: "button", class: "choice", click: () => begin(q) }, `${ordinal(q)} percentile`);
    return [q, button] as const;
  });
  const other = h("input", {
    id: "percentile",
    type: "number",
    min: 1,
    max: 99,
    step: 1,
    value: 75,
    required: true,
    inputmode: "numeric",
  });
  const anyOther = h(
    "form",
    {
      class: "form-row",
      submit: (event) => {
        event.preventDefault();
        void begin(other.valueAsNumber);
      },
    },
    h("label", {}, "or percentile ", other),
    h("button", { type: "submit", class: "quiet" }, "Open"),
  );
  const stopButton = h("button", { type: "button", class: "quiet", hidden: true, click: () => halt() }, "Stop");
  const status = h("p", { class: "status", role: "status" });
  const label = h("p", { class: "one-run" });
  const holder = h("div", { class: "map" });
  const readout = h("p", { class: "readout" });
  const when = h("output", { class: "when" });
  const slider = h("input", {
    type: "range",
    min: 0,
    max: 0,
    value: 0,
    "aria-label": "Moment of the run",
    input: () => {
      pause();
      go(slider.valueAsNumber);
    },
  });
  const step = (by: number) => () => {
    pause();
    go(frame + by);
  };
  const back = h("button", { type: "button", class: "quiet", title: "One event back", click: step(-1) }, "Back");
  const next = h("button", { type: "button", class: "quiet", title: "One event on", click: step(1) }, "Next");
  const gap = h("button", { type: "button", class: "quiet", click: () => toGap() }, "Next gap");
  const play = h(
    "button",
    { type: "button", class: "quiet play", "aria-pressed": "false", click: () => (timer === null ? run() : pause()) },
    "Play",
  );
  const log = h("ol", { class: "log" });
  const logTitle = h("h3", {});
  const table = createTable("How it stood at this moment");
  const note = h("p", { class: "note" });
  const stage = h(
    "div",
    { class: "stage", hidden: true },
    h(
      "div",
      { class: "stage-map" },
      label,
      h("div", { class: "row-of" }, play, back, next, gap, when),
      slider,
      holder,
      readout,
      table.element,
    ),
    h(
      "div",
      { class: "stage-log" },
      logTitle,
      h("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": "What happened" }, log),
    ),
  );
  const explain = explainButton("percentile", opened, () =>
    open === null
      ? null
      : { value: open.label, interval: "One run has no interval.", runs: 1, capability: open.capability },
  );

  const map = createForceMap({
    choose: ({ id }) => {
      chosen = chosen === id ? null : id;
      draw();
    },
    point: (field) => setText(readout, field === null ? resting() : `${field.name}: ${field.figure.words}`),
  });
  holder.append(map.element);
  new ResizeObserver(() => draw()).observe(holder);

  const begin = async (q: number) => {
    halt();
    percentile = q;
    const capability = selection.now.capability;
    const names = namesNowOf(capability);
    mark();
    let values = ranked.get(capability);
    if (values === undefined) {
      const runs = Math.min(MOST_RANKED, plan.replications);
      setText(status, `Putting the first ${thousands(runs)} runs in order …`);
      stopButton.hidden = false;
      const figure = { figure: "unresourcedUnitMinutes", capability, scope: "nation", id: "nation" } as const;
      const mine = answerPlans(pool, [plan], [figure], runs, (done) =>
        setText(status, `Putting runs in order: ${done} of ${runs}`),
      );
      answering = mine;
      const answer = await mine.done.catch(() => null);
      if (answering !== mine) return;
      answering = null;
      if (answer === null) {
        stopButton.hidden = true;
        setText(status, "Stopped.");
        return;
      }
      values = answer[0]![0]!;
      ranked.set(capability, values);
    }
    const found = runAt(values, q / 100)!;
    setText(status, `Making run ${found.replication} again …`);
    stopButton.hidden = false;
    rehearsal = rehearse(
      {
        kind: "story",
        plan: { ...plan, outer: null },
        capability,
        replication: found.replication,
        byRegionOnly: names.byRegionOnly,
      },
      {
        story(story) {
          rehearsal = null;
          stopButton.hidden = true;
          setText(status, "");
          const hours = found.value / 60;
          open = {
            story,
            capability,
            value: hours,
            label: `One run, not a forecast: run ${found.replication}, the ${ordinal(q)} percentile of the first ${thousands(values.length)} by unfilled ${names.plural} (${hours < 10 ? hours.toFixed(1) : thousands(hours)} unit-hours), seed ${plan.seed}.`,
          };
          frame = 0;
          chosen = null;
          stage.hidden = false;
          shownDay = -1;
          mark();
          setText(label, open.label);
          slider.max = String(Math.max(0, story.minutes.length - 1));
          const first = story.lines.find(({ kind }) => kind === "gap");
          go(first === undefined ? 0 : frameAt(story, first.minute));
        },
        failed(message) {
          rehearsal = null;
          stopButton.hidden = true;
          setText(status, `The run could not be made again. ${message}`);
        },
      },
    );
  };

  const halt = () => {
    pause();
    answering?.stop();
    answering = null;
    rehearsal?.stop();
    rehearsal = null;
    stopButton.hidden = true;
    setText(status, "");
  };
  const namesNowOf = (capability: string) => opened.capabilities.find(({ id }) => id === capability)!;
  const resting = () => {
    if (open === null) return "";
    const everybody = forces.map((_, force) => force);
    return `Nation: ${standingWords(standingOf(open.story, frame, everybody, forces.length))}. In each cell: on the ground / required; the colour is what is unfilled.`;
  };

  const go = (to: number) => {
    if (open === null) return;
    const last = open.story.minutes.length - 1;
    frame = Math.max(0, Math.min(last, to));
    slider.value = String(frame);
    const minute = open.story.minutes[frame] ?? 0;
    const words = momentOf(minute, clock);
    slider.setAttribute("aria-valuetext", words);
    setText(when, words);
    back.disabled = frame === 0;
    next.disabled = frame === last;
    draw();
    tell(minute);
  };

  const draw = () => {
    if (open === null || holder.clientWidth === 0) return;
    const { story } = open;
    const names = namesNow();
    const fields = storyFields(story, frame, names, forces);
    const geometry = hexagonGeometry(forces, holder.clientWidth);
    const pointOf = (id: string) => {
      const field = fields.find((one) => one.id === id);
      return field === undefined ? null : middleOf(field, geometry);
    };
    const moves = movesOf(story, frame, names, forces);
    const room = geometry.cells[0]?.room ?? 12;
    // Without a choice, the largest of all moves; with one, whatever goes to it or comes from it.
    const arrows =
      chosen === null
        ? moves.slice(0, 12).flatMap((move) =>
            arrowsOf({ incoming: [move], outgoing: [], own: 0, received: 0, lent: 0 }, move.host, pointOf, room).map(
              (arrow) => ({
                ...arrow,
                width: Math.min(8, 1.5 + move.unitHours * 0.7),
                label: null,
              }),
            ),
          )
        : arrowsOf(
            {
              incoming: moves.filter(({ host }) => host === chosen),
              outgoing: moves.filter(({ donor }) => donor === chosen),
              own: 0,
              received: 0,
              lent: 0,
            },
            chosen,
            pointOf,
            room,
          );
    map.draw({
      geometry,
      regionOf: names.regionOf,
      fields,
      hue: "missing",
      chosen,
      arrows,
      label: `${open.label} ${when.textContent}`,
    });
    if (map.element.querySelector(":hover, :focus") === null) setText(readout, resting());
    table.update(["Force or region", "on the ground / required", "in words"], () =>
      fields.filter(isBusy).map(({ name, figure }) => [name, figure.short, figure.words]),
    );
  };

  let shownDay = -1;
  const tell = (minute: number) => {
    if (open === null) return;
    const day = dayOf(minute, clock.startMinuteOfDay);
    if (day !== shownDay) {
      shownDay = day;
      const lines = linesOfDay(open.story.lines, day, clock.startMinuteOfDay);
      setText(
        logTitle,
        `${momentOf(minute, clock).split(",").slice(0, 2).join(",")}: ${thousands(lines.length)} lines`,
      );
      log.replaceChildren(
        ...lines.map((line) => {
          const at = line.minute;
          const time = momentOf(at, clock).slice(-5);
          const go = () => {
            pause();
            jump(at);
          };
          return h(
            "li",
            { class: `line ${line.kind}`, "data-minute": at },
            h("button", { type: "button", class: "time", "aria-label": `Show ${time} on the map`, click: go }, time),
            h("span", {}, line.words),
          );
        }),
      );
    }
    let current: HTMLElement | null = null;
    for (const item of log.children) {
      const now = Number((item as HTMLElement).dataset.minute) === minute;
      item.classList.toggle("now", now);
      if (now) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
      if (now) current ??= item as HTMLElement;
    }
    const scroller = log.parentElement!;
    if (current !== null) scroller.scrollTop = current.offsetTop - scroller.clientHeight / 3;
  };
  const jump = (minute: number) => {
    if (open !== null) go(frameAt(open.story, minute));
  };
  const toGap = () => {
    if (open === null) return;
    pause();
    const minute = open.story.minutes[frame] ?? 0;
    const ahead = open.story.lines.find((line) => line.kind === "gap" && line.minute > minute);
    if (ahead !== undefined) jump(ahead.minute);
    else setText(status, "No further gap in this run.");
  };
  const run = () => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    timer = window.setInterval(
      () => {
        if (open === null || frame >= open.story.minutes.length - 1) pause();
        else go(frame + 1);
      },
      calm ? CALM_STEP_MILLISECONDS : STEP_MILLISECONDS,
    );
    setText(play, "Pause");
    play.setAttribute("aria-pressed", "true");
  };
  const pause = () => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    setText(play, "Play");
    play.setAttribute("aria-pressed", "false");
  };
  const mark = () => {
    for (const [q, button] of picks)
      button.setAttribute(
        "aria-pressed",
        String(q === percentile && (open !== null || answering !== null || rehearsal !== null)),
      );
    const names = namesNowOf(selection.now.capability);
    setText(
      intro,
      `Opens one run of ${names.plural} as a log and on the map: the one that stands at the percentile you choose when the runs are put in order of what stayed unfilled. At the 50th, half the runs went better.`,
    );
  };

  const leave = selection.subscribe((now, before) => {
    if (now.capability === before.capability) return;
    halt();
    open = null;
    stage.hidden = true;
    mark();
  });
  mark();
  setText(note, `One run is an example, not a likelihood. In this scenario, on assumed holdings. ${opened.marking}.`);

  return {
    element: h(
      "figure",
      { class: "figure wide replay" },
      h("figcaption", {}, title, h("span", { class: "explainer" }, explain)),
      intro,
      h(
        "div",
        { class: "measures", role: "group", "aria-label": "Which run" },
        ...picks.map(([, button]) => button),
        anyOther,
        stopButton,
      ),
      status,
      stage,
      note,
    ),
    update: () => {
      if (map.element.childElementCount > 0) draw();
    },
    leave() {
      halt();
      leave();
    },
  };
};

function isBusy({ figure }: Field): boolean {
  return figure.value !== 0;
}

function ordinal(n: number): string {
  const end =
    n % 10 === 1 && n !== 11 ? "st" : n % 10 === 2 && n !== 12 ? "nd" : n % 10 === 3 && n !== 13 ? "rd" : "th";
  return `${n}${end}`;
}
