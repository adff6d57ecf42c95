/**
 * `npm run plans-check`: sizes each case of theory 200 times with seeds of their own, and counts how often the exact
 * answer comes back. Fails where that is less than 95 times in 100. `npm run plans-check 20` does as many;
 * `npm run plans-check 200 Erlang` only the case of that name, `npm run plans-check 20 Erlang 40` repeats 40 to 59 of it, so
 * that it can be done in pieces. What it found when stands in docs/plans-check.md.
 */
import { cheapestByProductForm, nestedSized } from "./nested-case.ts";
import { SIZING_CASES, sized } from "./size-cases.ts";

const repeats = Number(process.argv[2] ?? 200);
const named = process.argv[3] ?? "";
const first = Number(process.argv[4] ?? 0);
let failed = false;
const cases = [
  ...SIZING_CASES.map((one) => ({
    title: one.title,
    exact: String(one.exact),
    found: async (seed: string) => String((await sized(one, seed)).smallest),
  })),
  {
    title: "product form: the cheapest people of two skills, one within the other",
    exact: cheapestByProductForm().join(" and "),
    found: async (seed: string) => (await nestedSized(seed)).cheapest?.join(" and ") ?? "none",
  },
];
for (const one of cases.filter(({ title }) => title.includes(named))) {
  const started = process.cpuUsage();
  const times = new Map<string, number>();
  for (let repeat = first; repeat < first + repeats; repeat++) {
    const found = await one.found(`repeat ${repeat}`);
    times.set(found, (times.get(found) ?? 0) + 1);
  }
  const right = times.get(one.exact) ?? 0;
  const seconds = process.cpuUsage(started).user / 1e6;
  const others = [...times].filter(([found]) => found !== one.exact).map(([found, n]) => `${found} ${n} times`);
  const line = `${one.title}: ${one.exact} found in ${right} of ${repeats} repeats`;
  console.log(
    `${line}${others.length > 0 ? ` (${others.join(", ")})` : ""}; ${seconds.toFixed(0)} s of processor time`,
  );
  failed ||= right < 0.95 * repeats;
}
process.exitCode = failed ? 1 : 0;
