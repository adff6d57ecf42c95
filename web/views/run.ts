/** One scenario, running: the verdict above everything, then what was short, when and where. */
import type { CapabilityFigures, Desk, Opened, Picture, View } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import { type RunPool, type Session, startSession } from "../session.ts";
import { createCapabilityList } from "./capabilities.ts";
import { createControls } from "./controls.ts";
import { createMapFigure } from "./map-figure.ts";
import { createProvenance } from "./provenance.ts";
import { createTimelineFigure } from "./timeline-figure.ts";
import { createVerdict } from "./verdict.ts";

export interface RunView {
  readonly element: HTMLElement;
  /** Stops the run; nothing changes any more. */
  leave(): void;
}

/** With so few runs the page may still turn to the capability that ran out most often. */
const SETTLED_RUNS = 30;

/** @param again opens the same preset with other numbers */
export function runView(
  pool: RunPool,
  desk: Desk,
  opened: Opened,
  again: (runs: number, seed: string) => void,
): RunView {
  const { preset, plan, clock, forces, capabilities } = opened;
  let view: View = { capability: capabilities[0]!.id, scope: "nation", id: "nation" };
  let last: Picture | null = null;
  /** whether somebody turned to a capability or scope; until then the first runs do */
  let chosen = false;

  const look = (next: View) => {
    view = next;
    // What is at hand already turns at once; the hours follow from the desk.
    if (last !== null) show(last);
    session.look(view);
  };
  const choose = (next: View) => {
    chosen = true;
    look(next);
  };
  const lookAt = (scope: View["scope"], id: string) => choose({ ...view, scope, id });

  const controls = createControls(plan.replications, plan.seed, {
    stop: () => session.stop(),
    resume: () => session.resume(),
    again,
  });
  const verdict = createVerdict();
  const list = createCapabilityList(capabilities, (capability) =>
    choose({ capability, scope: "nation", id: "nation" }),
  );
  const timeline = createTimelineFigure(clock, forces, lookAt);
  const map = createMapFigure(forces, lookAt);
  const provenance = createProvenance(opened);
  const fault = h("p", { class: "fault", role: "alert", hidden: true });
  const results = h("div", { class: "results", hidden: true }, list.element, timeline.element, map.element);

  const show = (picture: Picture) => {
    last = picture;
    const worst = chosen || picture.replications > SETTLED_RUNS ? null : worstOf(picture.capabilities);
    if (worst !== null && worst !== view.capability) {
      look({ capability: worst, scope: "nation", id: "nation" });
      return;
    }
    const figures = picture.capabilities.find(({ id }) => id === view.capability)!;
    const names = capabilities.find(({ id }) => id === view.capability)!;
    results.hidden = false;
    verdict.show(picture.verdict, view.capability);
    list.show(picture.capabilities, view.capability);
    map.show(figures, names, view, picture.replications);
    provenance.show(picture);
    const { capability, scope, id } = picture.view;
    if (capability === view.capability && scope === view.scope && id === view.id) {
      timeline.show(picture.timeline, names, view);
    }
  };

  const session: Session = startSession(pool, desk, opened, view, {
    state: controls.state,
    progress: controls.progress,
    picture: show,
    failed(error) {
      fault.hidden = false;
      setText(fault, `The run could not go on. ${error instanceof Error ? error.message : String(error)}`);
    },
  });

  return {
    element: h(
      "article",
      { class: "run" },
      h("p", { class: "back" }, h("a", { href: "#/" }, "All scenarios")),
      h("h1", {}, preset.name),
      h("p", { class: "question" }, preset.question),
      controls.element,
      fault,
      verdict.headline,
      results,
      verdict.all,
      h("details", {}, h("summary", {}, "The story"), h("p", {}, preset.story)),
      provenance.element,
    ),
    leave: () => session.leave(),
  };
}

/** Of what was asked for, the one most likely to run out; of equals the first. Null: nothing was asked for yet. */
function worstOf(capabilities: readonly CapabilityFigures[]): string | null {
  let worst: CapabilityFigures | null = null;
  for (const capability of capabilities) {
    if (!capability.asked) continue;
    if (worst === null || (capability.nation.probability ?? 0) > (worst.nation.probability ?? 0)) worst = capability;
  }
  return worst?.id ?? null;
}
