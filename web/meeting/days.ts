/** How many days it can be kept up. */
import { daysOf } from "../charts/meeting-data.ts";
import { h, setText } from "../dom.ts";
import { explainButton } from "../views/explain.ts";
import type { PanelContext, Snapshot } from "../views/panels.ts";
import type { Question } from "./question.ts";

export function daysQuestion({ opened, selection }: PanelContext): Question {
  const days = opened.clock.horizonMinutes / 1440;
  const lead = h("p", { class: "answer" });
  const list = h("ul", { class: "days" });
  let last: Snapshot | null = null;
  const explain = explainButton("daysSustainable", opened, () => ({
    value: lead.textContent ?? "",
    interval: "Order-statistic intervals of both quantiles are in the result files (daysSustainable).",
    runs: last?.picture.replications ?? 0,
    capability: selection.now.capability,
  }));
  return {
    words: "How many days can we keep this up?",
    element: h("div", {}, h("div", { class: "row-of" }, lead, explain), list),
    show(snapshot) {
      last = snapshot;
      const rows = daysOf(snapshot.picture.summary);
      const short = rows.filter(({ atLeast }) => !atLeast);
      setText(
        lead,
        rows.length === 0
          ? "Nothing was asked for that tires."
          : short.length === 0
            ? `In this scenario, on assumed holdings: in a typical run rest is never what is missing within its ${Math.round(days)} days.`
            : `In this scenario, on assumed holdings: ${short[0]!.name} lasts ${short[0]!.typical} in a typical run before units are missing because they rest.`,
      );
      list.replaceChildren(
        ...rows.map(({ name, typical, oneInTen, days: of, atLeast }) => {
          const fill = h("i", { "aria-hidden": "true" });
          fill.style.setProperty("width", `${Math.min(100, ((of ?? 0) / days) * 100)}%`);
          return h(
            "li",
            { class: atLeast ? "at-least" : "" },
            h("span", { class: "words" }, name),
            h("span", { class: "bar", "aria-hidden": "true" }, fill),
            h("span", { class: "figure-of" }, typical),
            h("span", { class: "share-of" }, `1 run in 10: ${oneInTen}`),
          );
        }),
      );
    },
    stop: () => undefined,
  };
}
