/**
 * `npm run plans-check`: sizes each case of theory 200 times with seeds of their own, and counts how often the exact
 * answer comes back. Fails where that is less than 95 times in 100. `npm run plans-check 20` does as many;
 * `npm run plans-check 200 Erlang` only the case of that name.
 */
import { SIZING_CASES, sized } from "./size-cases.ts";

const repeats = Number(process.argv[2] ?? 200);
const named = process.argv[3] ?? "";
let failed = false;
for (const one of SIZING_CASES.filter(({ title }) => title.includes(named))) {
  const started = process.cpuUsage();
  const found = new Map<number | null, number>();
  for (let repeat = 0; repeat < repeats; repeat++) {
    const { smallest } = await sized(one, `repeat ${repeat}`);
    found.set(smallest, (found.get(smallest) ?? 0) + 1);
  }
  const right = found.get(one.exact) ?? 0;
  const seconds = process.cpuUsage(started).user / 1e6;
  const others = [...found].filter(([size]) => size !== one.exact).map(([size, times]) => `${size} ${times} times`);
  const line = `${one.title}: ${one.exact} found in ${right} of ${repeats} repeats`;
  console.log(
    `${line}${others.length > 0 ? ` (${others.join(", ")})` : ""}; ${seconds.toFixed(0)} s of processor time`,
  );
  failed ||= right < 0.95 * repeats;
}
process.exitCode = failed ? 1 : 0;
