/** The views of a run as tabs: one tab stop, arrow keys between them, a panel each. On paper they stand one after the other. */
import { h } from "../dom.ts";
import type { ViewId } from "../selection.ts";
import { VIEW_TITLES } from "./panels.ts";

export interface Tabs {
  readonly element: HTMLElement;
  panel(view: ViewId): HTMLElement;
  open(view: ViewId): void;
}

const STEPS: Readonly<Record<string, (at: number, n: number) => number>> = {
  ArrowRight: (at, n) => (at + 1) % n,
  ArrowLeft: (at, n) => (at + n - 1) % n,
  Home: () => 0,
  End: (_, n) => n - 1,
};

export function createTabs(views: readonly ViewId[], choose: (view: ViewId) => void): Tabs {
  const tabs = new Map(
    views.map((view) => {
      const click = () => choose(view);
      const id = `tab-${view}`;
      const attributes = { type: "button", role: "tab", id, "aria-controls": `view-${view}`, click };
      return [view, h("button", attributes, VIEW_TITLES[view])] as const;
    }),
  );
  const panels = new Map(
    views.map((view) => {
      const attributes = {
        class: `results ${view}`,
        role: "tabpanel",
        id: `view-${view}`,
        "aria-labelledby": `tab-${view}`,
      };
      return [view, h("section", attributes)] as const;
    }),
  );
  const element = h("div", { class: "tabs", role: "tablist", "aria-label": "Views" }, ...tabs.values());
  element.addEventListener("keydown", (event) => {
    const at = views.findIndex((view) => tabs.get(view) === document.activeElement);
    const next = at < 0 ? undefined : STEPS[event.key]?.(at, views.length);
    if (next === undefined) return;
    event.preventDefault();
    tabs.get(views[next]!)!.focus();
    choose(views[next]!);
  });
  return {
    element,
    panel: (view) => panels.get(view)!,
    open(view) {
      for (const [id, tab] of tabs) {
        const open = id === view;
        tab.setAttribute("aria-selected", String(open));
        tab.tabIndex = open ? 0 : -1;
        panels.get(id)!.hidden = !open;
      }
    },
  };
}
