/** The list of capabilities, the timeline and the map as panels: they turn with the selection, and turn it. */
import { isSameView } from "../selection.ts";
import { createCapabilityList } from "./capabilities.ts";
import { detailsOf } from "./details.ts";
import { explainButton } from "./explain.ts";
import { createMapFigure } from "./map-figure.ts";
import type { PanelContext, PanelFactory, Snapshot } from "./panels.ts";
import { createTimelineFigure } from "./timeline-figure.ts";

export const capabilitiesPanel: PanelFactory = (context) => {
  let runs = 0;
  let words = "";
  const explain = explainButton("runOut", context.opened, () => ({
    value: words,
    interval: "Wilson's 95 % interval stands in brackets behind the figure.",
    runs,
    capability: context.selection.now.capability,
  }));
  const list = createCapabilityList(
    context.opened.capabilities,
    (capability) => context.selection.set({ capability, scope: "nation", id: "nation" }),
    explain,
  );
  return turning(context, list.element, ({ picture }) => {
    const { capability } = context.selection.now;
    runs = picture.replications;
    words = `Nation: ${picture.capabilities.find(({ id }) => id === capability)?.nation.text ?? ""}`;
    list.show(picture.capabilities, capability, runs);
  });
};

export const timelinePanel: PanelFactory = (context) => {
  const { opened, selection } = context;
  const figure = createTimelineFigure(opened, selection);
  const details = detailsOf(context);
  /** what was drawn last: the detail adds lines that change little, and is not worth drawing twice while runs arrive */
  let drawn = "";
  const panel = turning(context, figure.element, ({ picture, state }) => {
    // Its hours follow from the desk.
    if (!isSameView(picture.view, selection.now)) return;
    const detail = details.now();
    const next = `${picture.replications} ${state} ${selection.now.capability} ${selection.now.scope} ${selection.now.id} ${state === "running" ? detail !== null : detail?.replications}`;
    if (next === drawn) return;
    drawn = next;
    figure.show(picture, detail, state);
  });
  return { ...panel, leave: () => both(panel.leave, figure.leave) };
};

export const mapPanel: PanelFactory = (context) => {
  const { opened, selection } = context;
  const figure = createMapFigure(opened, selection);
  const details = detailsOf(context);
  const panel = turning(context, figure.element, ({ picture }) => figure.show(picture, details.now()));
  return { ...panel, leave: () => both(panel.leave, figure.leave) };
};

/**
 * A panel that shows the last picture anew when the selection turns, since what is at hand turns at once, and when the
 * desk's detail of it arrives.
 */
export function turning(context: PanelContext, element: HTMLElement, show: (snapshot: Snapshot) => void) {
  const { selection } = context;
  const details = detailsOf(context);
  let last: Snapshot | null = null;
  const again = () => {
    if (last !== null) show(last);
  };
  const leaveSelection = selection.subscribe((now, before) => {
    if (isSameView(now, before)) return;
    if (last !== null) details.want(last.picture.replications);
    again();
  });
  const leaveDetails = details.subscribe(again);
  return {
    element,
    update(snapshot: Snapshot) {
      last = snapshot;
      details.want(snapshot.picture.replications);
      show(snapshot);
    },
    leave: () => both(leaveSelection, leaveDetails),
  };
}

function both(one: () => void, other: () => void): void {
  one();
  other();
}
