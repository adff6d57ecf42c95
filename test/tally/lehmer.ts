/** A small generator for tests: Lehmer's, modulus 2^31 − 1, multiplier 48271; uniforms in (0, 1). */
export function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
