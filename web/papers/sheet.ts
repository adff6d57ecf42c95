/**
 * A paper on the screen, on the printer and as a picture. It stands in a shadow of its own, so that it looks here as
 * the command line's file looks, whatever the page's theme.
 */
import { PAGE } from "../../scenarios/papers/fit.ts";
import { cssString } from "../../scenarios/papers/html.ts";
import { h } from "../dom.ts";
import "./papers.css";

/** What is on the sheet: HTML without inline styles, and its style. */
export interface Printed {
  readonly title: string;
  readonly marking: string;
  readonly body: string;
  readonly style: string;
}

const MM = 96 / 25.4;
const A4 = { width: Math.round(210 * MM), height: Math.round(297 * MM) } as const;
/** Points a CSS pixel: sharp on paper. */
const FINENESS = 2;

export function createSheet({ title, body, style }: Printed): HTMLElement {
  const host = h("div", { class: "paper-sheet", role: "document", "aria-label": title, tabindex: 0 });
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  // What a shadow does not know, such as the page of a printer, is set by printSheet.
  sheet.replaceSync(inArticle(style));
  shadow.adoptedStyleSheets = [sheet];
  const holder = document.createElement("div");
  // The page has a main part of its own.
  holder.innerHTML = body.replace("<main>", "<article>").replace("</main>", "</article>");
  shadow.append(holder);
  return host;
}

/** Prints this sheet alone, with its marking at the head and foot of each page. */
export function printSheet(printed: Printed): void {
  const { marking, title } = printed;
  const page = new CSSStyleSheet();
  const { top, side, bottom } = PAGE.paddings;
  const mark = `content: ${cssString(marking)}; font: 700 9pt Arial, "Liberation Sans", sans-serif;`;
  page.replaceSync(
    `@page { size: A4; margin: ${top}mm ${side}mm ${bottom}mm; @top-center { ${mark} } @bottom-center { ${mark} } }`,
  );
  const only = h("div", { class: "only-this-prints" });
  only.append(createSheet(printed));
  const before = document.adoptedStyleSheets;
  const name = document.title;
  document.body.append(only);
  document.documentElement.classList.add("prints-a-sheet");
  document.adoptedStyleSheets = [...before, page];
  document.title = title;
  const done = () => {
    removeEventListener("afterprint", done);
    only.remove();
    document.documentElement.classList.remove("prints-a-sheet");
    document.adoptedStyleSheets = before;
    document.title = name;
  };
  addEventListener("afterprint", done);
  print();
}

/** One A4 page as a picture. */
export async function sheetPng({ body, style }: Printed): Promise<Blob> {
  const { top, side } = PAGE.paddings;
  const page = new DOMParser().parseFromString(body, "text/html").body;
  const xhtml = document.createElementNS("http://www.w3.org/1999/xhtml", "div");
  xhtml.setAttribute("class", "picture-of-page");
  xhtml.append(...[...page.childNodes].map((node) => document.importNode(node, true)));
  const own = `${style.replaceAll(/\bbody\b/g, ".picture-of-page")}
.picture-of-page { width: ${A4.width}px; min-height: ${A4.height}px; padding: ${top / 2}mm ${side}mm; }`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${A4.width}" height="${A4.height}" viewBox="0 0 ${A4.width} ${A4.height}"><foreignObject width="100%" height="100%"><style xmlns="http://www.w3.org/1999/xhtml">${xmlText(own)}</style>${new XMLSerializer().serializeToString(xhtml)}</foreignObject></svg>`;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = A4.width * FINENESS;
  canvas.height = A4.height * FINENESS;
  const context = canvas.getContext("2d")!;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("The picture could not be drawn.")) : resolve(blob)),
      "image/png",
    ),
  );
}

function xmlText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function inArticle(style: string): string {
  return style.replaceAll(/^main(?= )/gm, "article");
}
