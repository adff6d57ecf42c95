/** The verification report: every case with expected, found and z, and how the z spread. HTML and JSON say the same. */
import type { Judged } from "./figure.ts";
import { zPicture } from "./z-picture.ts";

export interface CaseReport {
  readonly id: string;
  readonly family: string;
  readonly title: string;
  readonly figures: readonly Judged[];
  readonly cpuSeconds: number;
}

export interface SuiteReport {
  readonly file: string;
  readonly tests: readonly { readonly title: string; readonly passed: boolean }[];
}

export interface SpreadOfZ {
  readonly n: number;
  readonly mean: number;
  readonly sd: number;
  readonly values: readonly { readonly id: string; readonly key: string; readonly z: number }[];
}

export interface Report {
  readonly date: string;
  readonly engine: string;
  readonly seed: string;
  readonly machine: string;
  readonly wallSeconds: number;
  readonly z: SpreadOfZ;
  readonly cases: readonly CaseReport[];
  readonly suites: readonly SuiteReport[];
}

/** One value a case: its first figure that has a z and is not rare, chosen before anything was seen. */
export function spreadOfZ(cases: readonly CaseReport[]): SpreadOfZ {
  const values = cases.flatMap(({ id, figures }) => {
    const first = figures.find(({ z, halfWidthAsked }) => z !== null && halfWidthAsked !== null);
    return first === undefined ? [] : [{ id, key: first.key, z: first.z! }];
  });
  const n = values.length;
  const mean = values.reduce((sum, { z }) => sum + z, 0) / n;
  const sd = Math.sqrt(values.reduce((sum, { z }) => sum + (z - mean) * (z - mean), 0) / (n - 1));
  return { n, mean, sd, values };
}

export function reportHtml(report: Report): string {
  const figures = report.cases.flatMap(({ figures: all }) => all);
  const tests = report.suites.flatMap((suite) => suite.tests);
  const { z } = report;
  const wrong = figures.filter(({ agrees }) => !agrees).length;
  const wide = figures.filter(({ precise }) => !precise).length;
  const failed = tests.filter(({ passed }) => !passed).length;
  const largest = Math.max(...figures.map((figure) => (figure.rule === "z" ? Math.abs(figure.z!) : 0)));
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Muster: verification against theory, ${report.date}</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
  h1 { margin-bottom: 0.2rem; } h2 { margin-top: 2.5rem; } h3 { margin: 1.2rem 0 0; font-size: 1rem; }
  table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1.5rem; font-variant-numeric: tabular-nums; }
  table.narrow { width: auto; }
  th, td { text-align: right; padding: 0.15rem 0.6rem; border-bottom: 1px solid #ddd; }
  th:first-child, td:first-child { text-align: left; }
  .off { font-weight: bold; background: #fde8c8; } .off::after { content: " ✗"; }
  .verdict { border-left: 6px solid #0b6e4f; padding: 0.4rem 1rem; background: #eef6f2; font-size: 1.05rem; }
  .verdict.bad { border-color: #b4541a; background: #fdf3e6; }
  figure { margin: 1rem 0; max-width: 46rem; } figcaption, small { color: #555; }
  svg text { font: 12px system-ui, sans-serif; fill: #333; }
  .bar { fill: #2a5d84; } .curve { fill: none; stroke: #b4541a; stroke-width: 2.5; } .rule { stroke: #ddd; }
  summary { cursor: pointer; }
  @media print { body { font-size: 10px; margin: 0; } h3, table, figure { break-inside: avoid; } .bar { print-color-adjust: exact; } }
</style>
<h1>Verification against theory</h1>
<p>Engine ${report.engine}, ${report.date}, seed “${report.seed}”. ${plain(report.machine)}.</p>
<p class="verdict${wrong + wide + failed > 0 ? " bad" : ""}">${report.cases.length} cases with ${figures.length} figures, each simulated by an ordinary scenario file:
<b>${wrong === 0 ? "none disagrees" : `${wrong} disagree`}</b> with theory (largest |z| ${largest.toFixed(2)}); ${
    wide === 0 ? "all are as precise as asked" : `<b>${wide} are not yet as precise as asked</b>`
  }.${tests.length === 0 ? "" : ` ${tests.length} exact tests, ${failed === 0 ? "none" : failed} failed.`}<br>
Verified against theory; not validated against operational call-off data.</p>
<p>Asked is a half-width of 0.5 % of values of 0.01 or more and of 0.0002 below, none under 0.001. A figure agrees if it
lies within 4.5 standard errors; a rare chance if it lies inside the Clopper–Pearson interval at level 1 − 7e-6. Where
demand that is known exactly, or a figure judged before, is taken out of a figure (control variates), its own mean
must lie within 4.5 standard errors of what it should be: the column <i>z of controls</i> has the farthest.</p>
<h2>How the z spread</h2>
<p>One value a case, ${z.n} in all: mean ${z.mean.toFixed(3)} (should lie within ±0.25), standard deviation
${z.sd.toFixed(3)} (should lie between 0.85 and 1.15).</p>
${zPicture(z.values.map((one) => one.z))}
<h2>Families</h2>
${familiesHtml(report.cases)}
<h2>Cases</h2>
${report.cases.map(caseHtml).join("\n")}
${
  tests.length === 0
    ? ""
    : `<h2>Exact suites</h2>
<p>${tests.length} tests, ${failed} failed: deterministic schedules worked out by hand, the reduced model's fixtures,
generators, distributions, intervals and calculators.</p>
${report.suites.map(suiteHtml).join("\n")}`
}
</html>
`;
}

function familiesHtml(cases: readonly CaseReport[]): string {
  const rows = [...new Set(cases.map(({ family }) => family))].map((family) => {
    const own = cases.filter((one) => one.family === family);
    const figures = own.flatMap((one) => one.figures);
    const wrong = figures.filter(({ agrees }) => !agrees).length;
    const wide = figures.filter(({ precise }) => !precise).length;
    const largest = Math.max(...figures.map(({ rule, z }) => (rule === "z" ? Math.abs(z!) : 0)));
    const seconds = own.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
    return `<tr><td>${plain(family)}</td><td>${own.length}</td><td>${figures.length}</td><td>${largest.toFixed(2)}</td>
<td${mark(wrong === 0)}>${wrong}</td><td${mark(wide === 0)}>${wide}</td><td>${seconds.toFixed(0)}</td></tr>`;
  });
  return `<table><tr>${["family", "cases", "figures", "largest |z|", "disagree", "not precise enough", "CPU-seconds"]
    .map((title) => `<th scope="col">${title}</th>`)
    .join("")}</tr>
${rows.join("\n")}</table>`;
}

const COLUMNS = ["figure", "exactly", "found", "± (95 %)", "± asked", "z", "z of controls", "runs"];

function caseHtml({ id, title, family, figures, cpuSeconds }: CaseReport): string {
  const rows = figures.map((figure) => {
    const asked = figure.halfWidthAsked;
    return `<tr><td>${plain(figure.key)}</td><td>${show(figure.expected)}</td><td${mark(figure.agrees)}>${show(figure.found)}</td>
<td${mark(figure.precise)}>${show(figure.halfWidth)}</td><td>${asked === null ? "–" : show(asked)}</td>
<td>${figure.z === null ? figure.rule : figure.z.toFixed(2)}</td><td>${figure.controlZ?.toFixed(2) ?? "–"}</td><td>${figure.runs}</td></tr>`;
  });
  return `<h3>${plain(title)}</h3><small>${plain(id)}, ${plain(family)}, ${cpuSeconds.toFixed(0)} s</small>
<table><tr>${COLUMNS.map((title) => `<th scope="col">${title}</th>`).join("")}</tr>
${rows.join("\n")}</table>`;
}

function suiteHtml({ file, tests }: SuiteReport): string {
  const failed = tests.filter(({ passed }) => !passed);
  return `<details><summary>${plain(file)}: ${tests.length} tests, ${failed.length} failed</summary>
<ul>${tests.map(({ title, passed }) => `<li${mark(passed)}>${plain(title)}</li>`).join("")}</ul></details>`;
}

const mark = (fine: boolean): string => (fine ? "" : ' class="off"');
const show = (value: number): string => (value === 0 ? "0" : value.toPrecision(6).replace(/\.?0+(?=e|$)/, ""));
const plain = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
