/**
 * The same files anywhere: what `muster run` writes and prints under other time zones and locales is, byte for byte,
 * what it writes and prints at home.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt, projectFolder } from "../support/muster.ts";
import { askedIds, askedPlan, everything, inTurn, spread } from "./scenarios.ts";

const home = { TZ: "UTC", LC_ALL: "C" };
/** Half an hour off the hour, east of the date line, and where the point is a comma, the i has no dot or digits differ. */
const abroad = [
  { TZ: "America/St_Johns", LC_ALL: "de_DE.UTF-8" },
  { TZ: "Asia/Kolkata", LC_ALL: "tr_TR.UTF-8" },
  { TZ: "Pacific/Apia", LC_ALL: "ar_EG.UTF-8" },
  { TZ: "Australia/Lord_Howe", LC_ALL: "ja_JP.UTF-8" },
];

const folder = mkdtempSync(join(tmpdir(), "muster-abroad-"));
/** In CI four scenarios, one to each place. */
const ids = spread(askedIds(), abroad.length);
const placesOf = (id: string) => inTurn(abroad, ids.indexOf(id));
let scenarios: Map<string, string>;

interface Found {
  readonly timeZone: string;
  readonly locale: string;
  /** 1,234,567.5 and the hour of the epoch, as the place writes and tells them */
  readonly sample: string;
  readonly hour: number;
}

beforeAll(async () => {
  await ensureBuilt();
  scenarios = new Map(ids.map((id) => [id, `${id}:${askedPlan(id).replications}`]));
}, 600_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function runIn(place: typeof home, into: string, wanted: readonly string[]): Promise<Found> {
  const args = [fileURLToPath(new URL("./child.mjs", import.meta.url)), join(folder, into)];
  const { LANG: _, LANGUAGE: __, LC_MESSAGES: ___, LC_NUMERIC: ____, LC_TIME: _____, ...plain } = process.env;
  const child = spawn(process.execPath, [...args, ...wanted.map((id) => scenarios.get(id)!)], {
    cwd: projectFolder,
    env: { ...plain, ...place, LANG: place.LC_ALL },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const status = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  expect(status).toBe(0);
  return JSON.parse(printed);
}

/** Every file of a run by name; of the manifest what is not about how long it took. */
function filesOf(into: string, id: string): Record<string, string> {
  const from = join(folder, into, id);
  return Object.fromEntries(
    readdirSync(from)
      .sort()
      .map((name) => {
        const text = readFileSync(join(from, name), "utf8");
        return [name, name === "manifest.json" ? text.replace(/"wallSeconds": [\d.e-]+/, '"wallSeconds": 0') : text];
      }),
  );
}

describe("result files, rows and verdict under other time zones and locales", { timeout: 3_600_000 }, () => {
  beforeAll(async () => {
    expect(await runIn(home, "home", ids)).toMatchObject({ timeZone: "UTC", sample: "1,234,567.5", hour: 0 });
  }, 3_600_000);

  it.each(abroad)("are those of home in $TZ with $LC_ALL", async (place) => {
    const here = ids.filter((id) => placesOf(id).includes(place));
    const found = await runIn(place, place.TZ, here);
    // the place is another one indeed: node took over its zone, its language and its figures
    expect(found.locale.replace("-", "_")).toBe(place.LC_ALL.slice(0, 5));
    expect(found.hour).not.toBe(0);
    if (found.locale !== "ja-JP") expect(found.sample).not.toBe("1,234,567.5");

    for (const id of here) {
      const files = filesOf(place.TZ, id);
      expect(Object.keys(files)).toEqual(
        expect.arrayContaining(["manifest.json", "replications.csv", "series.csv", "summary.json", "verdict.txt"]),
      );
      expect(files["verdict.txt"]).toMatch(/^In this scenario/);
      const atHome = filesOf("home", id);
      // one by one, so that a difference does not print megabytes
      for (const [name, text] of Object.entries(files)) {
        expect({ id, file: name, same: text === atHome[name] }).toEqual({ id, file: name, same: true });
      }
      expect(Object.keys(files)).toEqual(Object.keys(atHome));
    }
  });

  it("go to every place, and every scenario goes abroad", () => {
    for (const id of ids) expect(placesOf(id)).toHaveLength(everything ? abroad.length : 1);
    if (ids.length >= abroad.length) {
      for (const place of abroad) expect(ids.some((id) => placesOf(id).includes(place))).toBe(true);
    }
  });
});
