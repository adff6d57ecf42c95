/**
 * `position:` – where units are now, so that a run starts from there (model.md §8).
 *
 * Each row with committed units is an incident at `toWhom` from 0 to `until` that requires exactly what is committed:
 * a threat per capability, with an incident a row, is laid beside the scenario's own before it is compiled.
 */
import { NONE, type PositionRow } from "../../engine/model.ts";
import type { Checked, Path } from "./check.ts";
import { middle } from "./check.ts";
import { show } from "./faults.ts";
import type { Names } from "./names.ts";
import { parseDuration } from "./quantities.ts";
import type { Scenario } from "./schema.ts";

type Row = NonNullable<Scenario["position"]>[number];
type Threats = NonNullable<Scenario["threats"]>;

/** The scenario with the incidents that its position stands for. */
export function withPositionIncidents(scenario: Scenario): Scenario {
  if (scenario.position === undefined) return scenario;
  const threats: Threats = { ...scenario.threats };
  for (const capability of new Set(out(scenario.position).map((row) => row.capability))) {
    threats[threatOf(capability)] = {
      name: "Committed when the run starts",
      arrivals: {
        schedule: out(scenario.position)
          .filter((row) => row.capability === capability)
          .map(({ toWhom, committed, until }) => ({ at: 0, where: toWhom!, severity: committed!, duration: until! })),
      },
      phases: [{ duration: 1, needs: [{ capability, units: 1, perSeverity: true }] }],
    };
  }
  return { ...scenario, threats };
}

/** Rows of capabilities that the model has, in the order of the file. */
export function compilePosition(scenario: Scenario, names: Names): readonly PositionRow[] | undefined {
  return scenario.position?.flatMap((row): PositionRow[] => {
    const { force, capability, committed, toWhom, until, resting, stoodUp, ...rest } = row;
    until satisfies unknown;
    rest satisfies Record<string, never>;
    const cap = names.cap.get(capability);
    if (cap === undefined) return [];
    const some = (committed ?? 0) > 0;
    return [
      {
        threat: some ? names.threat.get(threatOf(capability))! : NONE,
        capability: cap,
        holder: names.holder.get(force)!,
        host: some ? names.holder.get(toWhom!)! : NONE,
        committed: committed ?? 0,
        resting: resting ?? 0,
        stoodUp: stoodUp ?? 0,
      },
    ];
  });
}

export function checkPosition(c: Checked): void {
  const rows = c.list(["position"]);
  if (rows.length === 0) return;
  if (c.warmUp > 0) {
    c.fault(["clock", "warmUp"], "A run that starts from a position has no warm-up: leave it out, or write 0.");
  }
  const used = new Map<string, { units: number; path: Path }>();
  for (const i of rows.keys()) {
    const path: Path = ["position", i];
    c.refer([...path, "force"], c.holders, "a force or holder");
    c.refer([...path, "capability"], c.capabilities, "a capability");
    c.refer([...path, "toWhom"], c.forces, "a force");
    const { force, capability, committed, toWhom, until, resting, stoodUp } = c.map(path);
    const amount = (value: unknown) => (typeof value === "number" ? value : 0);
    const units = amount(committed) + amount(resting) + amount(stoodUp);
    if (units === 0) c.fault(path, "A row says how many units are committed, resting or stood up; this one says none.");
    if (amount(committed) > 0) {
      if (toWhom === undefined) c.fault(path, `"toWhom" is missing: ${show(committed)} units are committed.`);
      if (until === undefined) c.fault(path, `"until" is missing: ${show(committed)} units are committed.`);
      const minutes = parseDuration(until ?? 1);
      if (minutes !== null && Math.round(minutes) < 1)
        c.fault([...path, "until"], `${show(until)} is before the run starts.`);
    }
    const key = `${String(force)} ${String(capability)}`;
    const before = used.get(key);
    used.set(key, { units: (before?.units ?? 0) + units, path: before?.path ?? path });
  }
  for (const [key, { units, path }] of used) {
    const [force, capability] = key.split(" ") as [string, string];
    const held = middle(c.at(["people", "holdings", capability, "units", force]));
    if (held !== null && units > held) {
      c.warn(path, `${force} has ${units} units of ${capability} out, resting or stood up, and holds ${held}.`);
    }
  }
  for (const id of c.capabilities) {
    if (c.threats.has(threatOf(id)))
      c.fault(["threats", threatOf(id)], "This id stands for the position; choose another.");
  }
}

const threatOf = (capability: string) => `position-${capability}`;
const out = (rows: readonly Row[]) => rows.filter(({ committed }) => (committed ?? 0) > 0);
