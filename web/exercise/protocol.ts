/** What the exercise builder, and an exercise that is played, ask of the desk. */
import type { Standing } from "../../engine/standing.ts";
import type { Built, ExerciseChoice } from "../../scenarios/builder/exercise.ts";
import type { Side } from "../../scenarios/exercise/compare.ts";
import type { Debrief } from "../../scenarios/exercise/debrief.ts";
import type { LogLine } from "../../scenarios/exercise/log.ts";
import type { PackKind } from "../../scenarios/exercise/packs.ts";
import type { Level } from "../../scenarios/exercise/play.ts";
import type { Methane } from "../../scenarios/exercise/players.ts";
import type { Exercise, Seat, WrittenDecision } from "../../scenarios/exercise/read.ts";
import type { Decided, NextDecision } from "../../scenarios/exercise/view.ts";
import type { OnePage } from "../../scenarios/papers/paper.ts";
import type { TableToDraw } from "../../workers/exercise-model.ts";
import type { CapabilityNames, ForceCell, Source } from "../desk/protocol.ts";
import type { Clock } from "../words.ts";

export interface BuilderDesk {
  /** what may happen, and where */
  builderChoices(): Promise<BuilderChoices>;
  /** The scenario file of an exercise, read once to be sure that it can be run. */
  buildExercise(choice: ExerciseChoice): Promise<Built>;
}

export interface BuilderChoices {
  readonly risks: readonly RegisterRisk[];
  readonly forces: readonly Named[];
  /** policing regions and local resilience forums, as `scheme/region` */
  readonly regions: readonly Named[];
  readonly forums: readonly Named[];
}

export interface RegisterRisk {
  readonly id: string;
  readonly name: string;
  readonly theme: string;
  readonly story: string;
}

/** A place, a threat or a capability, as a choice offers it. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface PlayDesk {
  /** Rejects with every fault of the file. */
  readExercise(text: string, file: string): Promise<Exercise>;
  writeExercise(exercise: Exercise): Promise<string>;
  /** The scenario that an exercise rests on, without its injects, as something that the page can run. */
  sourceOfExercise(exercise: Exercise): Promise<Source>;
  /** Lays the exercise on the table; the one that lay there is put away. */
  openExercise(exercise: Exercise): Promise<TableFacts>;
  lookAt(wanted: WantedLook): Promise<Look>;
  /** Of the whole run, to its end. */
  exerciseDigest(table: number, decisions: readonly WrittenDecision[]): Promise<string>;
  /** The trunk, every branch and doctrine alone, on the exercise's own luck. */
  compareBranches(table: number, exercise: Exercise): Promise<readonly Side[]>;
  /** What it takes to play the exercise elsewhere than on the desk, over many ways that it may go on. */
  tableToDraw(table: number, exercise: Exercise): Promise<TableToDraw>;
  /** @param decisions those of the branch that is looked back on */
  exerciseDebrief(table: number, exercise: Exercise, decisions: readonly WrittenDecision[]): Promise<Debrief>;
  exercisePaper(table: number, exercise: Exercise, wanted: WantedPack): Promise<OnePage>;
}

export interface WantedPack {
  readonly kind: PackKind;
  readonly decisions: readonly WrittenDecision[];
  /** that makes it on the command line */
  readonly command: string;
}

/** What does not change while an exercise lies on the table. */
export interface TableFacts {
  readonly table: number;
  readonly clock: Clock;
  readonly forces: readonly ForceCell[];
  readonly capabilities: readonly CapabilityNames[];
  /** every capability of the scenario, those too that nothing in it asks for yet */
  readonly askable: readonly Named[];
  /** of forces, stock and providers */
  readonly holderNames: Readonly<Record<string, string>>;
  readonly threats: readonly Named[];
  readonly shipped: boolean;
  readonly dataStatus: string;
  readonly marking: string;
}

export interface WantedLook {
  readonly table: number;
  /** in order; those after the minute are left out */
  readonly decisions: readonly WrittenDecision[];
  readonly minute: number;
  /** the capability that map and timeline show */
  readonly capability: string;
  /** who looks; null: the director, who sees the truth */
  readonly seat: Seat | null;
}

/** How it stands at the end of a minute: the truth for the director, for a seat what has reached it and nothing else. */
export interface Look {
  readonly minute: number;
  readonly standing: Standing;
  readonly log: readonly LogLine[];
  readonly decided: readonly Decided[];
  readonly next: NextDecision | null;
  /** what has reached the seat that looks, and the minute of which the picture is; null: the director looks */
  readonly reported: { readonly asOf: number; readonly reports: readonly Methane[] } | null;
  /** units of the capability by host, of hosts that ask */
  readonly hosts: readonly HostLevel[];
  /** the whole country's, whenever it changed, up to the minute; none for a seat */
  readonly series: readonly SeriesPoint[];
}

/** One host's, of one capability at one minute. */
export type HostLevel = Omit<Level, "minute" | "capability">;

/** All hosts' together. */
export type SeriesPoint = Pick<Level, "minute" | "required" | "onTheGround" | "unfilled">;
