/** The same numbers in a browser as in Node, to the last bit. */
import { join } from "node:path";
import { build, type Rolldown } from "vite";
import { describe, expect, it } from "vitest";
import { withPage } from "../support/chromium.ts";
import { digestInBlocks, planOf, twoCounties } from "../support/digest.ts";
import { projectFolder } from "../support/muster.ts";

async function bundle(): Promise<string> {
  const output = (await build({
    configFile: false,
    root: projectFolder,
    logLevel: "error",
    worker: { format: "iife" },
    build: {
      write: false,
      lib: { entry: join(projectFolder, "test", "browser", "in-browser.ts"), formats: ["iife"], name: "inBrowser" },
    },
  })) as Rolldown.RolldownOutput[];
  return output[0]!.output[0].code;
}

describe("in Chromium", () => {
  it("the digest is that of Node, in the page's thread, one worker and two", async () => {
    const plan = planOf(twoCounties, 60);
    const content = await bundle();
    const digests = await withPage(async (page) => {
      await page.addScriptTag({ content });
      return page.evaluate(
        async (sent) => [
          await digestInBrowser(sent, 0),
          await digestInBrowser(sent, 1),
          await digestInBrowser(sent, 2),
        ],
        plan,
      );
    });
    const here = digestInBlocks(plan, [[0, 60]]);
    expect(digests).toEqual([here, here, here]);
  });
});
