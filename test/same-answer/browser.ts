/** One Chromium with the built page open, for as many runs as wanted, told how many cores it has and where it is. */
import type { Page } from "playwright-core";
import { withPage } from "../support/chromium.ts";

export interface Surroundings {
  readonly cores: number;
  readonly timeZone: string;
  /** BCP 47 */
  readonly locale: string;
}

export interface Browser {
  readonly page: Page;
  /** errors and warnings of the console, and uncaught errors */
  readonly complaints: readonly string[];
  /** web workers alive */
  workers(): number;
  close(): Promise<void>;
}

export function openBrowser(address: string, { cores, timeZone, locale }: Surroundings): Promise<Browser> {
  return new Promise((resolve, reject) => {
    const closed = withPage(async (page) => {
      const complaints: string[] = [];
      // a year of everything takes longer than the usual half minute
      page.setDefaultTimeout(300_000);
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
      });
      await page.addInitScript((number) => {
        Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => number });
      }, cores);
      const session = await page.context().newCDPSession(page);
      await session.send("Emulation.setTimezoneOverride", { timezoneId: timeZone });
      await session.send("Emulation.setLocaleOverride", { locale: locale.replace("-", "_") });
      await page.goto(address);
      await new Promise<void>((close) => {
        resolve({
          page,
          complaints,
          workers: () => page.workers().length,
          async close() {
            close();
            await closed;
          },
        });
      });
    });
    closed.catch(reject);
  });
}
