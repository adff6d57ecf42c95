/** Every figure says where it comes from, and what is assumed says how far it may be wrong. */
import { describe, expect, it } from "vitest";
import { presets, read, readings, reference, scenarioOf, table, textOf } from "./shipped.ts";

interface Assumption {
  readonly id: string;
  readonly what: string;
  readonly where?: string;
  readonly kind: string;
  readonly source?: string;
  readonly low?: unknown;
  readonly high?: unknown;
  readonly value?: unknown;
  readonly rule?: string;
  readonly noRange?: string;
}

const sourceIds = new Set(table("reference/sources.csv").map((row) => row.id!));
const assumptionsOf = (scenario: { assumptions?: unknown }) => (scenario.assumptions ?? []) as readonly Assumption[];
const ofReference = assumptionsOf(reference);

/** Every map with a `source` in it, with its path. */
function* cited(
  node: unknown,
  path = "",
): Generator<{ path: string; source: string; figure: Record<string, unknown> }> {
  if (node === null || typeof node !== "object") return;
  const figure = node as Record<string, unknown>;
  if (typeof figure.source === "string") yield { path, source: figure.source, figure };
  for (const [key, child] of Object.entries(figure)) yield* cited(child, `${path}.${key}`);
}

const reasons = (source: string) => source.split(", ").filter((part) => !part.startsWith("¶"));

describe.each(["the reference", ...presets])("%s", (name) => {
  const scenario = name === "the reference" ? reference : scenarioOf(textOf(name), name);
  const assumptions = assumptionsOf(scenario);
  const ids = new Set([...ofReference, ...assumptions].map((assumption) => assumption.id));

  it("cites only sources that are listed and assumptions that are stated", () => {
    for (const { path, source } of cited(scenario)) {
      for (const reason of reasons(source)) {
        const [, stated] = /^assumption (.+)$/.exec(reason) ?? [];
        if (stated === undefined) expect(sourceIds, `${path}: ${reason}`).toContain(reason.split(" ")[0]);
        else expect(ids, `${path}: ${reason}`).toContain(stated);
      }
    }
  });

  it("gives each assumption a range or says why it has none", () => {
    for (const { id, kind, low, high, noRange } of assumptions) {
      expect(["published", "derived", "assumption"], id).toContain(kind);
      if (kind === "published") continue;
      const ranged = low !== undefined && high !== undefined;
      expect(ranged || (noRange ?? "").length > 10, id).toBe(true);
    }
  });

  it("states what it assumes once", () => {
    expect(new Set(assumptions.map(({ id }) => id)).size).toBe(assumptions.length);
  });

  it("gives a source to each range that is drawn and marked", () => {
    for (const { path, figure } of ranges(scenario)) {
      if (figure.kind !== undefined) expect(figure.source, path).toBeTypeOf("string");
    }
  });
});

function* ranges(node: unknown, path = ""): Generator<{ path: string; figure: Record<string, unknown> }> {
  if (node === null || typeof node !== "object") return;
  const figure = node as Record<string, unknown>;
  if ("low" in figure && "high" in figure && !path.startsWith(".assumptions")) yield { path, figure };
  for (const [key, child] of Object.entries(figure)) yield* ranges(child, `${path}.${key}`);
}

it("has a stated rule and range, or a paragraph, behind each table of holdings and contributions", () => {
  const ids = new Set(ofReference.map(({ id }) => id));
  const named: Record<string, string> = { all: "officers-2025", ctsfo: "ctsfo-hubs" };
  for (const key of Object.keys(reference.people!.holdings!)) expect(ids, key).toContain(named[key] ?? key);
  for (const key of ["psu-contribution", "bdu-contribution", "psu-floor"]) expect(ids).toContain(key);
});

it("has an assumption with a range behind each threat", () => {
  for (const id of Object.keys(reference.threats!)) {
    const about = ofReference.filter(({ where }) => where === `threats.${id}` || where?.startsWith(`threats.${id}.`));
    expect(about.length, id).toBeGreaterThan(0);
    for (const { low, high } of about) expect([low, high], id).not.toContain(undefined);
  }
});

it("lists each source once, with an address and its terms, and none that nothing cites", () => {
  const rows = table("reference/sources.csv");
  expect(sourceIds.size).toBe(rows.length);
  const register = ["reference/nrr/register.csv", "reference/nrr/bands.csv", "nrr/whole-register.yaml"];
  const texts = [...presets, ...readings, ...register].map(textOf).join("\n") + partTexts();
  for (const { id, title, address, terms } of rows) {
    expect(address, id).toMatch(/^https?:\/\//);
    expect(title!.length, id).toBeGreaterThan(5);
    expect(["OGL", "parliament", "press"], id).toContain(terms);
    expect(texts.includes(id!), id).toBe(true);
  }
});

it("takes nothing from answers to requests for information, letters or leaks", () => {
  for (const { id, title, address } of table("reference/sources.csv")) {
    expect(`${id} ${title} ${address}`).not.toMatch(/\bFOI\b|freedom[- ]of[- ]information|whatdotheyknow|leak/i);
  }
});

it("says of every generated table of people that it is illustrative", () => {
  expect(textOf("reference/people.yaml").slice(0, 300)).toContain("illustrative, no force's own figures");
});

it("has every shipped file read without a fault", () => {
  for (const name of [...presets, ...readings]) expect(read(name), name).toMatchObject({ ok: true });
});

function partTexts(): string {
  const parts = [...textOf("reference/index.yaml").matchAll(/^ {2}- (\S+)$/gm)].map(([, name]) => name!);
  expect(parts.length).toBeGreaterThan(10);
  return parts.map((name) => textOf(`reference/${name}`)).join("\n");
}
