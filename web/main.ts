/** The page: the gallery, or the scenario that the address names. */
import { openDesk } from "./desk/client.ts";
import { Refused } from "./desk/protocol.ts";
import { h } from "./dom.ts";
import { fragmentOf, type Route, routeOf } from "./route.ts";
import { openPool } from "./session.ts";
import { galleryView } from "./views/gallery.ts";
import { type RunView, runView } from "./views/run.ts";
import { MARKING, NOT_OFFICIAL, STAYS_HERE, VERSION } from "./words.ts";

const main = document.getElementById("main")!;
const desk = openDesk();
const pool = openPool();
const presets = desk.list();
let running: RunView | null = null;
/** Counts what was asked for, so that a slow answer to an earlier wish is dropped. */
let wishes = 0;

document.getElementById("marking")!.textContent = MARKING;
document
  .getElementById("footer")!
  .replaceChildren(
    h("p", {}, `${NOT_OFFICIAL} It is for planning and exercising, and is no deployment system.`),
    h(
      "p",
      {},
      "Holdings are assumed: published totals, and arithmetic on them by stated rules. No real force's holding is in here.",
    ),
    h("p", {}, STAYS_HERE),
    h(
      "p",
      {},
      `Muster ${VERSION}, MIT licence. Contains public sector information licensed under the Open Government Licence v3.0.`,
    ),
  );

addEventListener("hashchange", () => go());
go();

async function go(): Promise<void> {
  const fragment = location.hash;
  if (fragment === "#main") return; // the skip link
  const wish = ++wishes;
  const route = routeOf(fragment);
  const first = running === null && main.childElementCount <= 1;
  running?.leave();
  running = null;
  try {
    const view = route === null ? galleryView(await presets) : await opened(route, wish);
    if (wish !== wishes || view === null) return;
    main.replaceChildren(view);
  } catch (error) {
    if (wish !== wishes) return;
    main.replaceChildren(refusal(error));
  }
  document.title = route === null ? "Muster" : `${main.querySelector("h1")?.textContent ?? route.preset} – Muster`;
  if (!first) main.focus({ preventScroll: true });
  scrollTo(0, 0);
}

async function opened(route: Route, wish: number): Promise<HTMLElement | null> {
  const scenario = await desk.open(route.preset, route.seed, route.runs);
  if (wish !== wishes) return null;
  running = runView(pool, desk, scenario, (runs, seed) => {
    const next = fragmentOf({ preset: route.preset, runs, seed });
    if (location.hash === next) go();
    else location.hash = next;
  });
  return running.element;
}

function refusal(error: unknown): HTMLElement {
  const lines = error instanceof Refused ? error.lines : [String(error)];
  return h(
    "section",
    { role: "alert" },
    h("h1", {}, "This scenario cannot be run"),
    h("ul", { class: "faults" }, ...lines.map((line) => h("li", {}, line))),
    h("p", {}, h("a", { href: "#/" }, "All scenarios")),
  );
}
