/** The parts of an exercise beneath its stage, as tabs: one tab stop, arrow keys between them. */
import { h } from "../dom.ts";

export type PageId = "play" | "injects" | "branches" | "debrief" | "file";

export interface Pages {
  readonly element: HTMLElement;
  now(): PageId;
  /** @param only the pages that may be seen; null: all */
  update(only: readonly PageId[] | null): void;
}

interface PageOf {
  readonly id: PageId;
  readonly title: string;
  readonly element: HTMLElement;
}

export function createPages(pages: readonly PageOf[], turned: () => void): Pages {
  let now: PageId = pages[0]!.id;
  let allowed: readonly PageId[] = pages.map(({ id }) => id);
  const turn = (id: PageId, focus: boolean) => {
    now = id;
    turned();
    if (focus) tabs.get(id)!.focus();
  };
  const tabs = new Map(
    pages.map(({ id, title }) => [
      id,
      h(
        "button",
        {
          type: "button",
          role: "tab",
          id: `exercise-tab-${id}`,
          "aria-controls": `exercise-page-${id}`,
          click: () => turn(id, false),
          keydown: (event) => {
            const step = { ArrowRight: 1, ArrowLeft: -1 }[(event as KeyboardEvent).key];
            if (step === undefined) return;
            event.preventDefault();
            const at = allowed.indexOf(now);
            turn(allowed[(at + step + allowed.length) % allowed.length]!, true);
          },
        },
        title,
      ),
    ]),
  );
  const panels = new Map(
    pages.map(({ id, element }) => [
      id,
      h(
        "div",
        {
          role: "tabpanel",
          id: `exercise-page-${id}`,
          class: "exercise-page",
          "aria-labelledby": `exercise-tab-${id}`,
        },
        element,
      ),
    ]),
  );
  return {
    element: h(
      "div",
      { class: "exercise-pages" },
      h("div", { class: "exercise-tabs", role: "tablist", "aria-label": "Parts of the exercise" }, ...tabs.values()),
      ...panels.values(),
    ),
    now: () => now,
    update(only) {
      allowed = pages.map(({ id }) => id).filter((id) => only === null || only.includes(id));
      if (!allowed.includes(now)) now = allowed[0]!;
      for (const { id } of pages) {
        tabs.get(id)!.hidden = !allowed.includes(id);
        tabs.get(id)!.setAttribute("aria-selected", String(id === now));
        tabs.get(id)!.setAttribute("tabindex", id === now ? "0" : "-1");
        panels.get(id)!.hidden = id !== now;
      }
    },
  };
}
