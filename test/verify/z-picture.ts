/** How the z spread, as a picture: counts in steps of half a standard error, and what a normal distribution would have. */
import { normalCdf } from "../../engine/kernel/erf.ts";

const STEP = 0.5;
const STEPS = 18;
const FIRST = -(STEPS * STEP) / 2;
const WIDTH = 640;
const HEIGHT = 230;
const LEFT = 34;
const BOTTOM = 44;
const TOP = 10;

interface Bin {
  readonly from: number;
  readonly n: number;
  readonly normal: number;
}

/** The first and the last bin hold what lies beyond, too. */
export function binsOfZ(values: readonly number[]): Bin[] {
  return Array.from({ length: STEPS }, (_, i) => {
    const from = FIRST + i * STEP;
    const [first, last] = [i === 0, i === STEPS - 1];
    const n = values.filter((z) => (first || z >= from) && (last || z < from + STEP)).length;
    const share = (last ? 1 : normalCdf(from + STEP)) - (first ? 0 : normalCdf(from));
    return { from, n, normal: values.length * share };
  });
}

export function zPicture(values: readonly number[]): string {
  const bins = binsOfZ(values);
  const most = Math.max(1, ...bins.map(({ n, normal }) => Math.max(n, normal)));
  const x = (z: number): number => LEFT + ((z - FIRST) / (STEPS * STEP)) * (WIDTH - LEFT - 6);
  const y = (n: number): number => HEIGHT - BOTTOM - (n / most) * (HEIGHT - BOTTOM - TOP);
  const bars = bins.map(
    ({ from, n }) =>
      `<rect x="${(x(from) + 1).toFixed(1)}" y="${y(n).toFixed(1)}" width="${(x(from + STEP) - x(from) - 2).toFixed(1)}" height="${(y(0) - y(n)).toFixed(1)}" class="bar"/>`,
  );
  const curve = Array.from({ length: 181 }, (_, i) => {
    const z = FIRST + i * 0.05;
    const density = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * STEP * values.length;
    return `${x(z).toFixed(1)},${y(density).toFixed(1)}`;
  });
  const ticks = Array.from({ length: 9 }, (_, i) => i - 4).map(
    (z) =>
      `<text x="${x(z).toFixed(1)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${z < 0 ? `−${-z}` : z}</text>`,
  );
  const heights = [0, Math.ceil(most / 2), Math.ceil(most)].filter((n) => n <= most);
  const rules = heights.map(
    (n) =>
      `<line x1="${LEFT}" x2="${WIDTH - 6}" y1="${y(n).toFixed(1)}" y2="${y(n).toFixed(1)}" class="rule"/>` +
      `<text x="${LEFT - 6}" y="${(y(n) + 4).toFixed(1)}" text-anchor="end">${n}</text>`,
  );
  const rows = bins
    .filter(({ n, normal }) => n > 0 || normal >= 0.05)
    .map(
      ({ from, n, normal }) =>
        `<tr><td>${from.toFixed(1)} to ${(from + STEP).toFixed(1)}</td><td>${n}</td><td>${normal.toFixed(1)}</td></tr>`,
    );
  return `<figure>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Histogram of z with the normal curve; the same in the table below">
${rules.join("\n")}
${bars.join("\n")}
<polyline points="${curve.join(" ")}" class="curve"/>
${ticks.join("\n")}
<text x="${(LEFT + WIDTH) / 2}" y="${HEIGHT - 6}" text-anchor="middle">z: standard errors between found and exact, one value a case</text>
</svg>
<figcaption>Bars: cases. Line: a standard normal distribution.</figcaption>
</figure>
<details><summary>The same as a table</summary>
<table class="narrow"><tr><th scope="col">z</th><th scope="col">cases</th><th scope="col">normal</th></tr>
${rows.join("\n")}</table></details>`;
}
