/**
 * Why: for the capability and place that are looked at, the split of what was missing by reason, what became of the
 * needs, and what lending cost the lenders.
 */
import "../charts/charts.css";
import { duration, shareOfRuns, thousands } from "../../engine/tally/words.ts";
import { oneDigit } from "../charts/map-data.ts";
import { shortMoment } from "../charts/matrix-data.ts";
import { needsOf, reasonsOf, type Shadow, shadowOf } from "../charts/why-data.ts";
import { h, setText } from "../dom.ts";
import { runsOf100 } from "../words.ts";
import { detailsOf } from "./details.ts";
import { explainButton } from "./explain.ts";
import type { PanelFactory, Snapshot } from "./panels.ts";
import { turning } from "./picture-panels.ts";
import { createTable } from "./table.ts";

/** A lender of a smaller share stands in the table only. */
const SMALL = 0.03;

export const whyPanel: PanelFactory = (context) => {
  const { opened, selection } = context;
  const { clock, forces } = opened;
  const details = detailsOf(context);
  let last: Snapshot | null = null;
  const title = h("h2", {}, "Why");
  const sentence = h("p", { class: "lead-in" });
  const bar = h("div", { class: "reason-bar", "aria-hidden": "true" });
  const list = h("ul", { class: "reasons" });
  const reasonTable = createTable("Unit-hours missing a run, by reason");
  const needs = h("ul", { class: "needs" });
  const shadowTitle = h("h3", {}, "What lending cost the lenders");
  const shadowNote = h("p", { class: "note" });
  const shadow = h("ul", { class: "shadow" });
  const shadowTable = createTable("What lending cost the lenders");
  const note = h("p", { class: "note" });
  const place = h("label", { class: "scope" }, h("span", {}, "Where "));
  const choose = h("select", {
    change: () => {
      const [scope, id] = choose.value.split("/") as ["nation" | "region" | "force", string];
      selection.set({ scope, id });
    },
  });
  place.append(choose);

  const namesNow = () => opened.capabilities.find(({ id }) => id === selection.now.capability)!;
  const scopeNow = () => {
    const now = selection.now;
    return (
      last?.picture.summary.capabilities
        .find(({ id }) => id === now.capability)
        ?.scopes.find((one) => one.scope === now.scope && one.id === now.id) ?? null
    );
  };
  const placeName = () => {
    const now = selection.now;
    if (now.scope === "nation") return "the nation";
    const from: readonly { readonly id: string; readonly name: string }[] =
      now.scope === "region" ? namesNow().regions : forces;
    return from.find(({ id }) => id === now.id)?.name ?? now.id;
  };
  const explainReasons = explainButton("reasons", opened, () => {
    const parts = reasonsOf(scopeNow());
    if (parts === null || last === null) return null;
    return {
      value: parts.map(({ words, unitHours }) => `${words} ${oneDigit(unitHours)}`).join(", "),
      interval:
        "Means over the runs; the interval of all that was unresourced is in the result files (unresourcedUnitHours).",
      runs: last.picture.replications,
      capability: selection.now.capability,
    };
  });
  const explainShadow = (id: "belowFloor" | "gap") =>
    explainButton(id, opened, () => {
      const detail = details.now();
      if (detail === null) return null;
      const rows = shadowOf(detail, selection.now, namesNow(), forces);
      return {
        value:
          rows.length === 0
            ? "Nothing was lent."
            : rows
                .map((row) => shadowWords(row, detail.replications))
                .slice(0, 3)
                .join(" "),
        interval:
          id === "gap"
            ? "Wilson's 95 % interval stands in brackets behind the figure."
            : "A mean over the runs, without interval.",
        runs: detail.replications,
        capability: selection.now.capability,
      };
    });

  const show = () => {
    if (last === null) return;
    const names = namesNow();
    const now = selection.now;
    listPlaces();
    const scope = scopeNow();
    const n = last.picture.replications;
    setText(title, `Why ${names.plural} were missing in ${placeName()}`);
    setText(
      sentence,
      scope === null
        ? `Nothing was asked for in ${placeName()}, or nothing happened there in ${thousands(n)} runs.`
        : sentenceOf(scope, names.plural),
    );
    const parts = reasonsOf(scope);
    bar.hidden = parts === null;
    bar.replaceChildren(
      ...(parts ?? []).map(({ key, share, words }) => {
        const part = h(
          "span",
          { class: `reason ${key}` },
          share >= 0.12 ? `${words} ${Math.round(share * 100)} %` : null,
        );
        part.style.setProperty("flex-grow", String(share));
        return part;
      }),
    );
    list.replaceChildren(
      ...(parts ?? []).map(({ key, words, unitHours, share, pointsTo }) => {
        return h(
          "li",
          { class: `reason-row ${key}` },
          h("i", { "aria-hidden": "true" }),
          h("span", { class: "words" }, words),
          h("span", { class: "figure-of" }, `${oneDigit(unitHours)} unit-hours`),
          h("span", { class: "share-of" }, `${Math.round(share * 100)} %`),
          h("span", { class: "points" }, pointsTo),
        );
      }),
    );
    reasonTable.element.hidden = parts === null;
    reasonTable.update(["Reason", "unit-hours a run", "share", "points to"], () =>
      (parts ?? []).map(({ words, unitHours, share, pointsTo }) => [
        words,
        oneDigit(unitHours),
        `${Math.round(share * 100)} %`,
        pointsTo,
      ]),
    );
    needs.replaceChildren(
      ...needsOf(scope).map(({ words, needs: count, share, key }) => {
        const item = h(
          "li",
          { class: key },
          h("b", {}, `${Math.round(share * 100)} %`),
          ` ${words}`,
          h("small", {}, ` ${thousands(count)}`),
        );
        item.style.setProperty("--share", String(share));
        return item;
      }),
    );
    const detail = details.now();
    const rows = shadowOf(detail, now, names, forces);
    const all = rows.reduce((sum, { unitHours }) => sum + unitHours, 0);
    const main = rows.filter(({ unitHours }) => unitHours >= SMALL * all);
    shadowTitle.hidden = names.byRegionOnly && rows.length === 0;
    shadow.replaceChildren(
      ...main.map((row) =>
        shadowRow(row, detail?.replications ?? 0, Math.max(...rows.map(({ unitHours }) => unitHours))),
      ),
    );
    setText(
      shadowNote,
      names.byRegionOnly
        ? "Lenders are reported by region only, and without their floors."
        : rows.length === 0
          ? "Nothing was lent there in any run."
          : `${main.length === rows.length ? "" : `${rows.length - main.length} more lent less than ${SMALL * 100} % of it each: in the table. `}Bar: unit-hours lent there, a run. Then, whoever it lent to: hours below its floor with units away, and how often an ask at home was short while a lent unit would have covered it. In the order of names. Illustrative – not these forces' holdings.`,
    );
    shadowTable.element.hidden = rows.length === 0;
    shadowTable.update(["Lender", "unit-hours lent there", "hours below floor", "local ask met the gap"], () =>
      rows.map((row) => [
        row.name,
        oneDigit(row.unitHours),
        row.hoursBelowFloor === null ? "–" : oneDigit(row.hoursBelowFloor),
        row.gap === null
          ? "–"
          : shareOfRuns(Math.round(row.gap * (detail?.replications ?? 0)), detail?.replications ?? 0),
      ]),
    );
    setText(note, `In this scenario, on assumed holdings. Means of ${thousands(n)} runs. ${opened.marking}.`);
  };

  let listed = "";
  const listPlaces = () => {
    const names = namesNow();
    if (listed !== names.id) {
      listed = names.id;
      const option = (value: string, name: string) => h("option", { value }, name);
      const group = (label: string, options: HTMLElement[]) => {
        const element = h("optgroup", { label });
        element.append(...options);
        return element;
      };
      choose.replaceChildren(
        option("nation/nation", "Nation"),
        ...(names.regions.length === 0
          ? []
          : [
              group(
                "Regions",
                names.regions.map(({ id, name }) => option(`region/${id}`, name)),
              ),
            ]),
        ...(names.byRegionOnly
          ? []
          : [
              group(
                "Forces",
                forces.map(({ id, name }) => option(`force/${id}`, name)),
              ),
            ]),
      );
    }
    choose.value = `${selection.now.scope}/${selection.now.id}`;
  };

  const sentenceOf = (scope: NonNullable<ReturnType<typeof scopeNow>>, plural: string): string => {
    const { runOut } = scope;
    const first = runOut.firstMinutes?.p50;
    const said = [
      `Short of ${plural} in ${runOut.text}`,
      first == null ? null : `half of those by ${shortMoment(first, clock)}`,
      runOut.depthUnits?.p50 == null ? null : `typically ${thousands(runOut.depthUnits.p50)} at once at the worst`,
      runOut.durationMinutes?.p50 == null ? null : `${duration(runOut.durationMinutes.p50)} in all`,
    ].filter((part) => part !== null);
    return `In this scenario, on assumed holdings: ${lower(said.join(", "))}.`;
  };

  const element = h(
    "figure",
    { class: "figure wide why" },
    h("figcaption", {}, title, h("span", { class: "explainer" }, place, explainReasons)),
    sentence,
    bar,
    list,
    reasonTable.element,
    h("h3", {}, "What became of the needs"),
    needs,
    h("div", { class: "row-of" }, shadowTitle, explainShadow("belowFloor"), explainShadow("gap")),
    shadow,
    shadowNote,
    shadowTable.element,
    note,
  );
  return turning(context, element, (snapshot) => {
    last = snapshot;
    show();
  });
};

function shadowRow(row: Shadow, runs: number, most: number): HTMLElement {
  const fill = h("i", { "aria-hidden": "true" });
  fill.style.setProperty("width", `${(row.unitHours / most) * 100}%`);
  return h(
    "li",
    {},
    h("span", { class: "words" }, row.name),
    h("span", { class: "bar", "aria-hidden": "true" }, fill),
    h("span", { class: "figure-of" }, `${oneDigit(row.unitHours)} unit-hours`),
    h("span", { class: "floor" }, floorWords(row.hoursBelowFloor)),
    h(
      "span",
      { class: "gap-of" },
      row.gap === null || runs === 0 ? "" : `gap at home in ${runsOf100(row.gap, runs)} of 100`,
    ),
  );
}

function floorWords(hours: number | null): string {
  if (hours === null) return "";
  return hours === 0 ? "never below floor" : `${oneDigit(hours)} h below floor`;
}

function shadowWords(row: Shadow, runs: number): string {
  const gap = row.gap === null ? "" : `, gap at home in ${shareOfRuns(Math.round(row.gap * runs), runs)}`;
  return `${row.name}: ${oneDigit(row.unitHours)} unit-hours lent, ${oneDigit(row.hoursBelowFloor)} hours below floor${gap}.`;
}

function lower(words: string): string {
  return words.slice(0, 1).toLowerCase() + words.slice(1);
}
