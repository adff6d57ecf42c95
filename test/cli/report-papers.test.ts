/** The one-page papers from outside: each says what the result says, for whom, under which condition, and made by what. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseHTML } from "linkedom/worker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onePage, paperText, printedPaper, readPaper } from "../../cli/report/papers.ts";
import type { Summary } from "../../engine/tally/summary.ts";
import { fitted, heightOf, PAGE } from "../../scenarios/papers/fit.ts";
import { PAPER_KINDS, type PaperKind } from "../../scenarios/papers/kinds.ts";
import { ensureBuilt, muster, projectFolder } from "../support/muster.ts";

const NOT_THIS_FORCES = "illustrative – not this force's holding";
const CONDITION = "In this scenario, on assumed holdings";

let folder = "";
const at = (...names: string[]) => join(folder, ...names);
const summaryOf = (name: string): Summary => JSON.parse(readFileSync(at(name, "summary.json"), "utf8"));

beforeAll(async () => {
  await ensureBuilt();
  folder = mkdtempSync(join(tmpdir(), "muster-papers-"));
  const runs = [
    ["two-counties", "200", "counties"],
    ["concurrent-disorder", "4", "disorder"],
  ] as const;
  for (const [scenario, replications, name] of runs) {
    const { status, stderr } = await muster(["run", scenario, "--replications", replications, "--out", at(name)]);
    expect([status, stderr]).toEqual([0, ""]);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A result's tables are long: each is read once. */
const read = new Map<string, ReturnType<typeof readPaper>>();
function paperAt(name: string): ReturnType<typeof readPaper> {
  const paper = read.get(name) ?? readPaper(at(name));
  read.set(name, paper);
  return paper;
}

function make(kind: PaperKind, name: string, force?: string) {
  const page = onePage(kind, [paperAt(name)], force);
  const html = printedPaper(page);
  return { page, html, text: paperText(page), document: parseHTML(html).document };
}

function fieldOf(summary: Summary, place: string): unknown {
  const [id, scope, ...rest] = place.split(".") as [string, string, ...string[]];
  const scopes = summary.capabilities.find((capability) => capability.id === id)!.scopes;
  const wanted = scope === "nation" ? scope : rest.shift();
  const found: unknown = scopes.find((one) => one.scope === scope && (scope === "nation" || one.id === wanted));
  return rest.reduce((value, key) => (value as Readonly<Record<string, unknown>>)[key], found);
}

const CASES = PAPER_KINDS.flatMap((kind) => [
  [kind, "counties", kind === "fms" || kind === "pcc" ? "castle" : undefined] as const,
  [kind, "disorder", kind === "fms" || kind === "pcc" ? "west-midlands" : undefined] as const,
]);

describe.each(CASES)("%s from %s", (kind, name, force) => {
  it("prints only figures that stand in summary.json, each with its exact value", () => {
    const figures = [...make(kind, name, force).document.querySelectorAll("data")];
    expect(figures.length).toBeGreaterThan(3);
    const summary = summaryOf(name);
    for (const figure of figures) {
      const place = figure.getAttribute("data-at")!;
      expect([place, Number(figure.getAttribute("value"))]).toEqual([place, fieldOf(summary, place)]);
    }
  });

  it("carries marking, status of the data and condition, in print and in text", () => {
    const { html, text, document } = make(kind, name, force);
    const { marking, data } = summaryOf(name);
    expect(html).toContain(`@top-center { content: "${marking}"`);
    expect(html).toContain(`@bottom-center { content: "${marking}"`);
    expect(text.startsWith(marking) && text.trimEnd().endsWith(marking)).toBe(true);
    const oneLine = text.replace(/\s+/g, " ");
    for (const said of [`Data: ${data.status}.`, CONDITION, "not validated against operational call-off data"]) {
      expect(document.querySelector("main")!.textContent).toContain(said);
      expect(oneLine).toContain(said);
    }
  });

  it("names beneath every table and picture the commands that make it", () => {
    const { document, page } = make(kind, name, force);
    const scenario = name === "counties" ? "two-counties" : "concurrent-disorder";
    const about = force === undefined ? "" : ` --force ${force}`;
    expect(page.madeBy).toBe(
      `npx muster run ${scenario} --replications ${summaryOf(name).replications} --out ${name} && npx muster report ${name} --kind ${kind}${about}`,
    );
    const figures = [...document.querySelectorAll("figure")];
    expect(figures.length).toBeGreaterThan(0);
    for (const figure of figures) expect(figure.querySelector(".made")!.textContent).toContain(page.madeBy);
  });

  it("leaves nothing unsaid where a figure or a word is missing, and says the number of runs", () => {
    const { text, document } = make(kind, name, force);
    expect(text).not.toMatch(/undefined|NaN|\[object|Infinity|<\w/);
    expect(document.querySelector("main")!.textContent).not.toMatch(/undefined|NaN|\[object|Infinity/);
    for (const table of document.querySelectorAll("figcaption")) expect(table.textContent).not.toBe("");
    expect(text).toMatch(new RegExp(`${summaryOf(name).replications} runs`));
  });

  it("is reckoned to fit its page, and needs nothing but itself", () => {
    const { page, html } = make(kind, name, force);
    expect(heightOf(page)).toBeLessThan(PAGE.height);
    expect(html).not.toMatch(/<(script|link|img|iframe|object)\b|url\(|@import|\bsrc=|\bhref=/);
  });
});

describe("on shipped data", () => {
  it("no paper of the nation names a force", () => {
    const { model } = paperAt("disorder");
    const forces = model.holderNames.slice(0, model.nForces);
    expect(forces.length).toBeGreaterThan(40);
    for (const kind of PAPER_KINDS.filter((one) => one !== "fms")) {
      const { text } = make(kind, "disorder");
      expect([kind, forces.filter((name) => text.includes(name))]).toEqual([kind, []]);
    }
  });

  it("a paper of one force says that the figures are not the force's own, and shows no armed capability by force", () => {
    for (const kind of ["fms", "pcc"] as const) {
      const { text, document } = make(kind, "disorder", "west-midlands");
      expect(text).toContain(NOT_THIS_FORCES);
      const places = [...document.querySelectorAll("data")].map((figure) => figure.getAttribute("data-at")!);
      expect(places.filter((place) => place.includes(".force."))).not.toEqual([]);
      expect(places.filter((place) => /^(arv|aep|ctsfo)\.force\./.test(place))).toEqual([]);
    }
    expect(make("fms", "disorder", "west-midlands").text).toMatch(
      /region and\s+nation only on shipped data: .*ARV crews/,
    );
  });

  it("and a force of a country of one's own is shown as its own", async () => {
    const scenario = at("own.yaml");
    writeFileSync(scenario, "muster: 1\nextends: two-counties\npeople: { floors: { psu: { alder: 1 } } }\n");
    expect((await muster(["run", scenario, "--replications", "5", "--out", at("own")])).status).toBe(0);
    expect(make("fms", "own", "castle").text).not.toContain(NOT_THIS_FORCES);
  });
});

it("counts in the assurance paragraph what was met by own people, by mutual aid, and not in full", () => {
  const { text } = make("pcc", "disorder");
  const [, all, own, aid, short] =
    /of the (\d+) capabilities asked for: (\d+) \w+ met .*? every run, (\d+) by .*? and (\d+) \w+ not met/
      .exec(text.replace(/\s+/g, " "))!
      .map(Number) as [number, number, number, number, number];
  const asked = summaryOf("disorder").capabilities.filter((capability) => capability.asked);
  expect(all).toBe(asked.length);
  expect(own + aid + short).toBe(all);
  expect(short).toBe(asked.filter(({ scopes }) => scopes[0]!.runOut.runs > 0).length);
  expect(text).toMatch(/¶117c/);
});

it("takes rows away until the page is full, and not one more", () => {
  const paper = paperAt("disorder");
  const most = onePage("npocc-brief", [paper], undefined);
  const rowsOf = (page: typeof most) =>
    page.blocks.flatMap((block) => (block.is === "table" ? block.rows.length : []))[0]!;
  const long = (rows: number): typeof most => ({
    ...most,
    blocks: [
      { is: "table", caption: "Long", head: ["a"], widths: [100], rows: Array.from({ length: rows }, () => [["x"]]) },
    ],
  });
  const fits = fitted(400, long)!;
  expect(rowsOf(fits)).toBeGreaterThan(10);
  expect(heightOf(fits)).toBeLessThan(PAGE.height);
  expect(heightOf(long(rowsOf(fits) + 1))).toBeGreaterThan(heightOf(fits));
  expect(rowsOf(fitted(5, long)!)).toBe(5);
});

describe("from the command line", () => {
  it.each([
    [["--kind", "fms"], 2, /--kind fms is about one force: say which with --force/],
    [["--kind", "sra", "--force", "castle"], 2, /leave --force out/],
    [["--format", "text"], 2, /--format text is for the one-page kinds/],
    [["--kind", "fms", "--force", "castel"], 3, /there is no such force in .*Did you mean castle\?/],
  ] as const)("%j is refused with %i, and nothing is written", async (words, status, message) => {
    const refused = await muster(["report", at("counties"), ...words]);
    expect(refused.status).toBe(status);
    expect(refused.stderr).toMatch(message);
    expect(refused.stdout).toBe("");
    expect(existsSync(at("counties", "report-fms-castel.html"))).toBe(false);
  });

  it("a marking that somebody set stands in the file's name and on the page", async () => {
    const marking = "OFFICIAL-SENSITIVE EXERCISE";
    await muster(["run", "two-counties", "--replications", "5", "--marking", marking, "--out", at("marked")]);
    const { stdout } = await muster(["report", at("marked"), "--kind", "pcc", "--force", "birch"]);
    expect(stdout).toBe(`${at("marked", "OFFICIAL-SENSITIVE-report-pcc-birch.html")}\n`);
    expect(readFileSync(stdout.trim(), "utf8")).toContain(`@top-center { content: "${marking}"`);
  });

  it("several years of one force carry the gravest of their markings, with a row for each year", () => {
    const [first, second] = [paperAt("counties"), paperAt("marked")];
    const page = onePage("fms", [first, second], "castle");
    expect(page.marking).toBe("OFFICIAL-SENSITIVE EXERCISE");
    const text = paperText(page);
    expect(text).toContain("Over the years: ");
    expect(text.match(/Police Support Unit – year: /g)).toHaveLength(2);
  });
});

describe("docs/papers.md", () => {
  const text = readFileSync(join(projectFolder, "docs", "papers.md"), "utf8");
  const commands = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((block) => block[1]!.trim().split("\n"));

  it("names every kind, and shows each at work", () => {
    for (const kind of PAPER_KINDS) {
      expect(text).toContain(`| \`${kind}\` |`);
      expect(commands.filter((command) => command.includes(`--kind ${kind}`)).length).toBeGreaterThan(0);
    }
  });

  it("every example ends with 0, in order", { timeout: 180_000 }, async () => {
    for (const command of commands) {
      const words = command.replaceAll("out/papers", at("docs")).split(" ").slice(2);
      const { status, stderr, stdout } = await muster(words);
      expect([command, status, stderr]).toEqual([command, 0, ""]);
      expect(stdout).not.toBe("");
    }
  });
});
