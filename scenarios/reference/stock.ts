/**
 * Who holds each capability of the reference data, and on what the number rests: for `muster list capabilities`.
 *
 * The stock of a capability is its own holding in units, else its skill's in officers; the record of assumptions.yaml
 * under the same name says the rule, the kind and the range.
 */
type Plain = Readonly<Record<string, unknown>>;
type Table = Readonly<Record<string, Plain>>;

export interface StockWords {
  /** 1, 2 or 3: the lowest at which somebody in the country holds it; "4" where only providers outside do */
  readonly tier: string;
  readonly holders: string;
  readonly chain: string;
  readonly kind: string;
  readonly rule: string;
  readonly range: string;
  readonly sensitive: boolean;
}

/** Holdings whose record has another name. */
const RECORDS: Readonly<Record<string, string>> = { ctsfo: "ctsfo-hubs" };

/** Where a kind of holder stands: tier, and the word for it. */
const PLACES = {
  force: { tier: "1", words: "forces" },
  collaboration: { tier: "1", words: "collaborations" },
  region: { tier: "2", words: "regions" },
  hub: { tier: "3", words: "hubs" },
  nation: { tier: "3", words: "national stock" },
  outside: { tier: "4", words: "providers outside" },
} as const;

/** @param parts the parts of the reference data, parsed */
export function describeStock(parts: readonly Plain[]): Map<string, StockWords> {
  const capabilities = joined(parts, "capabilities");
  const kinds = holderKinds(parts);
  const holdings = parts.flatMap((part) => Object.entries(((part.people as Plain)?.holdings as Table) ?? {}));
  const records = new Map(
    parts.flatMap((part) => (part.assumptions as Plain[]) ?? []).map((record) => [String(record.id), record]),
  );
  return new Map(
    Object.entries(capabilities).map(([id, capability]): [string, StockWords] => {
      const skill = String(capability.skill ?? id);
      const own = holdings.filter(([name, table]) => name === id && (table.units ?? table.officers) !== undefined);
      const name = own.length > 0 ? id : skill;
      const at = own.length > 0 ? own : holdings.filter(([other]) => other === skill);
      const holding = new Set(
        at.flatMap(([, { units, officers }]) =>
          [units, officers].flatMap((table) => Object.keys((table as Plain) ?? {}).map((holder) => kinds.get(holder)!)),
        ),
      );
      const places = Object.entries(PLACES).filter(([kind]) => holding.has(kind));
      const pooled = places.length === 0;
      return [
        id,
        {
          tier: pooled ? "1" : places[0]![1].tier,
          holders: pooled ? "whoever holds a skill below it" : places.map(([, { words }]) => words).join(", "),
          chain: String(capability.chain ?? "up"),
          sensitive: capability.sensitive === true,
          ...restsOn(records.get(RECORDS[name] ?? name)),
        },
      ];
    }),
  );
}

function restsOn(record: Plain | undefined): Pick<StockWords, "kind" | "rule" | "range"> {
  if (record === undefined) return { kind: "derived", rule: "the sum of what is held below it", range: "as those" };
  const { kind, rule, what, value, mode, low, high, unit } = record;
  const middle = value ?? mode;
  const range = low === undefined ? `${middle} ${unit}` : `${middle} (${low} to ${high}) ${unit}`;
  return { kind: String(kind), rule: String(rule ?? what), range };
}

function joined(parts: readonly Plain[], key: string): Table {
  const all: Record<string, Plain> = {};
  for (const part of parts)
    for (const [id, record] of Object.entries((part[key] as Table) ?? {})) all[id] = { ...all[id], ...record };
  return all;
}

/** force, region, hub …, by holder. */
function holderKinds(parts: readonly Plain[]): Map<string, string> {
  const kinds = new Map<string, string>();
  for (const { places } of parts) {
    const { forces, holders } = (places ?? {}) as { forces?: Table; holders?: Table };
    for (const id of Object.keys(forces ?? {})) kinds.set(id, "force");
    for (const [id, { kind }] of Object.entries(holders ?? {})) kinds.set(id, String(kind));
  }
  return kinds;
}
