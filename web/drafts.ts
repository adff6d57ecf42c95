/**
 * Edited scenarios that are open in this page: kept in its memory, never in its address, so that what somebody
 * typed or loaded goes nowhere. Going back and forth in the browser's history finds them again.
 */
import type { Source } from "./desk/protocol.ts";

const drafts = new Map<string, Source>();

/** @returns the key that a route carries */
export function keepDraft(source: Source): string {
  const key = String(drafts.size + 1);
  drafts.set(key, source);
  return key;
}

/** null: it was made in another page, or cleared. */
export function draftOf(key: string): Source | null {
  return drafts.get(key) ?? null;
}

export function clearDrafts(): void {
  drafts.clear();
}
