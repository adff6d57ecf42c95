/** The desk's part of the one-page papers: the same papers as the command line's, of the run that is on the screen. */
import type { Model } from "../../engine/model.ts";
import type { Summary } from "../../engine/tally/summary.ts";
import { version } from "../../package.json";
import { assumptionsOf } from "../../scenarios/papers/assumptions.ts";
import { paperOfKind } from "../../scenarios/papers/kinds.ts";
import { quoted } from "../../scenarios/papers/quoted.ts";
import { type Ended, type Opened, Refused } from "../desk/protocol.ts";
import type { PaperDesk, WantedPaper } from "./protocol.ts";

interface Ran {
  readonly opened: Opened;
  readonly model: Model;
  readonly summary: Summary;
  readonly drawnPaths: readonly string[];
}

/** @param ran the run with every scope's figures; throws Refused where another was opened since */
export function paperDesk(ran: (run: number, ended: Ended) => Ran): PaperDesk {
  return {
    async paper(run, wanted) {
      const { opened, model, summary, drawnPaths } = ran(run, wanted.ended);
      const { plan, shippedData } = opened;
      const scenario = plan.resolved;
      const own = shippedData ? new Set<string>() : forcesWithReturns(scenario.people?.holdings, model);
      const commands = commandsOf(opened, wanted);
      const source = {
        ...{ summary, model, scenario, engineVersion: version },
        complete: summary.replications === plan.replications,
        replicationsAsked: plan.replications,
        commands: { run: commands.run, scenarios: commands.scenario, exact: true },
        assumed: assumptionsOf({ summary, model, scenario, drawnPaths }),
        isIllustrative: (force: string) => !own.has(force),
      };
      const paper = paperOfKind(wanted.kind, [source], commands.report, wanted.force ?? undefined);
      if (paper === null) {
        const name = opened.forces.find(({ id }) => id === wanted.force)?.name ?? "no force";
        throw new Refused([`Nothing was asked of ${name} in any run that may be shown for one force.`]);
      }
      return paper;
    },
  };
}

function commandsOf({ source, edited, plan }: Opened, { kind, force, ended, scenarioFile }: WantedPaper) {
  const scenario = source.preset !== null && !edited ? source.preset : scenarioFile;
  const folder = `out/${scenario.replace(/\.ya?ml$|\.json$/, "")}`;
  const outer = plan.outer === null ? [] : ["--outer", String(plan.outer)];
  const run = ["npx", "muster", "run", scenario, "--replications", String(ended.to), "--seed", plan.seed];
  const about = force === null ? [] : ["--force", force];
  return {
    scenario,
    run: quoted([...run, ...outer, "--out", folder]),
    report: quoted(["npx", "muster", "report", folder, "--kind", kind, ...about]),
  };
}

/** Forces of which some holding came with a return; where a scenario builds on nothing public, all of them. */
function forcesWithReturns(holdings: unknown, model: Model): Set<string> {
  const text = JSON.stringify(holdings ?? {});
  const forces = model.holderIds.slice(0, model.nForces);
  if (!text.includes('"kind":"return"')) return new Set(forces);
  const found = new Set<string>();
  const walk = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if ((inner as { readonly kind?: unknown } | null)?.kind === "return") found.add(key);
      walk(inner);
    }
  };
  walk(holdings);
  return new Set(forces.filter((force) => found.has(force)));
}
