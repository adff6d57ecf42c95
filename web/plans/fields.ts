/** Fields that the planning panels share: whose, of what, and the table as a file. */
import type { CapabilityNames, Opened } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import type { SelectionStore } from "../selection.ts";
import { csvOf, type Table } from "../takeaway/csv.ts";
import { fileWords, markedName, saveFile } from "../takeaway/save.ts";
import { createTable, type TableView } from "../views/table.ts";

export interface Field {
  readonly element: HTMLSelectElement;
  leave(): void;
}

/** The capability that is looked at, here as everywhere. */
export function capabilityChoice({ capabilities }: Opened, selection: SelectionStore): Field {
  const element = h(
    "select",
    { change: () => selection.set({ capability: element.value, scope: "nation", id: "nation" }) },
    ...capabilities.map(({ id, name }) => h("option", { value: id }, name)),
  );
  element.value = selection.now.capability;
  const leave = selection.subscribe(({ capability }) => {
    element.value = capability;
  });
  return { element, leave };
}

export interface PlaceField extends Field {
  now(): { readonly scope: "nation" | "region" | "force"; readonly id: string };
}

/** The nation, the capability's regions, and forces where they may be shown. */
export function placeChoice({ capabilities, forces }: Opened, selection: SelectionStore): PlaceField {
  const element = h("select", {});
  const namesNow = () => capabilities.find(({ id }) => id === selection.now.capability)!;
  const fill = ({ regions, byRegionOnly }: CapabilityNames) => {
    const before = element.value;
    const options = (label: string, scope: string, all: readonly { readonly id: string; readonly name: string }[]) =>
      h("optgroup", { label }, ...all.map(({ id, name }) => h("option", { value: `${scope}/${id}` }, name)));
    element.replaceChildren(
      h("option", { value: "nation/nation" }, "the nation"),
      ...(byRegionOnly ? [] : [options("Forces", "force", forces)]),
      options("Regions", "region", regions),
    );
    element.value = before;
    if (element.value !== before || before === "") element.value = "nation/nation";
  };
  fill(namesNow());
  const leave = selection.subscribe((now, before) => {
    if (now.capability !== before.capability) fill(namesNow());
  });
  return {
    element,
    leave,
    now() {
      const [scope, id] = element.value.split("/") as ["nation" | "region" | "force", string];
      return { scope, id };
    },
  };
}

/** A table behind a picture; several stand one beneath the other, so each says what it is. */
export function namedTable(title: string): TableView {
  const table = createTable(title);
  setText(table.element.querySelector("summary")!, `Table: ${title.slice(0, 1).toLowerCase()}${title.slice(1)}`);
  return table;
}

/** Saves the table behind a picture. */
export function csvButton(what: string, { marking, preset }: Opened, table: () => Table): HTMLElement {
  const save = () =>
    saveFile(markedName(`${fileWords(`${preset.id} ${what}`)}.csv`, marking), csvOf(table()), "text/csv");
  return h("p", {}, h("button", { type: "button", class: "quiet", click: save }, "Save the table (CSV)"));
}
