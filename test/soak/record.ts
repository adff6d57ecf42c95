/** RESULTS.md: what each part of the soak found when it was last run, with the day and the machine. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../support/muster.ts";

const file = join(projectFolder, "test", "soak", "RESULTS.md");

const HEAD = `# What the soak found

Written by \`npm run soak\`: each line says what a part found when it was last run, and of which commit (with + where files
had been changed since). How the parts go about it is said in [main.ts](main.ts).

| part | run on | commit | machine | minutes | found |
|---|---|---|---|---:|---|
`;

/** @param order all parts there are */
export function record(order: readonly string[], part: string, seconds: number, found: string): void {
  const rows = new Map<string, string>();
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  for (const line of before.split("\n")) {
    const [, name] = /^\| (.+?) \| \d/.exec(line) ?? [];
    if (name !== undefined) rows.set(name, line);
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}, Node ${process.version}`;
  const day = new Date().toISOString().slice(0, 10);
  const minutes = (seconds / 60).toFixed(1);
  rows.set(part, `| ${part} | ${day} | ${commit()} | ${machine} | ${minutes} | ${found} |`);
  const lines = order.flatMap((name) => rows.get(name) ?? []);
  writeFileSync(file, `${HEAD}${lines.join("\n")}\n`);
}

function commit(): string {
  const git = (...words: string[]) => execFileSync("git", words, { cwd: projectFolder, encoding: "utf8" }).trim();
  try {
    const changed = git("status", "--porcelain", "--untracked-files=no", "--", "cli", "engine", "workers", "scenarios");
    return `${git("rev-parse", "--short", "HEAD")}${changed === "" ? "" : "+"}`;
  } catch {
    return "unknown";
  }
}
