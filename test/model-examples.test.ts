/**
 * The model's documentation holds: every rule says why, from where and how far; every example prints what stands
 * beneath it. `ACCEPT=1 npx vitest run test/model-examples.test.ts` writes what the examples print now.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { examplesIn, storyOf, withOutputs } from "./support/example.ts";
import { projectFolder } from "./support/muster.ts";

const engine = join(projectFolder, "engine");
const main = join(engine, "MODEL.md");
const chapters = readdirSync(join(engine, "model"))
  .filter((name) => name.endsWith(".md"))
  .map((name) => join(engine, "model", name));
const read = () => new Map([main, ...chapters].map((file) => [file, readFileSync(file, "utf8")]));

if (process.env.ACCEPT === "1") {
  const before = read();
  const scenarios = new Map(examplesIn([...before.values()].join("\n")).map(({ name, scenario }) => [name, scenario]));
  for (const [file, text] of before) {
    writeFileSync(
      file,
      withOutputs(text, (name) => storyOf(scenarios.get(name)!, scenarios)),
    );
  }
}

const documents = read();
const everything = [...documents.values()].join("\n");
const examples = examplesIn(everything);
const files = new Map(examples.map(({ name, scenario }) => [name, scenario]));

describe("the examples of the model", () => {
  it("are many, each with a name of its own and an output, but for the country they build on", () => {
    expect(files.size).toBe(examples.length);
    expect(examples.filter(({ output }) => output === null).map(({ name }) => name)).toEqual(["country.yaml"]);
    expect(examples.length).toBeGreaterThan(30);
    const answered = [...everything.matchAll(/^```text ([\w-]+\.yaml)$/gm)].map(([, name]) => name);
    expect(answered.sort()).toEqual([...files.keys()].filter((name) => name !== "country.yaml").sort());
  });

  it.each(examples.filter(({ output }) => output !== null))("$name prints what stands beneath it", (example) => {
    expect(storyOf(example.scenario, files)).toBe(example.output);
  });

  it("tell another story when a rule's number changes: the comparison sees what it should", () => {
    const floor = files.get("floor.yaml")!;
    const off = floor.replace("birch: 2", "birch: 1");
    expect(off).not.toBe(floor);
    expect(storyOf(off, files)).not.toBe(storyOf(floor, files));
  });
});

describe("the rules of the model", () => {
  /** "## 17. People are counted once" and what follows, up to the next heading */
  const rules = [...everything.matchAll(/^#{2,3} (\d+)\. (.+)\n([\s\S]*?)(?=^#{1,3} |(?![\s\S]))/gm)].map(
    ([, number, title, body]) => ({ number: Number(number), title: title!, body: body! }),
  );

  it("are numbered without a gap", () => {
    const numbers = rules.map(({ number }) => number).sort((a, b) => a - b);
    expect(numbers.length).toBeGreaterThanOrEqual(42);
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  });

  it.each(rules)("$number ($title) says what, why, from where and how far", ({ body }) => {
    expect(body.trim().split("\n")[0]!.length).toBeGreaterThan(30);
    for (const part of ["Why", "Source", "Limits"]) {
      expect(body.match(new RegExp(`^- \\*${part}\\*: .{4,}`, "gm"))).toHaveLength(1);
    }
  });

  it("are there wherever a report or another rule names one", () => {
    const outputs = readdirSync(join(projectFolder, "cli", "report")).map((name) =>
      readFileSync(join(projectFolder, "cli", "report", name), "utf8"),
    );
    const named = [everything, ...outputs].flatMap((text) =>
      [...text.matchAll(/\brule (\d+)\b/g)].map(([, n]) => Number(n)),
    );
    expect(named.length).toBeGreaterThan(20);
    const numbers = new Set(rules.map(({ number }) => number));
    expect(named.filter((number) => !numbers.has(number))).toEqual([]);
  });

  it("name only sources and assumptions that the reference data have", () => {
    const reference = join(projectFolder, "scenarios", "reference");
    const data = readdirSync(reference)
      .filter((name) => /^(sources\.csv|assumptions.*\.yaml)$/.test(name))
      .map((name) => readFileSync(join(reference, name), "utf8"))
      .join("\n");
    const sources = [...everything.matchAll(/^- \*Source\*: ((?:.*\n)*?)(?=- \*)/gm)]
      .map(([, text]) => text!)
      .join("\n");
    const ids = [...sources.matchAll(/`([a-z][a-z0-9-]+)`/g)].map(([, id]) => id!);
    const cited = [...sources.matchAll(/\b([A-Z]{2,}-[A-Z0-9]+)\b/g)].map(([, id]) => id!);
    expect(ids.length).toBeGreaterThan(10);
    expect(cited.length).toBeGreaterThan(2);
    expect(ids.filter((id) => !data.includes(`id: ${id},`))).toEqual([]);
    expect(cited.filter((id) => !data.includes(`\n${id},`))).toEqual([]);
  });

  it("are all reached from the first page", () => {
    const page = documents.get(main)!;
    for (const file of chapters) expect(page).toContain(`(model/${file.split("/").at(-1)})`);
  });

  it("have a glossary of words, each said once, in order", () => {
    const glossary = /^## Glossary\n([\s\S]*)/m.exec(documents.get(main)!)![1]!;
    const words = [...glossary.matchAll(/^\| ([^|]+) \| [^|]{5,} \|$/gm)].map(([, word]) => word!).slice(1);
    expect(words.length).toBeGreaterThan(25);
    expect(words).toEqual([...new Set(words)].sort());
  });
});
