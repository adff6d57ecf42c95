/** Fields of the exercise's forms: a moment as day and time, a choice, a number; each with its label. */
import { h } from "../dom.ts";
import { type Clock, weekdayOf } from "../words.ts";

let fields = 0;

export interface Field<T> {
  readonly element: HTMLElement;
  value(): T;
  set(value: T): void;
}

export function labelled(label: string, control: HTMLElement, note?: string): HTMLElement {
  control.id ||= `exercise-field-${++fields}`;
  const told = note === undefined ? null : h("span", { class: "note", id: `${control.id}-note` }, note);
  if (told !== null) control.setAttribute("aria-describedby", told.id);
  return h("div", { class: "field-of" }, h("label", { for: control.id }, label), control, told);
}

/** Does the work unless it is under way. The button is not disabled meanwhile: that would take the focus from it. */
export async function onceAtATime(button: HTMLButtonElement, work: () => Promise<void>): Promise<void> {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

export interface Option {
  readonly value: string;
  readonly words: string;
  /** heading under which it stands */
  readonly group?: string;
}

/** Fills a choice anew; what was chosen stays chosen where it is still there. */
export function fillChoice(select: HTMLSelectElement, options: readonly Option[]): void {
  const key = JSON.stringify(options);
  if (select.dataset.options === key) return;
  select.dataset.options = key;
  // An empty select says "", which may be one of the options: nothing was chosen there.
  const chosen = select.options.length > 0;
  const before = select.value;
  const groups = new Map<string | undefined, HTMLElement[]>();
  for (const { value, words, group } of options) {
    const own = groups.get(group) ?? [];
    own.push(h("option", { value }, words));
    groups.set(group, own);
  }
  select.replaceChildren(
    ...[...groups].flatMap(([group, own]) => {
      if (group === undefined) return own;
      const element = h("optgroup", { label: group });
      element.append(...own);
      return [element];
    }),
  );
  if (chosen && options.some(({ value }) => value === before)) select.value = before;
}

export function choice(label: string, options: readonly Option[], change?: () => void): Field<string> {
  const select = h("select", change === undefined ? {} : { change });
  fillChoice(select, options);
  return {
    element: labelled(label, select),
    value: () => select.value,
    set(value) {
      select.value = value;
    },
  };
}

export function whole(label: string, value: number, low: number, high: number): Field<number> {
  const input = h("input", {
    type: "number",
    min: low,
    max: high,
    step: 1,
    value,
    required: true,
    inputmode: "numeric",
  });
  return {
    element: labelled(label, input),
    value: () => input.valueAsNumber,
    set(next) {
      input.value = String(next);
    },
  };
}

export function line(label: string, value = "", most = 300, note?: string): Field<string> {
  const input = h("input", { type: "text", class: "line-of", maxlength: most, value, autocomplete: "off" });
  return {
    element: labelled(label, input, note),
    value: () => input.value.trim(),
    set(next) {
      input.value = next;
    },
  };
}

/** Day and time of day, as minutes from the start. */
export function moment(label: string, clock: Clock, minute: number): Field<number> {
  const day = h("select", { "aria-label": `${label}: day` });
  const time = h("input", { type: "time", required: true, "aria-label": `${label}: time` });
  const days = Math.ceil((clock.startMinuteOfDay + clock.horizonMinutes) / 1440);
  for (let n = 1; n <= days; n++) {
    day.append(h("option", { value: n }, `Day ${n}, ${weekdayOf((n - 1) * 1440 - clock.startMinuteOfDay, clock)}`));
  }
  const set = (at: number) => {
    const civil = clock.startMinuteOfDay + at;
    day.value = String(Math.floor(civil / 1440) + 1);
    time.value = timeOfDay(civil);
  };
  set(minute);
  return {
    element: h(
      "div",
      { class: "field-of", role: "group", "aria-label": label },
      h("span", { class: "label-of", "aria-hidden": "true" }, label),
      h("span", { class: "moment-of" }, day, time),
    ),
    value() {
      const [hours = 0, minutes = 0] = time.value.split(":").map(Number);
      return (Number(day.value) - 1) * 1440 + hours * 60 + minutes - clock.startMinuteOfDay;
    },
    set,
  };
}

export function timeOfDay(civil: number): string {
  const minute = ((civil % 1440) + 1440) % 1440;
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
