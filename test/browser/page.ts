/** The built page, served from this machine and watched: what it asked for, and what it complained about. */
import type { ConsoleMessage, Page, Request } from "playwright-core";
import { buildPage } from "../../web/build.mjs";
import { type Served, servePage } from "../../web/serve.mjs";
import { withPage } from "../support/chromium.ts";

export async function buildAndServe(folder: string): Promise<Served> {
  await buildPage(folder);
  return servePage(folder, 0);
}

export interface Watched {
  readonly page: Page;
  /** addresses asked for so far, in order */
  readonly requests: readonly string[];
  /** errors and warnings of the console, and uncaught errors */
  readonly complaints: readonly string[];
}

/** Opens the page at a fragment and hands it over. */
export function onPage<T>({ address }: Served, fragment: string, work: (watched: Watched) => Promise<T>): Promise<T> {
  return withPage(async (page) => {
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request: Request) => requests.push(request.url()));
    page.on("pageerror", (error: Error) => complaints.push(error.message));
    page.on("console", (message: ConsoleMessage) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    await page.goto(address + fragment);
    return work({ page, requests, complaints });
  });
}

/** Resolves when the run has come to its end, or to its stop, and the last picture is there. */
export async function ended(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      /Done|Stopped/.test(document.querySelector(".state")?.textContent ?? "") &&
      document.querySelector("#digest")?.textContent?.startsWith("sha256:"),
    null,
    { timeout: 120_000 },
  );
}
