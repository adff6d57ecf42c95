/**
 * What the planning questions have in common: a form that is asked by a button or by Enter, runs that are counted
 * meanwhile and may be stopped, an answer with sentences and a figure, and the command that gives the same.
 */
import { Refused } from "../desk/protocol.ts";
import { h } from "../dom.ts";
import { createRunner } from "../meeting/question.ts";
import type { Panel, PanelContext } from "../views/panels.ts";
import { type Answers, openAnswers, Stopped } from "./answers.ts";
import "./plans.css";

export const MOST_RUNS = 10_000;

/** Where the parts stand that the question fills. */
export interface Sheet {
  readonly answer: HTMLElement;
  readonly sentences: HTMLElement;
  readonly drawing: HTMLElement;
  readonly result: HTMLElement;
  readonly command: HTMLElement;
}

export interface Question<Found> {
  readonly class: string;
  readonly heading: string;
  readonly about: string;
  /** words of the button */
  readonly ask: string;
  /** before the command that gives the same */
  readonly commandWords: string;
  readonly fields: readonly HTMLElement[];
  readonly explain: HTMLElement;
  /** What cannot be asked, in words; null: it can. */
  fault(): string | null;
  /** @param plans answered at once */
  progress(done: number, runs: number, plans: number): string;
  /** Looks for the answer. @throws Stopped, Refused */
  find(answers: Answers): Promise<Found>;
  /** Says it in words; once for each answer. */
  tell(found: Found): void;
  /** Draws it as wide as the sheet is, after every change of width too. */
  draw(found: Found, width: number): void;
  leave(): void;
}

export function createSheet(): Sheet {
  return {
    answer: h("p", { class: "answer", role: "status" }),
    sentences: h("ul", { class: "sentences" }),
    drawing: h("div", { class: "plans-drawing" }),
    result: h("figure", { class: "figure plans-figure", hidden: true }),
    command: h("code", { class: "plans-command" }),
  };
}

export function planPanel<Found>(
  { opened, pool }: Pick<PanelContext, "opened" | "pool">,
  { answer, sentences, drawing, result, command }: Sheet,
  question: Question<Found>,
): Panel {
  let answers: Answers | null = null;
  let found: Found | null = null;
  const runner = createRunner(
    () => void start(),
    () => stop(),
    question.ask,
  );
  const start = async () => {
    stop();
    const fault = question.fault();
    if (fault !== null) return runner.idle(fault);
    runner.running("Reading …");
    const mine = openAnswers(pool, { ...opened.plan, outer: null }, (...counted) =>
      runner.running(question.progress(...counted)),
    );
    answers = mine;
    const left = () => answers !== mine;
    try {
      const now = await question.find(mine);
      if (left()) return;
      answers = null;
      runner.idle();
      found = now;
      question.tell(now);
      draw();
    } catch (error) {
      if (left()) return;
      answers = null;
      runner.idle(
        error instanceof Stopped ? "Stopped." : error instanceof Refused ? error.lines.join(" ") : String(error),
      );
    }
  };
  const stop = () => {
    const was = answers;
    answers = null;
    was?.stop();
    runner.idle();
  };
  const draw = () => {
    if (found === null) return;
    result.hidden = false;
    if (!drawing.isConnected) result.append(drawing);
    question.draw(found, Math.max(280, Math.min(900, drawing.clientWidth || 640)));
  };
  let width = 0;

  const form = h(
    "form",
    {
      class: "plans-form",
      submit: (event) => {
        event.preventDefault();
        void start();
      },
    },
    ...question.fields,
    runner.element,
    question.explain,
    // Enter in a field starts it, as a button of the form would.
    h("input", { type: "submit", class: "unseen", tabindex: -1, value: question.ask }),
  );
  return {
    element: h(
      "section",
      { class: `plans ${question.class}` },
      h("h2", {}, question.heading),
      h("p", { class: "note" }, question.about),
      form,
      answer,
      sentences,
      result,
      h("p", { class: "note" }, question.commandWords, command),
    ),
    update() {
      if (drawing.clientWidth === width) return;
      width = drawing.clientWidth;
      draw();
    },
    leave() {
      stop();
      question.leave();
    },
  };
}

/** A picture that its sentence stands for. */
export function named<T extends Element>(picture: T, label: string): T {
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", label);
  return picture;
}
