/** What the streams use of seedrandom's alea, which ships without types of its own. */
declare module "seedrandom/lib/alea.js" {
  /** Hash the name into a generator; `int32` gives 32 bits as a signed integer. */
  export default function alea(name: string): { int32(): number };
}
