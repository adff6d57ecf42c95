/**
 * The panels of a run: what stands in each view beneath the verdict and the tiles. A panel is opened once a run,
 * hears of every new picture while its view is open, and may ask the desk for more.
 *
 * To add one: write a `PanelFactory`, and enter it in `PANELS`. A view's tab appears as soon as it has a panel.
 */

import { comparePanel } from "../compare/panel.ts";
import type { Desk, Opened, Picture, Source } from "../desk/protocol.ts";
import { editPanel } from "../edit/panel.ts";
import { exercisePanel } from "../exercise/panel.ts";
import { papersPanel } from "../papers/panel.ts";
import { sizePanel } from "../plans/size-panel.ts";
import { triggerPanel } from "../plans/trigger-panel.ts";
import type { Numbers } from "../route.ts";
import type { SelectionStore, ViewId } from "../selection.ts";
import type { RunPool, State } from "../session.ts";
import { takeAwayPanel } from "../takeaway/panel.ts";
import { matrixPanel } from "./matrix.ts";
import { morningPanel } from "./morning.ts";
import { capabilitiesPanel, mapPanel, timelinePanel } from "./picture-panels.ts";
import { oneRunPanel } from "./replay.ts";
import { whyPanel } from "./why.ts";

/** What a panel is given when a run opens; none of it changes during the run, but for the selection's content. */
export interface PanelContext {
  /** the compiled scenario's facts: names, clock, forces and their cells, capabilities, assumptions, the plan */
  readonly opened: Opened;
  /** questions to the desk carry `opened.run`; a desk that has opened another run refuses them */
  readonly desk: Desk;
  /** the replication workers; for other kinds of job than a run see `poolFor` in session.ts */
  readonly pool: RunPool;
  readonly selection: SelectionStore;
  /** Draws a view's panels as they are now, out of sight where it is not open. */
  redraw(view: ViewId): Promise<void>;
  /** While somebody looks who must not see the whole run, its other views are closed. */
  closeOthers(closed: boolean): void;
  /**
   * Leaves this run and opens another: an edited scenario, or the same with other numbers.
   * @param view that stands open at first
   */
  go(source: Source, numbers?: Partial<Numbers>, view?: ViewId): void;
}

/** The latest of a run. */
export interface Snapshot {
  /** drawn for `picture.view`, which may lag behind the selection; another picture then follows */
  readonly picture: Picture;
  readonly state: State;
}

export interface Panel {
  readonly element: HTMLElement;
  /** Called with each new picture while the panel's view is open, and when it is opened; must take < 50 ms. */
  update(snapshot: Snapshot): void;
  /** The run is left: stop jobs, end subscriptions. */
  leave(): void;
}

export type PanelFactory = (context: PanelContext) => Panel;

export interface PanelEntry {
  readonly view: ViewId;
  readonly open: PanelFactory;
}

export const VIEW_TITLES: Readonly<Record<ViewId, string>> = {
  picture: "Where and when",
  morning: "Morning meeting",
  matrix: "All capabilities",
  why: "Why",
  oneRun: "One run",
  exercise: "Exercise",
  edit: "Change it",
  compare: "Compare",
  plans: "Plans",
  takeAway: "Take away",
};

/** In reading order within a view. */
export const PANELS: readonly PanelEntry[] = [
  { view: "picture", open: capabilitiesPanel },
  { view: "picture", open: timelinePanel },
  { view: "picture", open: mapPanel },
  { view: "morning", open: morningPanel },
  { view: "matrix", open: matrixPanel },
  { view: "why", open: whyPanel },
  { view: "oneRun", open: oneRunPanel },
  { view: "exercise", open: exercisePanel },
  { view: "edit", open: editPanel },
  { view: "compare", open: comparePanel },
  { view: "plans", open: sizePanel },
  { view: "plans", open: triggerPanel },
  { view: "takeAway", open: papersPanel },
  { view: "takeAway", open: takeAwayPanel },
];
