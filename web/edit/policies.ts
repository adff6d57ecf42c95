/** How a capability is lent: who is asked first, when the tiers are called, what stays at home, how long people work. */
import type { EditPath } from "../../scenarios/format/edit.ts";
import { isRecord, type Plain } from "../../scenarios/format/tree.ts";
import type { Opened } from "../desk/protocol.ts";
import { h } from "../dom.ts";
import { choiceField, figureField } from "./fields.ts";
import { createSection, type Section, type Take } from "./section.ts";
import type { Workbench } from "./workbench.ts";

const DONORS = [
  { value: "regional proportionate", words: "region by region, in proportion to what each agreed" },
  { value: "nearest", words: "nearest first" },
  { value: "greatest spare", words: "whoever can spare most" },
  { value: "supplied", words: "in a given order" },
];
const TIERS = [
  ["regional", "The region is called"],
  ["national", "The nation is called"],
  ["outside", "Others are called"],
] as const;

export function createPolicies(bench: Workbench, opened: Opened): Section {
  let capability = opened.capabilities[0]!.id;
  const select = h("select", {
    "aria-label": "Capability whose rules are shown",
    change: () => {
      capability = select.value;
      rules.sync();
    },
  });
  select.append(...opened.capabilities.map(({ id, name }) => h("option", { value: id }, name)));

  const rules = createSection(
    "rules",
    () =>
      JSON.stringify([
        capability,
        TIERS.map(([tier]) => triggerKind(bench.at(triggerPath(tier)))),
        isRecord(bench.at(["capabilities", capability, "duty"])),
      ]),
    (take) => {
      const base = ["capabilities", capability] as const;
      return [
        h(
          "fieldset",
          {},
          h("legend", {}, "Who is asked, and in what order"),
          take(
            choiceField(
              bench,
              { path: [...base, "donors"], label: "Donors" },
              DONORS,
              (value) => String(value ?? bench.at(["policy", "donors"]) ?? "regional proportionate"),
              (choice) => choice,
            ),
          ),
          take(figureField(bench, { path: [...base, "refusal"], label: "Chance that a force declines", empty: "0" })),
          take(
            choiceField(
              bench,
              { path: [...base, "return"], label: "When no longer needed" },
              [
                { value: "home", words: "units go home" },
                { value: "instant", words: "units are home at once" },
              ],
              (value) => String(value ?? bench.at(["policy", "return"]) ?? "home"),
              (choice) => choice,
            ),
          ),
        ),
        ...TIERS.map(([tier, title]) => tierFields(take, tier, title)),
        h(
          "fieldset",
          {},
          h("legend", {}, "What stays at home"),
          take(
            figureField(bench, {
              path: ["people", "alertShare"],
              label: "Share kept from the start, all forces",
              empty: "0",
            }),
          ),
          h(
            "p",
            { class: "note" },
            "The share rises when a tier is called; a force's own floor is in the table of people.",
          ),
        ),
        duty(take),
        h(
          "fieldset",
          {},
          h("legend", {}, "If too few come"),
          take(
            choiceField(
              bench,
              { path: ["policy", "escalation"], label: "Disorder escalates" },
              [
                { value: "false", words: "no" },
                { value: "true", words: "yes, where the threats say so" },
              ],
              (value) => String(value ?? false),
              (choice) => choice === "true",
            ),
          ),
          h(
            "p",
            { class: "note" },
            "The evidence for it is weak: look at both, and never read it as “more force works”.",
          ),
        ),
      ];
    },
  );

  function triggerPath(tier: string): EditPath {
    return ["capabilities", capability, "tiers", tier, "trigger"];
  }

  function tierFields(take: Take, tier: (typeof TIERS)[number][0], title: string): HTMLElement {
    const path = triggerPath(tier);
    const kind = triggerKind(bench.at(path));
    const rest = ["capabilities", capability, "tiers", tier] as const;
    return h(
      "fieldset",
      {},
      h("legend", {}, title),
      take(
        choiceField(
          bench,
          { path, label: `${title}: when` },
          [
            { value: "at shortfall", words: "as soon as somebody is short" },
            { value: "ratio", words: "when a share of it is committed" },
            { value: "at", words: "at a time" },
            { value: "never", words: "never" },
          ],
          (value) => triggerKind(value ?? (tier === "outside" ? "never" : "at shortfall")),
          (choice) => (choice === "ratio" ? { ratio: 0.8 } : choice === "at" ? { at: "day 2 12:00" } : choice),
        ),
      ),
      kind === "ratio"
        ? take(figureField(bench, { path: [...path, "ratio"], label: `${title}: share committed` }))
        : null,
      kind === "at" ? take(figureField(bench, { path: [...path, "at"], label: `${title}: time` })) : null,
      ...(kind === "never"
        ? []
        : [
            take(figureField(bench, { path: [...rest, "openingDelay"], label: "Opens after", empty: "0" })),
            take(
              figureField(bench, {
                path: [...rest, "coordinationDelay"],
                label: "Each request then takes",
                empty: "0",
              }),
            ),
            take(
              figureField(bench, {
                path: [...rest, "alertShare"],
                label: "From then on kept at home, share",
                empty: "as before",
              }),
            ),
          ]),
    );
  }

  function duty(take: Take): HTMLElement {
    const path = ["capabilities", capability, "duty"] as const;
    const known = isRecord(bench.at(path));
    const field = (key: string, label: string) =>
      take(figureField(bench, { path: [...path, key], label, empty: "usual" }));
    return h(
      "fieldset",
      {},
      h("legend", {}, "How long people work"),
      ...(known
        ? [
            field("shift", "A shift"),
            field("longestShift", "At the longest"),
            field("rest", "Rest between shifts"),
            field("reliefLead", "Reliefs asked for before"),
            field("tour", "A tour"),
            field("recovery", "Recovery after a tour"),
          ]
        : [h("p", { class: "note" }, "Here units never tire.")]),
    );
  }

  return {
    element: h(
      "div",
      { class: "edit-policies" },
      h("label", { class: "field-row" }, h("span", { class: "field-label" }, "Capability"), select),
      rules.element,
    ),
    sync: () => rules.sync(),
  };
}

function triggerKind(trigger: Plain | undefined): string {
  if (isRecord(trigger)) return "ratio" in trigger ? "ratio" : "at" in trigger ? "at" : "other";
  return typeof trigger === "string" ? trigger : "at shortfall";
}
