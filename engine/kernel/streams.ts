/**
 * Named streams of random numbers: one per purpose, so that adding one purpose disturbs no other.
 *
 * A stream's name is "<seed>/<purpose>/<replication>", the varying part last. seedrandom's alea hashes the
 * name; the draws come from xoshiro128** in four words of an Int32Array, which every engine runs fast and
 * alike. (seedrandom's default generator repeats a short key to fill its table, so "1" and "11" would be one
 * stream.)
 */
/// <reference path="./alea.d.ts" />
import alea from "seedrandom/lib/alea.js";

/** Words that the state of one stream takes. */
export const STREAM_WORDS = 4;

/**
 * Start the stream of this name.
 *
 * @param state out: the stream, at least `STREAM_WORDS` long, owned by the caller
 * @param replication a whole number, 0 or more
 */
export function openStream(state: Int32Array, seed: string, purpose: string, replication: number): void {
  const hash = alea(`${seed}/${purpose}/${replication}`);
  state[0] = hash.int32();
  state[1] = hash.int32();
  state[2] = hash.int32();
  state[3] = hash.int32();
  // The one state from which xoshiro never moves.
  if ((state[0]! | state[1]! | state[2]! | state[3]!) === 0) state[0] = 1;
}

/**
 * The next uniform of the stream, strictly between 0 and 1.
 *
 * 52 random bits from two words, set in the middle of their cell: an odd multiple of 2⁻⁵³, so that 0 and 1
 * cannot occur (with 53 bits the highest would round to 1) and an inverse CDF never meets its ends.
 */
export function nextUniform(state: Int32Array): number {
  const high = nextWord(state) >>> 6;
  const low = nextWord(state) >>> 6;
  return (high * 67108864 + low + 0.5) * 2.220446049250313e-16;
}

/** The next 32 bits, as a signed word (xoshiro128**, Blackman and Vigna 2018, public domain). */
export function nextWord(state: Int32Array): number {
  const s0 = state[0]!;
  const s1 = state[1]!;
  const s2 = state[2]! ^ s0;
  const s3 = state[3]! ^ s1;
  const product = Math.imul(s1, 5);
  state[0] = s0 ^ s3;
  state[1] = s1 ^ s2;
  state[2] = s2 ^ (s1 << 9);
  state[3] = (s3 << 11) | (s3 >>> 21);
  return Math.imul((product << 7) | (product >>> 25), 9);
}
