/**
 * `muster size`: the smallest holding that keeps a stated risk below a level at a stated confidence, for one force, for
 * a region in shares, or nationally; checked on fresh tapes; with the curve of risk against holding.
 */
import { type Command, InvalidArgumentError, Option } from "commander";
import { BY, type Capability } from "../workers/plan-places.ts";
import { RISKS, WHERE } from "../workers/sizing.ts";
import { UsageError } from "./exits.ts";
import type { Report } from "./main.ts";
import { wholeFrom } from "./run.ts";
import { divided } from "./size-division.ts";
import { sizePool } from "./size-pool.ts";
import { amountsOf, checkAmounts, type DividedOptions, type SizeOptions } from "./size-question.ts";
import { capabilityOf, type Session, sessionOptions, shareBetween, withSession } from "./size-session.ts";
import { sizeSeveral } from "./size-several.ts";

const DEFAULT_RUNS = 400;

export function registerSize(program: Command, report: Report): void {
  const command = program
    .command("size")
    .description("the smallest holding that keeps a risk below a level, checked on fresh tapes")
    .argument("<scenario>", "file or preset")
    .option("--capability <ids>", "what is sized; several that share people: psu,bdu", list, ["psu"])
    .option("--force <id>", "size what one force holds")
    .option("--region <id>", "size a region, in shares (default: the nation)")
    .addOption(
      new Option("--by <what>", "what shares are in proportion to; best: whichever of them keeps the risk lowest")
        .choices([...BY, "best"])
        .default("officers"),
    )
    .addOption(
      new Option(
        "--risk <risk>",
        "what is kept below the level; late-1h: a need that left its force missed 10 % in an hour (4h: 40 %, 8h: 60 %); unmet: share of needs never met in full",
      )
        .choices(RISKS)
        .default("run-out"),
    )
    .addOption(new Option("--where <scope>", "where the risk is looked at (default: what is sized)").choices(WHERE))
    .option("--below <share>", "the level", shareBetween(0.0001, 0.99), 0.05)
    .option("--confidence <share>", "how sure, one-sided", shareBetween(0.5, 0.9999), 0.95)
    .option("--at-least <n>", "lowest holding looked at, units; by capability: psu=4,bdu=2", amountsOf(wholeFrom(0)))
    .option(
      "--at-most <n>",
      "highest holding looked at, units; by capability as above (default: four times what is held, and 20 more)",
      amountsOf(wholeFrom(0)),
    )
    .option("--owes <n>", "what the region owes, units: sets its forces' contributions by their shares", wholeFrom(1))
    .option(
      "--price <n>",
      "price of a unit; of several capabilities, psu=40000,bdu=30000, the cheapest are looked for (default: fewest officers)",
      amountsOf(priceOf),
    )
    .option("--combinations <n>", "of several capabilities: most combinations looked at", wholeFrom(1), 200)
    .option("--draws <n>", "draws of what is not known, two or more, told apart from luck; 0: none", wholeFrom(0), 8)
    .option("--no-marginals", "leave out what one unit more buys, by force or region and capability");
  sessionOptions(command, DEFAULT_RUNS, "size.json, size.csv and marginals.csv")
    .addHelpText(
      "after",
      `
Examples:
  My region owes 47 PSUs; what should mine hold?
  npx muster size concurrent-disorder --force lancashire --owes 47 --below 5%

  How many PSUs must the nation hold to run out in at most one run of ten?
  npx muster size concurrent-disorder --below 10% --out out/size

  PSUs and BDUs of one force, which share people, at the lowest price:
  npx muster size concurrent-disorder --force kent --capability psu,bdu --price psu=40000,bdu=30000`,
    )
    .action(async (scenario: string, options: SizeOptions) => {
      const runs = options.replications ?? DEFAULT_RUNS;
      report(await withSession(scenario, options, runs, (session) => size(session, options)));
    });
}

async function size(session: Session, said: SizeOptions): Promise<number> {
  const capabilities = said.capability.map((id) => capabilityOf(session, id)) as [Capability, ...Capability[]];
  if (new Set(said.capability).size < capabilities.length) throw new UsageError("--capability: each once");
  checkAmounts(said);
  if (said.force !== undefined && said.region !== undefined) {
    throw new UsageError("--force or --region, not both");
  }
  const onePool = capabilities.every(({ path }) => path[0] === capabilities[0].path[0]);
  const options: DividedOptions = await divided(session, capabilities, said);
  return onePool ? sizePool(session, capabilities, options) : sizeSeveral(session, capabilities, options);
}

function list(text: string): readonly string[] {
  return text.split(",").map((id) => id.trim());
}

function priceOf(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("expected a price above 0.");
  return value;
}
