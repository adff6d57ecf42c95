/**
 * The digest of a run: SHA-256 over everything that counts, in canonical order, as whole numbers.
 *
 * It names what was found: the same scenario, seed and replications give the same digest for any number
 * of workers, any chunking, any order, in a browser or headless. Speed figures (`events`) stay out.
 *
 * Canonical bytes: the line "muster tallies 1", the scenario's hash, seed, first and last replication, each
 * on a line; the number of replications; then array by array and bank by bank in the order of
 * `PLAIN_ARRAYS`, `LIMB_ARRAYS`, `BANKS`: name on a line, length, then (index + 1, value) for every entry that
 * is not 0, then 0. A bank has (row + 1, its (bin + 1, count) ascending, 0) for every row that is not empty,
 * then 0. Where numbers are given as ranges, the arrays of `namedRangeArrays` follow as the others do. Numbers
 * are in base 128, smallest digit first, 128 added to all digits but the last.
 */
import { forEachBin } from "./histogram.ts";
import { namedRangeArrays } from "./ranges.ts";
import { createSha256, finishSha256, type Sha256, updateSha256, utf8 } from "./sha256.ts";
import { BANKS, LIMB_ARRAYS, PLAIN_ARRAYS, type Tallies } from "./tally.ts";

/**
 * @param from first replication, `to` one after the last
 * @returns "sha256:" and 64 hexadecimal digits
 * @throws RangeError if a tally is not a whole number of 0 or more (the rule that makes merging exact)
 */
export function digestOf(tallies: Tallies, scenarioHash: string, seed: string, from: number, to: number): string {
  const writer: Writer = { hash: createSha256(), bytes: new Uint8Array(1 << 16), filled: 0 };
  putText(writer, `muster tallies 1\n${scenarioHash}\n${JSON.stringify(seed)}\n${from}\n${to}\n`);
  putWhole(writer, tallies.nReplications, "nReplications");
  for (const name of PLAIN_ARRAYS) putArray(writer, name, tallies[name]);
  for (const [high, low] of LIMB_ARRAYS) {
    putArray(writer, high, tallies[high]);
    putArray(writer, low, tallies[low]);
  }
  for (const name of BANKS) {
    const bank = tallies[name];
    putText(writer, `${name}\n`);
    putWhole(writer, bank.nRows, name);
    for (let row = 0; row < bank.nRows; row++) {
      if (bank.rowPages[row] === 0) continue;
      let named = false;
      forEachBin(bank, row, (bin, count) => {
        if (!named) putWhole(writer, row + 1, name);
        named = true;
        putWhole(writer, bin + 1, name);
        putWhole(writer, count, name);
      });
      if (named) putWhole(writer, 0, name);
    }
    putWhole(writer, 0, name);
  }
  if (tallies.ranges !== null) {
    for (const [name, values] of namedRangeArrays(tallies.ranges)) putArray(writer, name, values);
  }
  flush(writer);
  return `sha256:${finishSha256(writer.hash)}`;
}

interface Writer {
  readonly hash: Sha256;
  readonly bytes: Uint8Array;
  filled: number;
}

function putArray(writer: Writer, name: string, values: Float64Array): void {
  putText(writer, `${name}\n`);
  putWhole(writer, values.length, name);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === 0) continue;
    putWhole(writer, i + 1, name);
    putWhole(writer, value, name);
  }
  putWhole(writer, 0, name);
}

function putText(writer: Writer, text: string): void {
  flush(writer);
  updateSha256(writer.hash, utf8(text));
}

function putWhole(writer: Writer, value: number, name: string): void {
  if (!(value >= 0 && Number.isInteger(value)))
    throw new RangeError(`tally ${name} holds ${value}: not a whole number`);
  if (writer.filled + 8 > writer.bytes.length) flush(writer); // eight digits of base 128 hold 2^53 and more
  const { bytes } = writer;
  let rest = value;
  while (rest >= 128) {
    const next = Math.floor(rest / 128);
    bytes[writer.filled++] = rest - next * 128 + 128;
    rest = next;
  }
  bytes[writer.filled++] = rest;
}

function flush(writer: Writer): void {
  updateSha256(writer.hash, writer.bytes, 0, writer.filled);
  writer.filled = 0;
}
