/**
 * While somebody reads the gallery: the charts of a run that nobody sees are drawn into nothing a few times, each in a
 * task of its own. Code that has run is compiled, so that the first picture of what is chosen holds up the page less.
 */
import { createForceMap } from "./charts/force-map.ts";
import { hexagonGeometry } from "./charts/geometry.ts";
import { fieldsOf, MEASURE } from "./charts/map-data.ts";
import { timelineChart } from "./charts/timeline.ts";
import type { Opened, Picture } from "./desk/protocol.ts";
import { breath } from "./dom.ts";

const TIMES = 3;
const WIDTH = 600;

/** @param isOver asked before each chart: what was chosen comes first */
export async function warmCharts(opened: Opened, picture: Picture, isOver: () => boolean): Promise<void> {
  const { clock, forces, capabilities } = opened;
  const names = capabilities.find(({ id }) => id === picture.view.capability)!;
  const map = createForceMap({ choose() {}, point() {} });
  const summary = picture.summary.capabilities.find(({ id }) => id === names.id) ?? null;
  for (let i = 0; i < TIMES; i++) {
    await breath();
    if (isOver()) return;
    if (picture.timeline !== null)
      timelineChart(picture.timeline, { width: WIDTH, clock, requirement: names.requirement, labelled: true });
    await breath();
    if (isOver()) return;
    const fields = fieldsOf({
      measure: MEASURE.runOut,
      names,
      forces,
      summary,
      detail: null,
      replications: picture.replications,
      minute: null,
      independent: true,
    });
    map.draw({
      geometry: hexagonGeometry(forces, WIDTH),
      regionOf: names.regionOf,
      fields,
      hue: MEASURE.runOut.hue,
      chosen: null,
      arrows: [],
      label: "",
    });
  }
}
