/** A printable report of what is on the screen: one HTML file that needs nothing else, for a screen or A4. */
import type { ScopeSummary } from "../../engine/tally/summary.ts";
import { dayAndTime } from "../../engine/tally/words.ts";
import type { Opened, Picture } from "../desk/protocol.ts";
import { NOT_OFFICIAL, VERSION } from "../words.ts";
import type { Table } from "./csv.ts";
import { aboutTable, assumptionsTable, CONDITION, hoursTable, type NamedTable } from "./tables.ts";

/** @param pictures figures as SVG, each with its title */
export function reportHtml(
  opened: Opened,
  picture: Picture,
  pictures: readonly { readonly title: string; readonly svg: string }[],
): string {
  const { preset, marking, edited, reading } = opened;
  const hours = hoursTable(opened, picture);
  const { capabilities } = picture.summary;
  const nation = capabilities.flatMap(({ asked, name, scopes }) => (asked ? [placeRow(name, scopes[0]!, opened)] : []));
  const regions = capabilities.flatMap(({ name, scopes }) =>
    scopes
      .filter(({ scope, runOut }) => scope === "region" && runOut.runs > 0)
      .map((scope) => placeRow(`${name}: ${scope.name}`, scope, opened)),
  );
  const { lines, notAsked } = picture.verdict;
  const title = `${preset.name}${edited ? " (edited)" : ""}`;
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escaped(`${title} – Muster`)}</title><style>${style(marking)}</style></head><body>
<p class="marking">${escaped(marking)}</p>
<h1>${escaped(title)}</h1>
<p class="lead">${escaped(preset.question)}</p>
<p class="note">${escaped(`${NOT_OFFICIAL} For planning and exercising. Muster ${VERSION}.`)}</p>
<h2>Verdict</h2>
<ul>${lines.map(({ sentence }) => `<li>${escaped(sentence)}</li>`).join("")}</ul>
${notAsked === null ? "" : `<p class="note">${escaped(notAsked)}</p>`}
${pictures.map(({ title: name, svg }) => `<figure aria-label="${escaped(name)}">${withoutProlog(svg)}</figure>`).join("\n")}
<h2>The nation, capability by capability</h2>${tableHtml({ columns: PLACE, rows: nation })}
<p class="note">${escaped(`${CONDITION}. Shares are of ${picture.replications} runs, with their 95 % interval.`)}</p>
<h2>Regions that ran out</h2>${regions.length === 0 ? "<p>None did in these runs.</p>" : tableHtml({ columns: PLACE, rows: regions })}
${hours === null ? "" : `<h2>Hour by hour: ${escaped(String(hours.rows[0]?.[0] ?? ""))}, ${escaped(String(hours.rows[0]?.[1] ?? ""))}</h2>${tableHtml(thinned(hours), HOURS)}`}
<h2>What this rests on</h2>${reading === "" ? "" : `<p>${escaped(reading)}</p>`}<div class="words">${tableHtml(aboutTable(opened, picture))}</div>
<h2>Taken for granted (${opened.assumptions.length})</h2><div class="words">${tableHtml(assumptionsTable(opened), [0, 1, 2])}</div>
<p class="marking">${escaped(marking)}</p>
</body></html>
`;
}

const HOURS = [3, 5, 6, 7, 9, 10, 11, 13, 14, 15, 16];
const PLACE = [
  "where",
  "ran out",
  "first, typically",
  "required unit-hours",
  "unresourced unit-hours (95 %)",
  "left within 1 h, in the tenth worst run of 100",
  "within 24 h",
];

function placeRow(where: string, scope: ScopeSummary, { clock }: Opened): (string | number | null)[] {
  const { runOut, requiredUnitHours, unresourcedUnitHours: short, reserveUnits } = scope;
  const first = runOut.firstMinutes?.p50 ?? null;
  const between =
    short.low === null || short.high === null ? "" : ` (${shortNumber(short.low)} to ${shortNumber(short.high)})`;
  return [
    where,
    runOut.text,
    first === null ? null : dayAndTime(first, clock.startMinuteOfDay),
    requiredUnitHours.mean,
    short.mean === null ? null : `${shortNumber(short.mean)}${between}`,
    reserveUnits["1h"].p10,
    reserveUnits["24h"].p10,
  ];
}

/** Every sixth hour: the paper stays readable, the whole is in the spreadsheet. */
function thinned(table: NamedTable): NamedTable {
  const every = Math.max(1, Math.ceil(table.rows.length / 60));
  return { ...table, rows: table.rows.filter((_, i) => i % every === 0) };
}

function tableHtml({ columns, rows }: Table, shown = columns.map((_, i) => i)): string {
  const head = shown.map((i) => `<th scope="col">${escaped(columns[i]!)}</th>`).join("");
  const body = rows.map((row) => `<tr>${shown.map((i, at) => cell(row[i] ?? null, at === 0)).join("")}</tr>`).join("");
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function cell(value: string | number | null, first: boolean): string {
  const text = value === null ? "–" : typeof value === "number" ? shortNumber(value) : value;
  if (first) return `<th scope="row">${escaped(text)}</th>`;
  return `<td${typeof value === "number" ? ' class="number"' : ""}>${escaped(text)}</td>`;
}

function shortNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}

function withoutProlog(svg: string): string {
  return svg.replace(/^<\?xml[^>]*\?>\s*/, "");
}

function style(marking: string): string {
  const text = JSON.stringify(marking).replaceAll("<", "\\3c ");
  return `@page{size:A4;margin:18mm 14mm;@top-center{content:${text};font:700 9pt sans-serif}@bottom-center{content:${text} " · " counter(page) " of " counter(pages);font:9pt sans-serif}}
body{font:15px/1.5 system-ui,"Segoe UI",Arial,sans-serif;color:#16202b;background:#fff;max-width:62rem;margin:0 auto;padding:1.5rem}
h1{font-size:26px;line-height:1.2;margin:.5rem 0}h2{font-size:18px;margin:1.75rem 0 .5rem;break-after:avoid}
.marking{font-weight:700;text-align:center}.lead{font-size:17px}.note{color:#55616e;font-size:13px}
figure{margin:1.25rem 0;break-inside:avoid}svg{max-width:100%;height:auto}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:12.5px;width:100%}
th,td{border-bottom:1px solid #dde2e8;padding:3px 8px 3px 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead{display:table-header-group}th[scope=row]{white-space:nowrap}.words th[scope=row]{white-space:normal;width:40%}tr{break-inside:avoid}.number{text-align:right;font-variant-numeric:tabular-nums}
@media print{body{padding:0;max-width:none;font-size:10pt}table{font-size:8pt}}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
