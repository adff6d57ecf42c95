/** A return or position loaded on the page: the same scenario as on the command line, as changes of the file's text. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readFigures as figuresOf } from "../../../cli/holdings.ts";
import { loadScenario } from "../../../cli/load.ts";
import { withChanges } from "../../../scenarios/format/edit.ts";
import { canonicalJson } from "../../../scenarios/format/read.ts";
import type { Plain } from "../../../scenarios/format/tree.ts";
import { presetText } from "../../../web/desk/shipped.ts";
import { editDesk } from "../../../web/edit/desk.ts";

const folder = mkdtempSync(join(tmpdir(), "muster-figures-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = { preset: "two-counties", text: null, fileName: "two-counties.yaml" };
const HEAD = "force,as-at date,capability,agreed contribution,trained,in ticket,floor,ready at 0 h,marking";

/** The preset's text with what was loaded, as the desk resolves it. */
async function loadedOnPage(name: string, content: string): Promise<Plain> {
  const { applied, faults, bad } = await editDesk.readFigures(source, {
    name,
    content: new TextEncoder().encode(content),
  });
  expect([faults, bad]).toEqual([[], []]);
  const text = presetText("two-counties");
  const resolved = loadScenario("two-counties").resolved as unknown as Plain;
  const changed = withChanges(text, applied!.changes, resolved, { text, resolved });
  const checked = await editDesk.check({ ...source, text: changed });
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  return checked.resolved as unknown as Plain;
}

describe("figures that are loaded on the page", () => {
  it("make of a return the scenario that the command line makes of it", async () => {
    const rows = [
      HEAD,
      "Aldershire Police,2026-07-01,psu,2,100,90,1,,OFFICIAL",
      "castle,2026-07-02,psu,5,260,,3,,OFFICIAL-SENSITIVE",
    ];
    const file = join(folder, "return.csv");
    writeFileSync(file, rows.join("\n"));
    const figures = await figuresOf({ holdings: [file] });
    const there = loadScenario("two-counties", { figures }).resolved;
    const here = await loadedOnPage("return.csv", rows.join("\n"));
    expect(canonicalJson(here)).toBe(canonicalJson(there));
  });

  it("make of a position the one that the command line makes of it", async () => {
    const rows = ["force,capability,committed,to whom,until,resting,stood up", "castle,psu,4,birch,6 h,1,2"];
    const file = join(folder, "position.csv");
    writeFileSync(file, rows.join("\n"));
    const figures = await figuresOf({ position: file });
    const there = loadScenario("two-counties", { figures }).resolved;
    const here = (await loadedOnPage("position.csv", rows.join("\n"))) as { position?: Plain; marking?: Plain };
    expect(here.position).toEqual(there.position);
    expect(here.marking).toBe("OFFICIAL-SENSITIVE");
  });

  it("tell where each bad cell stands, and apply nothing", async () => {
    const content = [HEAD, "castle,2026-07-01,psu,x,100,120,1,,SECRET"].join("\n");
    const { applied, bad, faults } = await editDesk.readFigures(source, { name: "bad.csv", content });
    expect(applied).toBeNull();
    expect(faults).toEqual([]);
    expect(bad.map(({ row, column }) => [row, column])).toEqual([
      [1, 3],
      [1, 8],
      [1, 5],
    ]);
  });

  it("are refused as a file where they are none", async () => {
    for (const name of ["return.xlsx", "return.docx"]) {
      const { applied, faults } = await editDesk.readFigures(source, { name, content: new Uint8Array([1, 2, 3]) });
      expect(applied).toBeNull();
      expect(faults[0]).toContain(name);
    }
  });

  it("come as a workbook too, which the desk writes and reads back", async () => {
    const columns = HEAD.split(",");
    const row = ["castle", "2026-07-01", "psu", 5, 250, 240, 2, null, "OFFICIAL"];
    const content = await editDesk.workbook([{ name: "Return", columns, rows: [row] }]);
    const { applied, bad, faults } = await editDesk.readFigures(source, { name: "return.xlsx", content });
    expect([bad, faults]).toEqual([[], []]);
    expect(applied).toMatchObject({ forces: ["Castle City Police"], marking: "OFFICIAL" });
  });
});
