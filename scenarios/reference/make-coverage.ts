/** Writes scenarios/COVERAGE.md: `npm run coverage`. */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { coveragePage, readCoverage } from "./coverage.ts";

const here = dirname(fileURLToPath(import.meta.url));
const { coverage, named } = readCoverage((name) => readFileSync(join(here, name), "utf8"));
writeFileSync(join(here, "..", "COVERAGE.md"), coveragePage(coverage, named));
