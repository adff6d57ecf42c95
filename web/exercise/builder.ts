/**
 * The exercise builder: six questions, each answered before it is asked, and what comes of the answers in a sentence. It
 * makes an ordinary scenario file, and opens it where the exercise is played.
 */
import type { ExerciseChoice } from "../../scenarios/builder/exercise.ts";
import type { Desk, Source } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import { fileWords, saveFile } from "../takeaway/save.ts";
import { STAYS_HERE } from "../words.ts";
import type { BuilderChoices, RegisterRisk } from "./protocol.ts";
import "./exercise.css";

const FIRST_RISK = "nrr/rail-accident";
const SECOND_RISK = "nrr/public-disorder";
const SEVERITIES = [
  ["0.5", "Half of it"],
  ["1", "As the register plans it"],
  ["1.5", "Half as much again"],
  ["2", "Twice as severe"],
  ["3", "Three times as severe"],
] as const;
const DAYS = [1, 2, 3, 5, 7, 14] as const;
const DEFAULT_DAYS = 2;
const DEFAULT_HOURS_LATER = 6;

/** @param play opens what was built, to be played */
export async function builderView(desk: Desk, play: (source: Source) => void): Promise<HTMLElement> {
  const choices = await desk.builderChoices();
  const first = incidentFields("first", choices, FIRST_RISK, "metropolitan");
  const second = incidentFields("second", choices, SECOND_RISK, "");
  const hoursLater = h("input", {
    id: "second-later",
    type: "number",
    min: 0,
    max: 336,
    step: 1,
    value: DEFAULT_HOURS_LATER,
    required: true,
    inputmode: "numeric",
  });
  const withSecond = h("input", { id: "with-second", type: "checkbox", change: () => tell() });
  const withPartners = h("input", { id: "with-partners", type: "checkbox" });
  const start = h("input", { id: "build-start", type: "datetime-local", value: "2026-09-14T12:00", required: true });
  const days = h("select", { id: "build-days" });
  days.append(...DAYS.map((n) => h("option", { value: n }, n === 1 ? "1 day" : `${n} days`)));
  days.value = String(DEFAULT_DAYS);
  const name = h("input", { id: "build-name", type: "text", maxlength: 120, autocomplete: "off" });
  const secondPart = h(
    "div",
    { class: "second-part", hidden: true },
    second.element,
    field("second-later", "Hours after the first", hoursLater),
  );
  const told = h("p", { class: "built-words" });
  const fault = h("ul", { class: "faults", role: "alert", hidden: true });

  const choice = (): ExerciseChoice => ({
    first: first.chosen(),
    start: start.value,
    days: Number(days.value),
    second: withSecond.checked ? { ...second.chosen(), hoursLater: hoursLater.valueAsNumber } : null,
    name: name.value.trim() === "" ? null : name.value.trim(),
    partners: withPartners.checked,
  });
  const tell = () => {
    secondPart.hidden = !withSecond.checked;
    const more = withSecond.checked ? `; ${hoursLater.value} hours later ${lower(second.words())}` : "";
    setText(
      told,
      `${first.words()}${more}. ${days.selectedOptions[0]?.textContent ?? ""} from ${whenWords(start.value)}.`,
    );
  };
  const built = async (then: (made: { text: string; name: string }) => void) => {
    fault.hidden = true;
    const made = await desk.buildExercise(choice());
    if ("text" in made) {
      then(made);
      return;
    }
    fault.replaceChildren(...made.refused.map((line) => h("li", {}, line)));
    fault.hidden = false;
    fault.scrollIntoView({ block: "center" });
  };
  const form = h(
    "form",
    {
      class: "builder",
      input: () => tell(),
      submit: (event) => {
        event.preventDefault();
        void built(({ text, name: title }) => play({ preset: null, text, fileName: `${fileWords(title)}.yaml` }));
      },
    },
    step("1", "What happens, where, and how badly", first.element),
    step(
      "2",
      "When, and for how long",
      h(
        "div",
        { class: "fields" },
        field("build-start", "It begins", start),
        field("build-days", "The exercise covers", days),
      ),
    ),
    step(
      "3",
      "Does something else happen meanwhile?",
      h("label", { class: "check", for: "with-second" }, withSecond, "Yes, a second incident"),
      secondPart,
    ),
    step(
      "4",
      "Who else is at the table?",
      h(
        "label",
        { class: "check", for: "with-partners" },
        withPartners,
        "Fire and rescue, ambulance and voluntary organisations, whom injects may ask (military aid always is). What they could send is assumed.",
      ),
    ),
    step(
      "5",
      "What it is called",
      h("div", { class: "fields" }, field("build-name", "Name (may be left empty)", name)),
    ),
    told,
    fault,
    h(
      "p",
      { class: "take-buttons" },
      h("button", { type: "submit", class: "go" }, "Build it and play"),
      h(
        "button",
        {
          type: "button",
          click: () => {
            if (!form.reportValidity()) return;
            void built(({ text, name: title }) => saveFile(`${fileWords(title)}.yaml`, text, "text/yaml"));
          },
        },
        "Save it as a file",
      ),
    ),
  );
  tell();
  return h(
    "section",
    { class: "building", "aria-labelledby": "building-title" },
    h("p", { class: "back" }, h("a", { href: "#/" }, "All scenarios")),
    h("h1", { id: "building-title" }, "Build an exercise"),
    h(
      "p",
      { class: "lead" },
      "Choose what happens from the National Risk Register, and the page makes a scenario that you can play at once: one run of it on a clock, with your injects, and your decisions as the dispatcher. ",
      STAYS_HERE,
    ),
    form,
  );
}

interface IncidentFields {
  readonly element: HTMLElement;
  chosen(): { scenario: string; place: string | null; times: number };
  /** "Rail accident in Kent Police, twice as severe" */
  words(): string;
}

function incidentFields(key: string, choices: BuilderChoices, risk: string, force: string): IncidentFields {
  const story = h("p", { class: "note", id: `${key}-story` });
  const risks = h("select", { id: `${key}-risk`, "aria-describedby": `${key}-story`, change: () => told() });
  risks.append(...grouped(choices.risks));
  risks.value = risk;
  const places = h("select", { id: `${key}-place` });
  places.append(
    h("option", { value: "" }, "Wherever the register puts it (each run draws)"),
    placeGroup("Forces", choices.forces),
    placeGroup("Policing regions (each run draws the force)", choices.regions),
    placeGroup("Local resilience forums", choices.forums),
  );
  places.value = force;
  const severity = h("select", { id: `${key}-severity` });
  severity.append(...SEVERITIES.map(([value, words]) => h("option", { value }, words)));
  severity.value = "1";
  const told = () => {
    const found = choices.risks.find(({ id }) => id === risks.value);
    setText(story, found?.story ?? "");
  };
  told();
  const text = (select: HTMLSelectElement) => select.selectedOptions[0]?.textContent ?? "";
  const element = h(
    "div",
    { class: "fields" },
    field(`${key}-risk`, "What", risks, story),
    field(`${key}-place`, "Where", places),
    field(`${key}-severity`, "How badly", severity),
  );
  return {
    element,
    chosen: () => ({
      scenario: risks.value,
      place: places.value === "" ? null : places.value,
      times: Number(severity.value),
    }),
    words() {
      const where = places.value === "" ? "wherever the register puts it" : text(places);
      const how = severity.value === "1" ? "" : `, ${lower(text(severity))}`;
      return `${text(risks)}: ${where}${how}`;
    },
  };
}

function grouped(risks: readonly RegisterRisk[]): HTMLElement[] {
  const themes = [...new Set(risks.map(({ theme }) => theme))];
  return themes.map((theme) => {
    const group = h("optgroup", { label: capital(theme) });
    group.append(
      ...risks.filter((risk) => risk.theme === theme).map(({ id, name }) => h("option", { value: id }, name)),
    );
    return group;
  });
}

function placeGroup(label: string, places: readonly { readonly id: string; readonly name: string }[]): HTMLElement {
  const group = h("optgroup", { label });
  group.append(...places.map(({ id, name }) => h("option", { value: id }, name)));
  return group;
}

function step(number: string, title: string, ...content: readonly Node[]): HTMLElement {
  return h(
    "section",
    { class: "step-of", "aria-labelledby": `step-${number}` },
    h("h2", { id: `step-${number}` }, h("span", { class: "number" }, `${number} `), title),
    ...content,
  );
}

function field(id: string, label: string, ...content: readonly Node[]): HTMLElement {
  return h("div", { class: "field-of" }, h("label", { for: id }, label), ...content);
}

function whenWords(value: string): string {
  const [date = "", time = ""] = value.split("T");
  const [year, month, day] = date.split("-").map(Number);
  if (year === undefined || month === undefined || day === undefined || Number.isNaN(day)) return "the start";
  const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "UTC" }).format(
    Date.UTC(year, month - 1, day),
  );
  const named = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" }).format(
    Date.UTC(year, month - 1, 1),
  );
  return `${weekday} ${day} ${named} ${year}, ${time}`;
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function lower(words: string): string {
  return words.slice(0, 1).toLowerCase() + words.slice(1);
}
