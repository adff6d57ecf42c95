/**
 * Writes reduced-model.yaml, an invented country of 43 forces by rule, so that programs in other languages can
 * be given the same one: `node test/bench/make-reduced-model.mjs`.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FORCES = 43;
const REGIONS = 10;
/** Stock of a force of weight 1, the chance that an incident asks for it, and how many units on average. */
const CAPABILITIES = {
  large: { stock: 60, chance: 1, mean: 60 },
  medium: { stock: 20, chance: 0.5, mean: 38 },
  small: { stock: 8, chance: 0.3, mean: 22 },
};
const DAYS = 90;
const INCIDENTS = 2000;

const all = Array.from({ length: FORCES }, (_, force) => force);
const id = (force) => `f${String(force).padStart(2, "0")}`;
const weight = (force) => 0.5 + (2 * ((37 * force) % FORCES)) / FORCES;
const east = (force) => ((17 * force) % FORCES) / FORCES + 2 * ((force % REGIONS) % 4);
const north = (force) => ((29 * force) % FORCES) / FORCES + 2 * Math.floor((force % REGIONS) / 4);
const stock = (force, each) => Math.round(each * weight(force));
const map = (numberOf) => `{ ${all.map((force) => `${id(force)}: ${numberOf(force)}`).join(", ")} }`;
const members = (region) =>
  all
    .filter((force) => force % REGIONS === region)
    .map(id)
    .join(", ");
const each = (lineOf) => Object.entries(CAPABILITIES).map(([name, numbers]) => lineOf(name, numbers));

const lines = [
  "# Written by test/bench/make-reduced-model.mjs.",
  "muster: 1",
  "name: The reduced model",
  "question: How many unit-hours go unmet, and how few units are left in each region?",
  "reading: An invented country to measure speed by. No number in it is real.",
  "extends: nothing",
  `clock: { horizon: ${DAYS} d, warmUp: 0 }`,
  "places:",
  "  forces:",
  ...all.map((force) => `    ${id(force)}: { xy: [${100 * east(force)}, ${100 * north(force)}] }`),
  "  schemes:",
  "    regions:",
  ...Array.from({ length: REGIONS }, (_, region) => `      r${region}: { members: [${members(region)}] }`),
  "  travel: { byTier: { local: 0, regional: 0, national: 0 } }",
  "capabilities:",
  ...each((name) => `  ${name}: { scheme: regions, travels: false, donors: nearest, return: instant }`),
  "people:",
  "  holdings:",
  ...each((name, numbers) => `    ${name}: { units: ${map((force) => stock(force, numbers.stock))} }`),
  "  floors:",
  ...each((name, numbers) => `    ${name}: ${map((force) => Math.ceil(stock(force, numbers.stock) / 2))}`),
  "threats:",
  "  incident:",
  `    arrivals: { poisson: { perDay: ${INCIDENTS / DAYS} } }`,
  `    where: { weights: ${map(weight)} }`,
  "    phases:",
  "      - duration: { dist: lognormal, median: 18 h, sigma: 1 }",
  "        needs:",
  ...each(
    (name, { chance, mean }) =>
      `          - { capability: ${name}, units: { dist: geometric, mean: ${mean} }, probability: ${chance} }`,
  ),
];
writeFileSync(fileURLToPath(new URL("reduced-model.yaml", import.meta.url)), `${lines.join("\n")}\n`);
