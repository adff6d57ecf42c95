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

/**
 * The next `count` uniforms of the stream into `out`, from its start: the same as `count` calls of
 * `nextUniform`, with the state kept in registers.
 */
export function fillUniforms(state: Int32Array, out: Float64Array, count: number): void {
  let s0 = state[0]!;
  let s1 = state[1]!;
  let s2 = state[2]!;
  let s3 = state[3]!;
  for (let i = 0; i < count; i++) {
    let product = Math.imul(s1, 5);
    const high = Math.imul((product << 7) | (product >>> 25), 9) >>> 6;
    let shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    product = Math.imul(s1, 5);
    const low = Math.imul((product << 7) | (product >>> 25), 9) >>> 6;
    shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    out[i] = (high * 67108864 + low + 0.5) * 2.220446049250313e-16;
  }
  state[0] = s0;
  state[1] = s1;
  state[2] = s2;
  state[3] = s3;
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

/**
 * Start the stream of one thing among many of its kind: the k-th child of a parent, the n-th incident of a threat.
 *
 * Cheap enough to use for every incident, so that no incident's draws depend on how many another one took.
 * The Chaskey permutation (Mouha et al. 2014; 6 of its 8 rounds mix fully) is one-to-one: different names, different states.
 *
 * @param state out: the stream, overwritten
 * @param keyHigh @param keyLow two words of the parent's stream as it was opened
 * @param tag what kind of child, from `tagOf`
 * @param ordinal which one, from 0
 */
export function branchStream(state: Int32Array, keyHigh: number, keyLow: number, tag: number, ordinal: number): void {
  let a = keyHigh | 0;
  let b = keyLow | 0;
  let c = tag | 0;
  let d = ordinal | 0;
  for (let round = 0; round < 6; round++) {
    a = (a + b) | 0;
    b = ((b << 5) | (b >>> 27)) ^ a;
    a = (a << 16) | (a >>> 16);
    c = (c + d) | 0;
    d = ((d << 8) | (d >>> 24)) ^ c;
    a = (a + d) | 0;
    d = ((d << 13) | (d >>> 19)) ^ a;
    c = (c + b) | 0;
    b = ((b << 7) | (b >>> 25)) ^ c;
    c = (c << 16) | (c >>> 16);
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = (a | b | c | d) === 0 ? 1 : d;
}

/** 32 bits of a name (FNV-1a), for `branchStream`. */
export function tagOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash;
}
