/** Before an exercise begins: which run of the scenario is played, who sits at the table, or a saved exercise to open. */
import type { Exercise } from "../../scenarios/exercise/read.ts";
import { MAX_TEXT } from "../../scenarios/format/limits.ts";
import { runAt } from "../charts/story-data.ts";
import { type Answering, answerPlans } from "../desk/plan-answers.ts";
import { h, setText } from "../dom.ts";
import type { PanelContext } from "../views/panels.ts";
import { choice } from "./fields.ts";
import { linesOf } from "./game.ts";

export interface Setup {
  readonly element: HTMLElement;
  focus(): void;
  leave(): void;
}

/** Runs that are put in order; each is made again for it. */
const MOST_RANKED = 100;
const SHARES = [
  { value: "50", words: "A middling run: the 50th percentile" },
  { value: "75", words: "Worse than most: the 75th percentile" },
  { value: "90", words: "A bad run: the 90th percentile" },
  { value: "99", words: "The worst: the 99th percentile" },
  { value: "10", words: "A good run: the 10th percentile" },
] as const;

/**
 * @param begin lays the exercise on the table; rejects with why it cannot be
 * @param reopen opens a saved exercise, whatever its scenario
 */
export function createSetup(
  { opened, pool, desk }: Pick<PanelContext, "opened" | "pool" | "desk">,
  begin: (exercise: Exercise) => Promise<void>,
  reopen: (exercise: Exercise) => Promise<void>,
): Setup {
  const { plan, capabilities, source } = opened;
  let answering: Answering | null = null;
  const capability = choice(
    "Put the runs in order of what stayed unfilled of",
    capabilities.map(({ id, name }) => ({ value: id, words: name })),
  );
  const share = choice("Play", SHARES);
  share.set("75");
  const status = h("p", { class: "status", role: "status" });
  const faults = h("ul", { class: "faults", role: "alert", hidden: true });
  const refuse = (error: unknown) => {
    faults.replaceChildren(...linesOf(error).map((line) => h("li", {}, line)));
    faults.hidden = false;
    setText(status, "");
  };
  const start = async () => {
    faults.hidden = true;
    go.disabled = true;
    try {
      const runs = Math.min(MOST_RANKED, plan.replications);
      const figure = {
        figure: "unresourcedUnitMinutes",
        capability: capability.value(),
        scope: "nation",
        id: "nation",
      } as const;
      const mine = answerPlans(pool, [{ ...plan, outer: null }], [figure], runs, (done) =>
        setText(status, `Putting runs in order: ${done} of ${runs}`),
      );
      answering = mine;
      const answer = await mine.done;
      answering = null;
      if (answer === null) {
        setText(status, "Stopped.");
        return;
      }
      setText(status, "Laying it on the table …");
      const { replication, value } = runAt(answer[0]![0]!, Number(share.value()) / 100)!;
      await begin({
        "muster-exercise": 1,
        name: opened.preset.name,
        scenario:
          source.text === null
            ? source.preset!
            : {
                text: source.text,
                file: source.preset === null ? source.fileName : `${source.preset.replaceAll("/", "-")}-edited.yaml`,
              },
        seed: plan.seed,
        replication,
        chosen: {
          capability: capability.value(),
          share: Number(share.value()) / 100,
          runs,
          unitHours: Math.round(value / 6) / 10,
        },
        injects: [],
        decisions: [],
        branches: [],
        objectives: [],
        lessons: [],
        seats: [],
      });
      setText(status, "");
    } catch (error) {
      refuse(error);
    } finally {
      go.disabled = false;
    }
  };
  const go = h("button", { type: "submit", class: "go" }, "Begin the exercise");
  const file = h("input", {
    type: "file",
    accept: ".json,.yaml,.yml",
    id: "exercise-file",
    class: "unseen",
    change: async () => {
      const chosen = file.files?.[0];
      file.value = "";
      if (chosen === undefined) return;
      faults.hidden = true;
      try {
        if (chosen.size > MAX_TEXT)
          throw new Error(`${chosen.name} has ${chosen.size} bytes; at most ${MAX_TEXT} are read.`);
        setText(status, `Opening ${chosen.name} …`);
        await reopen(await desk.readExercise(await chosen.text(), chosen.name));
        setText(status, "");
      } catch (error) {
        refuse(error);
      }
    },
  });
  const title = h("h2", { tabindex: -1 }, "Play this scenario as an exercise");
  return {
    element: h(
      "section",
      { class: "exercise-setup", "aria-label": "Before the exercise" },
      title,
      h(
        "p",
        { class: "lead-in" },
        "One run of it unfolds on a clock. You see what happens, put in what you like, and may take the dispatcher's seat: call a tier, choose who sends, hold back, recall, move. Then branch, compare, and read the debrief. One run is an example, not a forecast.",
      ),
      h(
        "form",
        {
          class: "order",
          submit: (event) => {
            event.preventDefault();
            void start();
          },
        },
        h("div", { class: "fields" }, share.element, capability.element),
        h(
          "p",
          { class: "take-buttons" },
          go,
          h("span", { class: "file-button" }, file, h("label", { for: "exercise-file" }, "Open a saved exercise…")),
        ),
      ),
      status,
      faults,
    ),
    focus: () => title.focus(),
    leave() {
      answering?.stop();
    },
  };
}
