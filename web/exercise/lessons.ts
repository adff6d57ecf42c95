/** Lessons: typed beside the log, about the minute that is shown, and told in the log beside what happened then. */
import { h, setText } from "../dom.ts";
import { momentOf } from "../words.ts";
import { line } from "./fields.ts";
import { type Game, inOrder } from "./game.ts";

export interface LessonLine {
  readonly minute: number;
  readonly kind: "lesson";
  readonly words: string;
  readonly capability?: undefined;
}

export function createLessonForm(game: Game): HTMLElement {
  const lesson = line("A lesson about the minute that is shown", "", 500);
  const said = h("p", { class: "lesson-said note", role: "status" });
  return h(
    "form",
    {
      class: "lesson-form",
      submit: (event) => {
        event.preventDefault();
        if (lesson.value() === "") return;
        const by = game.seat?.id;
        const own = { at: game.minute, text: lesson.value(), ...(by === undefined ? {} : { by }) };
        game.change({ lessons: inOrder([...(game.exercise.lessons ?? []), own], game.minuteOf) });
        lesson.set("");
        setText(said, `Written down beside ${momentOf(game.minute, game.facts.clock)}.`);
      },
    },
    lesson.element,
    h("button", { type: "submit" }, "Write it down"),
    said,
  );
}

/** Those about the minutes shown so far; a seat is told its own. */
export function lessonLines({ exercise, minute, minuteOf, seat }: Game): LessonLine[] {
  const names = new Map((exercise.seats ?? []).map(({ id, name }) => [id, name]));
  return (exercise.lessons ?? []).flatMap(({ at, text, by }): LessonLine[] => {
    if (minuteOf(at) > minute || (seat !== null && by !== seat.id)) return [];
    const who = by === undefined ? "" : ` (${names.get(by) ?? by})`;
    return [{ minute: minuteOf(at), kind: "lesson", words: `Lesson${who}: ${text}` }];
  });
}
