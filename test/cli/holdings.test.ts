/** A force's return and position, loaded, refused, shown; and sign-offs that an edit voids. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { writeXlsx } from "hucre/xlsx";
import { beforeAll, describe, expect, it } from "vitest";
import { layFigures, readFigures } from "../../cli/holdings.ts";
import { loadScenario } from "../../cli/load.ts";
import { readSpreadsheet } from "../../cli/spreadsheet.ts";
import { workbookOf } from "../../cli/template.ts";
import { compileScenario } from "../../scenarios/format/compile.ts";
import { RETURN_COLUMNS } from "../../scenarios/format/return-columns.ts";
import { parseColumns } from "../../scenarios/format/return-scenario.ts";
import { ensureBuilt, muster, projectFolder, withFolder } from "../support/muster.ts";

const SCENARIO = join(projectFolder, "test/cli/two-counties.yaml");
const HEAD =
  "force,as-at date,capability,requirement,agreed contribution,trained,in ticket,inspectors,sergeants,constables,drivers,carriers,ready at 0 h,ready at 1 h,ready at 4 h,ready at 8 h,ready at 24 h,floor,shared with,marking,owner,comment";

/** The scenario with a return laid over it, or what is wrong. */
const laid = (text: string, columns = "") =>
  withFolder(async (folder) => {
    const file = join(folder, "return.csv");
    writeFileSync(file, text);
    const mapped = columns === "" ? undefined : parseColumns(columns);
    if (typeof mapped === "string") throw new Error(mapped);
    const figures = await readFigures({ holdings: [file], ...(mapped === undefined ? {} : { columns: mapped }) });
    return loadScenario(SCENARIO, { figures });
  });

const faultsOf = async (text: string): Promise<string[]> => {
  const error = await laid(text).then(
    () => new Error("not refused"),
    (refused: Error) => refused,
  );
  return error.message.split("\n");
};

describe("a return", () => {
  const good = `${HEAD}\nAlder Police,2026-08-01,PSU,10,5,200,150,,,,,,0,1,3,5,6,2,,OFFICIAL,Head of Operations,\n`;

  it("becomes holdings, contributions, floors, shares in ticket and readiness, each with its source", async () => {
    const { resolved, figures, data, warnings } = await laid(good);
    const { people, marking } = resolved;
    const source = "return of Alder Police (Head of Operations), as at 2026-08-01";
    expect(people!.holdings!.psu!.units!.alder).toEqual({ value: 8, kind: "return", source });
    expect(people!.holdings!.psu!.units!.birch).toBe(4);
    expect(people!.contributions!.psu).toEqual({ alder: { value: 5, kind: "return", source } });
    expect(people!.floors!.psu).toEqual({ alder: { value: 2, kind: "return", source } });
    expect(people!.inTicket!["level-2"]!.alder).toEqual({ value: 0.75, kind: "return", source });
    expect(marking).toBe("OFFICIAL");
    expect(data).toEqual({ shipped: false, status: "holdings of Alder Police as returned, all others illustrative" });
    expect(warnings.map(({ message }) => message)).toEqual([
      "Alder Police: psu has no readiness classes in this scenario, so how fast units are ready is not used.",
    ]);
    expect(figures!.gaps).toEqual([
      {
        force: "alder",
        capability: "psu",
        requirementUnits: 10,
        contributionUnits: 5,
        holdingUnits: 6,
        shortOfRequirement: 4,
        shortOfContribution: 1,
        bindsOn: "in ticket",
      },
    ]);
  });

  it("reaches the model: 200 trained, three quarters in ticket, two units kept, five lent at most", async () => {
    const { resolved, scenarioHash } = await laid(good);
    const { model } = compileScenario(resolved, scenarioHash);
    const node = model.nodeIds.indexOf("level-2");
    const at = model.holderIds.indexOf("alder") * model.nNodes + node;
    expect([model.trained[at], model.presentShare[at], model.floorOfficers[at], model.contribution[0]]).toEqual([
      200, 0.75, 50, 5,
    ]);
  });

  it("has as many units as the scarcest of ranks, drivers and carriers allows", async () => {
    const row = (ranks: string) => `${HEAD}\nalder,,psu,,,200,,${ranks},,,,,,,,,,\n`;
    const gap = async (ranks: string) => {
      const { figures } = await laid(row(ranks));
      const { holdingUnits, bindsOn } = figures!.gaps[0]!;
      return [holdingUnits, bindsOn];
    };
    expect(await gap(",,,,")).toEqual([8, "trained"]);
    expect(await gap("20,20,144,30,30")).toEqual([6, "sergeants"]);
    expect(await gap("20,24,144,30,14")).toEqual([4, "carriers"]);
    expect(await gap("3,24,144,30,14")).toEqual([3, "inspectors"]);
    expect(await gap("20,24,100,30,30")).toEqual([5, "constables"]);
    expect(await gap("20,24,144,8,30")).toEqual([2, "drivers"]);
  });

  it("with three bad cells names the three, and applies none", async () => {
    const faults = await faultsOf(
      `${HEAD}\nAldr,2026-08-01,psu,,,200\nbirch,2026-08-01,psu,,,many\ncedar,1 Augsut,psu,,,50\n`,
    );
    expect(faults).toHaveLength(3);
    expect(faults[0]).toMatch(
      /return\.csv, cell A2 \(force\): found "Aldr"; it should be a force\. Did you mean "alder"\?/,
    );
    expect(faults[1]).toMatch(/cell F3 \(trained\): found "many"; it should be a whole number from 0 to/);
    expect(faults[2]).toMatch(/cell B4 \(as-at date\): found "1 Augsut"; it should be a day/);
  });

  it("is refused where its own figures contradict each other", async () => {
    const faults = await faultsOf(
      `force,capability,trained,in ticket,ready at 1 h,ready at 4 h\nalder,psu,100,120,4,3\nalder,psu,5,,,\n`,
    );
    expect(faults.join("\n")).toMatch(
      /cell D2 \(in ticket\): found 120; it should be at most the 100 trained[\s\S]*cell F2 .*found 3; it should be at least the 4[\s\S]*cell B3: alder states psu again; row 2/,
    );
  });

  it("with columns about persons is refused, and the columns are named", async () => {
    const faults = await faultsOf("force,capability,trained,Officer name,e-mail,Collar No.\nalder,psu,5,A,b,1\n");
    expect(faults).toHaveLength(3);
    expect(faults.join("\n")).toMatch(
      /cell D1: "Officer name" looks like a column about persons[\s\S]*cell E1[\s\S]*F1/,
    );
  });

  it("with a person's address in a comment is refused at that cell", async () => {
    expect(await faultsOf("force,capability,trained,comment\nalder,psu,5,ask j.doe@alder.police.uk\n")).toEqual([
      expect.stringMatching(/cell D2 \(comment\): found "ask .*"; it should be without an e-mail address/),
    ]);
  });

  it("above OFFICIAL-SENSITIVE is refused", async () => {
    expect((await faultsOf("force,capability,trained,marking\nalder,psu,5,SECRET\n"))[0]).toMatch(
      /cell D2 \(marking\): found "SECRET"; it should be OFFICIAL or OFFICIAL-SENSITIVE/,
    );
  });

  it("is read under other headings: by obvious words, and as --columns says", async () => {
    const { figures } = await laid("Force Name,Resource,Bodies,Sgts\nalder,PSUs,100,9\n", "bodies=trained");
    expect(figures!.gaps[0]).toMatchObject({ force: "alder", holdingUnits: 3, bindsOn: "sergeants" });
    expect(parseColumns("bodies=brained")).toMatch(/"brained" is not one of our columns/);
  });

  it("tells of columns that were not read, and what to say to have them read, also where it is refused for another reason", async () => {
    const text = "force,capability,Trained level 2,MA commitment,in ticket,Paint\nalder,psu,100,4,90,blue\n";
    const told = await faultsOf(text);
    expect(told[0]).toMatch(/row 2 \(trained\): found nothing/);
    expect(told[1]).toMatch(
      /cell C1: the column "Trained level 2" .* Is it "trained"\? .*--columns "Trained level 2=trained"/,
    );
    expect(told[2]).toMatch(/cell D1: .* Is it "agreed contribution"\?/);
    expect(told[3]).toMatch(/cell F1: the column "Paint" is not one of ours and is not read\.$/);
    const { figures } = await laid(text, "Trained level 2=trained, MA commitment=agreed contribution");
    expect(figures!.gaps[0]).toMatchObject({ contributionUnits: 4, bindsOn: "in ticket" });
  });

  it("without a marking is OFFICIAL-SENSITIVE; the highest row holds; UNMARKED is refused", async () => {
    const two = (a: string, b: string) => `force,capability,trained,marking\nalder,psu,150,${a}\nbirch,psu,100,${b}\n`;
    expect((await laid(two("", ""))).resolved.marking).toBe("OFFICIAL-SENSITIVE");
    expect((await laid(two("OFFICIAL", "official – sensitive"))).resolved.marking).toBe("OFFICIAL-SENSITIVE");
    const both = await laid(two("OFFICIAL", "OFFICIAL"));
    expect(both.resolved.marking).toBe("OFFICIAL");
    expect(both.warnings.map(({ message }) => message).join()).toMatch(/returns of 2 forces .*aggregation/);
    expect(() => layFigures(both.resolved, { holdings: [], position: null, columns: new Map() }, "UNMARKED")).toThrow(
      "carry OFFICIAL",
    );
  });
});

describe("over the national data", () => {
  it("shipped figures within what a force states are cut to it, and named", () =>
    withFolder(async (folder) => {
      const file = join(folder, "kent.csv");
      writeFileSync(file, "force,capability,trained,as-at date\nkent,psu,20,2026-08-01\n");
      const { resolved, warnings } = loadScenario("concurrent-disorder", {
        figures: await readFigures({ holdings: [file] }),
      });
      expect(resolved.people!.holdings!["level-2"]!.officers!.kent).toMatchObject({ value: 20, kind: "return" });
      expect(warnings.map(({ message }) => message).join("\n")).toMatch(
        /Kent.*not in the return.*only 20 officers at level-2/,
      );
      expect(resolved.marking).toBe("OFFICIAL-SENSITIVE");
    }));
});

it("readiness of a force is its own: its units by the classes of the capability", () =>
  withFolder(async (folder) => {
    const file = join(folder, "kent.csv");
    writeFileSync(
      file,
      "force,capability,trained,ready at 0,ready at 1,ready at 4,ready at 8\nkent,psu,500,2,5,10,20\n",
    );
    const loaded = loadScenario("concurrent-disorder", { figures: await readFigures({ holdings: [file] }) });
    const { model } = compileScenario(loaded.resolved, loaded.scenarioHash);
    const cap = model.capabilities.findIndex(({ id }) => id === "psu");
    const own = model.ownReadiness!.get(cap * model.nHolders + model.holderIds.indexOf("kent"))!;
    expect([[...own], model.ownReadiness!.size]).toEqual([[0.1, 0.25, 0.5, 1, 1], 1]);
  }));

describe("a workbook", () => {
  it("goes round: the template filled in as a workbook reads as the same return in CSV", () =>
    withFolder(async (folder) => {
      const row = RETURN_COLUMNS.map(
        ({ name }) => ({ force: "alder", capability: "psu", trained: 200, "as-at date": "2026-08-01" })[name] ?? null,
      );
      const file = join(folder, "return.xlsx");
      writeFileSync(
        file,
        await workbookOf({ columns: RETURN_COLUMNS.map(({ name }) => name), rows: [row] }, RETURN_COLUMNS, "Return"),
      );
      const { resolved } = loadScenario(SCENARIO, { figures: await readFigures({ holdings: [file] }) });
      const fromCsv = await laid(`${HEAD}\nalder,2026-08-01,psu,,,200\n`);
      expect(resolved.people).toEqual(fromCsv.resolved.people);
      const { sheets } = await readSpreadsheet(file);
      expect(sheets[1]!.rows).toHaveLength(RETURN_COLUMNS.length + 1);
    }));

  it("names sheet and cell, and reads the dates of spreadsheets", () =>
    withFolder(async (folder) => {
      const file = join(folder, "return.xlsx");
      const rows = [
        ["force", "capability", "as-at date", "trained"],
        ["alder", "psu", new Date(Date.UTC(2026, 7, 1)), 12.5],
      ];
      writeFileSync(
        file,
        await writeXlsx({
          sheets: [
            { name: "Notes", rows: [["x"]] },
            { name: "August", rows },
          ],
        }),
      );
      const figures = await readFigures({ holdings: [file] });
      expect(() => loadScenario(SCENARIO, { figures })).toThrow(
        /return\.xlsx, sheet August, cell D2 \(trained\): found 12\.5; it should be a whole number/,
      );
    }));

  it("that unpacks into far more than a return can be is refused before it is read", () =>
    withFolder(async (folder) => {
      const file = join(folder, "bomb.xlsx");
      writeFileSync(file, zipOf("xl/worksheets/sheet1.xml", Buffer.alloc(60 * 1024 * 1024)));
      await expect(readSpreadsheet(file)).rejects.toThrow(/bomb\.xlsx: unpacked it is larger than/);
    }));

  it("that is no workbook, or too long, is refused", () =>
    withFolder(async (folder) => {
      const file = join(folder, "no.xlsx");
      writeFileSync(file, "not a workbook at all, only text");
      await expect(readSpreadsheet(file)).rejects.toThrow(/the archive has no directory/);
      const long = join(folder, "long.csv");
      writeFileSync(long, "force,capability\n".repeat(6000));
      await expect(readSpreadsheet(long)).rejects.toThrow(/rows; at most 5000 are read/);
      await expect(readSpreadsheet(join(folder, "none.csv"))).rejects.toThrow("there is no such file");
    }));
});

/** An archive of one part that claims to be small. */
function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(100, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(100, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end]);
}

describe("on the command line", () => {
  beforeAll(ensureBuilt, 180_000);

  it("a run from a return and a position carries marking, source and gaps into every output", () =>
    withFolder(async (folder) => {
      const holdings = join(folder, "return.csv");
      const position = join(folder, "position.csv");
      writeFileSync(holdings, "force,capability,requirement,trained\nalder,psu,10,200\n");
      writeFileSync(
        position,
        "force,capability,committed,to whom,until,resting,stood up\nalder,psu,2,birch,2026-08-01T12:00,1,\n",
      );
      const args = [
        "run",
        SCENARIO,
        "--workers",
        "0",
        "--replications",
        "3",
        "--holdings",
        holdings,
        "--position",
        position,
      ];
      const { status, stdout, stderr } = await muster([...args, "--out", join(folder, "out")]);
      expect(stderr).toMatch(/the results go to/);
      expect(stdout).toMatch(/required[\s\S]*Alder Police +psu +10 +– +8 +2/);
      expect([status, stdout]).toEqual([0, expect.stringMatching(/Marking: OFFICIAL-SENSITIVE/)]);
      const out = join(folder, "OFFICIAL-SENSITIVE-out");
      const summary = JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
      const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
      expect([summary.marking, summary.data.shipped]).toEqual(["OFFICIAL-SENSITIVE", false]);
      expect(manifest.inputs.map(({ file }: { file: string }) => file)).toEqual(
        expect.arrayContaining([holdings, position]),
      );
      expect(manifest.resolvedScenario.position).toEqual([
        { force: "alder", capability: "psu", committed: 2, toWhom: "birch", until: 720, resting: 1 },
      ]);
      expect(readFileSync(join(out, "flows.csv"), "utf8")).toMatch(/psu,alder,birch/);
      const report = await muster(["report", out]);
      expect(report.status).toBe(0);
    }));

  it("a sensitive capability is shown of the forces that returned it, and of no other", () =>
    withFolder(async (folder) => {
      const scenario = join(folder, "armed.yaml");
      const holdings = join(folder, "return.csv");
      writeFileSync(
        scenario,
        readFileSync(SCENARIO, "utf8").replace("officersPerUnit: 25", "officersPerUnit: 25\n    sensitive: true"),
      );
      writeFileSync(holdings, "force,capability,trained\nalder,psu,200\n");
      const args = ["run", scenario, "--workers", "0", "--replications", "20", "--holdings", holdings];
      expect((await muster([...args, "--out", join(folder, "out")])).status).toBe(0);
      const read = (name: string) => readFileSync(join(folder, "OFFICIAL-SENSITIVE-out", name), "utf8");
      const { scopes } = JSON.parse(read("summary.json")).capabilities[0];
      const forces = scopes.filter(({ scope }: { scope: string }) => scope === "force");
      expect(forces.map(({ id }: { id: string }) => id)).toEqual(["alder"]);
      expect(read("flows.csv")).toMatch(/psu,alder,alder,/);
      for (const file of ["flows.csv", "donors.csv", "series.csv"]) expect(read(file)).not.toMatch(/birch|cedar/);
      const trace = await muster(["trace", scenario, "--replication", "0", "--holdings", holdings]);
      expect(trace.stdout).toMatch(/"alder"/);
      expect(
        trace.stdout
          .split("\n")
          .filter((line) => /"capability":"psu"/.test(line))
          .join(),
      ).not.toMatch(/birch|cedar/);
    }));

  it("a return with bad cells ends with 3 and writes nothing; check shows the gaps of a good one", () =>
    withFolder(async (folder) => {
      const holdings = join(folder, "return.csv");
      const out = join(folder, "out");
      writeFileSync(holdings, "force,capability,trained\nalder,psux,1\nalderr,psu,x\n");
      const run = await muster(["run", SCENARIO, "--holdings", holdings, "--out", out]);
      expect([run.status, run.stdout, run.stderr.trim().split("\n")]).toEqual([3, "", expect.arrayContaining([])]);
      expect(run.stderr.trim().split("\n")).toHaveLength(3);
      expect([existsSync(out), existsSync(join(folder, "OFFICIAL-SENSITIVE-out"))]).toEqual([false, false]);
      writeFileSync(holdings, "force,capability,requirement,trained\nalder,psu,9,200\n");
      const check = await muster(["check", SCENARIO, "--holdings", holdings]);
      expect([check.status, check.stdout]).toEqual([
        0,
        expect.stringMatching(/Marking: OFFICIAL-SENSITIVE[\s\S]*psu +9 +– +8 +1/),
      ]);
    }));

  it("a position refuses a warm-up", () =>
    withFolder(async (folder) => {
      const scenario = join(folder, "warm.yaml");
      const position = join(folder, "position.csv");
      writeFileSync(scenario, `${readFileSync(SCENARIO, "utf8").replace("horizon: 3 d", "horizon: 3 d, warmUp: 1 d")}`);
      writeFileSync(position, "force,capability,resting\nalder,psu,1\n");
      const { status, stderr } = await muster(["run", scenario, "--position", position]);
      expect([status, stderr]).toEqual([3, expect.stringMatching(/starts from a position has no warm-up/)]);
    }));

  it("a template lists forces and capabilities and explains its columns", () =>
    withFolder(async (folder) => {
      const { stdout } = await muster(["template", "--scenario", SCENARIO]);
      expect(stdout.split("\n").slice(0, 2)).toEqual([HEAD, `alder,,psu${",".repeat(19)}`]);
      const file = join(folder, "return-template.xlsx");
      expect((await muster(["template", "xlsx", "--scenario", SCENARIO, "--out", file])).status).toBe(0);
      const { sheets } = await readSpreadsheet(file);
      expect(sheets.map(({ sheet }) => sheet)).toEqual(["Return", "What the columns mean"]);
      expect(sheets[0]!.rows).toHaveLength(4);
    }));

  it("a sign-off holds until the file is edited, and then is void in words", () =>
    withFolder(async (folder) => {
      const file = join(folder, "mine.yaml");
      writeFileSync(
        file,
        `# mine\n${readFileSync(SCENARIO, "utf8")}\nassumptions:\n  - { id: riots, what: Riots a day, kind: assumption }\n`,
      );
      const before = loadScenario(file).scenarioHash;
      const args = ["sign", file, "--owner", "Head of Operations", "--on", "2026-08-01", "--review-by", "2027-01-01"];
      const signed = await muster([...args, "--accept", "riots=Chief Superintendent"]);
      expect([signed.status, signed.stdout]).toEqual([0, expect.stringContaining(before)]);
      const loaded = loadScenario(file);
      expect(loaded.signOff).toMatchObject({ valid: true, owner: "Head of Operations", reviewBy: "2027-01-01" });
      expect([loaded.scenarioHash, loaded.warnings]).toEqual([before, []]);
      writeFileSync(file, readFileSync(file, "utf8").replace("perDay: 2", "perDay: 3"));
      const edited = await muster(["run", file, "--workers", "0", "--replications", "2", "--out", join(folder, "out")]);
      const words = "edited since: the sign-off is void";
      expect(edited.stdout).toContain(`Signed off by Head of Operations on 2026-08-01`);
      expect(edited.stdout).toContain(words);
      const summary = JSON.parse(readFileSync(join(folder, "out", "summary.json"), "utf8"));
      expect([summary.signOff.valid, summary.warnings.join()]).toEqual([false, expect.stringContaining(words)]);
      expect((await muster(["report", join(folder, "out")])).status).toBe(0);
      expect(readFileSync(join(folder, "out", "report.html"), "utf8")).toContain(words);
      expect((await muster([...args, "--accept", "nobody=me"])).status).toBe(2);
    }));
});
