/**
 * While somebody reads the gallery: the workers are started, and a few runs of a preset go all the way to a picture
 * that nobody sees. Code that has run is compiled, so that the first picture of what is chosen comes several times as fast.
 */
import type { Desk, Picture } from "./desk/protocol.ts";
import { type RunPool, startSession } from "./session.ts";
import { warmCharts } from "./warm-charts.ts";

/** Runs a worker; after so many the engine's code is compiled. */
const RUNS = 6;

/** @returns ends it; what was chosen comes first */
export function warmWorkers(pool: RunPool, desk: Desk, preset: string): () => void {
  let over = false;
  let end = () => {
    over = true;
  };
  const begin = async () => {
    const source = { preset, text: null, fileName: `${preset}.yaml` };
    const opened = await desk.open(source, { runs: RUNS * pool.nWorkers, seed: null, outer: null });
    if (over) return;
    const silent = {
      state() {},
      vouched() {},
      progress() {},
      picture(picture: Picture) {
        warmCharts(opened, picture, () => over).catch(() => {});
      },
      failed() {},
    };
    const session = startSession(pool, desk, opened, null, silent);
    end = () => {
      over = true;
      session.leave();
    };
  };
  // Nothing is lost where it fails: what is chosen says so itself.
  begin().catch(() => {});
  return () => end();
}
