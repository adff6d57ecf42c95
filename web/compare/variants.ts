/** Variants to be compared: what ships, what is on the screen, what somebody kept, and a few that are worth trying. */
import { type Change, valueAt } from "../../scenarios/format/edit.ts";
import type { Plain } from "../../scenarios/format/tree.ts";
import type { Variant } from "./protocol.ts";

/** Kept while the page is open, by preset. */
const kept = new Map<string, Variant[]>();

export function keptVariants(key: string): readonly Variant[] {
  return kept.get(key) ?? [];
}

/** One of the same name takes the place of the earlier. */
export function keepVariant(key: string, variant: Variant): void {
  kept.set(key, [...keptVariants(key).filter(({ name }) => name !== variant.name), variant]);
}

export function dropVariant(key: string, name: string): void {
  kept.set(
    key,
    keptVariants(key).filter((variant) => variant.name !== name),
  );
}

export function clearVariants(): void {
  kept.clear();
}

/** A change that is worth trying, in words. */
export interface Idea {
  readonly name: string;
  readonly changes: readonly Change[];
}

/** Of one capability, where the scenario has what they change; none changes the demand. */
export function ideasFor(view: Plain, capability: string): readonly Idea[] {
  const at = (...path: string[]) => valueAt(view, path);
  const tier = (name: string, ...key: string[]) => ["capabilities", capability, "tiers", name, ...key];
  const ideas: Idea[] = [];
  if (at(...tier("national")) !== undefined) {
    ideas.push({
      name: "The nation is called at the start",
      changes: [
        [tier("national", "trigger"), { at: 0 }],
        [tier("national", "openingDelay"), 0],
      ],
    });
    ideas.push({
      name: "The nation is called a day later",
      changes: [[tier("national", "openingDelay"), "28 h"]],
    });
  }
  const shares = ["regional", "national"].filter((name) => at(...tier(name, "alertShare")) !== undefined);
  if (shares.length > 0) {
    ideas.push({
      name: "Nothing more is kept at home",
      changes: shares.map((name): Change => [tier(name, "alertShare"), 0]),
    });
  }
  const skill = String(at("capabilities", capability, "skill") ?? capability);
  const table = at("people", "holdings", capability, "units") !== undefined ? capability : skill;
  if (at("people", "holdings", table) !== undefined) {
    ideas.push({
      name: "A fifth more trained everywhere",
      changes: [[["people", "holdings", table, "factor"], 1.2]],
    });
  }
  ideas.push({ name: "Nearest donors first", changes: [[["capabilities", capability, "donors"], "nearest"]] });
  return ideas;
}
