/**
 * The sheet that every kind of paper is printed on: one HTML file that needs nothing else, A4, black on white, with
 * the marking and the condition on every page.
 */
import { CONDITION } from "../../engine/tally/verdict.ts";
import { cssString, type Html, html, raw } from "../../scenarios/papers/html.ts";
import type { Paper } from "./paper.ts";

/** @param body what the paper says */
export function sheet({ summary, manifest }: Paper, title: string, body: Html): string {
  const { marking } = summary;
  const foot = `${CONDITION}. Muster ${manifest.engineVersion}, seed ${summary.seed}, ${summary.digest.slice(0, 23)}…`;
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Muster ${manifest.engineVersion}">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title} – ${marking}</title>
<style>${raw(style(marking, foot))}</style>
</head>
<body>
<p class="marking screen">${marking}</p>
<main>
${body}
</main>
<p class="marking screen">${marking}</p>
</body>
</html>
`.text;
}

/** What made a figure: beneath every table and chart. */
export function madeBy({ commands, manifest, summary }: Paper): Html {
  const changed = commands.exact
    ? null
    : html` (the scenario has changed since, or lies elsewhere: it is in manifest.json)`;
  return html`<p class="made"><code>${commands.run}</code>${changed}, then <code>${commands.report}</code> ·
    Muster ${manifest.engineVersion} · seed ${summary.seed} · <code>${summary.digest}</code> · ${summary.marking}</p>`;
}

function style(marking: string, foot: string): string {
  return `
@page {
  size: A4;
  margin: 19mm 16mm 17mm;
  @top-center { content: ${cssString(marking)}; font: 700 9pt ${FONT}; }
  @bottom-left { content: ${cssString(foot)}; font: 7pt ${FONT}; width: 80%; text-align: left; }
  @bottom-right { content: "page " counter(page) " of " counter(pages); font: 7pt ${FONT}; }
}
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #000; font: 10pt/1.4 ${FONT}; font-variant-numeric: tabular-nums; }
main { max-width: 178mm; margin: 0 auto; }
h1 { font-size: 18pt; line-height: 1.15; margin: 0 0 2mm; }
h2 { font-size: 13pt; line-height: 1.2; margin: 9mm 0 2mm; break-after: avoid; }
h3 { font-size: 10.5pt; margin: 5mm 0 1mm; break-after: avoid; }
p { margin: 0 0 2mm; orphans: 2; widows: 2; }
a { color: inherit; }
code, .code { font: 0.9em ui-monospace, "DejaVu Sans Mono", Consolas, monospace; overflow-wrap: anywhere; }
.lead { font-size: 11pt; }
.verdict { padding: 0; margin: 0; list-style: none; }
.verdict li { margin: 0 0 3mm; padding-left: 3mm; border-left: 1.5pt solid #000; break-inside: avoid; }
.status { border: 0.75pt solid #000; padding: 2mm 3mm; margin: 3mm 0 4mm; break-inside: avoid; }
.status p { margin: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 4mm; margin: 0 0 2mm; }
dt { color: #444; }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
figure { margin: 3mm 0 4mm; break-inside: avoid; }
figure.long { break-inside: auto; }
figcaption { font-weight: 700; margin: 0 0 1mm; break-after: avoid; }
svg { display: block; max-width: 100%; height: auto; overflow: visible; }
.key { display: flex; flex-wrap: wrap; gap: 0 5mm; margin: 0 0 1mm; font-size: 8.5pt; }
.key span { display: inline-flex; align-items: center; gap: 1.5mm; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 4mm; }
figure.long > p.made { break-before: avoid; }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt; line-height: 1.3; }
table.small { font-size: 7.8pt; margin: 1mm 0 2mm; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: 0.7mm 1.5mm 0.7mm 0; border-bottom: 0.4pt solid #bbb; overflow-wrap: break-word; font-weight: 400; }
thead th { border-bottom: 0.8pt solid #000; font-weight: 700; vertical-align: bottom; }
tbody th { font-weight: 600; min-width: 20mm; }
td.number, th.number { text-align: right; }
.interval { color: #444; white-space: nowrap; }
.wrap { white-space: normal; }
.made { color: #333; font-size: 6.8pt; line-height: 1.35; margin: 1mm 0 0; overflow-wrap: anywhere; }
.note { font-size: 8.5pt; color: #333; margin: 1mm 0; }
.further { font-size: 8.5pt; margin: 1.5mm 0; }
.tight { margin: 0 0 2mm; padding-left: 4mm; }
.tight li { margin: 0; }
.address { overflow-wrap: anywhere; color: #333; }
.item { margin: 0 0 4mm; }
.item h4 { margin: 0 0 0.5mm; font-size: 9.5pt; break-after: avoid; }
.item, .item p, .item li { font-size: 8.8pt; }
.assumed td, .assumed th { font-size: 7.4pt; }
table.assumed { table-layout: fixed; }
.path { font-weight: 400; display: block; color: #444; font-size: 6.8pt; overflow-wrap: anywhere; }
section.page { break-before: page; }
.marking.screen { text-align: center; font-weight: 700; margin: 0; padding: 2mm; }
@media screen { body { padding: 0 6mm 6mm; } main { padding: 4mm 0; } }
@media print { .marking.screen { display: none; } }
`;
}

const FONT = 'system-ui, "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif';
