/** "Exercise": one run of the scenario on a clock, with injects, a person in the dispatcher's seat, branches and a debrief. */
import type { Exercise } from "../../scenarios/exercise/read.ts";
import { h, setText } from "../dom.ts";
import type { PanelContext, PanelFactory } from "../views/panels.ts";
import { createBranches } from "./branches.ts";
import { createClock } from "./clock.ts";
import { createDebrief } from "./debrief.ts";
import { createDecide } from "./decide.ts";
import { createFiles } from "./files.ts";
import { type Game, openGame } from "./game.ts";
import { createInjects } from "./injects.ts";
import { gameOf, keepGame, keyOf, takePending, waitFor } from "./kept.ts";
import { createPages } from "./pages.ts";
import { createSeats } from "./seats.ts";
import { createSetup } from "./setup.ts";
import { createStage } from "./stage.ts";
import "./exercise.css";

export const exercisePanel: PanelFactory = (context) => {
  const { opened, desk } = context;
  const holder = h("div", { class: "exercise" });
  let table: Table | null = null;
  let left = false;

  /** @param asked somebody waits for it: the button that was pressed is gone */
  const lay = async (exercise: Exercise, asked = true) => {
    const game = await openGame(desk, exercise);
    keepGame(keyOf(opened.source), game);
    if (left) return;
    show(game);
    if (asked) table!.focus();
  };
  const reopen = async (exercise: Exercise) => {
    const source = await desk.sourceOfExercise(exercise);
    if (keyOf(source) === keyOf(opened.source)) {
      await lay(exercise);
      return;
    }
    waitFor(keyOf(source), exercise);
    context.go(source, {}, "exercise");
  };
  const setup = createSetup(context, lay, reopen);
  const show = (game: Game) => {
    table?.leave();
    table = createTableView(context, game, {
      reopen,
      end: () => {
        table?.leave();
        table = null;
        keepGame(keyOf(opened.source), null);
        holder.replaceChildren(setup.element);
        setup.focus();
      },
    });
    holder.replaceChildren(table.element);
    table.update();
  };

  holder.append(setup.element);
  const pending = takePending(keyOf(opened.source));
  const known = gameOf(keyOf(opened.source));
  if (pending !== null) void lay(pending).catch((error: unknown) => setText(holder, String(error)));
  else if (known !== null) {
    // Another run of the page may have laid its own exercise on the desk's table meanwhile.
    void lay(known.exercise, false).catch(() => {});
  }

  return {
    element: h("figure", { class: "figure wide exercise-figure" }, holder),
    update: () => table?.update(),
    leave() {
      left = true;
      setup.leave();
      table?.leave();
    },
  };
};

interface Table {
  readonly element: HTMLElement;
  /** What had it may be gone. */
  focus(): void;
  update(): void;
  leave(): void;
}

interface TableActions {
  reopen(exercise: Exercise): Promise<void>;
  end(): void;
}

function createTableView(context: PanelContext, game: Game, actions: TableActions): Table {
  const title = h("h2", { tabindex: -1 });
  const label = h("p", { class: "one-run" });
  const faults = h("ul", { class: "faults", role: "alert", hidden: true });
  const seats = createSeats(game);
  const clock = createClock(game);
  const stage = createStage(game);
  const decide = createDecide(game);
  const injects = createInjects(game);
  const branches = createBranches(context, game);
  const debrief = createDebrief(context, game);
  const files = createFiles(context, game, actions);
  const pages = createPages(
    [
      { id: "play", title: "Decide", element: decide.element },
      { id: "injects", title: "Injects", element: injects.element },
      { id: "branches", title: "Branches", element: branches.element },
      { id: "debrief", title: "Debrief", element: debrief.element },
      { id: "file", title: "File and packs", element: files.element },
    ],
    () => update(),
  );
  const parts = { play: decide, injects, branches, debrief, file: files };
  const note = h("p", { class: "note" });

  const update = () => {
    element.dataset.minute = String(game.minute);
    element.setAttribute("aria-busy", String(game.busy));
    setText(title, game.exercise.name);
    setText(label, labelOf(game));
    faults.hidden = game.faults.length === 0;
    faults.replaceChildren(...game.faults.map((line) => h("li", {}, line)));
    seats.update();
    clock.update();
    stage.update();
    context.closeOthers(game.seat !== null);
    pages.update(game.seat === null ? null : ["play"]);
    parts[pages.now()].update();
    setText(
      note,
      `One run is an example, not a likelihood. In this scenario, on assumed holdings. ${game.facts.marking}. Data: ${game.facts.dataStatus}.`,
    );
  };
  const element = h(
    "div",
    { class: "exercise-table" },
    h("div", { class: "exercise-head" }, title, label),
    faults,
    seats.element,
    clock.element,
    stage.element,
    pages.element,
    note,
  );
  const end = game.subscribe(update);
  const beforeLeaving = (event: BeforeUnloadEvent) => {
    // What was cleared is not asked for.
    if (game.unsaved && gameOf(keyOf(context.opened.source)) === game) event.preventDefault();
  };
  addEventListener("beforeunload", beforeLeaving);

  return {
    element,
    focus: () => title.focus(),
    update,
    leave() {
      removeEventListener("beforeunload", beforeLeaving);
      context.closeOthers(false);
      clock.pause();
      branches.leave();
      end();
    },
  };
}

/** Which run it is, said throughout. */
function labelOf({ exercise, facts, branch, seat }: Game): string {
  // How bad a run it is, players may not know.
  if (seat !== null) return `One run, not a forecast: run ${exercise.replication}, seed ${exercise.seed}.`;
  const { chosen, replication, seed, branches } = exercise;
  const names = facts.capabilities.find(({ id }) => id === chosen?.capability);
  const how =
    chosen === undefined
      ? ""
      : `, the ${ordinal(Math.round(chosen.share * 100))} percentile of the first ${chosen.runs} by unfilled ${names?.plural ?? chosen.capability}${chosen.unitHours === undefined ? "" : ` (${chosen.unitHours} unit-hours if the rules decide)`}`;
  const own = branches?.find(({ id }) => id === branch);
  const where = branch === null ? "" : ` Branch: ${own?.name ?? branch}.`;
  return `One run, not a forecast: run ${replication}${how}, seed ${seed}.${where}`;
}

function ordinal(n: number): string {
  const end =
    n % 10 === 1 && n !== 11 ? "st" : n % 10 === 2 && n !== 12 ? "nd" : n % 10 === 3 && n !== 13 ? "rd" : "th";
  return `${n}${end}`;
}
