/** What the README tells people to type works as written. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt, muster, projectFolder } from "./support/muster.ts";

const read = (name: string) => readFileSync(join(projectFolder, name), "utf8");
const commands = [...read("README.md").matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((block) =>
  block[1]!.trim().split("\n"),
);
const [first, second, ...jobs] = commands;

beforeAll(ensureBuilt);

describe("the README", () => {
  it("opens with the command that sets up and runs, then the one that sets up and tests", () => {
    expect(first).toBe("npm ci && npx muster run concurrent-disorder");
    expect(second).toBe("npm run test:all");
    expect(jobs.length).toBeGreaterThan(4);
  });

  it("names as its second command what continuous integration runs", () => {
    expect(read(".ci/run")).toContain(second!.replace("npm run", "npm run --silent"));
  });

  it("shows only scripts that exist", () => {
    const scripts = JSON.parse(read("package.json")).scripts;
    for (const command of commands) {
      for (const [, script] of command.matchAll(/npm (?:run )?(start|test\S*)/g))
        expect(scripts).toHaveProperty(script!);
    }
  });

  it.each([first!.split(" && ")[1]!, ...jobs].filter((command) => command.startsWith("npx")))(
    "%s ends with 0",
    async (command) => {
      const [, words] = /^npx muster (.*?)(?: > [\w./-]+)?$/.exec(command)!;
      const args = [...words!.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2]!);
      // Fewer runs than a planner wants: this shows that the command works, not what it finds.
      const few = args[0] === "run" ? ["--replications", "50"] : [];
      const { status, stdout, stderr } = await muster([...args, ...few]);
      expect(stderr).toBe("");
      expect(status).toBe(0);
      expect(stdout).not.toBe("");
    },
  );

  it("shows a picture drawn from a run of its first command, with condition, marking and digest", () => {
    expect(read("README.md")).toContain("](docs/verdict.svg)");
    const picture = read("docs/verdict.svg");
    expect(picture).toMatch(/<desc>sha256:[0-9a-f]{64}<\/desc>/);
    for (const said of ["2,000 runs, seed 1", "In this scenario, on assumed holdings", "UNMARKED – illustrative"]) {
      expect(picture).toContain(said);
    }
  });

  it("has a changelog beside it", () => {
    expect(read("CHANGELOG.md")).toMatch(/^# Changelog/);
    expect(
      execFileSync(process.execPath, [join(projectFolder, "cli", "muster.mjs"), "--version"], {
        encoding: "utf8",
      }).trim(),
    ).toBe(JSON.parse(read("package.json")).version);
  });
});
