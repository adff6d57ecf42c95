/**
 * `muster sign`: puts a sign-off into a scenario file – owner, who accepted which assumption, dates – sealed with the
 * SHA-256 of what was signed, so that any later edit shows.
 */
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { type Command, InvalidArgumentError } from "commander";
import { parseDocument } from "yaml";
import { parseStart } from "../scenarios/format/quantities.ts";
import { EXIT, UsageError } from "./exits.ts";
import { loadScenario } from "./load.ts";
import type { Report } from "./main.ts";

interface Accepted {
  readonly assumption: string;
  readonly by: string;
}

interface SignOptions {
  readonly owner: string;
  readonly accept: readonly Accepted[];
  readonly on?: string;
  readonly reviewBy?: string;
  readonly out?: string;
}

export function registerSign(program: Command, report: Report): void {
  program
    .command("sign")
    .description("sign a scenario file off: who owns it, who accepted what, until when; any later edit voids it")
    .argument("<scenario>", "a file of your own (.yaml, .yml or .json)")
    .requiredOption("--owner <who>", "the post that answers for it")
    .option("--accept <assumption=who>", "an assumption, and who accepted it; may be repeated", accepting, [])
    .option("--on <date>", "the day of the sign-off (default: today)", day)
    .option("--review-by <date>", "the day by which it is looked at again", day)
    .option("--out <file>", "write the signed scenario here (default: into the file itself)")
    .addHelpText(
      "after",
      '\nExample:\n  npx muster sign summer.yaml --owner "Head of Operations" --accept "psu-deployable-share=Resourcing" --review-by 2027-03-31',
    )
    .action(async (scenario: string, options: SignOptions) => report(await sign(scenario, options)));
}

async function sign(file: string, { owner, accept, on, reviewBy, out }: SignOptions): Promise<number> {
  if (!/\.(yaml|yml|json)$/.test(file)) {
    throw new UsageError(`sign ${file}: a preset belongs to the package; sign a file of your own that extends it`);
  }
  const { resolved, scenarioHash } = loadScenario(file);
  const known = new Set((resolved.assumptions ?? []).map(({ id }) => id));
  const unknown = accept.find(({ assumption }) => !known.has(assumption));
  if (unknown !== undefined) {
    throw new UsageError(
      `--accept ${unknown.assumption}: the scenario has no assumption of this id; its report lists them`,
    );
  }
  const today = on ?? new Date(Date.now()).toISOString().slice(0, 10);
  const signOff = {
    owner,
    on: today,
    ...(reviewBy === undefined ? {} : { reviewBy }),
    ...(accept.length === 0 ? {} : { accepted: accept.map((one) => ({ ...one, on: today })) }),
    signedSha256: scenarioHash,
  };
  await writeFile(out ?? file, signedText(file, readFileSync(file, "utf8"), signOff));
  process.stdout.write(`${out ?? file}: signed off by ${owner} on ${today}, SHA-256 ${scenarioHash}\n`);
  return EXIT.done;
}

/** The file with the sign-off in it and its comments kept. */
function signedText(file: string, text: string, signOff: object): string {
  if (file.endsWith(".json")) return `${JSON.stringify({ ...JSON.parse(text), signOff }, null, 2)}\n`;
  const document = parseDocument(text);
  document.set("signOff", document.createNode(signOff));
  return document.toString({ lineWidth: 0 });
}

function accepting(text: string, before: readonly Accepted[]): readonly Accepted[] {
  const [assumption, by, ...more] = text.split("=").map((part) => part.trim());
  if (!assumption || !by || more.length > 0)
    throw new InvalidArgumentError("expected an assumption's id = who accepted it.");
  return [...before, { assumption, by }];
}

function day(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || parseStart(text) === null) {
    throw new InvalidArgumentError("expected a day such as 2027-03-31.");
  }
  return text;
}
