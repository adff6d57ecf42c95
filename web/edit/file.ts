/** The scenario as the file that the command line reads: shown, edited, and its faults at their lines. */
import type { Fault } from "../../scenarios/format/faults.ts";
import { h, setText } from "../dom.ts";
import { fileWords, markedName, saveFile } from "../takeaway/save.ts";
import type { Section } from "./section.ts";
import type { Workbench } from "./workbench.ts";

export function createFile(bench: Workbench): Section {
  const gutter = h("pre", { class: "gutter", "aria-hidden": "true" });
  const faults = h("ul", { class: "faults", id: "file-faults", hidden: true });
  const state = h("p", { class: "note", role: "status" });
  const area = h("textarea", {
    class: "file-text",
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
    wrap: "off",
    rows: 28,
    "aria-label": "The scenario as a file (YAML)",
    "aria-describedby": "file-faults",
    input: () => {
      bench.write(area.value, "the file edited by hand", "file");
      number();
    },
    scroll: () => {
      gutter.scrollTop = area.scrollTop;
    },
    keydown: (event) => {
      const key = event as KeyboardEvent;
      // Tab leaves the field, as everywhere; two spaces are typed. Undo is the editor's own.
      if (!(key.ctrlKey || key.metaKey) || !/^[zy]$/i.test(key.key)) return;
      key.preventDefault();
      if (key.key.toLowerCase() === "y" || key.shiftKey) bench.redo();
      else bench.undo();
    },
  });
  let numbered = "";

  const number = () => {
    const lines = area.value.split("\n").length;
    const bad = new Set(own(bench).map(({ line }) => line));
    const key = `${lines} ${[...bad].join()}`;
    if (key === numbered) return;
    numbered = key;
    gutter.replaceChildren(
      ...Array.from({ length: lines }, (_, i) => h("span", { class: bad.has(i + 1) ? "bad" : "" }, `${i + 1}\n`)),
    );
  };
  const goTo = ({ line, column }: Fault) => {
    const lines = area.value.split("\n");
    const at = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + Math.max(0, column - 1);
    area.focus();
    area.setSelectionRange(at, at);
    area.scrollTop = (line - 6) * (area.scrollHeight / Math.max(1, lines.length));
  };

  return {
    element: h(
      "div",
      { class: "edit-file" },
      h(
        "p",
        { class: "note" },
        "The same file that “muster run” reads. It says only what differs from what it builds on.",
      ),
      faults,
      h("div", { class: "file-editor" }, gutter, area),
      state,
      h(
        "p",
        {},
        h(
          "button",
          {
            type: "button",
            click: () =>
              saveFile(markedName(`${fileWords(nameIn(bench))}.yaml`, bench.marking), bench.text, "text/yaml"),
          },
          "Save as a file",
        ),
      ),
    ),
    sync() {
      if (area.value !== bench.text) area.value = bench.text;
      const { soundness } = bench;
      const list = soundness.state === "faulty" ? soundness.faults : [];
      faults.hidden = list.length === 0;
      faults.replaceChildren(
        ...list.slice(0, 50).map((fault) => {
          const words = faultWords(fault);
          if (fault.line === 0 || fault.file !== bench.fileName) return h("li", {}, words);
          return h(
            "li",
            {},
            h("button", { type: "button", class: "line", click: () => goTo(fault) }, `Line ${fault.line}`),
            ` ${words}`,
          );
        }),
      );
      setText(
        state,
        soundness.state === "checking"
          ? "Checking…"
          : soundness.state === "sound"
            ? "No fault."
            : `${list.length} ${list.length === 1 ? "fault" : "faults"}.`,
      );
      number();
    },
  };
}

export function faultWords({ path, message, suggestion }: Fault): string {
  const hint = suggestion === undefined ? "" : ` Did you mean “${suggestion}”?`;
  return `${path === "" ? "" : `${path}: `}${message}${hint}`;
}

function own(bench: Workbench): readonly Fault[] {
  if (bench.soundness.state !== "faulty") return [];
  return bench.soundness.faults.filter(({ file }) => file === bench.fileName);
}

function nameIn(bench: Workbench): string {
  return bench.preset ?? bench.fileName.replace(/\.(ya?ml|json)$/, "");
}
