/** Where results cannot be written, a command says so before it simulates anything. */
import { chmodSync, existsSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { assertWritable, writeFiles } from "../../cli/write-files.ts";
import { ensureBuilt, muster, projectFolder, withFolder } from "../support/muster.ts";

const small = join(projectFolder, "test", "cli", "two-counties.yaml");

beforeAll(ensureBuilt);

/** A million runs take many minutes: whoever is told within seconds was told before them. */
const asked = (out: string, ...more: string[]) =>
  muster(["run", small, "--replications", "1000000", "--out", out, ...more]);

describe("--out is refused in plain words, with 2, before a run", () => {
  it.each([
    ["a folder that nobody can make", "/proc/x"],
    ["one deep below such a folder", "/proc/x/y/z"],
    ["a folder whose holder lets nobody add to it", "/sys/x"],
    ["such a folder itself", "/proc"],
  ])("%s: %s", { timeout: 20_000 }, async (_, out) => {
    const { status, stdout, stderr } = await asked(out);
    expect(stderr).toMatch(/^muster: --out \/.*: \/.* is not a folder that can be written to \(E[A-Z]+\)\n$/);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  });

  it("a file, or something below a file, with rows and without", { timeout: 20_000 }, async () => {
    await withFolder(async (folder) => {
      const file = join(folder, "file");
      writeFileSync(file, "mine");
      for (const [out, ...more] of [[file], [join(file, "below")], [file, "--rows"]] as [string, ...string[]][]) {
        const { status, stderr } = await asked(out, ...more);
        expect(stderr).toBe(`muster: --out ${out}: ${file} is not a folder that can be written to (ENOTDIR)\n`);
        expect(status).toBe(2);
      }
      expect(readdirSync(folder)).toEqual(["file"]);
    });
  });

  it("a folder with no room left, which is also told after a run", async () => {
    await withFolder(async (folder) => {
      // whatever is written there finds the disk full
      symlinkSync("/dev/full", join(folder, `.muster.${process.pid}.tmp`));
      expect(() => assertWritable(folder)).toThrow(`--out ${folder}: there is no room left on the disk (ENOSPC)`);
      symlinkSync("/dev/full", join(folder, `.b.json.${process.pid}.tmp`));
      await expect(writeFiles(folder, { "a.json": "{}", "b.json": "{}" })).rejects.toThrow("no room left on the disk");
      // nothing has its name before all are complete, and nothing is left
      expect(readdirSync(folder)).toEqual([]);
    });
  });
});

describe("finding out", () => {
  it("leaves nothing behind, neither the file nor the folders made for it", async () => {
    await withFolder(async (folder) => {
      assertWritable(join(folder, "a", "b", "c"));
      assertWritable(folder);
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  it("asks the file system and not the mode: a folder without the right to write is refused to whom it binds", async () => {
    await withFolder(async (folder) => {
      chmodSync(folder, 0o555);
      try {
        writeFileSync(join(folder, "probe"), "");
        expect(() => assertWritable(folder)).not.toThrow();
      } catch {
        expect(() => assertWritable(folder)).toThrow("is not a folder that can be written to (EACCES)");
      } finally {
        chmodSync(folder, 0o755);
      }
      expect(existsSync(folder)).toBe(true);
    });
  });
});
