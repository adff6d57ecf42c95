/** One-page papers of the run on the screen: choose for whom, read it, print it, copy it, save it. */
import { PAPER_KINDS, type PaperKind } from "../../scenarios/papers/kinds.ts";
import type { OnePage } from "../../scenarios/papers/paper.ts";
import { paperBody, paperStyle, printedPaper } from "../../scenarios/papers/print.ts";
import { paperText } from "../../scenarios/papers/text.ts";
import { Refused } from "../desk/protocol.ts";
import { h, setText } from "../dom.ts";
import { fileWords, markedName, saveFile } from "../takeaway/save.ts";
import type { PanelFactory, Snapshot } from "../views/panels.ts";
import { createSheet, type Printed, printSheet, sheetPng } from "./sheet.ts";

const KIND_WORDS: Readonly<Record<PaperKind, string>> = {
  "npocc-brief": "Brief for NPoCC or COBR",
  fms: "Force management statement, one force",
  sra: "Annex for a strategic risk assessment (SRA, APSTRA)",
  "lrf-exercise": "Exercise sheet for a local resilience forum",
  "risk-register": "Entry for a community risk register",
  pcc: "Commissioner's annual assurance (SPR ¶23, ¶24)",
};

export const papersPanel: PanelFactory = ({ opened, desk }) => {
  let last: Snapshot | null = null;
  let paper: OnePage | null = null;
  let wishes = 0;
  const scenarioFile = `${fileWords(opened.source.preset ?? opened.preset.name)}.yaml`;

  const kind = h("select", { id: "paper-kind", change: () => void make() });
  kind.append(...PAPER_KINDS.map((id) => h("option", { value: id }, KIND_WORDS[id])));
  const force = h("select", { id: "paper-force", change: () => void make() });
  const forceRow = h("label", { class: "paper-field", for: "paper-force" }, "Force", force);
  let listed = "";
  const listForces = () => {
    const options = opened.forces.map(({ id, name }) => h("option", { value: id }, name));
    if (kind.value === "pcc") options.unshift(h("option", { value: "" }, "None: the nation"));
    if (listed !== kind.value) force.replaceChildren(...options);
    listed = kind.value;
    forceRow.hidden = kind.value !== "fms" && kind.value !== "pcc";
  };

  const status = h("p", { class: "take-status", role: "status" });
  const sheet = h("div", { class: "paper-holder" });
  const text = h("textarea", { class: "paper-text", readonly: true, rows: 12, "aria-label": "The paper as text" });
  const asText = h("details", { class: "paper-as-text" }, h("summary", {}, "The paper as text, to paste"), text);
  const make = async () => {
    listForces();
    const wish = ++wishes;
    const ended = endedOf(last);
    if (ended === null) {
      setText(status, "Papers are made of runs that have ended, or were stopped.");
      return;
    }
    setText(status, "Making the paper …");
    const about = forceRow.hidden || force.value === "" ? null : force.value;
    try {
      const made = await desk.paper(opened.run, { kind: kind.value as PaperKind, force: about, ended, scenarioFile });
      if (wish !== wishes) return;
      show(made, about);
    } catch (error) {
      if (wish !== wishes) return;
      hide();
      setText(status, error instanceof Refused ? error.lines.join(" ") : String(error));
    }
  };
  const show = (made: OnePage, about: string | null) => {
    paper = made;
    const drawn = createSheet(printedOf(made));
    drawn.dataset.kind = made.kind;
    drawn.dataset.force = about ?? "";
    sheet.replaceChildren(drawn);
    text.value = paperText(made);
    asText.hidden = false;
    buttons.hidden = false;
    setText(status, `Made: ${made.title}.`);
  };
  const hide = () => {
    paper = null;
    sheet.replaceChildren();
    asText.hidden = true;
    buttons.hidden = true;
  };

  const nameOf = (ending: string) =>
    markedName(
      `${fileWords(`${opened.source.preset ?? opened.preset.name}-${paper!.kind}${forceRow.hidden || force.value === "" ? "" : `-${force.value}`}`)}.${ending}`,
      opened.marking,
    );
  const button = (words: string, work: (made: OnePage) => string | Promise<string>) =>
    h(
      "button",
      {
        type: "button",
        click: async () => {
          if (paper === null) return;
          try {
            setText(status, await work(paper));
          } catch (error) {
            setText(status, error instanceof Error ? error.message : String(error));
          }
        },
      },
      words,
    );
  const buttons = h(
    "p",
    { class: "take-buttons" },
    button("Print the paper", (made) => {
      printSheet(printedOf(made));
      return "Handed to the printer.";
    }),
    button("Copy as text", async (made) => {
      const copied = await navigator.clipboard?.writeText(paperText(made)).then(
        () => true,
        () => false,
      );
      if (copied) return "Copied: paste it where you need it.";
      asText.open = true;
      text.select();
      return "This browser does not let the page copy: the text is selected below, press Ctrl+C.";
    }),
    button("PNG", async (made) => {
      saveFile(nameOf("png"), await sheetPng(printedOf(made)), "image/png");
      return "Saved as a picture.";
    }),
    button("Save as text", (made) => {
      saveFile(nameOf("txt"), paperText(made), "text/plain;charset=utf-8");
      return "Saved as text.";
    }),
    button("Save for printing", (made) => {
      saveFile(nameOf("html"), printedPaper(made), "text/html");
      return "Saved: open it, and print it from there.";
    }),
  );
  hide();
  listForces();

  const makeButton = h("button", { type: "button", class: "go", click: () => void make() }, "Make the paper");
  return {
    element: h(
      "section",
      { class: "papers", "aria-labelledby": "papers-title" },
      h("h2", { id: "papers-title" }, "One-page papers"),
      h(
        "p",
        { class: "note" },
        "One page for one reader, with marking, data status and the command that makes it again.",
      ),
      h(
        "div",
        { class: "paper-choice" },
        h("label", { class: "paper-field", for: "paper-kind" }, "For whom", kind),
        forceRow,
        makeButton,
      ),
      status,
      buttons,
      sheet,
      asText,
    ),
    update(snapshot) {
      const before = endedOf(last);
      last = snapshot;
      const ended = endedOf(snapshot);
      makeButton.disabled = ended === null;
      if (ended === null)
        setText(status, "The runs are under way: papers are made when they have ended or are stopped.");
      else if (before === null) setText(status, "");
      if (paper !== null && ended !== null && ended.to !== before?.to) void make();
    },
    leave() {
      wishes++;
    },
  };
};

/** The runs that the last picture vouches for; null while some are under way. */
function endedOf(snapshot: Snapshot | null): { from: number; to: number } | null {
  if (snapshot === null || snapshot.picture.digest === null) return null;
  return ["running", "pausing", "stopping"].includes(snapshot.state)
    ? null
    : { from: 0, to: snapshot.picture.replications };
}

function printedOf(paper: OnePage): Printed {
  return {
    title: paper.title,
    marking: paper.marking,
    body: paperBody(paper),
    style: paperStyle(paper.marking),
  };
}
