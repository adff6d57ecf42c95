/**
 * SHA-256 (FIPS 180-4), because the engine sees no crypto of its surroundings and the digest of a run is
 * to be the same in a browser, a worker and headless.
 */

/** A hash in the making; feed it with `updateSha256`, finish it with `finishSha256`. */
export interface Sha256 {
  readonly state: Int32Array;
  readonly block: Uint8Array;
  readonly schedule: Int32Array;
  /** bytes taken in so far */
  length: number;
}

export function createSha256(): Sha256 {
  return { state: Int32Array.from(INITIAL), block: new Uint8Array(64), schedule: new Int32Array(64), length: 0 };
}

/** Take in `bytes[from … to)`. */
export function updateSha256(hash: Sha256, bytes: Uint8Array, from = 0, to: number = bytes.length): void {
  let filled = hash.length % 64;
  hash.length += to - from;
  for (let i = from; i < to; ) {
    const taken = Math.min(64 - filled, to - i);
    hash.block.set(bytes.subarray(i, i + taken), filled);
    filled += taken;
    i += taken;
    if (filled === 64) {
      compress(hash);
      filled = 0;
    }
  }
}

/** The hash as 64 hexadecimal digits; `hash` is used up. */
export function finishSha256(hash: Sha256): string {
  const length = hash.length;
  const padded = new Uint8Array(length % 64 < 56 ? 64 - (length % 64) : 128 - (length % 64));
  padded[0] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 536870912)); // the length in bits, high word
  view.setUint32(padded.length - 4, (length % 536870912) * 8);
  updateSha256(hash, padded);
  let hex = "";
  for (const word of hash.state) hex += (word >>> 0).toString(16).padStart(8, "0");
  return hex;
}

/** SHA-256 of a text's UTF-8 bytes, or of bytes, in hexadecimal. */
export function sha256Hex(data: string | Uint8Array): string {
  const hash = createSha256();
  updateSha256(hash, typeof data === "string" ? utf8(data) : data);
  return finishSha256(hash);
}

/** A text's bytes in UTF-8; a lone surrogate becomes U+FFFD, as in TextEncoder. */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let n = 0;
  for (const character of text) {
    let code = character.codePointAt(0)!;
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) {
      bytes[n++] = code;
      continue;
    }
    const extra = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    bytes[n++] = [0, 0xc0, 0xe0, 0xf0][extra]! | (code >>> (6 * extra));
    for (let i = extra - 1; i >= 0; i--) bytes[n++] = 0x80 | ((code >>> (6 * i)) & 0x3f);
  }
  return bytes.slice(0, n);
}

function compress({ state, block, schedule }: Sha256): void {
  for (let i = 0; i < 16; i++) {
    const at = i * 4;
    schedule[i] = (block[at]! << 24) | (block[at + 1]! << 16) | (block[at + 2]! << 8) | block[at + 3]!;
  }
  for (let i = 16; i < 64; i++) {
    const w15 = schedule[i - 15]!;
    const w2 = schedule[i - 2]!;
    const s0 = ((w15 >>> 7) | (w15 << 25)) ^ ((w15 >>> 18) | (w15 << 14)) ^ (w15 >>> 3);
    const s1 = ((w2 >>> 17) | (w2 << 15)) ^ ((w2 >>> 19) | (w2 << 13)) ^ (w2 >>> 10);
    schedule[i] = (schedule[i - 16]! + s0 + schedule[i - 7]! + s1) | 0;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i]! + schedule[i]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

const { INITIAL, ROUND } = constants();

/** The first 32 bits of the fractions of the square roots (8) and cube roots (64) of the first primes, in whole numbers. */
function constants(): { INITIAL: Int32Array; ROUND: Int32Array } {
  const initial = new Int32Array(8);
  const round = new Int32Array(64);
  for (let n = 0, candidate = 2; n < 64; candidate++) {
    if (!isPrime(candidate)) continue;
    if (n < 8) initial[n] = Number(BigInt.asIntN(32, root(BigInt(candidate) << 64n, 2)));
    round[n++] = Number(BigInt.asIntN(32, root(BigInt(candidate) << 96n, 3)));
  }
  return { INITIAL: initial, ROUND: round };
}

function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return true;
}

/** ⌊x^(1/degree)⌋ by bisection. */
function root(x: bigint, degree: 2 | 3): bigint {
  let low = 0n;
  let high = 1n << 64n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    const power = degree === 2 ? middle * middle : middle * middle * middle;
    if (power <= x) low = middle;
    else high = middle;
  }
  return low;
}
