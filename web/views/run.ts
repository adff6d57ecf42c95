/** One scenario, running: the verdict above everything, then the panels (panels.ts) of the view that is open. */
import type { Begun } from "../ahead.ts";
import type { Desk, Opened, Picture, View } from "../desk/protocol.ts";
import { breath, h, setText } from "../dom.ts";
import { createSelection, isSameView, VIEWS, type ViewId } from "../selection.ts";
import { type Listener, type RunPool, type Session, type State, startSession } from "../session.ts";
import { createControls } from "./controls.ts";
import { detailsOf } from "./details.ts";
import { PANELS, type Panel, type PanelContext } from "./panels.ts";
import { createProvenance } from "./provenance.ts";
import { createTabs } from "./tabs.ts";
import { createTiles } from "./tiles.ts";
import { createVerdict } from "./verdict.ts";

export interface RunView {
  readonly element: HTMLElement;
  /** Stops the run; nothing changes any more. */
  leave(): void;
}

/** What the bench reads: how soon a run has something to draw. */
const FIRST_DATA = "muster first data";
/** With so few runs the page may still turn to another capability. */
const SETTLED_RUNS = 30;

/**
 * @param begun the run, where it was begun ahead
 * @param go leaves this run for another: another source, or other numbers
 * @param first the view that is open at first, if there is one of that name
 */
export function runView(
  pool: RunPool,
  desk: Desk,
  opened: Opened,
  begun: Begun | null,
  go: PanelContext["go"],
  first: string | null,
): RunView {
  const { preset, plan, capabilities, source } = opened;
  const selection = createSelection({
    capability: capabilities[0]!.id,
    scope: "nation",
    id: "nation",
    minute: null,
    open: VIEWS.find((view) => view === first) ?? "picture",
  });
  let last: Picture | null = null;
  let state: State = "running";
  /** whether somebody turned to a capability or scope; until then the first runs do, to what ran out most often */
  let turned = false;
  /** while the page itself turns */
  let turning = false;

  const closeOthers = (closed: boolean) => element.classList.toggle("others-closed", closed);
  const context = { opened, desk, pool, selection, go, redraw, closeOthers };
  const views = VIEWS.filter((id) => PANELS.some(({ view }) => view === id));
  /** of the views that were opened so far */
  const panels = new Map<ViewId, Promise<readonly Panel[]>>();
  const made: Panel[] = [];
  let left = false;

  const controls = createControls(
    { runs: plan.replications, seed: plan.seed, outer: plan.outer },
    {
      pause: () => session.pause(),
      stop: () => session.stop(),
      resume: () => session.resume(),
      more: (runs) => session.more(runs),
      again: (numbers) => go(source, numbers),
    },
  );
  const verdict = createVerdict(selectCapability);
  const tiles = createTiles(opened);
  const provenance = createProvenance(opened);
  const fault = h("p", { class: "fault", role: "alert", hidden: true });
  const tabs = createTabs(views, (view) => selection.set({ open: view }));
  /** Says what is drawn, by `data-shown`, and by `data-detail` of how many runs, for whoever waits for it. */
  const results = h("div", { class: "views", hidden: true }, tabs.element);
  for (const view of views) results.append(tabs.panel(view));
  tabs.open(selection.now.open);
  /** counts what was asked to be shown, so that an older picture gives way half-way */
  let shows = 0;

  function failed(error: unknown): void {
    fault.hidden = false;
    setText(fault, `The run could not go on. ${error instanceof Error ? error.message : String(error)}`);
  }

  function selectCapability(capability: string): void {
    selection.set({ capability, scope: "nation", id: "nation" });
  }

  /** A view's panels, made when it is first looked at: the first picture does not wait for the others. */
  const panelsOf = (view: ViewId): Promise<readonly Panel[]> => {
    const known = panels.get(view) ?? makePanels(view);
    panels.set(view, known);
    return known;
  };
  const makePanels = async (view: ViewId): Promise<readonly Panel[]> => {
    const own: Panel[] = [];
    for (const entry of PANELS) {
      if (entry.view !== view) continue;
      await breath();
      if (left) break;
      const panel = entry.open(context);
      made.push(panel);
      own.push(panel);
      tabs.panel(view).append(panel.element);
    }
    return own;
  };
  /** Panel after panel, each in a task of its own, so that keys and pointer are heard in between. */
  const updateOpen = async () => {
    const now = ++shows;
    for (const panel of await panelsOf(selection.now.open)) {
      await breath();
      if (now !== shows || last === null) return;
      panel.update({ picture: last, state });
    }
    if (last !== null && isSameView(last.view, selection.now)) results.dataset.shown = addressOf(last.view);
  };
  updateOpen().catch(failed);

  async function redraw(view: ViewId): Promise<void> {
    const sheet = tabs.panel(view);
    sheet.classList.add("offstage");
    sheet.hidden = false;
    for (const panel of await panelsOf(view)) {
      await breath();
      if (last !== null) panel.update({ picture: last, state });
    }
    sheet.hidden = selection.now.open !== view;
    sheet.classList.remove("offstage");
  }

  const showAbove = ({ verdict: said, summary, capabilities: figures }: Picture) => {
    const { capability } = selection.now;
    verdict.show(said, summary.uncertainty, capability);
    tiles.show(summary, capability);
    const { low, high } = figures.find(({ id }) => id === capability)!.nation;
    controls.sureness(low === null || high === null ? null : (high - low) * 50);
  };

  selection.subscribe((now, before) => {
    if (now.open !== before.open || !isSameView(now, before)) delete results.dataset.shown;
    if (now.open !== before.open) {
      tabs.open(now.open);
      updateOpen().catch(failed);
    }
    if (isSameView(now, before) || turning) return;
    turned = true;
    if (last !== null) showAbove(last);
    session.look({ capability: now.capability, scope: now.scope, id: now.id });
  });

  const show = (picture: Picture) => {
    if (last === null) performance.mark(FIRST_DATA);
    last = picture;
    if (!turned) {
      turning = true;
      selection.set(picture.view);
      turning = false;
      // From then on it stays where it is, or the page would turn under the reader's eyes.
      if (picture.replications > SETTLED_RUNS) {
        turned = true;
        session.look(picture.view);
      }
    }
    results.hidden = false;
    tiles.element.hidden = false;
    showAbove(picture);
    provenance.show(picture);
    updateOpen().catch(failed);
  };

  const listener: Listener = {
    state(next) {
      state = next;
      controls.state(next);
    },
    vouched: provenance.vouched,
    progress: controls.progress,
    picture: show,
    failed,
  };
  const session: Session = begun?.adopt(listener) ?? startSession(pool, desk, opened, null, listener);

  const leaveDetails = detailsOf(context).subscribe((detail) => {
    results.dataset.detail = `${detail.capability} ${detail.replications}`;
  });

  const element = h(
    "article",
    { class: "run" },
    h(
      "header",
      { class: "heading" },
      h("p", { class: "back" }, h("a", { href: "#/" }, "All scenarios")),
      h("h1", {}, preset.name, opened.edited ? h("span", { class: "edited" }, "edited") : null),
      h("p", { class: "question" }, preset.question),
    ),
    controls.element,
    fault,
    verdict.headline,
    tiles.element,
    results,
    h(
      "div",
      { class: "behind" },
      verdict.all,
      h("details", { class: "told" }, h("summary", {}, "The story"), h("p", {}, preset.story)),
      provenance.element,
    ),
  );

  return {
    element,
    leave() {
      left = true;
      shows++;
      session.leave();
      leaveDetails();
      for (const panel of made) panel.leave();
    },
  };
}

function addressOf({ capability, scope, id }: View): string {
  return `${capability} ${scope}/${id}`;
}
