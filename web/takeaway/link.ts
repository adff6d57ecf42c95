/**
 * A scenario in an address: what differs from the shipped preset, packed small. It stands after `#`, so browsers
 * keep it to themselves; whoever gets the link gets what is in it.
 *
 * `packChanges` gives letters, digits, - and _ only. Whatever comes back is untrusted: it is unpacked within a limit,
 * and read by the same rules as a file.
 */

import { sha256Hex } from "../../engine/tally/sha256.ts";
import { type Change, changesBetween, withRawChanges } from "../../scenarios/format/edit.ts";

/** Longer ones are cut by mail programs and chats. */
export const MOST_LETTERS = 30_000;
const MOST_UNPACKED = 1_000_000;
/** Tells this way of packing from any later one. */
const VERSION = "1";

export interface Unpacked {
  readonly text: string;
  /** the preset is not what it was when the link was made, so the picture may be another */
  readonly presetChanged: boolean;
}

/** Changes of the preset's text (without a preset all of the text); empty where there are none. Null: too large for an address. */
export async function packChanges(presetText: string, text: string): Promise<string | null> {
  if (text === presetText) return "";
  const changes = presetText === "" ? null : changesBetween(presetText, text);
  if (changes?.length === 0) return "";
  const said = changes === null ? { text } : { of: fingerprint(presetText), changes: changes.map(asList) };
  const packed = VERSION + base64url(await squeezed(new TextEncoder().encode(JSON.stringify(said))));
  return packed.length > MOST_LETTERS ? null : packed;
}

/** The text again; null where what stands there was not made by `packChanges`, or is too large. */
export async function unpackChanges(presetText: string, packed: string): Promise<Unpacked | null> {
  if (packed === "") return { text: presetText, presetChanged: false };
  if (packed.length > MOST_LETTERS || !/^1[A-Za-z0-9_-]+$/.test(packed)) return null;
  try {
    const bytes = await unsqueezed(fromBase64url(packed.slice(1)));
    const said: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof said !== "object" || said === null) return null;
    const { text, of, changes } = said as { text?: unknown; of?: unknown; changes?: unknown };
    if (typeof text === "string") return { text, presetChanged: false };
    const list = Array.isArray(changes) ? changes.map(asChange) : [null];
    if (list.includes(null)) return null;
    return {
      text: withRawChanges(presetText, list as Change[]),
      presetChanged: of !== fingerprint(presetText),
    };
  } catch {
    return null;
  }
}

/** Why a scenario may not go into a link; null: it may. */
export function linkRefusal({
  loaded,
  marking,
}: {
  readonly loaded: boolean;
  readonly marking: string;
}): string | null {
  if (loaded)
    return "Figures were loaded into this scenario, so it goes into no link. Save it as a file, and pass that on as its marking allows.";
  if (!/^UNMARKED/i.test(marking))
    return `This scenario is marked ${marking}, so it goes into no link. Save it as a file, and pass that on as its marking allows.`;
  return null;
}

function fingerprint(text: string): string {
  return sha256Hex(text).slice(0, 8);
}

/** A change without a value takes out: JSON has no undefined. */
function asList([path, value]: Change): unknown[] {
  return value === undefined ? [path] : [path, value];
}

const BARRED = new Set(["__proto__", "constructor", "prototype"]);

function asChange(item: unknown): Change | null {
  if (!Array.isArray(item) || item.length < 1 || item.length > 2 || !Array.isArray(item[0])) return null;
  const path = item[0] as unknown[];
  const sound = path.every(
    (step) =>
      (typeof step === "string" && !BARRED.has(step)) ||
      (typeof step === "number" && Number.isInteger(step) && step >= 0 && step < 10_000),
  );
  return sound && path.length > 0 && path.length < 64 ? [path as (string | number)[], item[1]] : null;
}

// ── bytes ───────────────────────────────────────────────────────────────────────────────────────

function squeezed(bytes: Uint8Array): Promise<Uint8Array> {
  return drained(
    new Blob([bytes as BlobPart]).stream().pipeThrough(new CompressionStream("deflate-raw")),
    MOST_UNPACKED,
  );
}

function unsqueezed(bytes: Uint8Array): Promise<Uint8Array> {
  return drained(
    new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream("deflate-raw")),
    MOST_UNPACKED,
  );
}

/** Reads to the end, or gives up where more comes than is wanted. */
async function drained(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new RangeError(`more than ${most} bytes`);
    }
    pieces.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function base64url(bytes: Uint8Array): string {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}
