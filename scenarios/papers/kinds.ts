/** The kinds of one-page paper, by the names that the command line and the page know them by. */
import { assurance } from "./assurance.ts";
import { brief } from "./brief.ts";
import { exerciseSheet } from "./exercise-sheet.ts";
import { fitted } from "./fit.ts";
import { forceStatement } from "./force-statement.ts";
import type { OnePage } from "./paper.ts";
import { riskAssessment } from "./risk-assessment.ts";
import { riskRegister } from "./risk-register.ts";
import type { Source } from "./source.ts";

export const PAPER_KINDS = ["npocc-brief", "fms", "sra", "lrf-exercise", "risk-register", "pcc"] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

/** Rows that a table of each may have where the page has room. */
const ROWS: Readonly<Record<PaperKind, number>> = {
  ...{ "npocc-brief": 9, fms: 14, sra: 8, "lrf-exercise": 6, "risk-register": 10, pcc: 18 },
};

/**
 * @param sources results, the earliest first; only `fms` takes more than one
 * @param report the command that makes the paper, as it was typed
 * @param force id of a force; `fms` needs one, `pcc` may have one
 * @returns null: there is no such force in the result, or nothing was asked of it
 */
export function paperOfKind(
  kind: PaperKind,
  sources: readonly [Source, ...Source[]],
  report: string,
  force?: string,
): OnePage | null {
  const [source] = sources;
  return fitted(ROWS[kind], (rows) => {
    switch (kind) {
      case "npocc-brief":
        return brief(source, report, rows);
      case "fms":
        return force === undefined ? null : forceStatement(sources, force, report, rows);
      case "sra":
        return riskAssessment(source, report, rows);
      case "lrf-exercise":
        return exerciseSheet(source, report, rows);
      case "risk-register":
        return riskRegister(source, report, rows);
      case "pcc":
        return assurance(source, report, rows, force);
    }
  });
}
