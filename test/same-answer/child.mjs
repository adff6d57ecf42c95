/**
 * What `abroad.test.ts` starts in another time zone and locale: `muster run` of several scenarios, one after the
 * other, as a person there would see it. The first argument is the folder to write into, the others are
 * `scenario:replications`. Prints where it finds itself.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../dist/muster.mjs";

const [program, child, folder, ...scenarios] = process.argv;
// the manifest says what was typed, which is then the same everywhere
mkdirSync(folder, { recursive: true });
process.chdir(folder);
const print = process.stdout.write.bind(process.stdout);
for (const scenario of scenarios) {
  const at = scenario.lastIndexOf(":");
  const [id, replications] = [scenario.slice(0, at), scenario.slice(at + 1)];
  let said = "";
  process.stdout.write = (text) => {
    said += text;
    return true;
  };
  const args = ["run", id, "--replications", replications, "--seed", "7", "--rows", "--out", id];
  process.argv = [program, child, ...args];
  await main(args);
  process.stdout.write = print;
  if (process.exitCode) throw new Error(`${id}: muster ended with ${process.exitCode}`);
  writeFileSync(join(id, "verdict.txt"), said);
}
const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
print(JSON.stringify({ timeZone, locale, sample: (1234567.5).toLocaleString(), hour: new Date(0).getHours() }));
