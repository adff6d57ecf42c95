/** The command that replays a replication in which an accounting identity failed. */
import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { replayCommand } from "../../cli/run.ts";

const plan = { seed: "7", outer: null, replications: 2000 };

it("names scenario, replication and seed", () => {
  expect(replayCommand("concurrent-disorder", plan, 17)).toBe(
    "npx muster trace concurrent-disorder --replication 17 --seed 7",
  );
});

it("names what else decides the draw: outer draws, and a start that the command line set", () => {
  expect(replayCommand("a.yaml", { ...plan, outer: 50 }, 17, { start: "2027-01-01T06:00" })).toBe(
    "npx muster trace a.yaml --replication 17 --seed 7 --outer 50 --replications 2000 --start 2027-01-01T06:00",
  );
});

it("survives the shell, whatever the seed and the file are called", () => {
  const seed = `it's "$HOME" today`;
  const command = replayCommand("my plans/a b.yaml", { ...plan, seed }, 3).replace("npx muster", "printf '%s\\n'");
  const words = execFileSync("sh", ["-c", command], { encoding: "utf8" }).trimEnd().split("\n");
  expect(words).toEqual(["trace", "my plans/a b.yaml", "--replication", "3", "--seed", seed]);
});
