/** Returns and a position laid over the scenario of every planning command. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt, muster, withFolder } from "../support/muster.ts";
import { at, PLAN_COMMANDS } from "./plan-commands.ts";

beforeAll(ensureBuilt);

describe.each(Object.entries(PLAN_COMMANDS))("muster %s", (command, words) => {
  it("takes returns and a position, and carries their marking into every file and the folder's name", async () => {
    await withFolder(async (folder) => {
      const { status, stderr } = await muster([
        ...[command, ...words, "--workers", "0", "--out", join(folder, "o")],
        ...["--holdings", at("two-counties-return.csv"), "--position", at("two-counties-position.csv")],
      ]);
      expect(stderr).toContain("loaded figures are marked OFFICIAL-SENSITIVE");
      expect([0, 4]).toContain(status);
      expect(readdirSync(folder)).toEqual(["OFFICIAL-SENSITIVE-o"]);
      const out = join(folder, "OFFICIAL-SENSITIVE-o");
      const whole = JSON.parse(readFileSync(join(out, `${command}.json`), "utf8"));
      expect(whole.marking).toBe("OFFICIAL-SENSITIVE");
      expect(whole.data).toMatchObject({ shipped: false });
      expect(readFileSync(join(out, `${command}.csv`), "utf8")).toContain("OFFICIAL-SENSITIVE");
      const plain = await muster([command, ...words, "--workers", "0", "--json"]);
      if (plain.status === 0) expect(JSON.parse(plain.stdout).scenario.sha256).not.toBe(whole.scenario.sha256);
    });
  });
});
