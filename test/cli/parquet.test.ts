/** `--format parquet`: the same tables, read back by a database that knows nothing of Muster. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { parquet, parquetRows } from "../../cli/parquet.ts";
import { writeFiles } from "../../cli/write-files.ts";
import type { TableCell } from "../../engine/tally/tables.ts";
import { ensureBuilt, muster, projectFolder, withFolder } from "../support/muster.ts";
import { PLAN_COMMANDS } from "./plan-commands.ts";

const small = join(projectFolder, "test", "cli", "two-counties.yaml");

beforeAll(ensureBuilt);

/** Columns with their types, and the rows, as DuckDB reads them. */
async function read(file: string) {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`);
    return { columns: reader.columnNames(), types: reader.columnTypes().map(String), rows: reader.getRows() };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The CSV's rows with its numbers as numbers, where Parquet says that a column holds them. */
function readCsv(file: string, types: readonly string[]): TableCell[][] {
  const [, ...rows] = Papa.parse<string[]>(readFileSync(file, "utf8").trimEnd()).data;
  return rows.map((row) =>
    row.map((cell, c) => {
      if (cell === "") return null;
      // The CSV guards a cell that would be a formula with an apostrophe.
      return types[c] === "DOUBLE" ? Number(cell) : cell.replace(/^'(?=[=+\-@])/, "");
    }),
  );
}

describe("--format parquet", () => {
  it("writes every table of a run with the columns, rows and values of the CSV", async () => {
    await withFolder(async (folder) => {
      const [asCsv, asParquet] = [join(folder, "csv"), join(folder, "parquet")];
      const run = ["run", small, "--replications", "30", "--rows", "--out"];
      expect((await muster([...run, asCsv])).status).toBe(0);
      expect((await muster([...run, asParquet, "--format", "parquet"])).status).toBe(0);
      const tables = readdirSync(asCsv).filter((name) => name.endsWith(".csv"));
      expect(tables).toEqual(
        ["assumptions", "donors", "flows", "observations", "replications", "series"].map((name) => `${name}.csv`),
      );
      expect(readdirSync(asParquet).filter((name) => name.endsWith(".csv"))).toEqual([]);
      for (const name of tables) {
        const { columns, types, rows } = await read(join(asParquet, name.replace("csv", "parquet")));
        expect(columns).toEqual(readFileSync(join(asCsv, name), "utf8").split("\n")[0]!.split(","));
        expect(rows, name).toEqual(readCsv(join(asCsv, name), types));
        for (const [c, column] of columns.entries()) {
          if (/^(capability|scope|id|unit|marking|note|donor|host|force)$/.test(column)) {
            expect(types[c], `${name} ${column}`).toBe("VARCHAR");
          }
          if (/minute|replication|required|UnitHours/i.test(column)) {
            expect(types[c], `${name} ${column}`).toBe("DOUBLE");
          }
        }
      }
    });
  });

  const ofPlans: typeof PLAN_COMMANDS = {
    ...PLAN_COMMANDS,
    compare: [small, small, "--replications", "4"],
    size: [small, "--region", "south", "--below", "60%", "--at-least", "8", "--at-most", "14", "--replications", "20"],
  };

  it.each(Object.entries(ofPlans))("holds for the tables of %s", { timeout: 60_000 }, async (command, words) => {
    await withFolder(async (folder) => {
      const [asCsv, asParquet] = [join(folder, "csv"), join(folder, "parquet")];
      const args = [command, ...words, "--workers", "0", "--out"];
      const { status } = await muster([...args, asCsv]);
      expect([0, 4]).toContain(status);
      expect((await muster([...args, asParquet, "--format", "parquet"])).status).toBe(status);
      const tables = readdirSync(asCsv).filter((name) => name.endsWith(".csv"));
      expect(tables.length).toBeGreaterThan(0);
      expect(readdirSync(asParquet).filter((name) => name.endsWith(".csv"))).toEqual([]);
      for (const name of tables) {
        const { columns, types, rows } = await read(join(asParquet, name.replace("csv", "parquet")));
        expect(columns, name).toEqual(Papa.parse<string[]>(readFileSync(join(asCsv, name), "utf8")).data[0]);
        expect(rows.length, name).toBeGreaterThan(0);
        expect(rows, name).toEqual(readCsv(join(asCsv, name), types));
      }
      expect(tables.includes("marginals.csv")).toBe(command === "size");
    });
  });

  it("leaves no table of an earlier run in the other format, and the report says that it reads CSV", async () => {
    await withFolder(async (folder) => {
      const run = ["run", small, "--replications", "5", "--out", folder];
      await muster(run);
      await muster([...run, "--format", "parquet"]);
      expect(readdirSync(folder).filter((name) => name.endsWith(".csv"))).toEqual([]);
      const report = await muster(["report", folder]);
      expect(report.status).toBe(3);
      expect(report.stderr).toContain("run it again without --format parquet");
      await muster(run);
      expect(readdirSync(folder).filter((name) => name.endsWith(".parquet"))).toEqual([]);
    });
  });
});

describe("a Parquet file", () => {
  it("keeps every row over many row groups, with empty cells, and is the same bytes however rows come", async () => {
    await withFolder(async (folder) => {
      const columns = ["id", "value", "note"];
      const rows = Array.from({ length: 40_000 }, (_, i): TableCell[] => [`n${i}`, i % 7 ? i / 3 : null, null]);
      await writeFiles(folder, { "a.parquet": parquet({ columns, rows }) });
      const { rows: found, types } = await read(join(folder, "a.parquet"));
      expect(found).toEqual(rows);
      expect(types).toEqual(["VARCHAR", "DOUBLE", "VARCHAR"]);
      const pieces: Uint8Array[] = [];
      const file = parquetRows(columns, (bytes) => pieces.push(bytes));
      for (let i = 0; i < rows.length; i += 1000) file.add(rows.slice(i, i + 1000));
      file.end();
      expect(Buffer.concat(pieces).equals(readFileSync(join(folder, "a.parquet")))).toBe(true);
    });
  });

  it("of a table without rows can be read, and has its columns", async () => {
    await withFolder(async (folder) => {
      await writeFiles(folder, { "a.parquet": parquet({ columns: ["donor", "meanUnitHours"], rows: [] }) });
      expect(await read(join(folder, "a.parquet"))).toEqual({
        columns: ["donor", "meanUnitHours"],
        types: ["VARCHAR", "DOUBLE"],
        rows: [],
      });
    });
  });

  it("refuses words among numbers instead of writing something else", () => {
    const table = parquetRows(["minute"], () => {});
    expect(() => table.add([["noon"]])).toThrow('column minute holds "noon" among numbers');
  });
});
