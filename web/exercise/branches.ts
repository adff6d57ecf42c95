/** Branches: what if it had been decided otherwise from here? Each is played, and compared on the same luck. */
import { branchDecisions } from "../../scenarios/exercise/branch.ts";
import type { Difference, Worth, WorthQuestion } from "../../scenarios/exercise/compare.ts";
import type { WrittenDecision } from "../../scenarios/exercise/read.ts";
import { rounded } from "../../scenarios/papers/numbers.ts";
import { type Rehearsal, rehearse } from "../desk/rehearsal.ts";
import { h, setText } from "../dom.ts";
import { refill } from "../refill.ts";
import type { PanelContext } from "../views/panels.ts";
import { createTable } from "../views/table.ts";
import { momentOf } from "../words.ts";
import { fillChoice, labelled, line, onceAtATime, whole } from "./fields.ts";
import { type Game, linesOf } from "./game.ts";
import type { TableFacts } from "./protocol.ts";

export interface BranchesPanel {
  readonly element: HTMLElement;
  update(): void;
  leave(): void;
}

const FUTURES = 50;
const MOST_FUTURES = 1000;

export function createBranches({ desk }: Pick<PanelContext, "desk">, game: Game): BranchesPanel {
  const name = line("Name of the branch (may be left empty)", "", 80);
  const where = h("p", {});
  const list = h("ul", { class: "branch-list" });
  const said = h("p", { class: "decided-words", role: "status" });
  const form = h(
    "form",
    {
      class: "order",
      submit: async (event) => {
        event.preventDefault();
        await game.fork(name.value());
        name.set("");
        setText(
          said,
          `Branched at ${momentOf(game.minute, game.facts.clock)}: what you decide now is the branch's alone.`,
        );
      },
    },
    where,
    h("div", { class: "fields" }, name.element),
    h("p", { class: "take-buttons" }, h("button", { type: "submit", class: "go" }, "Branch from here")),
  );

  const table = createTable("What came of each, on the same luck");
  table.element.querySelector("summary")!.textContent = "What came of each, on the same luck";
  table.element.hidden = true;
  const compared = h("p", { class: "decided-words compared", role: "status" });
  const compare = h(
    "button",
    {
      type: "button",
      click: () => void onceAtATime(compare, compareAll),
    },
    "Compare them on the same luck",
  );
  const compareAll = async () => {
    setText(compared, "Playing each to its end …");
    try {
      const sides = await desk.compareBranches(game.facts.table, game.exercise);
      const trunk = sides.find(({ id }) => id === "trunk")!;
      table.element.hidden = false;
      table.element.open = true;
      table.update(
        ["Played", "capability", "unfilled unit-hours", "hours run out", "needs met on time", "met late, in part, not"],
        () =>
          sides.flatMap(({ name: side, came, digest }, i) =>
            came.map((one) => [
              `${side}${i > 0 && digest === trunk.digest ? " (plays as the trunk)" : ""}`,
              pluralOf(game.facts, one.capability),
              rounded(one.unresourcedUnitHours),
              rounded(one.runOutMinutes / 60),
              `${one.needs.metOnTime} of ${one.needs.asked}`,
              `${one.needs.metLate}, ${one.needs.partMet}, ${one.needs.lapsed}`,
            ]),
          ),
      );
      const same = sides.filter(({ id, digest }) => id !== "trunk" && digest === trunk.digest);
      setText(
        compared,
        same.length === 0
          ? `Compared: ${sides.map(({ name: side }) => side).join(", ")}.`
          : `Compared. The same as the trunk, event by event: ${same.map(({ name: side }) => side).join(", ")}.`,
      );
    } catch (error) {
      setText(compared, linesOf(error).join(" "));
    }
  };

  const first = h("select");
  const second = h("select");
  const futures = whole("Ways that it may go on", FUTURES, 10, MOST_FUTURES);
  const worthList = h("ul", { class: "worth" });
  const worthSaid = h("p", { class: "decided-words worth-said", role: "status" });
  const worthButton = h("button", { type: "submit" }, "What is the difference worth?");
  let weighing: Rehearsal | null = null;
  let stopWeighing = () => {};
  const worthStop = h("button", { type: "button", hidden: true, click: () => stopWeighing() }, "Stop");
  const decisionsOfSide = (id: string): readonly WrittenDecision[] => {
    if (id === "doctrine") return [];
    const branch = game.exercise.branches?.find((one) => one.id === id);
    if (branch === undefined) return game.exercise.decisions ?? [];
    return branchDecisions(game.exercise, branch, game.facts.clock.startMinuteOfDay);
  };
  const worthForm = h(
    "form",
    {
      class: "order",
      submit: async (event) => {
        event.preventDefault();
        worthList.replaceChildren();
        const [a, b] = [decisionsOfSide(first.value), decisionsOfSide(second.value)];
        const from = forkOf(a, b, game.minuteOf);
        if (from === null) {
          setText(worthSaid, "Both decide the same: there is nothing to compare.");
          return;
        }
        await weigh({ first: a, second: b, from, futures: futures.value() });
      },
    },
    h("div", { class: "fields" }, labelled("This", first), labelled("against", second), futures.element),
    h("p", { class: "take-buttons" }, worthButton, worthStop),
  );
  const weighs = (on: boolean) => {
    const focused = [worthButton, worthStop].some((button) => button === document.activeElement);
    worthButton.hidden = on;
    worthStop.hidden = !on;
    if (focused) (on ? worthStop : worthButton).focus();
  };
  /** In a worker of its own, so that the clock goes on meanwhile and it can be stopped. */
  const weigh = async (question: WorthQuestion) => {
    const { facts } = game;
    const [one, other] = [nameOf(first), nameOf(second)];
    const when = momentOf(question.from, facts.clock);
    let over = false;
    const done = (words: string) => {
      over = true;
      weighing = null;
      weighs(false);
      setText(worthSaid, words);
    };
    stopWeighing = () => {
      weighing?.stop();
      done("Stopped. What the difference is worth is not known.");
    };
    weighs(true);
    setText(worthSaid, `Playing ${question.futures} ways on from ${when}, twice each …`);
    try {
      const table = await desk.tableToDraw(facts.table, game.exercise);
      if (over) return;
      weighing = rehearse(
        { kind: "worth", table, question },
        {
          worthSoFar: (n) =>
            setText(worthSaid, `Playing on from ${when}: ${n} of ${question.futures} ways, twice each …`),
          worth(worth) {
            done(
              `From ${when} on, over ${question.futures} ways that it may go on; in this scenario, on assumed holdings:`,
            );
            worthList.replaceChildren(...worth.map((each) => h("li", {}, worthWords(each, facts, one, other))));
          },
          failed: done,
        },
      );
    } catch (error) {
      done(linesOf(error).join(" "));
    }
  };

  return {
    element: h(
      "section",
      { class: "exercise-branches", "aria-label": "Branches" },
      h("h3", {}, "Branches"),
      h(
        "p",
        { class: "note" },
        "A branch keeps what was decided until the minute shown, and goes on by itself from there.",
      ),
      form,
      said,
      list,
      h("h4", {}, "On the same luck"),
      h("p", { class: "take-buttons" }, compare),
      compared,
      table.element,
      h("h4", {}, "Over many ways that it may go on"),
      worthForm,
      worthSaid,
      worthList,
    ),
    update() {
      const { exercise, facts, branch } = game;
      setText(where, `It is ${momentOf(game.minute, facts.clock)}${branch === null ? " on the trunk" : ""}.`);
      const rows = [
        { id: null, words: "As played (the trunk)", decisions: exercise.decisions ?? [], from: null },
        ...(exercise.branches ?? []).map((one) => ({
          id: one.id,
          words: one.name ?? one.id,
          decisions: one.decisions,
          from: one.from,
        })),
      ];
      refill(
        list,
        ...rows.map(({ id, words, decisions, from }) =>
          h(
            "li",
            {},
            h(
              "button",
              {
                type: "button",
                class: "choice",
                "aria-pressed": String(id === branch),
                click: () => void game.play(id),
              },
              words,
            ),
            h(
              "span",
              {},
              `${from === null ? "" : `from ${momentOf(game.minuteOf(from), facts.clock)}; `}${decisions.length} ${decisions.length === 1 ? "decision" : "decisions"}${from === null ? "" : " of its own"}`,
            ),
          ),
        ),
      );
      const sides = [
        { value: "trunk", words: "As played (the trunk)" },
        ...(exercise.branches ?? []).map((one) => ({ value: one.id, words: one.name ?? one.id })),
        { value: "doctrine", words: "The rules alone" },
      ];
      const fresh = second.options.length === 0;
      fillChoice(first, sides);
      fillChoice(second, sides);
      if (fresh) second.value = "doctrine";
    },
    leave: () => weighing?.stop(),
  };
}

const nameOf = (select: HTMLSelectElement) => select.selectedOptions[0]?.textContent ?? "";

function pluralOf({ capabilities }: TableFacts, id: string): string {
  return capabilities.find((one) => one.id === id)?.plural ?? id;
}

/** The first minute in which the two decide differently; null: never. */
function forkOf(
  a: readonly WrittenDecision[],
  b: readonly WrittenDecision[],
  minuteOf: (time: number | string) => number,
): number | null {
  const same = (x: WrittenDecision | undefined, y: WrittenDecision | undefined) =>
    JSON.stringify(x) === JSON.stringify(y);
  const at = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i).find((i) => !same(a[i], b[i]));
  if (at === undefined) return null;
  return Math.min(...[a[at], b[at]].flatMap((one) => (one === undefined ? [] : [minuteOf(one.at)])));
}

/** "PSUs: 3.2 unit-hours fewer unfilled (1.1 to 5.4) as played than by the rules alone." */
function worthWords(worth: Worth, facts: TableFacts, first: string, second: string): string {
  const { unresourcedUnitHours: hours, runOutMinutes: out } = worth;
  const plural = pluralOf(facts, worth.capability);
  if (hours.differs === 0 && out.differs === 0) return `${plural}: no difference in any of them.`;
  const unfilled = told(hours, "unit-hours unfilled", 1);
  const runOut = told(out, "hours run out", 60);
  return `${plural}: ${unfilled}; ${runOut}. ${first}: ${rounded(hours.first)} unit-hours unfilled; ${second}: ${rounded(hours.second)}.`;
}

function told({ mean, interval }: Difference, what: string, divisor: number): string {
  if (interval === null || (interval.low <= 0 && interval.high >= 0)) {
    const between =
      interval === null ? "" : ` (${rounded(interval.low / divisor)} to ${rounded(interval.high / divisor)})`;
    return `${what}: not distinguishable${between}`;
  }
  const ends = [Math.abs(interval.low), Math.abs(interval.high)].sort((a, b) => a - b);
  return `${rounded(Math.abs(mean) / divisor)} ${mean > 0 ? "more" : "fewer"} ${what} (${rounded(ends[0]! / divisor)} to ${rounded(ends[1]! / divisor)})`;
}
