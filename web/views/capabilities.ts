/** What was asked for, each with how likely it ran out in the nation; choosing one turns every chart to it. */
import type { CapabilityFigures, CapabilityNames, RunOutFigure } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import { runsOf100 } from "../words.ts";

export interface CapabilityList {
  readonly element: HTMLElement;
  show(figures: readonly CapabilityFigures[], chosen: string): void;
}

interface Row {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly track: HTMLElement;
  readonly value: HTMLElement;
  readonly words: HTMLElement;
}

export function createCapabilityList(
  names: readonly CapabilityNames[],
  choose: (capability: string) => void,
): CapabilityList {
  const rows = new Map<string, Row>();
  const list = h("div", { class: "rows" });
  const element = h(
    "fieldset",
    { class: "capabilities" },
    h("legend", {}, "Short nationally, runs of 100"),
    list,
    h("p", { class: "note" }, "Dot: share of the runs. Line: 95 % interval."),
  );
  const rowOf = ({ id, name }: CapabilityNames): Row => {
    const input = h("input", { type: "radio", name: "capability", value: id, change: () => choose(id) });
    const track = h("span", { class: "track", "aria-hidden": "true" }, h("i", {}), h("b", {}));
    const value = h("span", { class: "value", "aria-hidden": "true" });
    const words = h("span", { class: "unseen" });
    const label = h("label", { class: "row" }, input, h("span", { class: "label" }, name), track, value, words);
    return { element: label, input, track, value, words };
  };
  return {
    element,
    show(figures, chosen) {
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
        setText(row.value, runsOf100(figure.nation.probability));
        setText(row.words, `: ${figure.nation.text}`);
      }
    },
  };
}

function place(track: HTMLElement, { probability, low, high }: RunOutFigure): void {
  const share = (value: number | null, otherwise: number) => String(value ?? otherwise);
  track.style.setProperty("--share", share(probability, 0));
  track.style.setProperty("--low", share(low, 0));
  track.style.setProperty("--high", share(high, 1));
}
