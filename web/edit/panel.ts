/**
 * "Change it": threats, people, policies, or the file itself. Changes gather, can be undone, and run when somebody
 * says so; what ships stays what it is.
 */
import type { Change } from "../../scenarios/format/edit.ts";
import { isRecord } from "../../scenarios/format/tree.ts";
import { h, setText } from "../dom.ts";
import type { Panel, PanelContext, PanelFactory } from "../views/panels.ts";
import { autosave } from "./autosave.ts";
import { createFile, faultWords } from "./file.ts";
import { createPeople } from "./people.ts";
import { createPolicies } from "./policies.ts";
import type { Section } from "./section.ts";
import { createThreats } from "./threats.ts";
import { pathWords, type Workbench, workbenchFor } from "./workbench.ts";
import "./edit.css";

const PARTS = ["threats", "people", "policies", "file"] as const;
type Part = (typeof PARTS)[number];
const TITLES: Readonly<Record<Part, string>> = {
  threats: "Threats",
  people: "People",
  policies: "Policies",
  file: "As a file",
};
/** The part that was open last, in whichever run. */
let lastPart: Part = "threats";

export const editPanel: PanelFactory = (context) => {
  const element = h("div", { class: "editor" }, h("p", { class: "note" }, "Opening the scenario…"));
  let left = false;
  let end = () => {};
  let opened = false;
  const open = async () => {
    try {
      const bench = await workbenchFor(context.desk, context.opened);
      if (left) return;
      const built = editorOf(bench, context);
      element.replaceChildren(...built.content);
      end = bench.subscribe(built.sync);
      built.sync();
    } catch (error) {
      element.replaceChildren(h("p", { class: "fault" }, error instanceof Error ? error.message : String(error)));
    }
  };
  const panel: Panel = {
    element,
    // Its view is open: only then the desk is asked for the text.
    update() {
      if (opened) return;
      opened = true;
      void open();
    },
    leave() {
      left = true;
      end();
    },
  };
  return panel;
};

function editorOf(bench: Workbench, context: PanelContext) {
  const { opened, desk, go } = context;
  const sections: Readonly<Record<Part, Section>> = {
    threats: createThreats(bench, opened),
    people: createPeople(bench, opened, desk),
    policies: createPolicies(bench, opened),
    file: createFile(bench),
  };
  const run = h("button", { type: "button", class: "main", click: () => runIt() }, "Run with these changes");
  const undo = h("button", { type: "button", click: () => bench.undo() }, "Undo");
  const redo = h("button", { type: "button", click: () => bench.redo() }, "Redo");
  const all = h("button", { type: "button", click: () => bench.putAllBack() }, "Put all back");
  const state = h("p", { class: "edit-state", role: "status" });
  const faults = h("ul", { class: "faults", hidden: true });
  const changes = h("ul", { class: "changes" });
  const changesTitle = h("summary", {});
  const changed = h("details", { class: "changed" }, changesTitle, changes);
  const bodies = new Map<Part, HTMLElement>();
  const tabs = new Map<Part, HTMLButtonElement>();

  const runIt = () => {
    if (bench.soundness.state !== "faulty") go(bench.source());
  };
  const open = (part: Part) => {
    lastPart = part;
    for (const other of PARTS) {
      bodies.get(other)!.hidden = other !== part;
      tabs.get(other)!.setAttribute("aria-selected", String(other === part));
      tabs.get(other)!.tabIndex = other === part ? 0 : -1;
    }
    sections[part].sync();
  };
  const tabList = h("div", { class: "parts", role: "tablist", "aria-label": "What to change" });
  for (const part of PARTS) {
    const tab = h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `part-${part}`,
        "aria-controls": `part-body-${part}`,
        click: () => open(part),
        keydown: (event) => {
          const by = { ArrowLeft: -1, ArrowRight: 1 }[(event as KeyboardEvent).key];
          if (by === undefined) return;
          const next = PARTS[(PARTS.indexOf(part) + by + PARTS.length) % PARTS.length]!;
          open(next);
          tabs.get(next)!.focus();
          event.preventDefault();
        },
      },
      TITLES[part],
    );
    tabs.set(part, tab);
    tabList.append(tab);
    bodies.set(
      part,
      h(
        "div",
        { class: "part-body", role: "tabpanel", id: `part-body-${part}`, "aria-labelledby": `part-${part}` },
        sections[part].element,
      ),
    );
  }

  const key = bench.preset ?? `own/${bench.fileName}`;
  const kept = keeping(bench, key);

  const sync = () => {
    const { soundness, history, ahead } = bench;
    undo.disabled = history.undoes === "";
    redo.disabled = history.redoes === "";
    undo.title = history.undoes === "" ? "" : `Undo: ${history.undoes}`;
    redo.title = history.redoes === "" ? "" : `Redo: ${history.redoes}`;
    const list = bench.changes();
    const differs = bench.text !== bench.shipped.text;
    all.disabled = !differs;
    run.disabled = !ahead || soundness.state === "faulty";
    const count =
      list.length === 0 && differs ? "Changed" : `${list.length} ${list.length === 1 ? "change" : "changes"}`;
    const last = history.undoes === "" ? "" : ` Last: ${history.undoes}.`;
    const wrong = soundness.state === "faulty" ? " It cannot be run as it is." : "";
    setText(
      state,
      !differs
        ? "As it ships. Change anything: what ships stays as it is."
        : `${count}${ahead ? ", not run yet" : ", as run"}.${last}${wrong}`,
    );
    faults.hidden = soundness.state !== "faulty" || lastPart === "file";
    faults.replaceChildren(
      ...(soundness.state === "faulty" ? soundness.faults.slice(0, 12) : []).map((fault) => {
        const line = fault.line > 0 && fault.file === bench.fileName ? `Line ${fault.line}, ` : "";
        return h("li", {}, `${line}${faultWords(fault)}`);
      }),
    );
    changed.hidden = list.length === 0;
    setText(changesTitle, list.length === 1 ? "The change" : `The ${list.length} changes`);
    changes.replaceChildren(...list.slice(0, 200).map((change) => changeItem(bench, change)));
    sections[lastPart].sync();
    kept.sync();
  };

  // Sections draw by their width, which they have once they are shown.
  open(lastPart);
  const keys = (event: Event) => {
    const key = event as KeyboardEvent;
    if (!(key.ctrlKey || key.metaKey)) return;
    if (key.key === "Enter") runIt();
    else if (/^[zy]$/i.test(key.key) && !(key.target instanceof HTMLInputElement)) {
      if (key.key.toLowerCase() === "y" || key.shiftKey) bench.redo();
      else bench.undo();
    } else return;
    event.preventDefault();
  };
  const content = h(
    "div",
    { class: "editor-content", keydown: keys },
    h("div", { class: "edit-bar" }, h("div", { class: "edit-buttons" }, run, undo, redo, all), state),
    kept.offer,
    faults,
    changed,
    tabList,
    ...bodies.values(),
    kept.element,
  );
  return { content: [content], sync };
}

function changeItem(bench: Workbench, [path, value]: Change): HTMLElement {
  const was = bench.shippedAt(path);
  const words = (said: unknown) => (said === undefined ? "nothing" : shortJson(said));
  return h(
    "li",
    {},
    h("span", { class: "path" }, pathWords(path)),
    ` ${value === undefined || value === null ? "taken out" : words(value)}`,
    h("span", { class: "was" }, was === undefined ? "" : ` (was ${words(was)})`),
    h(
      "button",
      { type: "button", class: "small", "aria-label": `Put back ${pathWords(path)}`, click: () => bench.putBack(path) },
      "Put back",
    ),
  );
}

function shortJson(value: unknown): string {
  if (isRecord(value as never)) {
    const { low, mode, high, value: one } = value as Record<string, unknown>;
    if (low !== undefined && high !== undefined)
      return `${low} to ${high}${mode === undefined ? "" : `, likeliest ${mode}`}`;
    if (one !== undefined) return String(one);
  }
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** What this browser keeps of the changes, and whether it may. */
function keeping(bench: Workbench, key: string) {
  const box = h("input", {
    type: "checkbox",
    id: "autosave",
    change: () => {
      autosave.turn(box.checked);
      sync();
    },
  });
  const clear = h(
    "button",
    {
      type: "button",
      class: "small",
      click: () => {
        autosave.clear();
        setText(note, "Nothing is kept.");
      },
    },
    "Forget what is kept",
  );
  const note = h("span", { class: "note", role: "status" });
  const offer = h("div", { class: "offer", hidden: true });
  const before = autosave.saved(key);
  if (before !== null && before.text !== bench.text && bench.text === bench.shipped.text) {
    offer.hidden = false;
    const day = new Date(before.at).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
    offer.append(
      h("p", {}, `You changed this scenario here on ${day}.`),
      h(
        "button",
        {
          type: "button",
          click: () => {
            bench.write(before.text, "changes kept by this browser");
            offer.hidden = true;
          },
        },
        "Take them up again",
      ),
      h(
        "button",
        {
          type: "button",
          click: () => {
            autosave.keep(key, null, true);
            offer.hidden = true;
          },
        },
        "Forget them",
      ),
    );
  }
  const sync = () => {
    box.checked = autosave.on;
    const mayBeKept = !bench.loaded && /^UNMARKED/i.test(bench.marking);
    // What is offered is not overwritten by a scenario that nobody has touched.
    if (offer.hidden || bench.text !== bench.shipped.text) {
      autosave.keep(key, bench.text === bench.shipped.text ? null : bench.text, mayBeKept);
    }
    setText(
      note,
      !mayBeKept
        ? "Nothing of this scenario is kept by this browser: it carries somebody's figures or a marking."
        : autosave.on
          ? "Kept by this browser only, on this computer."
          : "Nothing is kept; closing the page forgets the changes.",
    );
  };
  return {
    offer,
    sync,
    element: h(
      "p",
      { class: "keeping" },
      h("label", { for: "autosave" }, box, " Keep my changes between visits"),
      clear,
      note,
    ),
  };
}
