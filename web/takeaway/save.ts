/** Files that leave the page as downloads, with the marking in front of their names. */
import { h } from "../dom.ts";

/** "OFFICIAL-SENSITIVE-kent.csv"; unmarked ones keep their name. */
export function markedName(name: string, marking: string): string {
  const set = markingInNames(marking);
  return set === null ? name : `${set}-${name}`;
}

/** A marking that somebody set, as it stands in front of file names; null: unmarked. */
export function markingInNames(marking: string): string | null {
  return /^OFFICIAL(?:-SENSITIVE)?/i.exec(marking)?.[0].toUpperCase() ?? null;
}

/** Words as they may stand in a file name. */
export function fileWords(text: string): string {
  return (
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 80) || "muster"
  );
}

export function saveFile(name: string, content: string | Uint8Array | Blob, type: string): void {
  const blob = content instanceof Blob ? content : new Blob([content as BlobPart], { type });
  const address = URL.createObjectURL(blob);
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser may still be reading it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
