/**
 * Who sits at the table: the director sees the truth, everybody else what has reached them. On one computer the table
 * is handed over: a cover hides what was on the screen until the next one says who they are.
 */
import type { Seat } from "../../scenarios/exercise/read.ts";
import { h, setText } from "../dom.ts";
import { refill } from "../refill.ts";
import { partnersOf, placesOf } from "./decide.ts";
import { choice, fillChoice, labelled, line } from "./fields.ts";
import type { Game } from "./game.ts";

export interface Seats {
  readonly element: HTMLElement;
  update(): void;
}

const ORGANISATIONS = [
  "Police",
  "NPoCC",
  "RICC",
  "Fire and rescue",
  "Ambulance",
  "Local authority",
  "Military",
  "Voluntary sector",
  "Other",
] as const;

/** Every capability; no id has a space. */
const ALL = "all of them";

export function createSeats(game: Game): Seats {
  const buttons = h("div", { class: "measures", role: "group", "aria-label": "Who is looking" });
  const told = h("p", { class: "note" });
  const cover = h("div", {
    class: "cover",
    role: "dialog",
    "aria-modal": "true",
    "aria-labelledby": "cover-title",
    hidden: true,
  });
  const name = line("Name", "", 80);
  const organisation = choice(
    "Organisation",
    ORGANISATIONS.map((one) => ({ value: one, words: one })),
  );
  const seesSelect = h("select");
  const ownSelect = h("select");
  const decidesSelect = h("select");
  const said = h("p", { class: "decided-words", role: "status" });
  const form = h(
    "form",
    {
      class: "order",
      submit: (event) => {
        event.preventDefault();
        if (name.value() === "") {
          setText(said, "Give the seat a name, such as Silver, or the fire service's liaison.");
          return;
        }
        const seats = game.exercise.seats ?? [];
        const seat: Seat = {
          id: freeId(seats),
          name: name.value(),
          organisation: organisation.value(),
          ...(seesSelect.value === "everyone" ? {} : { sees: seesSelect.value }),
          ...(ownSelect.value === "" ? {} : { speaksFor: ownSelect.value }),
          ...(decidesSelect.value === ALL ? {} : { decides: [decidesSelect.value].filter((id) => id !== "") }),
        };
        game.change({ seats: [...seats, seat] });
        setText(said, `${seat.name} sits at the table.`);
        name.set("");
      },
    },
    h(
      "div",
      { class: "fields" },
      name.element,
      organisation.element,
      labelled("Hears from", seesSelect),
      labelled("Speaks for", ownSelect, "Whose people are its own: it knows at once what they do."),
      labelled("Decides on", decidesSelect),
    ),
    h("p", { class: "take-buttons" }, h("button", { type: "submit" }, "Add the seat")),
    said,
  );
  const adding = h("details", { class: "seat-adding" }, h("summary", {}, "Add a seat at the table"), form);

  const sitDown = (id: string | null) => {
    if (id === (game.seat?.id ?? null)) return;
    const seat = seatOf(id);
    const who = seat === null ? "the director" : seat.name;
    cover.replaceChildren(
      h("h3", { id: "cover-title" }, `Hand over to ${who}`),
      h("p", {}, seat === null ? "The director sees everything." : `${who} sees what has been reported to them.`),
      h(
        "button",
        {
          type: "button",
          class: "go",
          click: () => {
            void game.sit(id).then(() => {
              // Lifted when nothing of the one before is on the screen any more.
              cover.hidden = true;
              buttons.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
            });
          },
        },
        `I am ${who}`,
      ),
    );
    cover.hidden = false;
    cover.querySelector("button")!.focus();
  };
  const seatOf = (id: string | null): Seat | null => game.exercise.seats?.find((seat) => seat.id === id) ?? null;

  return {
    element: h(
      "div",
      { class: "exercise-seats" },
      h("span", { class: "label-of" }, "Looking:"),
      buttons,
      told,
      adding,
      cover,
    ),
    update() {
      const seats = game.exercise.seats ?? [];
      const now = game.seat?.id ?? null;
      refill(
        buttons,
        ...[{ id: null, name: "Director" }, ...seats].map(({ id, name: words }) =>
          h(
            "button",
            { type: "button", class: "choice", "aria-pressed": String(id === now), click: () => sitDown(id) },
            words,
          ),
        ),
      );
      const { seat } = game;
      setText(
        told,
        seat === null
          ? "The director sees the truth."
          : `${[seat.organisation, "sees what has reached them, with its delay"].filter((part) => part !== undefined).join(": ")}.`,
      );
      adding.hidden = now !== null;
      const places = placesOf(game).filter(({ value }) => value !== "everyone");
      fillChoice(seesSelect, [{ value: "everyone", words: "Everywhere" }, ...places]);
      fillChoice(ownSelect, [
        { value: "", words: "Nobody: it has no people of its own here" },
        ...places,
        ...partnersOf(game),
      ]);
      fillChoice(decidesSelect, [
        { value: ALL, words: "Everything" },
        { value: "", words: "Nothing: it listens and advises" },
        ...game.facts.capabilities.map(({ id, plural }) => ({ value: id, words: plural, group: "One capability" })),
      ]);
    },
  };
}

function freeId(taken: readonly { readonly id: string }[]): string {
  for (let n = taken.length + 1; ; n++) if (!taken.some(({ id }) => id === `seat-${n}`)) return `seat-${n}`;
}
