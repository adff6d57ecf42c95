/** Injects: what the director puts in, prepared on a timeline or made up on the spot. */
import type { Inject } from "../../scenarios/exercise/read.ts";
import { h, setText } from "../dom.ts";
import { refill } from "../refill.ts";
import { momentOf } from "../words.ts";
import { placesOf } from "./decide.ts";
import { choice, fillChoice, labelled, line, moment, onceAtATime, whole } from "./fields.ts";
import type { Game } from "./game.ts";
import { createReportFields } from "./report-fields.ts";

export interface InjectsPanel {
  readonly element: HTMLElement;
  update(): void;
}

const KINDS = [
  ["incident", "A further incident"],
  ["lost", "A capability is lost"],
  ["road", "A road is closed or slow"],
  ["held back", "Somebody lends nothing"],
  ["message", "A message, nothing else"],
] as const;
type Kind = (typeof KINDS)[number][0];

const HOURS_LOST = 12;

export function createInjects(game: Game): InjectsPanel {
  let kind: Kind = "incident";
  const { clock } = game.facts;
  const timeline = h("ol", { class: "inject-line", "aria-label": "The injects in order" });
  const none = h("p", { class: "note" }, "No inject yet.");
  const said = h("p", { class: "decided-words", role: "status" });
  const kinds = KINDS.map(([id, words]) => {
    const click = () => {
      kind = id;
      update();
    };
    return [id, h("button", { type: "button", class: "choice", click }, words)] as const;
  });
  const onTheSpot = h("input", { type: "checkbox", id: "inject-now", checked: true, change: () => update() });
  const at = moment("When", clock, Math.min(60, clock.horizonMinutes - 1));
  const title = line("What players are told", "", 300, "Left empty: made of what it does.");
  const note = line("Note for the director alone", "", 300);
  const threat = h("select");
  const where = h("select");
  const severity = choice("How badly", [
    { value: "", words: "As its kind usually is" },
    { value: "0.5", words: "Half" },
    { value: "1", words: "Severity 1" },
    { value: "2", words: "Severity 2" },
    { value: "3", words: "Severity 3" },
  ]);
  const asked = h("select");
  const units = whole("How many units it asks for", 6, 1, 500);
  const hours = whole("For how many hours", 8, 1, 240);
  const capability = h("select");
  const who = h("select");
  const share = choice("How much of it is lost", [
    { value: "1", words: "All of it" },
    { value: "0.5", words: "Half" },
    { value: "0.25", words: "A quarter" },
  ]);
  const between = h("select");
  const other = h("select");
  const road = choice("The road", [
    { value: "closed", words: "is closed" },
    { value: "2", words: "takes twice as long" },
    { value: "3", words: "takes three times as long" },
  ]);
  const lasts = whole("It lasts, hours", HOURS_LOST, 1, 672);
  const held = h("select");

  const report = createReportFields();

  const threatField = labelled("What happens", threat);
  const whereField = labelled("Where", where);
  const askedField = labelled("It asks for", asked);
  const capabilityField = labelled("What is lost", capability);
  const whoField = labelled("Whose", who);
  const betweenField = labelled("Between", between);
  const otherField = labelled("and", other);
  const heldField = labelled("What is not lent", held);
  const ownIncident = [askedField, units.element, hours.element];
  const shown: Readonly<Record<Kind, readonly HTMLElement[]>> = {
    incident: [threatField, whereField, severity.element, ...ownIncident],
    lost: [capabilityField, whoField, share.element, lasts.element],
    road: [betweenField, otherField, road.element, lasts.element],
    "held back": [whoField, heldField, lasts.element],
    message: [],
  };
  const fields = [...new Set(Object.values(shown).flat())];
  threat.addEventListener("change", () => update());
  const button = h("button", { type: "submit", class: "go" }, "Put it in");
  const form = h(
    "form",
    {
      class: "order",
      submit: (event) => {
        event.preventDefault();
        void onceAtATime(button, add);
      },
    },
    h("div", { class: "measures", role: "group", "aria-label": "What kind of inject" }, ...kinds.map(([, one]) => one)),
    h("p", { class: "check" }, onTheSpot, h("label", { for: "inject-now" }, "Now, in the next minute")),
    h("div", { class: "fields" }, at.element, ...fields, title.element, note.element),
    report.element,
    h("p", { class: "take-buttons" }, button),
  );

  const add = async () => {
    const minute = onTheSpot.checked ? game.furthest + 1 : at.value();
    if (minute <= game.furthest) {
      setText(said, `That minute was played already. Choose one after ${momentOf(game.furthest, clock)}.`);
      return;
    }
    if (minute >= clock.horizonMinutes) {
      setText(said, `The exercise ends at ${momentOf(clock.horizonMinutes, clock)}; choose an earlier moment.`);
      return;
    }
    const done = await game.addInject(inject(minute));
    setText(said, done ? `Put in for ${momentOf(minute, clock)}.` : game.faults.join(" "));
    if (done) {
      title.set("");
      note.set("");
      report.clear();
    }
  };
  const inject = (minute: number): Inject => {
    const common = {
      id: freeId(game.exercise.injects ?? []),
      at: minute,
      ...(title.value() === "" ? {} : { title: title.value() }),
      ...(note.value() === "" ? {} : { note: note.value() }),
    };
    const reported = report.value();
    const first = reported === null ? {} : { report: reported };
    const until = Math.min(clock.horizonMinutes, minute + lasts.value() * 60);
    const ends = until < clock.horizonMinutes ? { until } : {};
    switch (kind) {
      case "incident":
        return threat.value === ""
          ? {
              kind,
              ...common,
              where: where.value,
              asks: { [asked.value]: units.value() },
              duration: hours.value() * 60,
              ...first,
            }
          : {
              kind,
              ...common,
              where: where.value,
              threat: threat.value,
              ...(severity.value() === "" ? {} : { severity: Number(severity.value()) }),
              ...first,
            };
      case "lost":
        return { kind, ...common, capability: capability.value, who: who.value, share: Number(share.value()), ...ends };
      case "road":
        return {
          kind,
          ...common,
          ...(other.value === "" ? { around: between.value } : { between: [between.value, other.value] }),
          ...(road.value() === "closed" ? { closed: true as const } : { factor: Number(road.value()) }),
          ...ends,
        };
      case "held back":
        return { kind, ...common, who: who.value, ...(held.value === "" ? {} : { capability: held.value }), ...ends };
      case "message":
        return { kind, ...common };
    }
  };

  const update = () => {
    const { facts, exercise } = game;
    for (const [id, one] of kinds) one.setAttribute("aria-pressed", String(id === kind));
    for (const field of fields) field.hidden = !shown[kind].includes(field);
    for (const field of ownIncident) field.hidden = kind !== "incident" || threat.value !== "";
    severity.element.hidden = kind !== "incident" || threat.value === "";
    report.element.hidden = kind !== "incident";
    at.element.hidden = onTheSpot.checked;
    const capabilities = facts.capabilities.map(({ id, name }) => ({ value: id, words: name }));
    const known = new Set(capabilities.map(({ value }) => value));
    fillChoice(threat, [
      { value: "", words: "An incident of my own: I say what it asks for" },
      ...facts.threats
        .filter(({ id }) => !id.startsWith("inject-"))
        .map(({ id, name }) => ({ value: id, words: name, group: "One of the scenario's kinds" })),
    ]);
    fillChoice(
      where,
      facts.forces.map(({ id, name }) => ({ value: id, words: name })),
    );
    fillChoice(
      asked,
      [...facts.askable]
        .sort((a, b) => Number(known.has(b.id)) - Number(known.has(a.id)) || a.name.localeCompare(b.name))
        .map(({ id, name }) => ({ value: id, words: name, group: known.has(id) ? "Asked for already" : "Others" })),
    );
    fillChoice(capability, capabilities);
    fillChoice(who, placesOf(game));
    fillChoice(between, placesOf(game));
    fillChoice(other, [{ value: "", words: "everywhere else: all roads in and out" }, ...placesOf(game)]);
    fillChoice(held, [{ value: "", words: "Nothing of any kind" }, ...capabilities]);
    const injects = exercise.injects ?? [];
    none.hidden = injects.length > 0;
    refill(
      timeline,
      ...injects.map((one) => {
        const minute = game.minuteOf(one.at);
        const past = minute <= game.furthest;
        const remove = past
          ? h("span", { class: "note" }, "has happened")
          : h("button", { type: "button", class: "quiet", click: () => void game.removeInject(one.id) }, "Take it out");
        const place = h("i", { "aria-hidden": "true" });
        place.style.setProperty("left", `${(100 * minute) / facts.clock.horizonMinutes}%`);
        return h(
          "li",
          { class: past ? "past" : "" },
          h("span", { class: "inject-track", "aria-hidden": "true" }, place),
          h("span", { class: "time" }, momentOf(minute, facts.clock)),
          h("span", {}, injectTitle(game, one), one.note === undefined ? null : h("small", {}, ` ${one.note}`)),
          remove,
        );
      }),
    );
  };

  return {
    element: h(
      "section",
      { class: "exercise-injects", "aria-label": "Injects" },
      h("h3", {}, "Injects"),
      h("p", { class: "note" }, "What you put in changes the simulation from its minute on, and nothing before it."),
      none,
      timeline,
      h("h4", {}, "Put something in"),
      form,
      said,
    ),
    update,
  };
}

/** What an inject does, in a few words; its own title where it has one. */
export function injectTitle({ facts }: Pick<Game, "facts">, inject: Inject): string {
  if (inject.title !== undefined) return inject.title;
  const place = (id: string) =>
    facts.holderNames[id] ??
    facts.capabilities.flatMap(({ regions }) => regions).find((one) => one.id === id)?.name ??
    id;
  const places = (who: string | readonly string[]) => [who].flat().map(place).join(", ");
  const name = (id: string | undefined) =>
    id === undefined ? "anything" : (facts.capabilities.find((one) => one.id === id)?.plural ?? id);
  switch (inject.kind) {
    case "incident":
      return `${inject.threat === undefined ? "A further incident" : (facts.threats.find(({ id }) => id === inject.threat)?.name ?? inject.threat)} in ${place(inject.where)}`;
    case "lost":
      return `${Math.round(inject.share * 100)} % of ${name(inject.capability)} lost: ${places(inject.who)}`;
    case "road": {
      const how = inject.closed === true ? "closed" : `${inject.factor ?? 2} times as long`;
      return inject.between === undefined
        ? `Roads in and out of ${place(inject.around ?? "")} ${how}`
        : `Road between ${place(inject.between[0])} and ${place(inject.between[1])} ${how}`;
    }
    case "held back":
      return `${places(inject.who)} lend no ${name(inject.capability)}`;
    default:
      return "A message";
  }
}

function freeId(taken: readonly { readonly id: string }[]): string {
  for (let n = taken.length + 1; ; n++) if (!taken.some(({ id }) => id === `inject-${n}`)) return `inject-${n}`;
}
