/** The morning meeting: its five questions, each answered by one click; one that needs a run of its own runs it. */
import "../charts/charts.css";
import { h, setText } from "../dom.ts";
import { callingQuestion } from "../meeting/calling.ts";
import { daysQuestion } from "../meeting/days.ts";
import { lendingQuestion } from "../meeting/lending.ts";
import { secondQuestion } from "../meeting/second-thing.ts";
import { tonightQuestion } from "../meeting/tonight.ts";
import type { PanelFactory, Snapshot } from "./panels.ts";
import { turning } from "./picture-panels.ts";

export const morningPanel: PanelFactory = (context) => {
  const questions = [tonightQuestion, secondQuestion, daysQuestion, callingQuestion, lendingQuestion].map((of) =>
    of(context),
  );
  let last: Snapshot | null = null;
  let open = 0;
  const about = h("p", { class: "lead-in" });
  const buttons = questions.map(({ words }, i) =>
    h(
      "button",
      { type: "button", class: "question-button", "aria-controls": `answer-${i}`, click: () => turn(i) },
      words,
    ),
  );
  const answers = questions.map(({ element, words }, i) =>
    h("section", { id: `answer-${i}`, class: "answer-of", "aria-label": words }, element),
  );
  const turn = (to: number) => {
    if (to !== open) questions[open]!.stop();
    open = to;
    show();
  };
  const show = () => {
    questions.forEach((_, i) => {
      buttons[i]!.setAttribute("aria-expanded", String(i === open));
      answers[i]!.hidden = i !== open;
    });
    const name = context.opened.capabilities.find(({ id }) => id === context.selection.now.capability)?.name ?? "";
    setText(
      about,
      `Asked of ${name}, where a question is of one capability; choose another under “Where and when” or “All capabilities”.`,
    );
    if (last !== null) questions[open]!.show(last);
  };
  const element = h(
    "div",
    { class: "figure wide meeting" },
    h("h2", {}, "The morning meeting"),
    about,
    h("div", { class: "questions" }, ...questions.flatMap((_, i) => [h("h3", {}, buttons[i]!), answers[i]!])),
    h("p", { class: "note" }, `In this scenario, on assumed holdings. ${context.opened.marking}.`),
  );
  const panel = turning(context, element, (snapshot) => {
    last = snapshot;
    show();
  });
  show();
  return {
    ...panel,
    leave() {
      for (const question of questions) question.stop();
      panel.leave();
    },
  };
};
