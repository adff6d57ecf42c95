/**
 * Who holds what: a table a capability, that takes typing, a block copied from a spreadsheet, and a return as CSV or
 * XLSX. While any cell is bad it is marked, and nothing of what it came with is applied.
 */
import type { Change } from "../../scenarios/format/edit.ts";
import { RETURN_COLUMNS } from "../../scenarios/format/return-columns.ts";
import { isRecord } from "../../scenarios/format/tree.ts";
import type { Desk, Opened } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import { csvOf } from "../takeaway/csv.ts";
import { saveFile } from "../takeaway/save.ts";
import { type Field, putBackButton } from "./fields.ts";
import { formOf, shownFigure } from "./figures.ts";
import { createImport } from "./import.ts";
import { pastedCells, peopleColumns, readCell } from "./people-cells.ts";
import { createSection, type Section } from "./section.ts";
import type { Workbench } from "./workbench.ts";

export function createPeople(bench: Workbench, opened: Opened, desk: Desk): Section {
  let capability = opened.capabilities[0]!.id;
  /** what was typed or pasted and cannot be read, by row and column */
  let bad = new Map<string, string>();
  const status = h("p", { class: "cell-status", role: "status" });
  const select = h("select", {
    "aria-label": "Capability",
    change: () => {
      capability = select.value;
      bad = new Map();
      setText(status, "");
      setText(whose, hidden() ? HIDDEN : WHOSE);
      table.sync();
    },
  });
  select.append(...opened.capabilities.map(({ id, name }) => h("option", { value: id }, name)));
  const importing = createImport(bench, desk);
  const hidden = () => opened.capabilities.find(({ id }) => id === capability)?.byRegionOnly === true;
  const whose = h("p", { class: "note" });
  const WHOSE = "Illustrative – not this force's holding: arithmetic on published totals.";
  const HIDDEN =
    "What ships of this capability is shown by region only, so the fields are empty; type your own figures.";

  const table = createSection(
    "people-table",
    () => `${capability} ${peopleColumns(bench.view, capability).map(({ pathOf }) => pathOf("x").join("."))}`,
    (take) => {
      const columns = peopleColumns(bench.view, capability);
      const rows = opened.forces.map(({ id, name }, r) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, name),
          ...columns.map((_, c) => h("td", {}, take(cell(id, name, r, c, columns)))),
        ),
      );
      const head = columns.map(({ title, help }) => h("th", { scope: "col", title: help }, title));
      return [
        h(
          "div",
          { class: "scroller tall", tabindex: 0, role: "region", "aria-label": "Who holds what" },
          h(
            "table",
            { class: "edit-table people" },
            h("caption", { class: "unseen" }, "Who holds what"),
            h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Force"), ...head)),
            h("tbody", {}, ...rows),
          ),
        ),
      ];
    },
  );

  function cell(
    force: string,
    name: string,
    row: number,
    column: number,
    columns: ReturnType<typeof peopleColumns>,
  ): Field {
    const { title, pathOf } = columns[column]!;
    const path = pathOf(force);
    const label = `${name}, ${title}`;
    const key = `${row} ${column}`;
    const input = h("input", {
      type: "text",
      inputmode: "numeric",
      class: "cell",
      "aria-label": label,
      autocomplete: "off",
      change: () => enter([[input.value]], row, column, columns),
      paste: (event) => {
        const text = (event as ClipboardEvent).clipboardData?.getData("text") ?? "";
        const cells = pastedCells(text);
        if (cells.length === 1 && cells[0]!.length === 1) return;
        event.preventDefault();
        // With headings it is a return, and is read as one.
        if (cells[0]!.some((heading) => /^\s*(police )?force\b/i.test(heading)))
          importing.read("what was pasted", text);
        else enter(cells, row, column, columns);
      },
      keydown: (event) => {
        const { key: pressed } = event as KeyboardEvent;
        const by = pressed === "ArrowDown" || pressed === "Enter" ? 1 : pressed === "ArrowUp" ? -1 : 0;
        if (by === 0) return;
        const next = opened.forces[row + by];
        if (next === undefined) return;
        event.preventDefault();
        table.element
          .querySelector<HTMLInputElement>(`[aria-label="${CSS.escape(`${next.name}, ${title}`)}"]`)
          ?.focus();
      },
    });
    const back = putBackButton(bench, path, label);
    const message = h("span", { class: "cell-fault", id: `cell-${row}-${column}` });
    const sync = () => {
      const text = bad.get(key);
      // What ships of sensitive capabilities is shown by region only; what somebody typed is their own.
      const now = hidden() && !bench.isChanged(path) ? undefined : bench.at(path);
      const ranged = formOf(now) === "range" && isRecord(now);
      if (text !== undefined) input.value = text;
      else if (document.activeElement !== input)
        input.value = ranged ? `${shownFigure(now.low)} to ${shownFigure(now.high)}` : shownFigure(now);
      input.setAttribute("aria-invalid", String(text !== undefined));
      const wrong = text === undefined ? "" : ((readCell(text) as { wrong?: string }).wrong ?? "");
      setText(message, wrong);
      if (wrong === "") input.removeAttribute("aria-describedby");
      else input.setAttribute("aria-describedby", message.id);
      back.sync();
    };
    sync();
    return { element: h("span", { class: "cell-holder" }, input, back.element, message), sync };
  }

  /** All of the block, or none of it. */
  function enter(
    cells: readonly (readonly string[])[],
    row: number,
    column: number,
    columns: ReturnType<typeof peopleColumns>,
  ): void {
    const changes: Change[] = [];
    const wrong = new Map(bad);
    let beyond = 0;
    let faults = 0;
    cells.forEach((line, r) => {
      line.forEach((text, c) => {
        const force = opened.forces[row + r];
        const target = columns[column + c];
        if (force === undefined || target === undefined) {
          if (text.trim() !== "") beyond++;
          return;
        }
        const key = `${row + r} ${column + c}`;
        const read = readCell(text);
        wrong.delete(key);
        if ("wrong" in read) {
          wrong.set(key, text);
          faults++;
        } else changes.push([target.pathOf(force.id), read.value ?? undefined]);
      });
    });
    bad = wrong;
    const many = cells.length > 1 || cells[0]!.length > 1;
    if (faults > 0)
      setText(
        status,
        `${faults} ${faults === 1 ? "cell" : "cells"} cannot be read and ${faults === 1 ? "is" : "are"} marked; nothing was applied.`,
      );
    else {
      setText(
        status,
        many
          ? `${changes.length} cells were applied${beyond > 0 ? `; ${beyond} were beyond the table and left out` : ""}.`
          : "",
      );
      const force = opened.forces[row]?.name ?? "";
      bench.change(
        changes,
        many ? `${changes.length} figures pasted` : `${force}, ${columns[column]!.title}: ${cells[0]![0]}`,
      );
    }
    table.sync();
  }

  const template = (kind: "csv" | "xlsx") => async () => {
    const columns = RETURN_COLUMNS.map(({ name }) => name);
    const rows = opened.forces.map(({ id }) =>
      columns.map((name) => (name === "force" ? id : name === "capability" ? capability : null)),
    );
    if (kind === "csv") {
      saveFile("return-template.csv", csvOf({ columns, rows }), "text/csv");
      return;
    }
    const help = RETURN_COLUMNS.map(({ name, help: meaning, synonyms }) => [name, meaning, synonyms.join(", ")]);
    const bytes = await desk.workbook([
      { name: "Return", columns, rows },
      { name: "What the columns mean", columns: ["column", "what it means", "also read as"], rows: help },
    ]);
    saveFile("return-template.xlsx", bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  };

  return {
    element: h(
      "div",
      { class: "edit-people" },
      whose,
      h(
        "p",
        { class: "note" },
        "Type, paste a block from a spreadsheet into the table, or load a return: whatever you load stays on this computer.",
      ),
      h(
        "div",
        { class: "people-tools" },
        h("label", { class: "field-row" }, h("span", { class: "field-label" }, "Capability"), select),
        importing.chooser,
        h("button", { type: "button", click: () => void template("csv")() }, "Template, CSV"),
        h("button", { type: "button", click: () => void template("xlsx")() }, "Template, XLSX"),
      ),
      importing.element,
      status,
      table.element,
    ),
    sync() {
      setText(whose, hidden() ? HIDDEN : WHOSE);
      table.sync();
    },
  };
}
