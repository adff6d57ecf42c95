/** What set-up on a stranger's machine rests on. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectFolder } from "./support/muster.ts";

interface Locked {
  readonly version: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (name: string) => JSON.parse(readFileSync(join(projectFolder, name), "utf8"));
const locked: Readonly<Record<string, Locked>> = read("package-lock.json").packages;

describe("package-lock.json", () => {
  it("records no download addresses: other machines have other registries", () => {
    expect(Object.keys(locked).length).toBeGreaterThan(100);
    expect(Object.keys(locked).filter((name) => locked[name]!.resolved !== undefined)).toEqual([]);
  });

  it("names every platform's optional package, which npm ci asks for even where it installs none of them", () => {
    const missing = Object.entries(locked).flatMap(([name, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {}).filter(
        (optional) => !(`node_modules/${optional}` in locked || `${name}/node_modules/${optional}` in locked),
      ),
    );
    expect(missing).toEqual([]);
  });

  it("agrees with package.json", () => {
    const { dependencies, devDependencies } = read("package.json");
    expect(locked[""]).toMatchObject({ dependencies, devDependencies });
  });
});

it("versions are pinned, so that everybody runs the same code", () => {
  const { dependencies, devDependencies, optionalDependencies } = read("package.json");
  for (const version of Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies }))
    expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
});

it("what a test starts ends with it, even where it is killed itself", async () => {
  const owned = JSON.stringify(join(projectFolder, "test", "support", "owned.ts"));
  const main = `import { spawnOwned } from ${owned};
    const child = spawnOwned(process.execPath, ["-e", "console.log(process.pid); setTimeout(() => {}, 600_000)"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    child.stdout.once("data", (pid) => process.stdout.write(pid, () => process.kill(process.pid, "SIGKILL")));`;
  const words = ["--import", "tsx", "--input-type=module", "-e", main];
  const { signal, stdout } = spawnSync(process.execPath, words, { cwd: projectFolder, encoding: "utf8" });
  expect(signal).toBe("SIGKILL");
  expect(Number(stdout)).toBeGreaterThan(0);
  // Killed by the system, which may take a moment; one that nobody has collected yet is gone too.
  const state = () => /^State:\s+(\w)/m.exec(readIfThere(`/proc/${Number(stdout)}/status`))?.[1] ?? "gone";
  await expect.poll(state, { timeout: 10_000 }).toMatch(/^(gone|Z|X)$/);
});

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
