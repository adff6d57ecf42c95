/** "Compare": two or three variants side by side on the same luck, what differs, and what cannot be told from luck. */
import type { CapabilityComparison, MeasureComparison } from "../../engine/planning/compare.ts";
import type { PairTallies } from "../../engine/planning/compare-tally.ts";
import { withChanges } from "../../scenarios/format/edit.ts";
import type { ComparePlan } from "../../workers/comparer.ts";
import type { Job } from "../../workers/pool.ts";
import { h, setText } from "../dom.ts";
import { type Workbench, workbenchFor } from "../edit/workbench.ts";
import { refill } from "../refill.ts";
import { poolFor } from "../session.ts";
import type { PanelContext, PanelFactory } from "../views/panels.ts";
import { comparedChart, scaleEnd } from "./chart.ts";
import type { ComparisonPicture, Variant } from "./protocol.ts";
import { dropVariant, ideasFor, keepVariant, keptVariants } from "./variants.ts";
import { differenceWords, figureWords, MEASURE_WORDS, SHOWN_MEASURES } from "./words.ts";
import "./compare.css";

const MOST_VARIANTS = 3;
const USUAL_RUNS = 200;
const DRAW_MILLISECONDS = 400;

export const comparePanel: PanelFactory = (context) => {
  const element = h("div", { class: "compare" });
  let opened = false;
  let left = false;
  let end = () => {};
  return {
    element,
    update() {
      if (opened) return;
      opened = true;
      workbenchFor(context.desk, context.opened).then(
        (bench) => {
          if (!left) end = comparison(element, bench, context);
        },
        (error) => element.replaceChildren(h("p", { class: "fault" }, String(error))),
      );
    },
    leave() {
      left = true;
      end();
    },
  };
};

/** @returns ends what is under way */
function comparison(element: HTMLElement, bench: Workbench, context: PanelContext): () => void {
  const { opened, desk, selection } = context;
  const key = bench.preset ?? `own ${bench.fileName}`;
  const chosen = new Set<string>();
  let job: Job | null = null;
  let busy = false;
  let halted = false;
  const halt = () => {
    halted = true;
    job?.cancel();
  };
  let last: { picture: ComparisonPicture; names: readonly string[] } | null = null;

  const list = h("ul", { class: "variants" });
  const ideas = h("div", { class: "ideas" });
  const status = h("p", { class: "compare-state", role: "status" });
  const warning = h("ul", { class: "faults", hidden: true });
  const results = h("div", { class: "compare-results" });
  const runs = h("input", {
    type: "number",
    min: 20,
    max: 10000,
    step: 1,
    value: USUAL_RUNS,
    "aria-label": "Runs of each variant",
  });
  const start = h("button", { type: "button", class: "main", click: () => void compare() }, "Compare");
  const stop = h("button", { type: "button", disabled: true, click: () => halt() }, "Stop");
  const name = h("input", {
    type: "text",
    class: "variant-name-input",
    "aria-label": "Name of the variant",
    placeholder: "a name",
    maxlength: 60,
  });
  const keep = h(
    "button",
    {
      type: "button",
      click: () => {
        const words = name.value.trim() || `Variant ${keptVariants(key).length + 1}`;
        keepVariant(key, { name: words, source: opened.source });
        choose(words);
        name.value = "";
      },
    },
    "Keep what is on the screen",
  );

  /** What ships and what is on the screen stand first; the first chosen is what the others are held against. */
  const all = (): readonly Variant[] => [
    ...(bench.preset === null ? [] : [{ name: "As it ships", source: { ...bench.source(), text: null } }]),
    ...(opened.edited || bench.preset === null ? [{ name: "On the screen", source: opened.source }] : []),
    ...(bench.ahead && bench.soundness.state !== "faulty"
      ? [{ name: "Changed, not run yet", source: bench.source() }]
      : []),
    ...keptVariants(key),
  ];
  const choose = (words: string) => {
    if (chosen.size < MOST_VARIANTS) chosen.add(words);
    showList();
  };

  const showList = () => {
    const variants = all();
    for (const words of [...chosen]) if (!variants.some((variant) => variant.name === words)) chosen.delete(words);
    refill(
      list,
      ...variants.map((variant, i) => {
        const box = h("input", {
          type: "checkbox",
          id: `variant-${i}`,
          change: () => {
            if (box.checked) chosen.add(variant.name);
            else chosen.delete(variant.name);
            showList();
          },
        });
        box.checked = chosen.has(variant.name);
        box.disabled = !box.checked && chosen.size >= MOST_VARIANTS;
        const own = keptVariants(key).includes(variant);
        const remove = h(
          "button",
          {
            type: "button",
            class: "small",
            "aria-label": `Forget ${variant.name}`,
            click: () => {
              dropVariant(key, variant.name);
              showList();
            },
          },
          "×",
        );
        return h("li", {}, h("label", { for: `variant-${i}` }, box, ` ${variant.name}`), own ? remove : null);
      }),
    );
    start.disabled = chosen.size < 2 || busy;
    const { capability } = selection.now;
    const plural = opened.capabilities.find(({ id }) => id === capability)?.plural ?? capability;
    refill(
      ideas,
      h("p", { class: "note" }, `Worth trying, for ${plural}:`),
      ...ideasFor(bench.view, capability)
        .filter(({ name: words }) => !keptVariants(key).some((variant) => variant.name === words))
        .map(({ name: words, changes }) =>
          h(
            "button",
            {
              type: "button",
              class: "small",
              click: () => {
                const text = withChanges(bench.text, changes, bench.view, bench.shipped);
                keepVariant(key, { name: words, source: { ...bench.source(), text } });
                if (chosen.size === 0 && all().length > 0) chosen.add(all()[0]!.name);
                choose(words);
              },
            },
            `+ ${words}`,
          ),
        ),
    );
  };

  /** One of the two can be pressed, and keeps the focus of the other. */
  const compares = (on: boolean) => {
    const focused = [start, stop].some((button) => button === document.activeElement);
    busy = on;
    stop.disabled = !on;
    start.disabled = on || chosen.size < 2;
    if (focused) (on ? stop : start).focus({ preventScroll: true });
  };

  const compare = async () => {
    const variants = all().filter((variant) => chosen.has(variant.name));
    const n = Math.round(Number(runs.value));
    if (variants.length < 2) return;
    if (!(n >= 20 && n <= 10_000)) {
      setText(status, "Between 20 and 10,000 runs of each.");
      return;
    }
    setText(status, "Reading the variants…");
    halted = false;
    compares(true);
    try {
      const open = await desk.openComparison(variants, n, opened.plan.seed);
      warning.hidden = open.demandDiffers.length === 0;
      warning.replaceChildren(
        ...(open.demandDiffers.length === 0
          ? []
          : [
              h(
                "li",
                {},
                "These variants ask for different things, so each meets luck of its own: differences are less sharp.",
              ),
              ...open.demandDiffers.slice(0, 6).map((line) => h("li", {}, line)),
            ]),
      );
      let drawing = false;
      let drawnAt = 0;
      const names = variants.map((variant) => variant.name);
      const draw = async (always: boolean) => {
        if (!always && (drawing || performance.now() - drawnAt < DRAW_MILLISECONDS)) return;
        drawing = true;
        last = { picture: await desk.comparisonSoFar(open.comparison), names };
        show();
        drawnAt = performance.now();
        drawing = false;
      };
      const failed = (error: unknown) => setText(status, error instanceof Error ? error.message : String(error));
      job = poolFor<ComparePlan, PairTallies>(context.pool).start(open.plan, [0, n], {
        onPart(part) {
          desk
            .addPairs(open.comparison, part)
            .then(() => draw(false))
            .catch(failed);
        },
        onProgress: ({ done, total }) => setText(status, `${done} of ${total} runs of each.`),
      });
      if (halted) job.cancel();
      const { complete } = await job.done;
      await draw(true);
      setText(
        status,
        complete
          ? `Done: ${last!.picture.replications} runs of each, on the same luck.`
          : `Stopped after ${last!.picture.replications} runs of each.`,
      );
    } catch (error) {
      setText(status, error instanceof Error ? error.message : String(error));
    } finally {
      job = null;
      compares(false);
      showList();
    }
  };

  const show = () => {
    if (last === null) return;
    const { picture, names } = last;
    const { capability } = selection.now;
    const found = picture.capabilities.find(({ id }) => id === capability);
    results.replaceChildren(
      found === undefined
        ? h(
            "p",
            {},
            "Nothing was asked for of the capability that is looked at. Choose another under “Something to try”.",
          )
        : figureOf(found, names, picture.replications, results.clientWidth || 640, opened.marking),
      h("h2", {}, "In words"),
      h("ul", { class: "sentences" }, ...sentencesFor(picture, found)),
    );
  };

  const unsubscribe = selection.subscribe((now, before) => {
    if (now.capability === before.capability) return;
    showList();
    show();
  });
  const unlisten = bench.subscribe(showList);

  const capabilityChoice = h("select", {
    "aria-label": "Capability compared",
    change: () => selection.set({ capability: capabilityChoice.value, scope: "nation", id: "nation" }),
  });
  capabilityChoice.append(...opened.capabilities.map(({ id, name: words }) => h("option", { value: id }, words)));
  capabilityChoice.value = selection.now.capability;
  const unchoose = selection.subscribe(({ capability }) => {
    capabilityChoice.value = capability;
  });

  element.replaceChildren(
    h(
      "p",
      { class: "lead" },
      "Two or three variants meet the same incidents in every run: luck is the same for all, and what still cannot be told from it is called so.",
    ),
    h(
      "div",
      { class: "compare-set" },
      h("div", {}, h("h2", {}, "Variants"), list, h("p", { class: "compare-buttons" }, name, keep)),
      h(
        "div",
        {},
        h("h2", {}, "Something to try"),
        h("label", { class: "compare-buttons" }, "Capability", capabilityChoice),
        ideas,
      ),
    ),
    h("p", { class: "compare-buttons" }, start, stop, h("label", {}, "Runs of each ", runs), status),
    warning,
    results,
  );
  for (const variant of all().slice(0, 2)) chosen.add(variant.name);
  showList();
  return () => {
    halt();
    unsubscribe();
    unlisten();
    unchoose();
  };
}

/** The sentences about the chosen capability, or all where it does not differ. */
function sentencesFor({ verdict }: ComparisonPicture, capability: CapabilityComparison | undefined): HTMLElement[] {
  const own =
    capability === undefined
      ? []
      : verdict.filter((line) => line.includes(capability.name) || mentions(line, capability.id));
  return (own.length > 0 ? own : verdict).map((line) => h("li", {}, line));
}

/** Sentences name the units, such as PSUs. */
function mentions(line: string, id: string): boolean {
  return new RegExp(`\\b${id.replaceAll("-", "[- ]")}s?\\b`, "i").test(line);
}

function figureOf(
  { name, scopes }: CapabilityComparison,
  names: readonly string[],
  runs: number,
  width: number,
  marking: string,
): HTMLElement {
  const nation = scopes[0]!;
  const measure = (id: string) => nation.measures.find((one) => one.measure === id);
  const charts = (["runOut", "unresourcedUnitHours"] as const).flatMap((id) => {
    const found = measure(id);
    if (found === undefined) return [];
    const rows = names.map((variant, i) => ({
      name: variant,
      figure: found.plans[i]!,
      words: figureWords(found.plans[i]!, found.unit, runs),
    }));
    const most =
      found.unit === "probability" ? 1 : scaleEnd(Math.max(...found.plans.map(({ high, mean }) => high ?? mean ?? 0)));
    const label = `${MEASURE_WORDS[id]}: ${rows.map((row) => `${row.name} ${row.words}`).join(", ")}`;
    return [h("h3", {}, MEASURE_WORDS[id]), comparedChart(rows, most, Math.min(width, 900), label)];
  });
  return h(
    "figure",
    { class: "figure compared-figure" },
    h("figcaption", {}, h("h2", {}, `${name}, nation`)),
    ...charts,
    tableOf(nation.measures, names, runs),
    h(
      "p",
      { class: "note" },
      `In this scenario, on assumed holdings. Dot: mean of ${runs} runs; line: 95 % interval. ${marking}.`,
    ),
  );
}

function tableOf(measures: readonly MeasureComparison[], names: readonly string[], runs: number): HTMLElement {
  const shown = SHOWN_MEASURES.flatMap((id) => {
    const found = measures.find(({ measure }) => measure === id);
    return found === undefined ? [] : [{ id, found }];
  });
  const pairs = shown[0]?.found.differences.map(({ first, second }) => `${second} against ${first}`) ?? [];
  const head = ["", ...names, ...pairs].map((words) => h("th", { scope: "col" }, words));
  const rows = shown.map(({ id, found }) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, MEASURE_WORDS[id]),
      ...found.plans.map((figure) => h("td", {}, figureWords(figure, found.unit, runs))),
      ...found.differences.map((difference) =>
        h("td", { class: difference.distinguishable ? "told" : "untold" }, differenceWords(difference, found.unit)),
      ),
    ),
  );
  return h(
    "div",
    { class: "scroller", tabindex: 0, role: "region", "aria-label": "Every measure compared" },
    h(
      "table",
      { class: "compared-table" },
      h("caption", { class: "unseen" }, "Every measure compared"),
      h("thead", {}, h("tr", {}, ...head)),
      h("tbody", {}, ...rows),
    ),
  );
}
