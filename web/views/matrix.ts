/**
 * The matrix: every capability that was asked for by region, how likely it ran out and when first. One tab stop; arrow
 * keys walk the cells. A cell turns every other view to it.
 */
import "../charts/charts.css";
import { MEASURE, stepsOf } from "../charts/map-data.ts";
import { type MatrixBlock, type MatrixCell, matrixOf, shortMoment } from "../charts/matrix-data.ts";
import { h, setText } from "../dom.ts";
import type { ViewId } from "../selection.ts";
import { explainButton } from "./explain.ts";
import type { PanelFactory, Snapshot } from "./panels.ts";
import { createTable } from "./table.ts";

const GO: readonly (readonly [ViewId, string])[] = [
  ["picture", "Where and when"],
  ["why", "Why"],
  ["oneRun", "One run"],
];

export const matrixPanel: PanelFactory = ({ opened, selection }) => {
  const { clock, capabilities } = opened;
  let blocks: readonly MatrixBlock[] = [];
  let runs = 0;
  let shape = "";
  const cells = new Map<
    string,
    { button: HTMLButtonElement; words: HTMLElement; number: HTMLElement; time: HTMLElement; cell: MatrixCell }
  >();
  const grid = h("div", { class: "matrix", keydown: (event) => walk(event as KeyboardEvent) });
  const chosenName = h("strong", {});
  const chosenWords = h("span", {});
  const go = GO.map(([view, words]) =>
    h("button", { type: "button", class: "quiet", click: () => selection.set({ open: view }) }, words),
  );
  const strip = h(
    "p",
    { class: "chosen-cell", hidden: true },
    chosenName,
    " ",
    chosenWords,
    h("span", { class: "go" }, ...go),
  );
  const table = createTable("Run-outs by capability and region");
  const note = h(
    "p",
    { class: "note" },
    `Number: runs of 100 in which it ran out; below it, when half of those had run out first. In this scenario, on assumed holdings. ${opened.marking}.`,
  );
  const others = h("p", { class: "note" });
  const keyOf = ({ capability, scope, id }: Pick<MatrixCell, "capability" | "scope" | "id">) =>
    `${capability}/${scope}/${id}`;
  const explain = (id: "runOut" | "firstRunOut") =>
    explainButton(id, opened, () => {
      const cell = cells.get(keyOf(selection.now))?.cell ?? blocks[0]?.rows[0]?.cells[0];
      if (cell === undefined) return null;
      return {
        value: `${nameOf(cell)}: ${cell.words}`,
        interval: "Wilson's 95 % interval stands in brackets behind the figure.",
        runs,
        capability: cell.capability,
      };
    });

  const nameOf = (cell: MatrixCell) =>
    `${capabilities.find(({ id }) => id === cell.capability)?.name ?? cell.capability}, ${cell.name}`;

  const build = () => {
    cells.clear();
    let first = true;
    grid.replaceChildren(
      ...blocks.map(({ columns, rows }, part) => {
        const head = h(
          "tr",
          {},
          h("th", { scope: "col" }, "Capability"),
          ...["Nation", ...columns].map((name) => h("th", { scope: "col" }, h("span", {}, name))),
        );
        const body = rows.map(({ name, cells: row }) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, name),
            ...row.map((cell) => {
              const number = h("b", {});
              const time = h("span", {});
              const words = h("b", { class: "unseen" });
              const button = h(
                "button",
                { type: "button", tabindex: first ? 0 : -1, click: () => turn(cell) },
                words,
                number,
                time,
              );
              first = false;
              cells.set(keyOf(cell), { button, words, number, time, cell });
              return h("td", {}, button);
            }),
          ),
        );
        const scroller = h("div", {
          class: "scroller",
          role: "region",
          tabindex: 0,
          "aria-label": `The matrix, part ${part + 1} of ${blocks.length}`,
        });
        scroller.append(h("table", {}, h("thead", {}, head), h("tbody", {}, ...body)));
        return scroller;
      }),
    );
  };

  const turn = (cell: MatrixCell) => {
    const { capability, scope, id } = cell;
    selection.set({ capability, scope, id, minute: cells.get(keyOf(cell))!.cell.first });
    mark();
  };

  const fill = () => {
    for (const { rows } of blocks) {
      for (const cell of rows.flatMap((row) => row.cells)) {
        const drawn = cells.get(keyOf(cell));
        if (drawn === undefined) continue;
        cells.set(keyOf(cell), { ...drawn, cell });
        drawn.button.className = `cell class-${cell.level}`;
        setText(drawn.number, cell.short);
        setText(drawn.time, cell.first === null ? "" : shortMoment(cell.first, clock));
        setText(drawn.words, `${nameOf(cell)}: ${cell.words}`);
      }
    }
    mark();
  };

  const mark = () => {
    const now = keyOf(selection.now);
    for (const [key, { button }] of cells) button.setAttribute("aria-pressed", String(key === now));
    const cell = cells.get(now)?.cell;
    strip.hidden = cell === undefined;
    if (cell === undefined) return;
    setText(chosenName, `${nameOf(cell)}:`);
    setText(chosenWords, `${cell.words}. `);
  };

  const walk = (event: KeyboardEvent) => {
    const at = document.activeElement;
    const td = at instanceof HTMLButtonElement ? at.closest("td") : null;
    if (td === null) return;
    const row = td.parentElement as HTMLTableRowElement;
    const column = (td as HTMLTableCellElement).cellIndex;
    const rows = [...grid.querySelectorAll<HTMLTableRowElement>("tbody tr")];
    const here = rows.indexOf(row);
    const last = row.cells.length - 1;
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowRight: [here, Math.min(last, column + 1)],
      ArrowLeft: [here, Math.max(1, column - 1)],
      ArrowDown: [here + 1, column],
      ArrowUp: [here - 1, column],
      Home: [here, 1],
      End: [here, last],
    };
    const step = steps[event.key];
    const target = step === undefined ? undefined : rows[step[0]];
    if (step === undefined || target === undefined) return;
    event.preventDefault();
    const next = target.cells[Math.min(step[1], target.cells.length - 1)]?.querySelector("button");
    if (next == null) return;
    for (const { button } of cells.values()) button.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };

  const leave = selection.subscribe(mark);
  const scale = h(
    "p",
    { class: "scale", "aria-label": "Scale, runs of 100" },
    h("span", { class: "step class-0" }, "· none"),
    ...stepsOf(MEASURE.runOut).map((text, i) => h("span", { class: `step class-${i + 1}` }, text)),
    h("span", { class: "scale-unit" }, "runs of 100"),
  );

  return {
    element: h(
      "figure",
      { class: "figure wide" },
      h(
        "figcaption",
        {},
        h("h2", {}, "What runs out, where and when first"),
        h("span", { class: "explainer" }, explain("runOut"), explain("firstRunOut")),
      ),
      scale,
      grid,
      strip,
      note,
      others,
      table.element,
    ),
    update({ picture }: Snapshot) {
      runs = picture.replications;
      blocks = matrixOf(picture.summary, capabilities, clock);
      const now = blocks.map(({ rows }) => rows.map(({ capability }) => capability).join()).join("|");
      if (now !== shape) {
        shape = now;
        build();
      }
      fill();
      setText(others, picture.verdict.notAsked ?? "");
      table.update(["Capability, where", "runs of 100", "first by", "in words"], () =>
        blocks.flatMap(({ rows }) =>
          rows.flatMap(({ cells: row }) =>
            row.map((cell) => [
              nameOf(cell),
              cell.short,
              cell.first === null ? "–" : shortMoment(cell.first, clock),
              cell.words,
            ]),
          ),
        ),
      );
    },
    leave,
  };
};
