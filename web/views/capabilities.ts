/** What was asked for, each with how likely it ran out in the nation; choosing one turns every chart to it. */
import type { CapabilityFigures, CapabilityNames, RunOutFigure } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import { capitalised, runsOf100 } from "../words.ts";

export interface CapabilityList {
  readonly element: HTMLElement;
  show(figures: readonly CapabilityFigures[], chosen: string, runs: number): void;
}

interface Row {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly track: HTMLElement;
  readonly value: HTMLElement;
  readonly words: HTMLElement;
}

/** @param explain the button that says what the figures are */
export function createCapabilityList(
  names: readonly CapabilityNames[],
  choose: (capability: string) => void,
  explain: HTMLElement,
): CapabilityList {
  const rows = new Map<string, Row>();
  const list = h("div", { class: "rows" });
  const element = h(
    "div",
    { class: "capabilities", role: "radiogroup", "aria-labelledby": "short-of-what" },
    h("div", { class: "list-head" }, h("h2", { id: "short-of-what" }, "Short, runs of 100"), explain),
    list,
    h("p", { class: "note" }, "Dot: share of the runs. Line: 95 % interval."),
  );
  const rowOf = ({ id, name, plural }: CapabilityNames): Row => {
    const input = h("input", { type: "radio", name: "capability", value: id, change: () => choose(id) });
    const track = h("span", { class: "track", "aria-hidden": "true" }, h("i", {}), h("b", {}));
    const value = h("span", { class: "value", "aria-hidden": "true" });
    const words = h("span", { class: "unseen" });
    const label = h(
      "label",
      { class: "row", title: name },
      input,
      h("span", { class: "label" }, capitalised(plural)),
      track,
      value,
      words,
    );
    return { element: label, input, track, value, words };
  };
  return {
    element,
    show(figures, chosen, runs) {
      for (const capability of names) {
        const figure = figures.find(({ id }) => id === capability.id);
        if (!figure?.asked) continue;
        let row = rows.get(capability.id);
        if (row === undefined) {
          row = rowOf(capability);
          rows.set(capability.id, row);
          // In the scenario's order, whenever a run first asks for it.
          const after = names.slice(names.indexOf(capability) + 1).find(({ id }) => rows.has(id));
          list.insertBefore(row.element, after === undefined ? null : rows.get(after.id)!.element);
        }
        row.input.checked = capability.id === chosen;
        place(row.track, figure.nation);
        setText(row.value, runsOf100(figure.nation.probability, runs));
        setText(row.words, `: ${figure.nation.text}`);
      }
    },
  };
}

function place(track: HTMLElement, { probability, low, high }: RunOutFigure): void {
  track.classList.toggle("none", (probability ?? 0) === 0);
  const share = (value: number | null, otherwise: number) => String(value ?? otherwise);
  track.style.setProperty("--share", share(probability, 0));
  track.style.setProperty("--low", share(low, 0));
  track.style.setProperty("--high", share(high, 1));
}
