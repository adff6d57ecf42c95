/**
 * A part of the editor. It is built anew only where what it is made of changes (a need more, a range instead of a
 * value); otherwise its fields show what stands there now, so that nobody's focus is lost.
 */
import { h } from "../dom.ts";
import type { Field } from "./fields.ts";

export interface Section {
  readonly element: HTMLElement;
  sync(): void;
}

/** Takes a field into the section, and gives its element. */
export type Take = (field: Field) => HTMLElement;

/**
 * @param keyOf what the section is made of, as text
 * @param build its content; fields go through `take`
 */
export function createSection(name: string, keyOf: () => string, build: (take: Take) => readonly Node[]): Section {
  const element = h("div", { class: `edit-section ${name}` });
  let key: string | null = null;
  let fields: Field[] = [];
  return {
    element,
    sync() {
      const next = keyOf();
      if (next === key) {
        for (const field of fields) field.sync();
        return;
      }
      key = next;
      fields = [];
      const held = element.contains(document.activeElement) ? nameOf(document.activeElement!) : null;
      element.replaceChildren(
        ...build((field) => {
          fields.push(field);
          return field.element;
        }),
      );
      if (held !== null) focusNamed(element, held);
    },
  };
}

function nameOf(element: Element): string | null {
  return element.getAttribute("data-key") ?? element.getAttribute("aria-label");
}

function focusNamed(root: HTMLElement, name: string): void {
  const found = [...root.querySelectorAll<HTMLElement>("button, input, select, textarea, [tabindex]")].find(
    (element) => nameOf(element) === name,
  );
  found?.focus({ preventScroll: true });
}

export function smallButton(words: string, label: string, click: () => void): HTMLButtonElement {
  return h("button", { type: "button", class: "small", "aria-label": label, click }, words);
}
