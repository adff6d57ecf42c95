/** `muster report` from outside: what stands in the paper is what stands in the result, and a broken result is refused. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseHTML } from "linkedom/worker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RefusedError } from "../../cli/exits.ts";
import { LABELS, OUTPUTS } from "../../cli/report/outputs.ts";
import { readResult } from "../../cli/report/result.ts";
import { ITEMS } from "../../cli/report/stress-des.ts";
import type { ScopeSummary, Summary } from "../../engine/tally/summary.ts";
import { verdict } from "../../engine/tally/verdict.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { ensureBuilt, muster, projectFolder } from "../support/muster.ts";

const PRESETS = [
  ["two-counties", "--replications 60"],
  ["merged-forces", "--replications 20 --outer 5"],
  ["concurrent-disorder", "--replications 20"],
] as const;
const { version } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8"));

let folder = "";
const at = (...names: string[]) => join(folder, ...names);
const readJson = (...names: string[]) => JSON.parse(readFileSync(at(...names), "utf8"));

beforeAll(async () => {
  await ensureBuilt();
  folder = mkdtempSync(join(tmpdir(), "muster-report-"));
  for (const [preset, runs] of PRESETS) {
    const ran = await muster(["run", preset, ...runs.split(" "), "--out", at(preset)]);
    expect(ran).toMatchObject({ status: 0, stderr: "" });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A field of summary.json by the place that a figure names: `psu.region.north-west.runOut.probability`. */
function fieldOf(summary: Summary, place: string): unknown {
  const [id, scope, ...rest] = place.split(".") as [string, string, ...string[]];
  const scopes = summary.capabilities.find((capability) => capability.id === id)!.scopes;
  const wanted = scope === "nation" ? scope : rest.shift();
  const found: unknown = scopes.find((one) => one.scope === scope && (scope === "nation" || one.id === wanted));
  return rest.reduce((value, key) => (value as Readonly<Record<string, unknown>>)[key], found);
}

describe.each(PRESETS)("the report of %s", (preset, runs) => {
  let text = "";
  let summary: Summary;
  let page: ReturnType<typeof parseHTML>["document"];
  const all = (selector: string) => [...page.querySelectorAll(selector)];

  beforeAll(async () => {
    const { status, stdout, stderr } = await muster(["report", at(preset)]);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${at(preset, "report.html")}\n`, stderr: "" });
    text = readFileSync(at(preset, "report.html"), "utf8");
    summary = readJson(preset, "summary.json");
    page = parseHTML(text).document;
  });

  it("gives the verdict in the words of the command line, condition first, capability by capability", () => {
    const { lines } = verdict(summary);
    expect(lines.length).toBeGreaterThan(0);
    expect(all(".verdict li").map((line) => line.textContent)).toEqual(lines.map(({ sentence }) => sentence));
    for (const { sentence } of lines) expect(sentence).toMatch(/^In this scenario, on assumed holdings/);
  });

  it("prints only figures that stand in summary.json, each with its exact value", () => {
    const figures = all("data");
    expect(figures.length).toBeGreaterThan(40);
    for (const figure of figures) {
      const place = figure.getAttribute("data-at")!;
      expect([place, Number(figure.getAttribute("value"))]).toEqual([place, fieldOf(summary, place)]);
      expect(figure.textContent).not.toBe("");
    }
  });

  it("leaves nothing unsaid where a figure or a word is missing", () => {
    expect(page.querySelector("main")!.textContent).not.toMatch(/undefined|NaN|\[object|Infinity/);
  });

  it("rounds a figure and does not change it", () => {
    for (const figure of all("data")) {
      const words = figure.textContent!.replaceAll(",", "").replace("−", "-");
      if (!/^-?\d+(\.\d+)?$/.test(words)) continue;
      const scale = /probability|(runOut|leftForce|leftRegion)\.(low|high)$/.test(figure.getAttribute("data-at")!)
        ? 100
        : 1;
      const exact = Number(figure.getAttribute("value")) * scale;
      const decimals = words.split(".")[1]?.length ?? 0;
      expect(Math.abs(Number(words) - exact)).toBeLessThanOrEqual(0.5000001 / 10 ** decimals);
    }
  });

  it("answers all 20 items of STRESS-DES from scenario and engine", () => {
    expect(ITEMS).toHaveLength(20);
    expect(all(".item h4").map((title) => title.textContent)).toEqual(
      ITEMS.map(([, item, title]) => `${item} ${title}`),
    );
    for (const [, item, title] of ITEMS) {
      const answer = page.getElementById(`item-${item}`)!.textContent!.replace(`${item} ${title}`, "").trim();
      expect(answer.length, item).toBeGreaterThan(30);
      expect(answer, item).not.toMatch(/undefined|NaN|\[object/);
    }
    expect(text).toContain("doi:10.1080/17477778.2018.1442155");
  });

  it("lists every range, every number with a source and every record of the scenario, each with kind, source and effect", async () => {
    const { resolvedScenario, scenario } = readJson(preset, "manifest.json");
    const { assumptions } = JSON.parse((await muster(["report", at(preset), "--json"])).stdout);
    const { uncertain } = compileScenario(resolvedScenario, scenario.sha256);
    const of = (group: string) => assumptions.filter((row: { group: string }) => row.group === group);
    expect(
      of("drawn")
        .map((row: { where: string }) => row.where)
        .sort(),
    ).toEqual(uncertain.map(({ path }) => path).sort());
    expect(of("record").length + of("idle").length).toBeGreaterThanOrEqual((resolvedScenario.assumptions ?? []).length);
    for (const { what } of resolvedScenario.assumptions ?? []) {
      expect(assumptions.filter((row: { what: string }) => row.what === what).length).toBeGreaterThan(0);
    }
    for (const row of assumptions) {
      expect(Object.values(row).every((value) => value !== undefined)).toBe(true);
      for (const key of ["what", "kind", "source", "figure"])
        expect([row.where, key, row[key]]).not.toEqual([row.where, key, ""]);
      expect(row.effect.length).toBeGreaterThan(0);
    }
    expect(all(".assumed tbody tr")).toHaveLength(assumptions.length);
  });

  it("says beneath every figure which command makes it, with version, seed, digest and marking", () => {
    const figures = all("figure");
    expect(figures.length).toBeGreaterThan(3);
    for (const figure of figures) {
      const made = figure.querySelector(".made")!.textContent!;
      const said = [`npx muster run ${preset} ${runs} --out ${preset}`, `npx muster report ${preset}`];
      for (const words of [...said, `Muster ${version}`, `seed ${summary.seed}`, summary.digest, summary.marking]) {
        expect(made).toContain(words);
      }
      expect(made).not.toContain(folder);
    }
  });

  it("carries marking and condition on every printed page, and says what has not been shown", () => {
    const rule = /@page \{[\s\S]*?\n\}/.exec(text)![0];
    expect(rule).toContain("size: A4");
    expect(rule).toContain(`@top-center { content: "${summary.marking}"`);
    expect(rule).toMatch(/@bottom-left \{ content: "In this scenario, on assumed holdings/);
    expect(page.querySelector(".status")!.textContent).toContain(
      "Verified against theory; not validated against operational call-off data.",
    );
  });

  it("needs nothing but itself: no script, no address that is fetched", () => {
    expect(text).not.toMatch(/<(script|link|img|iframe|object)\b|url\((?!#)|@import|\bsrc=|\bhref=/);
  });

  it("is black, white and grey: a black-and-white printer loses nothing", () => {
    const colours = [
      ...text.matchAll(/(?:fill|stroke|color|background|border[\w-]*)(?:="|: ?)[^;"]*?#([0-9a-f]{3,6})\b/g),
    ];
    expect(colours.length).toBeGreaterThan(20);
    for (const [said, hex] of colours) {
      const pairs = hex!.length === 3 ? [...hex!] : hex!.match(/../g)!;
      expect([said, new Set(pairs).size]).toEqual([said, 1]);
    }
    expect(text).not.toMatch(/\brgba?\(|\bhsl|(fill|stroke|color)(="|: ?)(red|blue|green|orange|steelblue)/);
  });

  it("reads well to a machine that reads aloud: one title, headings in steps, headed tables, named pictures", () => {
    expect(all("h1")).toHaveLength(1);
    const levels = all("h1, h2, h3, h4").map((heading) => Number(heading.tagName.slice(1)));
    levels.forEach((level, i) => {
      if (i > 0) expect(level - levels[i - 1]!).toBeLessThanOrEqual(1);
    });
    for (const table of all("table")) expect(table.querySelectorAll('thead th[scope="col"]').length).toBeGreaterThan(1);
    for (const row of all("tbody tr")) expect(row.querySelectorAll('th[scope="row"]')).toHaveLength(1);
    for (const svg of all("svg")) {
      expect(svg.getAttribute("aria-label") ?? svg.getAttribute("aria-hidden")).toBeTruthy();
    }
    const ids = all("[id]").map((element) => element.getAttribute("id"));
    expect(new Set(ids).size).toBe(ids.filter((id) => id !== "tip").length + 1);
    expect(page.documentElement.getAttribute("lang")).toBe("en-GB");
  });
});

it("names no force on shipped data: only regions", () => {
  const { resolvedScenario } = readJson("concurrent-disorder", "manifest.json");
  const { document: page } = parseHTML(readFileSync(at("concurrent-disorder", "report.html"), "utf8"));
  // Titles of newspapers' articles and the words of the assumptions are not figures of a force.
  for (const id of ["item-3.1", "assumptions"]) page.getElementById(id)!.remove();
  const words = page.querySelector("main")!.textContent!;
  const forces = Object.values<{ name: string }>(resolvedScenario.places.forces).map(({ name }) => name);
  expect(forces.length).toBeGreaterThan(40);
  expect(forces.filter((name) => words.includes(name))).toEqual([]);
  expect(words).toContain("West Midlands");
});

it("every field of a scope in summary.json has a definition, and nothing is defined that is not there", () => {
  const scope: ScopeSummary = readJson("two-counties", "summary.json").capabilities[0].scopes[0];
  const defined = [...LABELS, ...OUTPUTS.map(({ field }) => field)];
  expect(Object.keys(scope).filter((key) => !(defined as string[]).includes(key))).toEqual([]);
  expect(defined.filter((field) => !(field in scope))).toEqual([]);
});

it("tells luck from not knowing where the run has outer draws, and says that it cannot where it has none", () => {
  const told = (preset: string) => readFileSync(at(preset, "report.html"), "utf8");
  const { document: page } = parseHTML(told("merged-forces"));
  expect([...page.querySelectorAll("data")].map((figure) => figure.getAttribute("data-at"))).toContain(
    "psu.nation.unresourcedUnitHours.parts.notKnowingShare.value",
  );
  expect(told("concurrent-disorder")).toContain("luck and what we do not know are mixed");
  expect(told("two-counties")).toContain("what differs between runs is luck");
});

it("says so where a file that went in has changed since", async () => {
  const scenario = at("own.yaml");
  const write = (units: number) =>
    writeFileSync(scenario, `muster: 1\nextends: two-counties\npeople: { floors: { psu: { alder: ${units} } } }\n`);
  write(1);
  await muster(["run", scenario, "--replications", "5", "--out", at("own")]);
  const words = "it is in manifest.json";
  const report = async () => {
    expect((await muster(["report", at("own")])).status).toBe(0);
    return readFileSync(at("own", "report.html"), "utf8");
  };
  const before = await report();
  expect(before).not.toContain(words);
  expect(before).toContain("npx muster run own.yaml");
  // whoever states a country of their own may see its forces
  expect(before).toContain("Largest flows between forces");
  expect(before).toContain("<td>Birchshire Police</td>");
  write(2);
  expect(await report()).toContain(words);
});

describe("a marking that somebody set", () => {
  const marking = 'OFFICIAL-SENSITIVE "HANDLING" </style><script>alert(1)</script>';

  it("stands in the file's name and on every page, as text and nothing else", async () => {
    const out = at("marked");
    await muster(["run", "two-counties", "--replications", "5", "--marking", marking, "--out", out]);
    const { status, stdout } = await muster(["report", out]);
    expect(status).toBe(0);
    expect(stdout).toBe(`${join(out, "OFFICIAL-SENSITIVE-report.html")}\n`);
    const text = readFileSync(stdout.trim(), "utf8");
    expect(text).not.toContain("<script");
    expect(text.match(/<\/style/g)).toHaveLength(1);
    expect(text).toMatch(/@top-center \{ content: "OFFICIAL-SENSITIVE \\22 HANDLING\\22 /);
    expect(parseHTML(text).document.querySelector(".marking")!.textContent).toBe(marking);
  });

  it("and --out wins over the name", async () => {
    const { status } = await muster(["report", at("two-counties"), "--out", at("papers", "paper.html")]);
    expect(status).toBe(0);
    expect(readFileSync(at("papers", "paper.html"), "utf8")).toContain("<!doctype html>");
  });
});

describe("what is no whole result of this version is refused with 3, in plain words, and nothing is written", () => {
  const broken = (name: string, change: (into: string) => void) => {
    const into = at(`broken-${name}`);
    cpSync(at("two-counties"), into, { recursive: true });
    rmSync(join(into, "report.html"), { force: true });
    change(into);
    return into;
  };
  const edit = (into: string, file: string, change: (value: Record<string, unknown>) => unknown) => {
    const path = join(into, file);
    writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, "utf8")))));
  };

  const cases: readonly (readonly [string, () => string, RegExp])[] = [
    [
      "no folder",
      () => at("nowhere"),
      /nowhere: there is no such folder\. Name the folder that `muster run … --out` wrote/,
    ],
    ["a folder that is no result", () => folder, /this is no results folder, it has no summary\.json/],
    [
      "a summary cut short",
      () =>
        broken("cut", (into) => {
          const text = readFileSync(join(into, "summary.json"), "utf8");
          writeFileSync(join(into, "summary.json"), text.slice(0, text.length / 2));
        }),
      /summary\.json is cut short or damaged/,
    ],
    [
      "a summary without its capabilities' scopes",
      () =>
        broken("fields", (into) =>
          edit(into, "summary.json", ({ capabilities, ...rest }) => ({
            ...rest,
            capabilities: (capabilities as Summary["capabilities"]).map(({ scopes, ...capability }) => capability),
          })),
        ),
      /summary\.json is not whole: capabilities\[0\]\.scopes is missing/,
    ],
    [
      "another format",
      () => broken("format", (into) => edit(into, "summary.json", (value) => ({ ...value, muster: "2" }))),
      /summary\.json is in format 2; this is Muster [\d.]+, which reads 1/,
    ],
    [
      "another version",
      () => broken("version", (into) => edit(into, "manifest.json", (value) => ({ ...value, engineVersion: "0.0.9" }))),
      /made by version 0\.0\.9 of Muster; this is [\d.]+, whose rules may be others/,
    ],
    [
      "files of two runs",
      () => broken("mixed", (into) => edit(into, "manifest.json", (value) => ({ ...value, digest: "sha256:00" }))),
      /of two different runs/,
    ],
    [
      "a scenario changed after the run",
      () =>
        broken("changed", (into) =>
          edit(into, "manifest.json", (value) => ({
            ...value,
            resolvedScenario: { ...(value.resolvedScenario as object), name: "Another" },
          })),
        ),
      /the scenario in manifest\.json is not the one that was run/,
    ],
    ["no series", () => broken("series", (into) => rmSync(join(into, "series.csv"))), /it has no series\.csv/],
    [
      "a series without its columns",
      () => broken("columns", (into) => writeFileSync(join(into, "series.csv"), "a,b\n1,2\n")),
      /series\.csv is not whole: it has no column capability, scope/,
    ],
  ];

  it.each(cases)("%s", (_, make, words) => {
    const into = make();
    let told: unknown = null;
    try {
      readResult(into);
    } catch (error) {
      told = error;
    }
    expect(told).toBeInstanceOf(RefusedError);
    expect((told as RefusedError).faults).toEqual([expect.stringMatching(words)]);
  });

  it("and the command says it in one line, ends with 3 and writes nothing", async () => {
    const into = at("broken-cut");
    const { status, stdout, stderr } = await muster(["report", into]);
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toMatch(/^\S+broken-cut: summary\.json is cut short or damaged: it is not whole JSON\. Run .*\n$/);
    expect(existsSync(join(into, "report.html"))).toBe(false);
  });

  it("a kind of paper that there is not is bad usage, and names those there are", async () => {
    const { status, stderr } = await muster(["report", at("two-counties"), "--kind", "poster"]);
    expect(status).toBe(2);
    expect(stderr).toContain("full");
  });
});
