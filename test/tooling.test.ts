/** What set-up on a stranger's machine rests on. */
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
  const { dependencies, devDependencies } = read("package.json");
  for (const version of Object.values({ ...dependencies, ...devDependencies }))
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});
