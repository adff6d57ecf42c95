/**
 * Generators of others, in whole numbers by the book: luck for tests that owes nothing to the engine's own, and
 * a second opinion on every statistic that the engine's streams are judged by.
 */

/** The next uniform in [0, 1). */
export type Uniform = () => number;

const M32 = 0xffffffffn;
const M64 = 0xffffffffffffffffn;

/** 53 bits of two words of 32, as uniform in [0, 1). */
export function uniformOfWords(first: number, second: number): number {
  return ((first >>> 5) * 67108864 + (second >>> 6)) / 9007199254740992;
}

/** Philox4x32-10 (Salmon and others 2011): four words for a counter of four and a key of two. */
export function philox(counter: readonly number[], key: readonly number[]): number[] {
  let [a, b, c, d] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k, l] = key.map(BigInt) as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const p = 0xd2511f53n * a;
    const q = 0xcd9e8d57n * c;
    [a, b, c, d] = [(q >> 32n) ^ b ^ k, q & M32, (p >> 32n) ^ d ^ l, p & M32];
    k = (k + 0x9e3779b9n) & M32;
    l = (l + 0xbb67ae85n) & M32;
  }
  return [a, b, c, d].map(Number);
}

/** Philox under a counter that runs: two uniforms a block. */
export function philoxUniform(seed: number): Uniform {
  let block = 0;
  let words: number[] = [];
  return () => {
    if (words.length === 0) words = philox([block++, 0, 0, 0], [seed, 0]);
    return uniformOfWords(words.shift()!, words.shift()!);
  };
}

/** SplitMix64 (Steele, Lea and Flood 2014): words of 64 bits. */
export function splitMix64(seed: bigint): () => bigint {
  let state = seed & M64;
  return () => {
    state = (state + 0x9e3779b97f4a7c15n) & M64;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & M64;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & M64;
    return z ^ (z >> 31n);
  };
}

/** xoshiro256** (Blackman and Vigna 2018): words of 64 bits. */
export function xoshiro256(state: readonly bigint[]): () => bigint {
  let [a, b, c, d] = state as [bigint, bigint, bigint, bigint];
  return () => {
    const result = (rotated(b * 5n, 7n) * 9n) & M64;
    const shifted = (b << 17n) & M64;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 45n);
    return result;
  };
}

function rotated(word: bigint, by: bigint): bigint {
  const w = word & M64;
  return ((w << by) | (w >> (64n - by))) & M64;
}

/** xoshiro256** seeded as its authors advise, by SplitMix64. */
export function xoshiroUniform(seed: number): Uniform {
  const seeds = splitMix64(BigInt(seed));
  const next = xoshiro256([seeds(), seeds(), seeds(), seeds()]);
  return () => Number(next() >> 11n) / 9007199254740992;
}

/** MRG32k3a (L'Ecuyer 1999): uniforms in (0, 1); sums of the recurrences stay below 2⁵³. */
export function mrg32k3a(seed: readonly number[]): Uniform {
  let [a, b, c, d, e, f] = seed as [number, number, number, number, number, number];
  return () => {
    let p = (1403580 * b - 810728 * a) % 4294967087;
    if (p < 0) p += 4294967087;
    [a, b, c] = [b, c, p];
    let q = (527612 * f - 1370589 * d) % 4294944443;
    if (q < 0) q += 4294944443;
    [d, e, f] = [e, f, q];
    return (p > q ? p - q : p - q + 4294967087) / 4294967088;
  };
}

/** xoshiro128** (Blackman and Vigna 2018) as its authors write it: words of 32 bits. */
export function xoshiro128(state: readonly number[]): () => number {
  let [a, b, c, d] = state.map((word) => BigInt(word) & M32) as [bigint, bigint, bigint, bigint];
  const turned = (word: bigint, by: bigint) => (((word & M32) << by) | ((word & M32) >> (32n - by))) & M32;
  return () => {
    const result = (turned(b * 5n, 7n) * 9n) & M32;
    const shifted = (b << 9n) & M32;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = turned(d, 11n);
    return Number(result);
  };
}

/** Alea (Baagøe 2010) in whole numbers: a multiply-with-carry generator of three words, seeded by a hash of names. */
export function alea(...names: readonly (string | number)[]): Uniform {
  const mash = masher();
  const words = [mash(" "), mash(" "), mash(" ")];
  for (const name of names) {
    for (let i = 0; i < 3; i++) words[i] = (words[i]! - mash(String(name)) + 4294967296) % 4294967296;
  }
  let carry = 1;
  return () => {
    const sum = 2091639 * words.shift()! + carry;
    carry = Math.floor(sum / 4294967296);
    words.push(sum % 4294967296);
    return words[2]! / 4294967296;
  };
}

/** Alea's hash: each call goes on from where the last one stopped. */
function masher(): (text: string) => number {
  let hash = 0xefc8249d;
  return (text) => {
    for (const letter of text) {
      const product = 0.02519603282416938 * (hash + letter.charCodeAt(0));
      const whole = Math.floor(product);
      const square = (product - whole) * whole;
      hash = Math.floor(square) + (square - Math.floor(square)) * 4294967296;
    }
    return Math.floor(hash) % 4294967296;
  };
}
