/**
 * Draws docs/verdict.svg, the README's picture, from the result files of a real run:
 *
 *     npx muster run concurrent-disorder --out out/verdict && node docs/verdict.mjs out/verdict
 *
 * One bar a capability: in how many runs of 100 it ran out somewhere in the nation, with the 95 % interval.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = process.argv[2];
if (!folder) throw new Error("usage: node docs/verdict.mjs FOLDER (of result files)");
const summary = JSON.parse(readFileSync(join(folder, "summary.json"), "utf8"));
writeFileSync(join(dirname(fileURLToPath(import.meta.url)), "verdict.svg"), draw(summary));

function draw({ scenario, digest, seed, replications, marking, allocation, capabilities }) {
  const rows = capabilities
    .map(({ name, scopes }) => ({ ...scopes.find(({ scope }) => scope === "nation"), name }))
    .filter(({ needs, runOut }) => needs.asked > 0 && runOut?.probability != null)
    .sort((a, b) => b.runOut.probability - a.runOut.probability);
  const [width, left, right, top, step] = [860, 300, 130, 92, 34];
  const height = top + rows.length * step + 64;
  const x = (share) => left + share * (width - left - right);
  const bars = rows.map(({ name, runOut }, i) => {
    const y = top + i * step;
    return `
  <text x="${left - 12}" y="${y + 17}" text-anchor="end">${escaped(name)}</text>
  <rect x="${left}" y="${y + 4}" width="${(x(runOut.probability) - left).toFixed(1)}" height="18" class="bar"/>
  <path d="M${x(runOut.low).toFixed(1)} ${y + 13}H${x(runOut.high).toFixed(1)}" class="interval"/>
  <text x="${(x(Math.max(runOut.high, runOut.probability)) + 8).toFixed(1)}" y="${y + 17}">${words(runOut)}</text>`;
  });
  const grid = [0, 0.25, 0.5, 0.75, 1].map(
    (share) => `
  <path d="M${x(share)} ${top - 6}V${top + rows.length * step}" class="grid"/>
  <text x="${x(share)}" y="${top - 12}" text-anchor="middle" class="small">${share * 100}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Runs of 100 in which each capability ran out nationally">
  <desc>${escaped(digest)}</desc>
  <style>
    text { font: 14px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1d2530 }
    .title { font-size: 18px; font-weight: 600 } .small { font-size: 12px; fill: #55606e }
    .paper { fill: #fff } .bar { fill: #2f6690 } .grid { stroke: #dde3ea } .interval { stroke: #0b1f33; stroke-width: 2 }
  </style>
  <rect width="${width}" height="${height}" class="paper"/>
  <text x="20" y="32" class="title">${escaped(scenario.name)}: what ran out, in runs of 100</text>
  <text x="20" y="54" class="small">In this scenario, on assumed holdings. Line: 95 % interval.</text>${grid.join("")}${bars.join("")}
  <text x="20" y="${height - 34}" class="small">${escaped(marking)}</text>
  <text x="20" y="${height - 16}" class="small">${replications.toLocaleString("en-GB")} runs, seed ${escaped(seed)}; donors: ${escaped(allocation.donors)}; fill: ${escaped(allocation.fill)}</text>
</svg>
`;
}

/** What never or always happened is said as a bound, in the verdict's own words. */
function words({ probability, text }) {
  const bound = /^(less|more) than [\d.]+/.exec(text)?.[0];
  const share = probability * 100;
  return bound ?? (share >= 10 ? share.toFixed(0) : share.toFixed(1));
}

function escaped(text) {
  return String(text).replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);
}
