/**
 * Plain values with buffers as bytes: what a finished piece of work is on disk and on its way between machines.
 *
 *     "MUSTER1\n" · SHA-256 of the rest · gzip of: length of the JSON (u32, little-endian) · the JSON · the buffers
 *
 * In the JSON `{"$buffer": [kind, from, to]}` stands for a buffer. Typed arrays are little-endian, as every machine is
 * that runs Node. Equal values give equal bytes; bytes that were changed or cut short are refused.
 */
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";

const MAGIC = Buffer.from("MUSTER1\n");
const HASH_BYTES = 32;
/** Most that one piece may hold when unpacked: more is no piece of ours. */
const MOST_BYTES = 2 ** 31;

/** These bytes are no whole piece. */
export class DamagedError extends Error {}

/** @param value strings, finite numbers, booleans, null, lists, records, ArrayBuffers and typed arrays */
export function toBytes(value: unknown): Uint8Array {
  const buffers: Uint8Array[] = [];
  let at = 0;
  const text = Buffer.from(
    JSON.stringify(value, (_, one: unknown) => {
      if (typeof one === "number" && !Number.isFinite(one)) throw new RangeError(`${one} cannot be written down`);
      const bytes = bytesOf(one);
      if (bytes === null) return one;
      buffers.push(bytes);
      at += bytes.length;
      return { $buffer: [kindOf(one), at - bytes.length, at] };
    }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const body = gzipSync(Buffer.concat([length, text, ...buffers]), { level: 1 });
  return Buffer.concat([MAGIC, createHash("sha256").update(body).digest(), body]);
}

/** @throws DamagedError */
export function fromBytes(given: Uint8Array): unknown {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw new DamagedError("not a piece of Muster's");
  const body = bytes.subarray(MAGIC.length + HASH_BYTES);
  const hash = bytes.subarray(MAGIC.length, MAGIC.length + HASH_BYTES);
  if (!createHash("sha256").update(body).digest().equals(hash)) throw new DamagedError("cut short or changed");
  const whole = gunzipSync(body, { maxOutputLength: MOST_BYTES });
  const start = 4 + whole.readUInt32LE(0);
  return JSON.parse(whole.toString("utf8", 4, start), (_, one: unknown) => {
    const [kind, from, to] = bufferNamed(one) ?? [];
    if (kind === undefined) return one;
    const buffer = new Uint8Array(whole.subarray(start + from!, start + to!)).buffer;
    return kind === "ArrayBuffer" ? buffer : new KINDS[kind](buffer);
  });
}

const KINDS = { Uint8Array, Int32Array, Uint32Array, Float64Array };
type Kind = keyof typeof KINDS | "ArrayBuffer";

function kindOf(value: unknown): Kind {
  const kind = (value as object).constructor.name;
  if (kind !== "ArrayBuffer" && !(kind in KINDS)) throw new TypeError(`a ${kind} cannot be written down`);
  return kind as Kind;
}

function bytesOf(value: unknown): Uint8Array | null {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : null;
}

function bufferNamed(value: unknown): [Kind, number, number] | null {
  if (typeof value !== "object" || value === null || !("$buffer" in value)) return null;
  return value.$buffer as [Kind, number, number];
}
