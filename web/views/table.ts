/** The table behind a chart: closed until wanted, and only then filled. */
import { h } from "../dom.ts";

export interface TableView {
  readonly element: HTMLDetailsElement;
  /** `rows` is asked only while the table is open. */
  update(columns: readonly string[], rows: () => readonly (readonly string[])[]): void;
}

export function createTable(title: string): TableView {
  const head = h("thead");
  const body = h("tbody");
  const caption = h("caption", {}, title);
  const scroller = h(
    "div",
    { class: "scroller", tabindex: 0, role: "region", "aria-label": title },
    h("table", {}, caption, head, body),
  );
  let current: { columns: readonly string[]; rows: () => readonly (readonly string[])[] } | null = null;
  const fill = () => {
    if (!element.open || current === null) return;
    const { columns, rows } = current;
    head.replaceChildren(h("tr", {}, ...columns.map((column) => h("th", { scope: "col" }, column))));
    body.replaceChildren(
      ...rows().map(([first, ...others]) =>
        h("tr", {}, h("th", { scope: "row" }, first ?? ""), ...others.map((cell) => h("td", {}, cell))),
      ),
    );
  };
  const element: HTMLDetailsElement = h("details", { toggle: fill }, h("summary", {}, "Table"), scroller);
  return {
    element,
    update(columns, rows) {
      current = { columns, rows };
      fill();
    },
  };
}
