/** What axe finds wrong with a page. */
import axeCore from "axe-core";
import type { Page } from "playwright-core";

declare global {
  /** in the page, once its source was evaluated there */
  var axe: typeof axeCore;
}

/**
 * What axe finds, a line each; contrast that it could not judge is found too, but for text in pictures, whose
 * neighbours and short words it cannot tell apart from what they stand on, and cells beyond the edge of a table that is
 * scrolled. What is in order is not listed, which is most of its work on a page of many marks.
 *
 * @param within the part that is looked at, where the rest was looked at already; default: the whole page
 */
export async function faultsOf(page: Page, where: string, within: string | null = null): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeCore.source);
  const found = await page.evaluate(async (part) => {
    const isBeyondEdge = (html: string, any: readonly { readonly data: { readonly messageKey?: string } | null }[]) =>
      /^<t[dh]/.test(html) && any.some(({ data }) => data?.messageKey === "elmPartiallyObscured");
    const { violations, incomplete } = await globalThis.axe.run(
      part === null ? document : document.querySelector(part)!,
      {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        resultTypes: ["violations", "incomplete"],
      },
    );
    const unjudged = incomplete
      .filter(({ id }) => id === "color-contrast")
      .map((fault) => ({
        ...fault,
        nodes: fault.nodes.filter(({ html, any }) => !html.startsWith("<text") && !isBeyondEdge(html, any)),
      }));
    return [...violations, ...unjudged].flatMap(({ id, nodes }) =>
      nodes.slice(0, 4).map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
    );
  }, within);
  return found.map((fault) => `${where}: ${fault}`);
}
