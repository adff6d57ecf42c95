/** What the first report of an incident that is put in says, letter by letter (M/ETHANE); what is left empty is not known yet. */
import type { Inject } from "../../scenarios/exercise/read.ts";
import { h } from "../dom.ts";
import { choice, line } from "./fields.ts";

type Report = NonNullable<Extract<Inject, { readonly kind: "incident" }>["report"]>;

export interface ReportFields {
  readonly element: HTMLElement;
  /** null: nothing is said */
  value(): Report | null;
  clear(): void;
}

export function createReportFields(): ReportFields {
  const declared = choice("Major incident declared?", [
    { value: "", words: "Not known yet" },
    { value: "yes", words: "Yes" },
    { value: "no", words: "No" },
  ]);
  const lines = {
    location: line("Exact location", "", 200),
    hazards: line("Hazards", "", 200),
    access: line("Access", "", 200),
    casualties: line("Number of casualties", "", 200),
    services: line("Emergency services", "", 200),
  };
  const all = Object.entries(lines);
  return {
    element: h(
      "details",
      { class: "report-fields" },
      h("summary", {}, "What its first report says (M/ETHANE)"),
      h("div", { class: "fields" }, declared.element, ...all.map(([, field]) => field.element)),
    ),
    value() {
      const said: Report = Object.fromEntries(
        all.map(([key, field]) => [key, field.value()]).filter(([, words]) => words !== ""),
      );
      const report = declared.value() === "" ? said : { declared: declared.value() === "yes", ...said };
      return Object.keys(report).length === 0 ? null : report;
    },
    clear() {
      declared.set("");
      for (const [, field] of all) field.set("");
    },
  };
}
