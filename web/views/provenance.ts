/** What a result rests on: whose data, which are assumed, the rules of allocation, and what makes it again. */
import type { Assumption, Opened, Picture } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import type { Vouched } from "../session.ts";
import { VERSION } from "../words.ts";

export interface Provenance {
  readonly element: HTMLElement;
  show(picture: Picture): void;
  vouched(vouched: Vouched): void;
}

const NO_DIGEST: Readonly<Record<Extract<Vouched, string>, string>> = {
  "under way": "once the run has ended or is stopped",
  nothing: "none: no run was finished",
  gap: "none: runs in between were lost when it was stopped; Continue runs them again",
  coming: "is being worked out",
};

export function createProvenance({ marking, plan, dataStatus, assumptions, reading }: Opened): Provenance {
  const digest = h("dd", { class: "code", id: "digest" }, NO_DIGEST["under way"]);
  const donors = h("dd", {});
  const element = h(
    "section",
    { class: "provenance", "aria-label": "What this rests on" },
    h("h2", {}, "What this rests on"),
    reading === "" ? null : h("p", {}, reading),
    h(
      "dl",
      {},
      ...pair("Data", h("dd", {}, dataStatus)),
      ...pair("Marking", h("dd", {}, marking)),
      ...pair("Allocation", donors),
      ...pair("Version", h("dd", {}, `Muster ${VERSION}`)),
      ...pair("Seed", h("dd", { class: "code" }, plan.seed)),
      ...pair("Scenario", h("dd", { class: "code" }, `sha256:${plan.scenarioHash}`)),
      ...pair("Digest", digest),
    ),
    h(
      "p",
      { class: "note" },
      "The digest is the same on the command line, for the same scenario, seed and number of runs.",
    ),
    assumptions.length === 0 ? null : assumed(assumptions),
  );
  return {
    element,
    show(picture) {
      setText(donors, `donors: ${picture.allocation.donors}; fill: ${picture.allocation.fill}`);
    },
    vouched(vouched) {
      setText(digest, typeof vouched === "string" ? NO_DIGEST[vouched] : vouched.digest);
    },
  };
}

function pair(term: string, description: HTMLElement): HTMLElement[] {
  return [h("dt", {}, term), description];
}

function assumed(assumptions: readonly Assumption[]): HTMLElement {
  const rows = assumptions.map(({ what, figure, source }) =>
    h("tr", {}, h("th", { scope: "row" }, what), h("td", {}, figure), h("td", {}, source)),
  );
  const title = `${assumptions.length} things taken for granted`;
  return h(
    "details",
    {},
    h("summary", {}, title),
    h(
      "div",
      { class: "scroller", tabindex: 0, role: "region", "aria-label": title },
      h(
        "table",
        { class: "words" },
        h("caption", { class: "unseen" }, title),
        h(
          "thead",
          {},
          h("tr", {}, ...["What", "Figure and range", "Source"].map((name) => h("th", { scope: "col" }, name))),
        ),
        h("tbody", {}, ...rows),
      ),
    ),
  );
}
