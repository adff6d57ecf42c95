/**
 * The debrief: what was decided and what became of it, requests with their waits, objectives met or not, and lessons
 * typed beside the moments that they are about.
 */

import { duration } from "../../engine/tally/words.ts";
import type { Debrief, Request } from "../../scenarios/exercise/debrief.ts";
import type { Objective } from "../../scenarios/exercise/read.ts";
import { h, setText } from "../dom.ts";
import { refill } from "../refill.ts";
import type { PanelContext } from "../views/panels.ts";
import { createTable } from "../views/table.ts";
import { momentOf } from "../words.ts";
import { incidentWords, placesOf } from "./decide.ts";
import { fillChoice, labelled, whole } from "./fields.ts";
import { type Game, linesOf } from "./game.ts";

export interface DebriefPanel {
  readonly element: HTMLElement;
  update(): void;
}

export function createDebrief({ desk }: Pick<PanelContext, "desk">, game: Game): DebriefPanel {
  let shownOf = "";
  const status = h("p", { class: "note", role: "status" });
  const named = (title: string) => {
    const table = createTable(title);
    table.element.querySelector("summary")!.textContent = title;
    table.element.open = true;
    return table;
  };
  const decisions = named("Decisions");
  const requests = named("Requests, part-fills and waits");
  const objectives = h("ul", { class: "objectives" });
  const lessons = h("ul", { class: "lessons" });

  const capability = h("select");
  const place = h("select");
  const units = whole("Units", 4, 1, 2000);
  const within = whole("Within how many hours", 8, 0, 720);
  const lasting = whole("For how many hours", 24, 0, 720);
  const objectiveForm = h(
    "form",
    {
      class: "order",
      submit: (event) => {
        event.preventDefault();
        const own = game.exercise.objectives ?? [];
        const next: Objective = {
          id: freeId(own),
          capability: capability.value,
          units: units.value(),
          within: within.value() * 60,
          ...(lasting.value() === 0 ? {} : { for: lasting.value() * 60 }),
          ...(place.value === "everyone" ? {} : { where: place.value }),
        };
        game.change({ objectives: [...own, next] });
      },
    },
    h(
      "div",
      { class: "fields" },
      labelled("Have on the ground", capability),
      units.element,
      within.element,
      lasting.element,
      labelled("Where", place),
    ),
    h("p", { class: "take-buttons" }, h("button", { type: "submit" }, "Set the objective")),
  );

  const refresh = async () => {
    const key = JSON.stringify([game.facts.table, game.decisions, game.exercise.objectives, game.branch]);
    if (key === shownOf) return;
    shownOf = key;
    setText(status, "Looking back over the whole run …");
    try {
      const debrief = await desk.exerciseDebrief(game.facts.table, game.exercise, game.decisions);
      if (key !== shownOf) return;
      show(debrief);
      setText(
        status,
        "Of the whole run to its end, as it goes if nobody decides anything more. Requests of sensitive capabilities are told by region.",
      );
    } catch (error) {
      if (key === shownOf) setText(status, linesOf(error).join(" "));
    }
  };
  const show = (debrief: Debrief) => {
    const { clock, capabilities, holderNames } = game.facts;
    const when = (minute: number | null) => (minute === null ? "never" : momentOf(minute, clock));
    const seats = new Map((game.exercise.seats ?? []).map(({ id, name }) => [id, name]));
    decisions.update(["When", "Who", "Decided", "Became", "Why"], () =>
      debrief.decisions.map(({ minute, words, became, why, decision }) => [
        momentOf(minute, clock),
        decision.by === undefined ? "Director" : (seats.get(decision.by) ?? decision.by),
        words,
        why === "" ? became : `${became}: ${why}`,
        decision.why ?? "",
      ]),
    );
    const names = (id: string) => capabilities.find((one) => one.id === id);
    const placeOf = ({ capability: id, host }: Request) => {
      const own = names(id);
      if (own?.byRegionOnly !== true) return holderNames[host] ?? host;
      const force = game.facts.forces.findIndex((one) => one.id === host);
      return own.regions[own.regionOf[force] ?? -1]?.name ?? "an area outside the regions";
    };
    requests.update(
      ["Asked", "What", "Where", "units wanted", "most there", "first there", "all there", "waited", "Outcome"],
      () =>
        debrief.requests.map((request) => [
          momentOf(request.askedAt, clock),
          names(request.capability)?.plural ?? request.capability,
          names(request.capability)?.byRegionOnly === true ? placeOf(request) : incidentWords(game, request.incident),
          String(request.units),
          String(request.most),
          when(request.firstAt),
          when(request.fullAt),
          request.waitedMinutes === null ? "–" : duration(request.waitedMinutes),
          request.lapsed ? `${request.outcome}, given up` : request.outcome,
        ]),
    );
    refill(
      objectives,
      ...debrief.objectives.map(({ objective, words, met, why }) =>
        h(
          "li",
          { class: met ? "met" : "not-met" },
          h("b", {}, met ? "Met: " : "Not met: "),
          h("span", {}, `${words}${why === "" ? "" : ` ${why}`}`),
          h(
            "button",
            {
              type: "button",
              class: "quiet",
              click: () =>
                game.change({ objectives: (game.exercise.objectives ?? []).filter(({ id }) => id !== objective.id) }),
            },
            "Drop it",
          ),
        ),
      ),
    );
  };

  return {
    element: h(
      "section",
      { class: "exercise-debrief", "aria-label": "Debrief" },
      h("h3", {}, "Debrief"),
      status,
      h("h4", {}, "Objectives"),
      objectives,
      objectiveForm,
      h("h4", {}, "Lessons"),
      h("p", { class: "note" }, "Lessons are typed beneath the log, beside the moment that they are about."),
      lessons,
      decisions.element,
      requests.element,
    ),
    update() {
      const { facts, exercise } = game;
      const { clock } = facts;
      const seatName = (id: string) => exercise.seats?.find((seat) => seat.id === id)?.name ?? id;
      fillChoice(
        capability,
        facts.capabilities.map(({ id, name }) => ({ value: id, words: name })),
      );
      fillChoice(place, [
        { value: "everyone", words: "The whole country" },
        ...placesOf(game).filter(({ value }) => value !== "everyone"),
      ]);
      refill(
        lessons,
        ...(exercise.lessons ?? []).map((own) =>
          h(
            "li",
            {},
            h(
              "button",
              { type: "button", class: "quiet time", click: () => void game.goTo(game.minuteOf(own.at)) },
              momentOf(game.minuteOf(own.at), clock),
            ),
            h("span", {}, own.by === undefined ? own.text : `${own.text} (${seatName(own.by)})`),
            h(
              "button",
              {
                type: "button",
                class: "quiet",
                click: () => game.change({ lessons: (game.exercise.lessons ?? []).filter((one) => one !== own) }),
              },
              "Strike out",
            ),
          ),
        ),
      );
      void refresh();
    },
  };
}

function freeId(taken: readonly { readonly id: string }[]): string {
  for (let n = taken.length + 1; ; n++) if (!taken.some(({ id }) => id === `objective-${n}`)) return `objective-${n}`;
}
