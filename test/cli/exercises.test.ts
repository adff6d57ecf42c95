/** Exercises on the command line: replayed to one digest, refused in plain words, printed; docs/exercises.md holds. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PACK_KINDS } from "../../scenarios/exercise/packs.ts";
import { ensureBuilt, muster, projectFolder } from "../support/muster.ts";

const folder = mkdtempSync(join(tmpdir(), "muster-exercises-"));
const saturday = join(projectFolder, "examples", "exercises", "saturday.yaml");

beforeAll(ensureBuilt, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lastLine = (text: string) => JSON.parse(text.trim().split("\n").at(-1)!) as { digest: string };

describe("muster trace --exercise", { timeout: 120_000 }, () => {
  it("replays a file to the same digest, and a branch to another", async () => {
    const once = await muster(["trace", "--exercise", saturday]);
    const again = await muster(["trace", "--exercise", saturday]);
    const branch = await muster(["trace", "--exercise", saturday, "--branch", "wait"]);
    expect([once.status, once.stderr]).toEqual([0, ""]);
    expect(again.stdout).toBe(once.stdout);
    expect(lastLine(once.stdout).digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(lastLine(branch.stdout).digest).not.toBe(lastLine(once.stdout).digest);
  });

  it("refuses what a file says wrong, with its line or its place", async () => {
    const text = readFileSync(saturday, "utf8");
    const cases: readonly (readonly [string, string, string])[] = [
      ["kind: call", "kind: phone", "kind"],
      ["by: npocc, capability: psu, tier: nation", "by: nopcc, capability: psu, tier: nation", 'Did you mean "npocc"'],
      ["scenario: two-counties", "scenario: two-countys", "two-countys"],
      ["purpose:", "purposes:", 'Did you mean "purpose"'],
    ];
    for (const [said, instead, why] of cases) {
      const file = join(folder, "wrong.yaml");
      expect(text).toContain(said);
      writeFileSync(file, text.replace(said, instead));
      const { status, stderr } = await muster(["trace", "--exercise", file]);
      expect([instead, status]).toEqual([instead, 3]);
      expect(stderr).toContain(why);
    }
  });

  it("asks for a branch that there is", async () => {
    const { status, stderr } = await muster(["trace", "--exercise", saturday, "--branch", "wiat"]);
    expect(status).toBe(2);
    expect(stderr).toContain('Did you mean "wait"?');
  });
});

describe("docs/exercises.md", () => {
  const text = readFileSync(join(projectFolder, "docs", "exercises.md"), "utf8");
  const commands = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((block) => block[1]!.trim().split("\n"));

  it("shows every pack", () => {
    for (const kind of PACK_KINDS) expect(commands.some((command) => command.includes(`--kind ${kind}`))).toBe(true);
  });

  it("every example ends with 0", { timeout: 240_000 }, async () => {
    mkdirSync(join(folder, "out"));
    for (const command of commands) {
      const words = command.replaceAll("out/exercises", join(folder, "out")).split(" ").slice(2);
      const { status, stderr, stdout } = await muster(words);
      expect([command, status, stderr]).toEqual([command, 0, ""]);
      expect(stdout).not.toBe("");
    }
  });
});
