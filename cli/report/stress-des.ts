/**
 * The STRESS-DES checklist (Monks, Currie, Onggo, Robinson, Kunc and Taylor 2019): its 20 items, each answered from
 * the scenario that was run, the run itself and the engine. Nothing here is typed by hand for one result.
 */

import type { Html } from "../../scenarios/papers/html.ts";
import type { Paper } from "./paper.ts";
import { answersOnData } from "./stress-data.ts";
import { answersOnImplementation } from "./stress-implementation.ts";
import { answersOnLogic } from "./stress-logic.ts";
import { answersOnObjectives } from "./stress-objectives.ts";

export const CITATION =
  "Monks T, Currie CSM, Onggo BS, Robinson S, Kunc M, Taylor SJE (2019). Strengthening the reporting of empirical " +
  "simulation studies: introducing the STRESS guidelines. Journal of Simulation 13(1), 55–67. " +
  "doi:10.1080/17477778.2018.1442155";

/** Section, number and title of every item. */
export const ITEMS = [
  ["Objectives", "1.1", "Purpose of the model"],
  ["Objectives", "1.2", "Model outputs"],
  ["Objectives", "1.3", "Experimentation aims"],
  ["Logic", "2.1", "Base model overview diagram"],
  ["Logic", "2.2", "Base model logic"],
  ["Logic", "2.3", "Scenario logic"],
  ["Logic", "2.4", "Algorithms"],
  ["Logic", "2.5", "Components"],
  ["Data", "3.1", "Data sources"],
  ["Data", "3.2", "Pre-processing"],
  ["Data", "3.3", "Input parameters"],
  ["Data", "3.4", "Assumptions"],
  ["Experimentation", "4.1", "Initialisation"],
  ["Experimentation", "4.2", "Run length"],
  ["Experimentation", "4.3", "Estimation approach"],
  ["Implementation", "5.1", "Software or programming language"],
  ["Implementation", "5.2", "Random sampling"],
  ["Implementation", "5.3", "Model execution"],
  ["Implementation", "5.4", "System specification"],
  ["Code access", "6.1", "Computer model sharing statement"],
] as const;

export type ItemNumber = (typeof ITEMS)[number][1];
export type Answers<Section extends string> = Readonly<Record<Extract<ItemNumber, `${Section}.${string}`>, Html>>;

export interface Answered {
  readonly section: string;
  readonly item: ItemNumber;
  readonly title: string;
  readonly answer: Html;
}

export function checklistOf(paper: Paper): Answered[] {
  const answers: Readonly<Record<ItemNumber, Html>> = {
    ...answersOnObjectives(paper),
    ...answersOnLogic(paper),
    ...answersOnData(paper),
    ...answersOnImplementation(paper),
  };
  return ITEMS.map(([section, item, title]) => ({ section, item, title, answer: answers[item] }));
}
