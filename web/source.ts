/** From what the address says to what is run. */
import { type Desk, Refused, type Source } from "./desk/protocol.ts";
import { draftOf } from "./drafts.ts";
import type { Route } from "./route.ts";
import { unpackChanges } from "./takeaway/link.ts";

/** @throws Refused with the reason in words */
export async function sourceOf(desk: Pick<Desk, "text">, { preset, draft, changes }: Route): Promise<Source> {
  if (draft !== null) {
    const source = draftOf(draft);
    if (source === null) throw new Refused(["What was changed was kept in another page's memory, and is not here."]);
    return source;
  }
  if (changes !== null) {
    const own = preset === "own";
    const unpacked = await unpackChanges(own ? "" : await desk.text(preset), changes);
    if (unpacked === null) throw new Refused(["This link carries changes that cannot be read here."]);
    return { preset: own ? null : preset, text: unpacked.text, fileName: `${preset}.yaml` };
  }
  return presetSource(preset);
}

export function presetSource(preset: string): Source {
  return { preset, text: null, fileName: `${preset}.yaml` };
}
