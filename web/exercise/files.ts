/** The exercise as one file, its digest, and the packs that are printed from it. */
import type { Exercise } from "../../scenarios/exercise/read.ts";
import type { OnePage } from "../../scenarios/papers/paper.ts";
import { paperBody, paperStyle, printedPaper } from "../../scenarios/papers/print.ts";
import { quoted } from "../../scenarios/papers/quoted.ts";
import { paperText } from "../../scenarios/papers/text.ts";
import { h, setText } from "../dom.ts";
import { createSheet, type Printed, printSheet } from "../papers/sheet.ts";
import { fileWords, markedName, saveFile } from "../takeaway/save.ts";
import type { PanelContext } from "../views/panels.ts";
import type { Game } from "./game.ts";
import { linesOf } from "./game.ts";

const PACKS = [
  ["director-pack", "Director's pack"],
  ["players-pack", "Players' pack"],
  ["debrief", "Debrief"],
] as const;

export interface FilesPanel {
  readonly element: HTMLElement;
  update(): void;
}

export function createFiles(
  { desk }: Pick<PanelContext, "desk">,
  game: Game,
  actions: { reopen(exercise: Exercise): Promise<void>; end(): void },
): FilesPanel {
  const said = h("p", { class: "decided-words", role: "status" });
  const digest = h("code", { id: "exercise-digest" });
  const command = h("code", {});
  let digestOf = "";
  const nameOf = () => markedName(`${fileWords(game.exercise.name)}.exercise.json`, game.facts.marking);
  const file = h("input", {
    type: "file",
    accept: ".json,.yaml,.yml",
    id: "another-exercise-file",
    class: "unseen",
    change: async () => {
      const chosen = file.files?.[0];
      file.value = "";
      if (chosen === undefined) return;
      try {
        await actions.reopen(await desk.readExercise(await chosen.text(), chosen.name));
      } catch (error) {
        setText(said, linesOf(error).join(" "));
      }
    },
  });
  const sheet = h("div", { class: "paper-holder" });
  let paper: OnePage | null = null;
  const printedOf = (made: OnePage): Printed => ({
    title: made.title,
    marking: made.marking,
    body: paperBody(made),
    style: paperStyle(made.marking),
  });
  const packName = (ending: string) =>
    markedName(`${fileWords(game.exercise.name)}-${paper!.kind}.${ending}`, game.facts.marking);
  const packs = PACKS.map(([kind, words]) =>
    h(
      "button",
      {
        type: "button",
        click: async () => {
          try {
            const branch = game.branch === null ? "" : ` --branch ${game.branch}`;
            const made = `npx muster report --kind ${kind} --exercise ${quoted([nameOf()])}${branch}`;
            paper = await desk.exercisePaper(game.facts.table, game.exercise, {
              kind,
              decisions: game.decisions,
              command: made,
            });
            const drawn = createSheet(printedOf(paper));
            drawn.dataset.kind = kind;
            sheet.replaceChildren(drawn);
            packButtons.hidden = false;
            setText(said, `Made: ${paper.title}.`);
          } catch (error) {
            setText(said, linesOf(error).join(" "));
          }
        },
      },
      words,
    ),
  );
  const packButtons = h(
    "p",
    { class: "take-buttons", hidden: true },
    h("button", { type: "button", click: () => paper !== null && printSheet(printedOf(paper)) }, "Print it"),
    h(
      "button",
      {
        type: "button",
        click: () => {
          if (paper !== null) saveFile(packName("html"), printedPaper(paper), "text/html");
        },
      },
      "Save it for printing",
    ),
    h(
      "button",
      {
        type: "button",
        click: () => {
          if (paper !== null) saveFile(packName("txt"), paperText(paper), "text/plain;charset=utf-8");
        },
      },
      "Save it as text",
    ),
  );
  const measure = async () => {
    const key = JSON.stringify([game.facts.table, game.decisions]);
    if (key === digestOf) return;
    digestOf = key;
    setText(digest, "…");
    try {
      const value = await desk.exerciseDigest(game.facts.table, game.decisions);
      if (key === digestOf) setText(digest, value);
    } catch {
      if (key === digestOf) setText(digest, "–");
    }
  };
  return {
    element: h(
      "section",
      { class: "exercise-files", "aria-label": "File and packs" },
      h("h3", {}, "The exercise as one file"),
      h(
        "p",
        { class: "note" },
        "Scenario, injects, decisions, branches and lessons. Opened again, it plays to the same end.",
      ),
      h(
        "p",
        { class: "take-buttons" },
        h(
          "button",
          {
            type: "button",
            class: "go",
            click: async () => {
              saveFile(nameOf(), await desk.writeExercise(game.exercise), "application/json");
              game.saved();
              setText(said, `Saved: ${nameOf()}.`);
            },
          },
          "Save the exercise",
        ),
        h(
          "span",
          { class: "file-button" },
          file,
          h("label", { for: "another-exercise-file" }, "Open a saved exercise…"),
        ),
        h("button", { type: "button", class: "quiet", click: () => actions.end() }, "End it, and choose another run"),
      ),
      said,
      h("p", { class: "digest-of" }, "The whole run with these decisions: ", digest),
      h("p", { class: "note" }, "The same on the command line: ", command),
      h("h3", {}, "Packs to print"),
      h(
        "p",
        { class: "note" },
        "The director's pack tells everything, injects and truth; the players' pack nothing that they should not know.",
      ),
      h("p", { class: "take-buttons" }, ...packs),
      packButtons,
      sheet,
    ),
    update() {
      setText(
        command,
        `npx muster trace --exercise ${nameOf()}${game.branch === null ? "" : ` --branch ${game.branch}`}`,
      );
      void measure();
    },
  };
}
