/** The verification report: every case with expected, found and z, and how the z spread. HTML and JSON say the same. */
import type { Judged } from "./figure.ts";

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
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Muster: verification against theory, ${report.date}</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
  table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1.5rem; font-variant-numeric: tabular-nums; }
  th, td { text-align: right; padding: 0.15rem 0.6rem; border-bottom: 1px solid #ddd; }
  th:first-child, td:first-child { text-align: left; }
  .off { font-weight: bold; background: #fde8c8; }
  h2 { margin-top: 2rem; } h3 { margin: 1rem 0 0; font-size: 1rem; }
  @media print { body { font-size: 10px; } h3, table { break-inside: avoid; } }
</style>
<h1>Verification against theory</h1>
<p>Engine ${report.engine}, ${report.date}, seed “${report.seed}”. ${plain(report.machine)}.
Verified against theory; not validated against operational call-off data.</p>
<p>${report.cases.length} cases with ${figures.length} figures, each simulated by an ordinary scenario file.
${figures.filter(({ agrees }) => !agrees).length} disagree with theory. ${figures.filter(({ precise }) => !precise).length}
have not reached the half-width asked for: 0.5 % of values of 0.01 or more, 0.0002 below, none under 0.001.
A figure agrees if it lies within 4.5 standard errors; a rare chance if it lies inside the Clopper–Pearson
interval at level 1 − 7e-6.</p>
<h2>How the z spread</h2>
<p>One value a case, ${z.n} in all: mean ${z.mean.toFixed(3)} (should lie within ±0.25), standard deviation
${z.sd.toFixed(3)} (should lie between 0.85 and 1.15).</p>
${histogramOfZ(z.values.map((one) => one.z))}
<h2>Cases</h2>
${report.cases.map(caseHtml).join("\n")}
<h2>Exact suites</h2>
<p>${tests.length} tests, ${tests.filter(({ passed }) => !passed).length} failed: deterministic schedules worked out by hand,
the reduced model's fixtures, generators, distributions, intervals and calculators.</p>
${report.suites.map(suiteHtml).join("\n")}
</html>
`;
}

function caseHtml({ id, title, family, figures, cpuSeconds }: CaseReport): string {
  const rows = figures.map((figure) => {
    const asked = figure.halfWidthAsked;
    return `<tr><td>${plain(figure.key)}</td><td>${show(figure.expected)}</td><td${mark(figure.agrees)}>${show(figure.found)}</td>
<td${mark(figure.precise)}>${show(figure.halfWidth)}</td><td>${asked === null ? "–" : show(asked)}</td>
<td>${figure.z === null ? figure.rule : figure.z.toFixed(2)}</td><td>${figure.runs}</td></tr>`;
  });
  return `<h3>${plain(title)}</h3><small>${plain(id)}, ${plain(family)}, ${cpuSeconds.toFixed(0)} s</small>
<table><tr><th>figure</th><th>exactly</th><th>found</th><th>± (95 %)</th><th>± asked</th><th>z</th><th>runs</th></tr>
${rows.join("\n")}</table>`;
}

function suiteHtml({ file, tests }: SuiteReport): string {
  const failed = tests.filter(({ passed }) => !passed);
  return `<details><summary>${plain(file)}: ${tests.length} tests, ${failed.length} failed</summary>
<ul>${tests.map(({ title, passed }) => `<li${mark(passed)}>${plain(title)}</li>`).join("")}</ul></details>`;
}

/** Counts in steps of half a standard error, as a table that reads as a picture. */
function histogramOfZ(values: readonly number[]): string {
  const rows = Array.from({ length: 16 }, (_, i) => {
    const from = -4 + i / 2;
    const n = values.filter((z) => (i === 0 || z >= from) && (i === 15 || z < from + 0.5)).length;
    return `<tr><td>${from.toFixed(1)} to ${(from + 0.5).toFixed(1)}</td><td style="text-align:left">${"▪".repeat(n)} ${n}</td></tr>`;
  });
  return `<table style="width:auto"><tr><th>z</th><th style="text-align:left">cases</th></tr>${rows.join("")}</table>`;
}

const mark = (fine: boolean): string => (fine ? "" : ' class="off"');
const show = (value: number): string => (value === 0 ? "0" : value.toPrecision(6).replace(/\.?0+(?=e|$)/, ""));
const plain = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
