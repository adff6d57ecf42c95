/**
 * One key that clears everything: what was typed or loaded, what this browser keeps, and what the workers hold. The
 * page begins again from nothing, so that no thread of it remembers.
 */

import { clearVariants } from "../compare/variants.ts";
import { h } from "../dom.ts";
import { clearDrafts } from "../drafts.ts";
import { autosave } from "../edit/autosave.ts";
import { clearWorkbenches } from "../edit/workbench.ts";
import { clearGames } from "../exercise/kept.ts";

/** No browser uses it, and it is none that somebody presses while typing. */
export const CLEAR_KEY = "F8";

export function clearEverything(): void {
  clearDrafts();
  clearWorkbenches();
  clearVariants();
  clearGames();
  autosave.clear();
  document.getElementById("main")?.replaceChildren();
  history.replaceState(null, "", "#/");
  location.reload();
}

export function clearButton(): HTMLButtonElement {
  return h("button", { type: "button", class: "clear-all", click: clearEverything }, `Clear everything (${CLEAR_KEY})`);
}

/** Listens on every screen, and says so in the footer. */
export function installClear(footer: HTMLElement): void {
  addEventListener("keydown", (event) => {
    if (event.key !== CLEAR_KEY || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    clearEverything();
  });
  footer.append(
    h(
      "p",
      {},
      `The key ${CLEAR_KEY} clears everything that was typed or loaded here, and what this browser kept of it.`,
    ),
  );
}
