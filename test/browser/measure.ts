/**
 * How quick the page is, as a person meets it: `npm run page-times [preset] [tries] [file|site] [pointing]`. From the click on a
 * preset, which the pointer reached so many milliseconds before (200), to the first picture, how long stopping takes, and the longest
 * tasks of the page's own thread while runs arrive.
 */
import { loadavg } from "node:os";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { buildPage, buildSingleFile, pageFolder, singleFile } from "../../web/build.mjs";
import { servePage } from "../../web/serve.mjs";
import { withPage } from "../support/chromium.ts";

const [preset = "concurrent-disorder", tries = "10", kind = "file", pointing = "200"] = process.argv.slice(2);

interface Times {
  /** milliseconds from the click to the first verdict on the screen */
  readonly firstPicture: number;
  readonly firstRuns: string;
  /** from the click on Stop to "Stopped" with no replication worker left */
  readonly stop: number;
  /** longest tasks of the page's thread between the click and the stop, by the clock */
  readonly longTasks: readonly number[];
  /** the same in processor time, which other programs on the machine do not lengthen; four longest */
  readonly busiestTasks: readonly number[];
  /** processor time from the click to the first picture: of the page's own thread, and of all its workers */
  readonly processor: { readonly page: number; readonly workers: number };
}

if (kind === "file") await buildSingleFile();
else await buildPage();
const served = kind === "file" ? null : await servePage(pageFolder, 0);
const address = served?.address ?? pathToFileURL(singleFile).href;
const measured: Times[] = [];
for (let i = 0; i < Number(tries); i++) {
  const times = await withPage((page) => once(page, address));
  measured.push(times);
  console.log(JSON.stringify(times));
}
await served?.close();
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
console.log(
  `${preset}, ${kind}, ${pointing} ms on the card, median of ${tries}: first picture ${Math.round(median(measured.map(({ firstPicture }) => firstPicture)))} ms, ` +
    `stop ${Math.round(median(measured.map(({ stop }) => stop)))} ms, ` +
    `longest task ${Math.max(0, ...measured.flatMap(({ longTasks }) => longTasks))} ms by the clock, ` +
    `${Math.max(0, ...measured.flatMap(({ busiestTasks }) => busiestTasks))} ms of processor time; ` +
    `to the first picture ${median(measured.map(({ processor }) => processor.page + processor.workers))} ms of processor time (load average ${loadavg()[0]!.toFixed(1)})`,
);

async function once(page: Page, from: string): Promise<Times> {
  await page.setViewportSize({ width: 1366, height: 768 });
  // tsx names functions by a helper that the page has not.
  await page.addInitScript("globalThis.__name = (named) => named");
  await page.goto(from);
  await page.waitForSelector(".preset a");
  await page.waitForTimeout(2500);
  const busiest = await traced(page);
  // The pointer is on a card before it clicks; somebody who reads the card's name takes longer.
  await page.hover(`.preset a[href="#${preset}"]`);
  await page.waitForTimeout(Number(pointing));
  const times = await page.evaluate(async (id) => {
    const longTasks: number[] = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasks.push(Math.round(duration));
    }).observe({ type: "longtask" });
    const until = (done: () => boolean) =>
      new Promise<number>((resolve) => {
        const look = () => (done() ? resolve(performance.now()) : setTimeout(look, 2));
        look();
      });
    performance.mark("muster chosen");
    const begun = performance.now();
    document.querySelector<HTMLAnchorElement>(`.preset a[href="#${id}"]`)!.click();
    const shown = await until(() => document.querySelector("#headline")?.textContent?.startsWith("In this") === true);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    const painted = performance.now();
    performance.mark("muster shown");
    const firstRuns = document.querySelector(".count")!.textContent!;
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const stopped = performance.now();
    [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Stop")!.click();
    const still = await until(() => /Stopped|Done/.test(document.querySelector(".state")!.textContent!));
    return { firstPicture: Math.max(painted, shown) - begun, firstRuns, stop: still - stopped, longTasks };
  }, preset);
  return { ...times, ...(await busiest()) };
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** microseconds: begin, and processor time */
  readonly ts: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Begins to note every task of the page's own thread; what it returns ends that, and tells the longest. */
async function traced(page: Page): Promise<() => Promise<Pick<Times, "busiestTasks" | "processor">>> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.start", {
    categories: "toplevel,blink.user_timing,__metadata",
    transferMode: "ReportEvents",
  });
  return async () => {
    await session.send("Tracing.end");
    await complete;
    const threadsCalled = (wanted: string) =>
      new Set(
        events.flatMap(({ name, args, pid, tid }) =>
          name === "thread_name" && args?.name === wanted ? [`${pid}/${tid}`] : [],
        ),
      );
    const tasksOf = (threads: ReadonlySet<string>) =>
      events.filter(({ name, pid, tid }) => name.endsWith("RunTask") && threads.has(`${pid}/${tid}`));
    const at = (mark: string) => events.find(({ name }) => name === mark)?.ts ?? Number.NaN;
    const [chosen, shown] = [at("muster chosen"), at("muster shown")];
    const spent = (tasks: readonly TraceEvent[]) =>
      Math.round(
        tasks.filter(({ ts }) => ts >= chosen && ts < shown).reduce((sum, { tdur }) => sum + (tdur ?? 0), 0) / 1000,
      );
    const own = tasksOf(threadsCalled("CrRendererMain"));
    return {
      busiestTasks: own
        .filter(({ ts }) => ts >= chosen)
        .map(({ tdur }) => Math.round((tdur ?? 0) / 1000))
        .sort((a, b) => b - a)
        .slice(0, 4),
      processor: { page: spent(own), workers: spent(tasksOf(threadsCalled("DedicatedWorker thread"))) },
    };
  };
}
