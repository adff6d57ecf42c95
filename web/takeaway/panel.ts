/** "Take away": marking, link, files, pictures, tables, a printable report, and one button that clears everything. */
import { MAX_TEXT } from "../../scenarios/format/limits.ts";
import type { Plain } from "../../scenarios/format/tree.ts";
import { h, setText } from "../dom.ts";
import { hasFigures, workbenchFor } from "../edit/workbench.ts";
import { fragmentOf } from "../route.ts";
import type { PanelContext, PanelFactory, Snapshot } from "../views/panels.ts";
import { VERSION } from "../words.ts";
import { clearButton } from "./clear.ts";
import { csvOf } from "./csv.ts";
import { linkRefusal, packChanges } from "./link.ts";
import { asPng, drawFigure, type PictureWords } from "./picture-file.ts";
import { reportHtml } from "./report.ts";
import { fileWords, markedName, saveFile } from "./save.ts";
import { aboutTable, assumptionsTable, CONDITION, hoursTable, type NamedTable, runOutTable } from "./tables.ts";
import "./takeaway.css";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export const takeAwayPanel: PanelFactory = (context) => {
  const { opened } = context;
  let last: Snapshot | null = null;
  const status = h("p", { class: "take-status", role: "status" });
  const said = (words: string) => setText(status, words);
  const guarded = (work: () => void | Promise<void>) => async () => {
    try {
      await work();
    } catch (error) {
      said(error instanceof Error ? error.message : String(error));
    }
  };
  const nameOf = (what: string, ending: string) =>
    markedName(`${fileWords(opened.preset.name)}${opened.edited ? "-edited" : ""}-${what}.${ending}`, opened.marking);
  const button = (words: string, work: () => void | Promise<void>) =>
    h("button", { type: "button", click: guarded(work) }, words);

  const pictures = h("ul", { class: "take-list" });
  const showPictures = () => {
    const figures = figuresOnPage();
    pictures.replaceChildren(
      ...figures.map(({ title }, i) =>
        h(
          "li",
          {},
          h("span", { class: "take-title" }, title),
          button("SVG", async () => {
            // Charts are drawn while their view is open; they are to show the latest runs.
            await context.redraw("picture");
            saveFile(nameOf(fileWords(title), "svg"), drawn(i).svg, "image/svg+xml");
            said(`Saved: ${title}, as SVG.`);
          }),
          button("PNG", async () => {
            await context.redraw("picture");
            saveFile(nameOf(fileWords(title), "png"), await asPng(drawn(i)), "image/png");
            said(`Saved: ${title}, as PNG.`);
          }),
        ),
      ),
    );
    if (figures.length === 0) pictures.replaceChildren(h("li", {}, "Open a view with charts first."));
  };
  /** Charts are drawn anew now and then: they are looked for when they are wanted. */
  const drawn = (which: number) => {
    const { title, drawings } = figuresOnPage()[which]!;
    return drawFigure(drawings, wordsOf(title));
  };
  const wordsOf = (title: string): PictureWords => ({ title, marking: opened.marking, rests: restsOf(context, last) });

  const tables = (): NamedTable[] => {
    if (last === null) return [];
    const hours = hoursTable(opened, last.picture);
    return [runOutTable(opened, last.picture), ...(hours === null ? [] : [hours])];
  };
  const csvButtons = h(
    "p",
    { class: "take-buttons" },
    button("Run-out, CSV", () => saveTable(0)),
    button("Hours, CSV", () => saveTable(1)),
    button("Everything shown, XLSX", async () => {
      if (last === null) return;
      const sheets = [aboutTable(opened, last.picture), ...tables(), assumptionsTable(opened)];
      saveFile(nameOf("figures", "xlsx"), await context.desk.workbook(sheets), XLSX);
      said("Saved the figures as a workbook.");
    }),
  );
  const saveTable = (which: number) => {
    const table = tables()[which];
    if (table === undefined) {
      said("Nothing was asked for there, so there are no hours.");
      return;
    }
    saveFile(nameOf(fileWords(table.name), "csv"), csvOf(table), "text/csv;charset=utf-8");
    said(`Saved: ${table.name}.`);
  };

  const report = h(
    "p",
    { class: "take-buttons" },
    button("Printable report", async () => {
      if (last === null) return;
      await context.redraw("picture");
      const drawn = figuresOnPage().map(({ title, drawings }) => ({
        title,
        svg: drawFigure(drawings, wordsOf(title)).svg,
      }));
      saveFile(nameOf("report", "html"), reportHtml(opened, last.picture, drawn), "text/html");
      said("Saved the report: open it, and print it from there.");
    }),
    button("Print this page", () => print()),
  );

  return {
    element: h(
      "div",
      { class: "take-away" },
      status,
      part("Marking", "On every page, picture, table and file, and in front of file names.", marking(context, said)),
      part(
        "A link",
        "Carries the preset and what was changed of it; nothing is sent anywhere by making it.",
        link(context, said),
      ),
      part("The scenario as a file", "What “muster run” reads, and this page opens.", files(context, said)),
      part("Pictures", "Charts of the views that have been opened, with sources and marking.", pictures),
      part("Tables", "The figures behind what is shown.", csvButtons),
      part("Report", "Verdict, charts, tables and every assumption, for a screen or A4.", report),
      part("Clear", "Forgets what was typed or loaded here, and what this browser kept.", h("p", {}, clearButton())),
    ),
    update(snapshot) {
      const first = last === null;
      last = snapshot;
      if (first || pictures.childElementCount === 0 || figuresOnPage().length !== pictures.childElementCount)
        showPictures();
    },
    leave() {},
  };
};

function part(title: string, about: string, ...content: readonly Node[]): HTMLElement {
  return h("section", { class: "take-part" }, h("h2", {}, title), h("p", { class: "note" }, about), ...content);
}

/** The charts that have been drawn, with their titles. */
function figuresOnPage(): { title: string; drawings: SVGSVGElement[] }[] {
  return [...document.querySelectorAll<HTMLElement>(".run figure.figure")].flatMap((figure) => {
    const drawings = [...figure.querySelectorAll<SVGSVGElement>("svg")].filter(
      (svg) => svg.closest("button, svg svg, .tile") === null && Number(svg.getAttribute("width") ?? 0) > 100,
    );
    const heading = figure.querySelector("h2, figcaption")?.cloneNode(true) as HTMLElement | undefined;
    for (const button of heading?.querySelectorAll("button") ?? []) button.remove();
    const title = heading?.textContent?.trim() ?? "";
    return drawings.length === 0 || title === "" ? [] : [{ title, drawings }];
  });
}

function restsOf({ opened }: PanelContext, last: Snapshot | null): string[] {
  const runs = last === null ? "" : `${last.picture.replications} runs, `;
  return [
    `${CONDITION}. ${opened.preset.name}${opened.edited ? " (edited)" : ""}. Data: ${opened.dataStatus}.`,
    `${runs}seed ${opened.plan.seed}, Muster ${VERSION}; scenario ${opened.plan.scenarioHash.slice(0, 12)}. Not an official police or Home Office picture.`,
  ];
}

const MARKINGS = ["UNMARKED", "OFFICIAL", "OFFICIAL-SENSITIVE"] as const;

function marking(context: PanelContext, said: (words: string) => void): HTMLElement {
  const { opened, desk, go } = context;
  const now = opened.marking;
  const loaded = hasFigures(opened.plan.resolved as unknown as Plain);
  const select = h("select", { "aria-label": "Marking" });
  const allowed = loaded ? MARKINGS.slice(1) : MARKINGS;
  select.append(...allowed.map((words) => h("option", { value: words }, words)));
  const kind = [...MARKINGS].reverse().find((words) => now.startsWith(words)) ?? "UNMARKED";
  select.value = kind;
  const handling = h("input", {
    type: "text",
    class: "handling",
    "aria-label": "Handling",
    placeholder: "handling, such as RECIPIENTS ONLY",
    maxlength: 80,
    value: kind === "UNMARKED" ? "" : now.slice(kind.length).replace(/^[\s–:-]+/, ""),
  });
  const set = async () => {
    const bench = await workbenchFor(desk, opened);
    const words = handling.value.trim();
    const value = select.value === "UNMARKED" ? undefined : `${select.value}${words === "" ? "" : ` – ${words}`}`;
    bench.change([[["marking"], value]], value === undefined ? "marking taken off" : `marked ${value}`);
    if (bench.ahead) go(bench.source());
    else said(`It is marked ${now} already.`);
  };
  return h(
    "p",
    { class: "take-buttons" },
    select,
    handling,
    h("button", { type: "button", click: () => void set() }, "Set the marking"),
    h("span", { class: "note" }, `Now: ${now}`),
  );
}

function link(context: PanelContext, said: (words: string) => void): HTMLElement {
  const { opened, desk } = context;
  const { source, plan } = opened;
  const address = h("input", {
    type: "text",
    class: "address",
    readonly: true,
    "aria-label": "The link",
    hidden: true,
  });
  const refusal = linkRefusal({
    loaded: hasFigures(plan.resolved as unknown as Plain),
    marking: opened.marking,
  });
  const make = async () => {
    if (refusal !== null) {
      said(refusal);
      return;
    }
    const own = source.preset === null;
    const changes =
      source.text === null ? "" : await packChanges(own ? "" : await desk.text(source.preset!), source.text);
    if (changes === null) {
      said("So much was changed that it fits in no link. Save it as a file instead.");
      return;
    }
    const { runs, seed, outer } = { runs: plan.replications, seed: plan.seed, outer: plan.outer };
    const fragment = fragmentOf({ preset: source.preset ?? "own", runs, seed, outer, changes: changes || null });
    address.value = location.href.replace(/#.*$/, "") + fragment;
    address.hidden = false;
    address.select();
    const copied = await navigator.clipboard?.writeText(address.value).then(
      () => true,
      () => false,
    );
    said(`${copied ? "Copied. " : ""}The link has ${address.value.length} letters, and brings back this picture.`);
  };
  return h(
    "div",
    {},
    refusal === null ? null : h("p", {}, refusal),
    h(
      "p",
      { class: "take-buttons" },
      h("button", { type: "button", disabled: refusal !== null, click: () => void make() }, "Make a link"),
      address,
    ),
  );
}

function files(context: PanelContext, said: (words: string) => void): HTMLElement {
  const { opened, desk, go } = context;
  const { source } = opened;
  const save = async () => {
    const text = source.text ?? (await desk.text(source.preset!));
    saveFile(markedName(`${fileWords(source.preset ?? opened.preset.name)}.yaml`, opened.marking), text, "text/yaml");
    said("Saved the scenario that this run was made of.");
  };
  const input = h("input", {
    type: "file",
    accept: ".yaml,.yml,.json",
    id: "scenario-file",
    class: "unseen",
    change: async () => {
      const file = input.files?.[0];
      input.value = "";
      if (file === undefined) return;
      if (file.size > MAX_TEXT) said(`${file.name} has ${file.size} bytes; at most ${MAX_TEXT} are read.`);
      else go({ preset: null, text: await file.text(), fileName: file.name });
    },
  });
  return h(
    "p",
    { class: "take-buttons" },
    h("button", { type: "button", click: () => void save() }, "Save the scenario"),
    h("span", { class: "file-button" }, input, h("label", { for: "scenario-file" }, "Open a scenario…")),
  );
}
