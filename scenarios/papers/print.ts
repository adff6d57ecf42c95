/**
 * A one-page paper as one HTML file that needs nothing else: A4, black on white, the marking at head and foot. What
 * differs, differs by shape and weight and never by colour, so that a black-and-white printer loses nothing.
 */
import { CONDITION } from "../../engine/tally/verdict.ts";
import { PAGE } from "./fit.ts";
import { cssString, type Html, html, raw } from "./html.ts";
import type { Block, OnePage, Phrase, Share } from "./paper.ts";

export function printedPaper(paper: OnePage): string {
  const { title, marking, kind } = paper;
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title} – ${marking}</title>
<style>${raw(paperStyle(marking))}</style>
</head>
<body class="${kind}">
${raw(paperBody(paper))}
</body>
</html>
`.text;
}

/** What stands on it, as HTML without a style of its own: a page whose policy allows no inline style can show it. */
export function paperBody(paper: OnePage): string {
  const { title, reader, marking, status, blocks, foot } = paper;
  return html`<p class="marking screen">${marking}</p>
<main>
<header><p class="reader">${reader}</p><h1>${title}</h1>
<p class="status"><b>${marking}.</b> ${status.join(" ")}</p></header>
${blocks.map((block) => blockHtml(block, paper))}
<footer><b>${CONDITION}.</b> ${foot}</footer>
</main>
<p class="marking screen">${marking}</p>`.text;
}

function blockHtml(block: Block, paper: OnePage): Html {
  if (block.is === "heading") return html`<h2>${block.words}</h2>`;
  if (block.is === "paragraph") return html`<p>${words(block.words)}</p>`;
  if (block.is === "list") return html`<ul>${block.items.map((item) => html`<li>${words(item)}</li>`)}</ul>`;
  if (block.is === "facts")
    return html`<dl>${block.rows.map(([name, said]) => html`<dt>${name}</dt><dd>${words(said)}</dd>`)}</dl>`;
  if (block.is === "form")
    return html`<div class="form">${block.fields.map(
      ([name, lines]) => html`<div class="${`lines-${lines}${lines > 1 ? " wide" : ""}`}">${name}</div>`,
    )}</div>`;
  const made = html`<p class="made"><code>${paper.madeBy}</code> · ${paper.marking}</p>`;
  if (block.is === "picture")
    return html`<figure><figcaption>${block.caption}</figcaption>${sharesPicture(block.shares, block.caption)}${made}</figure>`;
  // A long table goes on over the page, its head with it; a short one stays together.
  return html`<figure class="${block.rows.length > MOST_TOGETHER ? "long" : "short"}"><figcaption>${block.caption}</figcaption>
    <table><colgroup>${block.widths.map((width) => html`<col width="${width}%">`)}</colgroup>
      <thead><tr>${block.head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${block.rows.map(
        ([first, ...rest]) =>
          html`<tr><th scope="row">${words(first!)}</th>${rest.map((cell) => html`<td>${words(cell)}</td>`)}</tr>`,
      )}</tbody></table>
${block.note === undefined ? null : html`<p class="note">${words(block.note)}</p>`}${made}</figure>`;
}

function words(phrase: Phrase): Html {
  return html`${phrase.map((part) =>
    typeof part === "string"
      ? part
      : html`<data value="${part.value}" data-at="${part.at}" data-result="${part.result}">${part.words}</data>`,
  )}`;
}

const MOST_TOGETHER = 8;

const ROW = 15;
const WIDTH = 672;
const RIGHT = 16;

/** A dot with its interval for each share, in runs of 100; what was never seen, or always, has an interval and no dot. */
function sharesPicture(shares: readonly Share[], label: string): Html {
  const left = Math.ceil(Math.max(...shares.map(({ name }) => name.length)) * 5.4) + 12;
  const x = (share: number) => (left + share * (WIDTH - left - RIGHT)).toFixed(1);
  const bottom = 4 + shares.length * ROW;
  const grid = [0, 0.25, 0.5, 0.75, 1].map(
    (at) => html`<path d="${`M${x(at)} 2V${bottom}`}" stroke="#bbb" stroke-width="0.7"/>
      <text x="${x(at)}" y="${bottom + 11}" text-anchor="middle">${at * 100}</text>`,
  );
  const rows = shares.map(({ name, share, low, high }, i) => {
    const y = 4 + (i + 0.5) * ROW;
    const dot = share > 0 && share < 1 ? html`<circle cx="${x(share)}" cy="${y}" r="3.4" fill="#000"/>` : null;
    return html`<text x="${left - 8}" y="${y + 3.5}" text-anchor="end">${name}</text>
      <path d="${`M${x(low)} ${y}H${x(high)}M${x(low)} ${y - 3}v6M${x(high)} ${y - 3}v6`}" stroke="#000" stroke-width="1.4" fill="none"/>${dot}`;
  });
  return html`<svg viewBox="${`0 0 ${WIDTH} ${bottom + 15}`}" role="img" aria-label="${label}" font-size="10">${grid}${rows}</svg>`;
}

/** Arial and its twins have the same widths everywhere, so that what fits a page here fits it elsewhere. */
const FONT = 'Arial, "Liberation Sans", Helvetica, sans-serif';

/** @param marking stands at the head and foot of every printed page */
export function paperStyle(marking: string): string {
  return `
@page { size: A4; margin: ${PAGE.paddings.top}mm ${PAGE.paddings.side}mm ${PAGE.paddings.bottom}mm;
  @top-center { content: ${cssString(marking)}; font: 700 9pt ${FONT}; }
  @bottom-center { content: ${cssString(marking)}; font: 700 9pt ${FONT}; } }
:root, :host { color-scheme: light; }
* { box-sizing: border-box; }
body, :host { margin: 0; background: #fff; color: #000; font: 9pt/1.32 ${FONT}; font-variant-numeric: tabular-nums; }
main { max-width: ${PAGE.width}mm; margin: 0 auto; }
h1 { font-size: 15pt; line-height: 1.15; margin: 0 0 1.5mm; }
h2 { font-size: 10.5pt; line-height: 1.15; margin: 2.4mm 0 0.8mm; padding-bottom: 0.4mm; border-bottom: 0.8pt solid #000; break-after: avoid; }
p { margin: 0 0 1.4mm; }
ul { margin: 0 0 1.4mm; padding-left: 4mm; }
li { margin: 0 0 0.5mm; }
.reader { font-size: 8.5pt; margin: 0 0 0.6mm; color: #333; }
.status { border: 0.75pt solid #000; padding: 1.2mm 2mm; margin: 0 0 2mm; font-size: 8pt; }
dl { display: grid; grid-template-columns: 30mm 1fr; gap: 0.7mm 3mm; margin: 0 0 1.4mm; }
dt { font-weight: 600; }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
figure { margin: 1.4mm 0 1.6mm; break-inside: avoid; }
figure.long { break-inside: auto; }
tr, dt, dd, li, .status, .form div { break-inside: avoid; }
.made, .note { break-before: avoid; }
figcaption { break-after: avoid; font-weight: 700; margin: 0 0 0.6mm; font-size: 8.5pt; }
svg { display: block; width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: 8pt; line-height: 1.26; }
th, td { text-align: left; vertical-align: top; padding: 0.5mm 1.6mm 0.5mm 0; border-bottom: 0.4pt solid #999; font-weight: 400; overflow-wrap: break-word; }
thead th { border-bottom: 0.9pt solid #000; font-weight: 700; vertical-align: bottom; }
tbody th { font-weight: 600; }
code { font: 0.94em ui-monospace, "DejaVu Sans Mono", Consolas, monospace; overflow-wrap: anywhere; }
.made, .note { font-size: 7pt; line-height: 1.3; margin: 0.7mm 0 0; color: #222; overflow-wrap: anywhere; }
.form { display: grid; grid-template-columns: 1fr 1fr; gap: 1.2mm 3mm; margin: 1.4mm 0.4mm 1.6mm 0; }
.form div { border: 0.6pt solid #000; padding: 0.5mm 1.5mm; font-size: 7.8pt; min-width: 0; }
${[1, 2, 3, 4, 5, 6].map((lines) => `.form .lines-${lines} { min-height: ${(lines * 4.9).toFixed(1)}mm; }`).join("\n")}
.form .wide { grid-column: 1 / -1; }
footer { border-top: 0.8pt solid #000; padding-top: 1mm; margin-top: 2.4mm; font-size: 7.4pt; overflow-wrap: anywhere; }
.marking.screen { text-align: center; font-weight: 700; margin: 0; padding: 2mm; }
@media screen { body { padding: 0 6mm 6mm; } }
@media print { .marking.screen { display: none; } }
`;
}
