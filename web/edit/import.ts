/** A return or a position from a file: read on the desk, shown with its bad cells marked, applied only when none is. */
import type { Desk } from "../desk/protocol.ts";
import { h } from "../dom.ts";
import type { ReadFigures } from "./protocol.ts";
import type { Workbench } from "./workbench.ts";

export interface Import {
  /** the button that asks for a file */
  readonly chooser: HTMLElement;
  /** what was read */
  readonly element: HTMLElement;
  read(name: string, content: Uint8Array | string): void;
}

const MOST_ROWS_SHOWN = 60;

export function createImport(bench: Workbench, desk: Desk): Import {
  const element = h("div", { class: "import", role: "region", "aria-label": "What was loaded", hidden: true });
  const input = h("input", {
    type: "file",
    accept: ".csv,.xlsx",
    class: "unseen",
    id: "figures-file",
    change: async () => {
      const file = input.files?.[0];
      if (file !== undefined) await read(file.name, new Uint8Array(await file.arrayBuffer()));
      input.value = "";
    },
  });
  const chooser = h("span", { class: "file-button" }, input, h("label", { for: "figures-file" }, "Load a return…"));

  const read = async (name: string, content: Uint8Array | string) => {
    show(h("p", {}, `Reading ${name}…`));
    try {
      shown(name, await desk.readFigures(bench.source(), { name, content }));
    } catch (error) {
      show(h("p", { class: "fault" }, error instanceof Error ? error.message : String(error)));
    }
  };

  const show = (...content: Node[]) => {
    element.hidden = false;
    element.replaceChildren(...content);
  };

  const close = () => {
    element.hidden = true;
    element.replaceChildren();
  };

  const shown = (name: string, figures: ReadFigures) => {
    const { applied, bad, faults, warnings, kind } = figures;
    const count = bad.length + faults.length;
    const what = kind === "position" ? "position" : "return";
    const title =
      applied === null
        ? `${name}: ${count === 1 ? "one thing is" : `${count} things are`} wrong, so nothing was applied.`
        : `${name}: a ${what} of ${list(applied.forces)}, marked ${applied.marking}.`;
    const apply = () => {
      bench.change(applied!.changes, `${what} of ${list(applied!.forces)} loaded`);
      close();
    };
    show(
      h("h3", { tabindex: -1 }, title),
      ...(applied === null
        ? [
            h(
              "ul",
              { class: "faults" },
              ...[...faults, ...bad.map(({ message }) => message)].map((line) => h("li", {}, line)),
            ),
          ]
        : [
            h(
              "p",
              { class: "note" },
              "From then on everything carries this marking, nothing is kept by the browser, and no link can be made of it.",
            ),
          ]),
      ...(warnings.length === 0
        ? []
        : [
            h(
              "details",
              {},
              h("summary", {}, `${warnings.length} remarks`),
              h("ul", {}, ...warnings.map((line) => h("li", {}, line))),
            ),
          ]),
      figures.rows.length === 0 ? h("p", {}) : sheet(figures),
      h(
        "p",
        { class: "import-buttons" },
        ...(applied === null
          ? []
          : [h("button", { type: "button", class: "main", click: apply }, "Apply these figures")]),
        h("button", { type: "button", click: close }, applied === null ? "Close" : "Leave them"),
      ),
    );
    element.querySelector<HTMLElement>("h3")?.focus({ preventScroll: true });
  };

  return { chooser, element, read: (name, content) => void read(name, content) };
}

/** The sheet as it was read: bad rows first in sight, bad cells marked. */
function sheet({ rows, bad }: ReadFigures): HTMLElement {
  const faultAt = new Map(bad.map(({ row, column, message }) => [`${row} ${column}`, message]));
  const badRows = new Set(bad.map(({ row }) => row));
  const width =
    Math.max(...rows.slice(0, MOST_ROWS_SHOWN).map((row) => lastFilled(row)), ...bad.map(({ column }) => column)) + 1;
  const shown = rows.map((_, i) => i).filter((i) => i < MOST_ROWS_SHOWN || badRows.has(i));
  const lines = shown.map((i) => {
    const cells = Array.from({ length: width }, (_, column) => {
      const message = faultAt.get(`${i} ${column}`);
      const text = rows[i]![column] ?? "";
      return message === undefined
        ? h("td", {}, text)
        : h(
            "td",
            { class: "bad", title: message },
            text === "" ? "nothing" : text,
            h("span", { class: "unseen" }, ` – ${message}`),
          );
    });
    return h("tr", {}, h("th", { scope: "row" }, String(i + 1)), ...cells);
  });
  const left = rows.length - shown.length;
  return h(
    "div",
    { class: "scroller tall", tabindex: 0, role: "region", "aria-label": "The sheet as it was read" },
    h(
      "table",
      { class: "sheet" },
      h("caption", {}, left > 0 ? `The sheet as it was read; ${left} more rows` : "The sheet as it was read"),
      h("tbody", {}, ...lines),
    ),
  );
}

function lastFilled(row: readonly string[]): number {
  for (let i = row.length - 1; i >= 0; i--) if (row[i] !== "") return i;
  return 0;
}

function list(names: readonly string[]): string {
  return names.length > 3 ? `${names.length} forces` : names.join(", ");
}
