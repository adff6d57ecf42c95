/**
 * The dispatcher's seat: what is asked for and missing, who could send, and orders to call, send, hold back, recall and
 * move. What is possible is for the rules to say; a refusal says why.
 */
import type { StandingHolder, StandingIncident } from "../../engine/standing.ts";
import { h, setText } from "../dom.ts";
import { momentOf } from "../words.ts";
import { choice, fillChoice, labelled, line, moment, type Option, onceAtATime, whole } from "./fields.ts";
import { type Game, mayDecide, type NewDecision, notYoursWords } from "./game.ts";
import { createHeldTable } from "./held-table.ts";

export interface DecidePanel {
  readonly element: HTMLElement;
  update(): void;
}

const KINDS = [
  ["send", "Send units"],
  ["call", "Call a tier"],
  ["hold", "Hold back"],
  ["recall", "Recall"],
  ["redeploy", "Move to another incident"],
] as const;
type Kind = (typeof KINDS)[number][0];

export function createDecide(game: Game): DecidePanel {
  let kind: Kind = "send";
  const title = h("h3", {});
  const handWords = h("p", {});
  const hand = h("button", {
    type: "button",
    click: () => void onceAtATime(hand, () => decide({ kind: "seat", capability: game.capability, taken: !byHand() })),
  });
  const needs = h("ul", { class: "open-needs" });
  const said = h("p", { class: "decided-words", role: "status" });
  const kinds = KINDS.map(([id, words]) => {
    const button = h(
      "button",
      {
        type: "button",
        class: "choice",
        click: () => {
          kind = id;
          update();
        },
      },
      words,
    );
    return [id, button] as const;
  });

  const to = h("select", { change: () => update() });
  const of = h("select", { change: () => update() });
  const from = h("select");
  const fromThere = h("select");
  const tier = h("select");
  const who = h("select");
  const units = whole("Units", 1, 1, 2000);
  const what = choice("What", []);
  const whatSelect = what.element.querySelector("select")!;
  const until = moment("Until", game.facts.clock, 12 * 60);
  const toEnd = h("input", { type: "checkbox", id: "hold-to-end", checked: true, change: () => update() });
  const why = line("Why (for the debrief)", "", 300);
  const toField = labelled("To", to);
  const ofField = labelled("From the incident", of);
  const fromField = labelled("From", from);
  const fromThereField = labelled("Whose units", fromThere);
  const tierField = labelled("Whom", tier);
  const whoField = labelled("Who lends nothing", who);
  const endField = h("p", { class: "check" }, toEnd, h("label", { for: "hold-to-end" }, "To the end of the exercise"));
  const shown: Readonly<Record<Kind, readonly HTMLElement[]>> = {
    send: [toField, fromField, units.element],
    call: [tierField],
    hold: [whoField, what.element, endField, until.element],
    recall: [ofField, fromThereField, units.element],
    redeploy: [ofField, toField, units.element],
  };
  const fields = [...new Set(Object.values(shown).flat())];
  const button = h("button", { type: "submit", class: "go" }, "Decide");
  const form = h(
    "form",
    {
      class: "order",
      submit: (event) => {
        event.preventDefault();
        const decision = ordered();
        if (decision !== null) void onceAtATime(button, () => decide(decision));
      },
    },
    h("div", { class: "measures", role: "group", "aria-label": "What to decide" }, ...kinds.map(([, one]) => one)),
    h("div", { class: "fields" }, ...fields, why.element),
    h("p", { class: "take-buttons" }, button),
  );
  const notYours = h("p", { class: "note not-yours" });
  const held = createHeldTable(game);

  const namesNow = () => game.facts.capabilities.find(({ id }) => id === game.capability)!;
  const byHand = (): boolean => {
    const last = game.look.decided.filter(
      ({ decision, became }) =>
        decision.kind === "seat" && decision.capability === game.capability && became === "taken",
    );
    const decision = last.at(-1)?.decision;
    return decision?.kind === "seat" && decision.taken;
  };
  const decide = async (decision: NewDecision) => {
    const by = game.seat?.id ?? null;
    const reason = why.value();
    const words = await game.decide({
      ...decision,
      ...(by === null ? {} : { by }),
      ...(reason === "" ? {} : { why: reason }),
    } as NewDecision);
    if (!words.startsWith("Not possible")) why.set("");
    setText(said, words);
  };
  const ordered = (): NewDecision | null => {
    const capability = game.capability;
    const missing = (what: string) => {
      setText(said, what);
      return null;
    };
    switch (kind) {
      case "send":
        if (to.value === "") return missing("Nothing asks for them now.");
        return { kind, capability, to: to.value, from: from.value, units: units.value() };
      case "call": {
        const [name, region] = tier.value.split("/") as ["region" | "nation" | "outside", string?];
        return { kind, capability, tier: name, ...(region === undefined ? {} : { region }) };
      }
      case "hold":
        return {
          kind,
          who: who.value,
          ...(whatSelect.value === "" ? {} : { capability: whatSelect.value }),
          ...(toEnd.checked ? {} : { until: until.value() }),
        };
      case "recall":
        if (of.value === "") return missing("Nobody is there to be recalled.");
        return { kind, capability, of: of.value, from: fromThere.value, units: units.value() };
      case "redeploy":
        if (of.value === "" || to.value === "")
          return missing("It takes an incident with units, and one that misses some.");
        return { kind, capability, of: of.value, to: to.value, units: units.value() };
    }
  };

  let sits: string | null = null;
  const update = () => {
    const names = namesNow();
    const { look, facts } = game;
    // What one was told is not for the next.
    if ((game.seat?.id ?? null) !== sits) setText(said, "");
    sits = game.seat?.id ?? null;
    setText(title, `Dispatch ${names.plural}`);
    const mine = byHand();
    setText(
      handWords,
      mine
        ? `You have the seat for ${names.plural}: nobody from outside the host goes unless you say so.`
        : `The rules dispatch ${names.plural} by themselves. You may add orders, or take the seat and decide all of it.`,
    );
    setText(hand, mine ? "Give the seat back to the rules" : `Take the seat for ${names.plural}`);
    const { incidents } = look.standing;
    const open = incidents.flatMap((incident) => {
      const own = incident.needs.filter(({ capability }) => capability === game.capability);
      return own.length === 0
        ? []
        : [{ incident, needs: own, missing: own.reduce((sum, need) => sum + need.missing, 0) }];
    });
    open.sort((a, b) => b.missing - a.missing);
    const told = (id: string): string => {
      const words = incidentWords(game, id);
      const alike = incidents.filter((one) => incidentWords(game, one.id) === words);
      if (alike.length < 2) return words;
      return `${words}, from ${momentOf(alike.find((one) => one.id === id)?.starts ?? 0, facts.clock).slice(-5)}`;
    };
    needs.replaceChildren(
      ...(open.length === 0
        ? [h("li", { class: "note" }, `Nobody asks for ${names.plural} now.`)]
        : open.map(({ incident, needs: own, missing }) => {
            const sum = (key: "wanted" | "onTheGround" | "underWay" | "resting" | "reserved") =>
              own.reduce((total, need) => total + need[key], 0);
            const waits = own.flatMap(({ awaits }) => (awaits === null ? [] : [awaits]));
            const words = [
              `wants ${sum("wanted")}`,
              `${sum("onTheGround")} on the ground`,
              sum("underWay") === 0 ? null : `${sum("underWay")} under way`,
              sum("resting") === 0 ? null : `${sum("resting")} resting`,
              missing === 0 ? "none missing" : `${missing} missing`,
              waits[0] === undefined
                ? null
                : `waits for the ${TIER_WORDS[waits[0].tier] ?? "answer"} until ${momentOf(waits[0].due, facts.clock).slice(-5)}`,
            ];
            return h(
              "li",
              { class: missing > 0 ? "misses" : "" },
              h("b", {}, told(incident.id)),
              h("span", {}, `: ${words.filter((part) => part !== null).join(", ")}.`),
            );
          })),
    );
    for (const [id, one] of kinds) one.setAttribute("aria-pressed", String(id === kind));
    for (const field of fields) field.hidden = !shown[kind].includes(field);
    until.element.hidden = kind !== "hold" || toEnd.checked;
    fillChoice(
      to,
      (kind === "redeploy" ? open.filter(({ incident }) => incident.id !== of.value) : open).map(
        ({ incident, missing }) => ({
          value: incident.id,
          words: `${told(incident.id)} (${missing} missing)`,
        }),
      ),
    );
    fillChoice(
      from,
      donorsFor(
        game,
        look.standing.incidents.find(({ id }) => id === to.value),
      ),
    );
    const there = incidents.filter((incident) => unitsAt(incident, game.capability).length > 0);
    fillChoice(
      of,
      there.map(({ id }) => ({ value: id, words: told(id) })),
    );
    const chosen = there.find(({ id }) => id === of.value);
    fillChoice(fromThere, chosen === undefined ? [] : donorsThere(game, chosen));
    fillChoice(tier, tiersOf(game));
    fillChoice(who, [...placesOf(game), ...partnersOf(game)]);
    fillChoice(whatSelect, [
      { value: game.capability, words: `No ${names.plural}` },
      ...(mayDecide(game.seat, undefined) ? [{ value: "", words: "Nothing of any kind" }] : []),
    ]);
    held.update();
    const allowed = mayDecide(game.seat, game.capability);
    hand.disabled = !allowed;
    form.hidden = !allowed;
    setText(notYours, allowed ? "" : notYoursWords(game.seat!, game.facts));
    button.disabled = game.minute < game.furthest;
  };

  return {
    element: h(
      "section",
      { class: "exercise-decide", "aria-label": "The dispatcher's seat" },
      title,
      h("div", { class: "by-hand" }, handWords, hand),
      needs,
      form,
      notYours,
      said,
      held.element,
    ),
    update,
  };
}

const TIER_WORDS = ["", "", "region", "country", "outside providers"];

/** "Rail accident in Kent Police", from an incident's name. */
export function incidentWords({ facts }: Pick<Game, "facts">, incident: string): string {
  const [threat = "", host = "", , nth] = incident.split("/");
  const name = facts.threats.find(({ id }) => id === threat)?.name ?? threat;
  return `${name} in ${facts.holderNames[host] ?? host}${nth === undefined ? "" : ` (${nth})`}`;
}

function unitsAt(incident: StandingIncident, capability: string) {
  return incident.needs.flatMap((need) => (need.capability === capability ? need.units : []));
}

const regionOfHolder = ({ facts, capability }: Game, holder: string): string | null => {
  const names = facts.capabilities.find(({ id }) => id === capability)!;
  const force = facts.forces.findIndex(({ id }) => id === holder);
  return names.regions[names.regionOf[force] ?? -1]?.id ?? null;
};

/** Anyone, a region, or one force, each with how many can go now. */
function donorsFor(game: Game, incident: StandingIncident | undefined): Option[] {
  const { facts, capability, look } = game;
  const names = facts.capabilities.find(({ id }) => id === capability)!;
  const stock = look.standing.stock.find((one) => one.capability === capability)?.holders ?? [];
  // Who does not hear from everywhere does not know how many all of them have.
  const hearsAll = game.seat?.sees === undefined;
  const inAll = (who: string, count: number) => (hearsAll ? `${who}: ${count} can go` : who);
  const can = ({ holder, lendable, free }: StandingHolder) => (holder === incident?.host ? free : lendable);
  const all = stock.reduce((sum, one) => sum + can(one), 0);
  const regions = names.regions.map(({ id, name }) => {
    const own = stock.filter(({ holder }) => regionOfHolder(game, holder) === id);
    return {
      value: id,
      words: inAll(
        name,
        own.reduce((sum, one) => sum + can(one), 0),
      ),
      group: "A region, nearest first",
    };
  });
  const forces = names.byRegionOnly
    ? []
    : [...stock]
        .sort((a, b) => can(b) - can(a))
        .map((one) => ({
          value: one.holder,
          words: `${facts.holderNames[one.holder] ?? one.holder}: ${can(one)} can go, ${one.free} at home${one.heldBack ? ", held back" : ""}`,
          group: "One holder, those who can send most first",
        }));
  return [{ value: "everyone", words: inAll("Anyone, nearest first", all) }, ...forces, ...regions];
}

function donorsThere(game: Game, incident: StandingIncident): Option[] {
  const { facts, capability } = game;
  const names = facts.capabilities.find(({ id }) => id === capability)!;
  const counts = new Map<string, number>();
  for (const { holder, units } of unitsAt(incident, capability)) {
    const key = names.byRegionOnly ? (regionOfHolder(game, holder) ?? "everyone") : holder;
    counts.set(key, (counts.get(key) ?? 0) + units);
  }
  const named = (id: string) =>
    facts.holderNames[id] ?? names.regions.find((region) => region.id === id)?.name ?? "national stock";
  return [...counts].map(([id, count]) => ({ value: id, words: `${named(id)}: ${count} there` }));
}

function tiersOf({ facts, capability, look }: Game): Option[] {
  const names = facts.capabilities.find(({ id }) => id === capability)!;
  const called = (tier: number, region: string | null) =>
    look.standing.tiers.find((one) => one.capability === capability && one.tier === tier && one.region === region);
  const told = (words: string, tier: number, region: string | null) => {
    const is = called(tier, region);
    if (is === undefined) return words;
    return is.opens > look.minute ? `${words} (called, opens ${momentOf(is.opens, facts.clock)})` : `${words} (called)`;
  };
  return [
    ...names.regions.map(({ id, name }) => ({ value: `region/${id}`, words: told(`${name}: the region`, 2, id) })),
    { value: "nation", words: told("The country", 3, null) },
    { value: "outside", words: told("Providers outside England and Wales", 4, null) },
  ];
}

/** Providers that are no force: partners, military aid, stock held centrally. */
export function partnersOf({ facts }: Pick<Game, "facts">): Option[] {
  const forces = new Set(facts.forces.map(({ id }) => id));
  return Object.entries(facts.holderNames)
    .filter(([id]) => !forces.has(id))
    .map(([id, name]) => ({ value: id, words: name, group: "Providers that are no force" }));
}

export function placesOf({ facts }: Pick<Game, "facts">): Option[] {
  const regions = new Map(facts.capabilities.flatMap((one) => one.regions.map(({ id, name }) => [id, name] as const)));
  return [
    ...facts.forces.map(({ id, name }) => ({ value: id, words: name, group: "Forces" })),
    ...[...regions].map(([id, name]) => ({ value: id, words: name, group: "Regions" })),
    { value: "everyone", words: "Everyone", group: "All" },
  ];
}
