/** What the page asks its desk for a one-page paper, and gets. */
import type { PaperKind } from "../../scenarios/papers/kinds.ts";
import type { OnePage } from "../../scenarios/papers/paper.ts";
import type { Ended } from "../desk/protocol.ts";

export interface PaperDesk {
  /** Of a run that has ended or was stopped; rejects where nothing was asked of the force. */
  paper(run: number, wanted: WantedPaper): Promise<OnePage>;
}

export interface WantedPaper {
  readonly kind: PaperKind;
  /** id; null: the nation's */
  readonly force: string | null;
  readonly ended: Ended;
  /** as `Take away` names the scenario's file: what the command on the paper runs */
  readonly scenarioFile: string;
}
