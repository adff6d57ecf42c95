/** The built page, opened and watched: what it asked for, and what it complained about. */
import {
  type Browser,
  type BrowserContextOptions,
  type ConsoleMessage,
  chromium,
  type Locator,
  type Page,
  type Request,
} from "playwright-core";
import { expect, vi } from "vitest";
import { FLAGS } from "../support/chromium.ts";
import { type Built, builtPage as built } from "./built.ts";

export type { Built };

export interface Watched {
  readonly page: Page;
  /** addresses asked for so far, in order */
  readonly requests: readonly string[];
  /** errors and warnings of the console, and uncaught errors */
  readonly complaints: readonly string[];
}

interface Opened {
  readonly page: Page;
  readonly requests: string[];
  readonly complaints: string[];
  close(): Promise<void>;
}

/** On a machine that others use too. */
const PATIENCE = { timeout: 300_000 };
vi.setConfig({ testTimeout: 400_000, hookTimeout: 240_000 });

/** One for all tests of a file: starting a browser takes longer than most tests. */
let browser: Promise<Browser> | null = null;
/** pages that no test is at, by the address of the page without its fragment */
const shared = new Map<string, Promise<Opened>>();

/** The page as it is built; closing it closes the browser too. */
export async function builtPage(): Promise<Built> {
  const page = await built();
  return {
    ...page,
    async close() {
      await closeBrowser();
      await page.close();
    },
  };
}

/** For files that open something else than the built page. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = null;
  shared.clear();
}

/** Opens an address in a browser that remembers nothing, and hands the page over. */
export async function onPage<T>(
  address: string,
  work: (watched: Watched) => Promise<T>,
  options: BrowserContextOptions = {},
): Promise<T> {
  const opened = await openPage(address, options);
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/**
 * The same in a page that the tests of a file share, turned to the address as a link would turn it, after whatever stood
 * there and was kept is gone: reading the page's code takes longer than most of what is tried on it. A test that fails
 * takes the page with it.
 */
export async function onSharedPage<T>(address: string, work: (watched: Watched) => Promise<T>): Promise<T> {
  const [base, fragment] = address.split("#") as [string, string];
  const opened = shared.get(base) ?? openPage(`${base}${NOWHERE}`);
  shared.delete(base);
  const { page, requests, complaints, close } = await opened;
  try {
    await turnTo(page, NOWHERE);
    await page.waitForSelector("main > [role=alert]");
    await page.evaluate(() => localStorage.clear());
    requests.length = 0;
    complaints.length = 0;
    await turnTo(page, `#${fragment}`);
    const result = await work({ page, requests, complaints });
    shared.set(base, opened);
    return result;
  } catch (error) {
    await close();
    throw error;
  }
}

/** Names no scenario: what stands there runs nothing. */
export const NOWHERE = "#nothing";

export async function turnTo(page: Page, fragment: string): Promise<void> {
  await page.evaluate((wanted) => {
    location.hash = wanted;
  }, fragment);
}

/** A page that several tests hold open. */
export async function openPage(address: string, options: BrowserContextOptions = {}): Promise<Opened> {
  browser ??= chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS, headless: true });
  const context = await (await browser).newContext({ viewport: { width: 1366, height: 768 }, ...options });
  context.setDefaultTimeout(PATIENCE.timeout);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request: Request) => requests.push(request.url()));
  page.on("pageerror", (error: Error) => complaints.push(error.message));
  page.on("console", (message: ConsoleMessage) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(address);
  return { page, requests, complaints, close: () => context.close() };
}

/**
 * Resolves when the run that the address names has come to its end, or to its stop, and the last picture is there.
 * While another address is opened, the run before it still stands there with its digest: it does not count.
 */
export async function ended(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector<HTMLElement>("main > .run")?.dataset.address === location.hash &&
      /Done|Stopped/.test(document.querySelector(".state")?.textContent ?? "") &&
      document.querySelector("#digest")?.textContent?.startsWith("sha256:"),
  );
}

/** Resolves when the first picture is there: sentence, map and timeline. */
export async function pictured(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector<HTMLElement>("main > .run")?.dataset.address === location.hash &&
      [".timeline", ".where"].every(
        (figure) => document.querySelector(`.results:not([hidden]) ${figure} svg path[d]`) !== null,
      ),
  );
}

/** Resolves when every panel of the open view shows what is chosen. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector(".views[data-shown]") !== null);
}

/** Resolves when nothing moves any more and what was drawn last is on the screen. */
export async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}

/** Clicks a view's tab, and resolves when its panels are there and show what is chosen. */
export async function openView(page: Page, view: string): Promise<void> {
  await page.click(`#tab-${view}`);
  await page.waitForFunction((id) => document.getElementById(id)?.hidden === false, `view-${view}`);
  await settled(page);
}

/** Resolves when an element's text matches; the rest of a failed wait says what it was. */
export async function hasText(page: Page, selector: string, pattern: RegExp): Promise<void> {
  await expect
    .poll(() => page.evaluate((at) => document.querySelector(at)?.textContent ?? null, selector), PATIENCE)
    .toMatch(pattern);
}

/** Opens the table behind a chart: its rows are made once it is open. */
export async function openTable(page: Page, summary: string): Promise<void> {
  await page.click(summary);
  await page.waitForFunction(
    (at) => document.querySelector(at)?.closest("details")?.querySelector("tbody tr") != null,
    summary,
  );
}

const MOST_TABS = 400;

/** Key after key until the control of that role and name has the focus; the way is never longer than the page has stops. */
export function tabTo(
  page: Page,
  role: Parameters<Page["getByRole"]>[0],
  name: string | RegExp,
  key = "Tab",
): Promise<void> {
  return tabToThe(page, page.getByRole(role, { name, exact: true }), key);
}

export async function tabToThe(page: Page, wanted: Locator, key = "Tab"): Promise<void> {
  for (let i = 0; i < MOST_TABS; i++) {
    if ((await wanted.count()) === 1 && (await wanted.evaluate((one) => one === document.activeElement))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never came to ${wanted}`);
}
