/** The page: the gallery, or the scenario that the address names. */
import { type Begun, runAhead } from "./ahead.ts";
import { openDesk } from "./desk/client.ts";
import { Refused } from "./desk/protocol.ts";
import { h } from "./dom.ts";
import { keepDraft } from "./drafts.ts";
import { builderView } from "./exercise/builder.ts";
import { BUILDER, fragmentOf, type Route, routeOf } from "./route.ts";
import { openPool } from "./session.ts";
import { sourceOf } from "./source.ts";
import { installClear } from "./takeaway/clear.ts";
import { galleryView } from "./views/gallery.ts";
import { type RunView, runView } from "./views/run.ts";
import { warmWorkers } from "./warm-workers.ts";
import { capitalised, MARKING, NOT_OFFICIAL, STAYS_HERE, VERSION } from "./words.ts";

const main = document.getElementById("main")!;
const desk = openDesk();
const pool = openPool();
const presets = desk.list();
let running: RunView | null = null;
/** ends what warms the workers while the gallery is read */
let endWarming = () => {};
const EXERCISE_RUNS = 200;
/** what is pointed at in the gallery comes before what warms the workers */
const ahead = runAhead(pool, desk, () => endWarming());
/** Counts what was asked for, so that a slow answer to an earlier wish is dropped. */
let wishes = 0;

const marking = document.getElementById("marking")!;
/** which version and seed made the picture */
const madeBy = h("p", { id: "made-by" });
marking.textContent = MARKING;
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
    madeBy,
    h(
      "p",
      {},
      `Muster ${VERSION}, MIT licence. Contains public sector information licensed under the Open Government Licence v3.0.`,
    ),
  );

installClear(document.getElementById("footer")!);
addEventListener("hashchange", () => go());
go();

async function go(): Promise<void> {
  const fragment = location.hash;
  if (fragment === "#main") return; // the skip link
  const wish = ++wishes;
  const route = fragment === BUILDER ? null : routeOf(fragment);
  const first = running === null && main.childElementCount <= 1;
  running?.leave();
  running = null;
  endWarming();
  // What stands there is of another address until its own view takes its place.
  main.ariaBusy = "true";
  try {
    const begun = await ahead.take(fragment);
    if (wish !== wishes) return begun?.leave();
    const view =
      fragment === BUILDER ? await builder() : route === null ? await gallery() : await opened(route, begun, wish);
    if (wish !== wishes || view === null) return;
    if (route === null) {
      marking.textContent = MARKING;
      madeBy.textContent = "";
    }
    view.dataset.address = fragment;
    main.replaceChildren(view);
    if (route === null && fragment !== BUILDER) endWarming = warmWorkers(pool, desk, (await presets)[0]!.id);
  } catch (error) {
    if (wish !== wishes) return;
    main.replaceChildren(refusal(error));
  }
  main.ariaBusy = "false";
  const name = main.querySelector("h1")?.firstChild?.textContent ?? "";
  document.title = route === null && fragment !== BUILDER ? "Muster" : `${name} – Muster`;
  if (!first) main.focus({ preventScroll: true });
  scrollTo(0, 0);
}

async function gallery(): Promise<HTMLElement> {
  return galleryView(await presets, ahead.begin);
}

/** What was built is played with fewer runs than a planner wants: they only say what is likely. */
function builder(): Promise<HTMLElement> {
  return builderView(desk, (source) => {
    location.hash = fragmentOf({ preset: "own", runs: EXERCISE_RUNS, draft: keepDraft(source), view: "exercise" });
  });
}

async function opened(route: Route, begun: Begun | null, wish: number): Promise<HTMLElement | null> {
  const scenario = begun?.opened ?? (await desk.open(await sourceOf(desk, route), route));
  if (wish !== wishes) return null;
  const { preset: shown, edited, plan } = scenario;
  marking.textContent = scenario.marking;
  madeBy.textContent = `This picture: ${shown.name}${edited ? ", edited" : ""}; made by Muster ${VERSION} with seed ${plan.seed}. ${capitalised(scenario.dataStatus)}.`;
  running = runView(
    pool,
    desk,
    scenario,
    begun,
    (source, numbers, view) => {
      const preset = source.preset ?? "own";
      const { runs, seed, outer } = { ...route, ...numbers };
      const same = source === scenario.source;
      const draft = same ? route.draft : source.text === null ? null : keepDraft(source);
      const next = fragmentOf({
        preset,
        runs,
        seed,
        outer,
        draft,
        changes: same ? route.changes : null,
        view: view ?? null,
      });
      if (location.hash === next) go();
      else location.hash = next;
    },
    route.view,
  );
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
