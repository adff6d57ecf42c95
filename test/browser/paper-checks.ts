/** What is looked at on every printed paper: nothing clipped, nothing coloured, one page of A4. */
import type { Page } from "playwright-core";

/** Words and pictures that reach beyond the column, or stick out of what should hold them. */
export function clipped(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const column = document.querySelector("main")!.getBoundingClientRect();
    const found: string[] = [];
    const told = (element: Element) => `${element.tagName} ${element.textContent!.trim().slice(0, 60)}`;
    for (const element of document.querySelectorAll("main *")) {
      const { left, right, width } = element.getBoundingClientRect();
      if (width > 0 && (left < column.left - 1 || right > column.right + 1)) found.push(`beyond: ${told(element)}`);
      if (!(element instanceof HTMLElement) || getComputedStyle(element).display === "inline") continue;
      const sticksOut =
        element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 2;
      if (sticksOut && element.clientWidth > 0) found.push(`clipped: ${told(element)}`);
    }
    return found;
  });
}

/** Whatever is neither black, white nor grey. */
export function colours(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isGrey = (colour: string) => {
      const parts = colour.match(/[\d.]+/g)?.map(Number) ?? [];
      return parts.length < 3 || parts[3] === 0 || (parts[0] === parts[1] && parts[1] === parts[2]);
    };
    return [...document.querySelectorAll("body *")].flatMap((element) => {
      const { color, backgroundColor, borderTopColor, fill, stroke } = getComputedStyle(element);
      return [color, backgroundColor, borderTopColor, fill, stroke].filter((colour) => !isGrey(colour));
    });
  });
}

/** Width and height of each printed page, in points. */
export async function printedPages(page: Page): Promise<[width: number, height: number][]> {
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
  return [...pdf.matchAll(/\/MediaBox \[([\d. ]+)\]/g)].map(([, box]) => {
    const [, , width, height] = box!.trim().split(" ").map(Number);
    return [width!, height!];
  });
}
