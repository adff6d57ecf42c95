/**
 * What the page and its desk say to each other. The desk is a worker that reads scenarios, adds up what the
 * replication workers hand over, and draws up each picture; the page only shows.
 */

import type { PackedTallies } from "../../engine/tally/pack.ts";
import type { ScopeKind, Summary } from "../../engine/tally/summary.ts";
import type { Verdict } from "../../engine/tally/verdict.ts";
import type { Plan } from "../../workers/replicator.ts";
import type { TimelineData } from "../charts/timeline-data.ts";
import type { CompareDesk } from "../compare/protocol.ts";
import type { EditDesk } from "../edit/protocol.ts";
import type { BuilderDesk, PlayDesk } from "../exercise/protocol.ts";
import type { PaperDesk } from "../papers/protocol.ts";
import type { PlansDesk } from "../plans/protocol.ts";
import type { Numbers } from "../route.ts";
import type { Clock } from "../words.ts";
import type { DetailDesk } from "./detail-desk.ts";

export interface Desk extends EditDesk, CompareDesk, DetailDesk, PlansDesk, PaperDesk, BuilderDesk, PlayDesk {
  list(): Promise<readonly Preset[]>;
  /** the whole file of a preset, as it ships */
  text(preset: string): Promise<string>;
  open(source: Source, numbers: Numbers): Promise<Opened>;
  /** Adds a part to the run; one of an earlier run is dropped. */
  add(run: number, part: PackedTallies): Promise<void>;
  /** @param view null: the nation's capability that ran out most often */
  picture(run: number, view: View | null, ended: Ended | null): Promise<Picture>;
}

/** What is run: a preset, or a scenario file as text. */
export interface Source {
  /** the preset that it is, or that it was before somebody changed it; null: a file of one's own */
  readonly preset: string | null;
  /** the whole scenario file, YAML or JSON; null: the preset as it ships */
  readonly text: string | null;
  /** how faults name the text; files that it names are looked for beside the presets */
  readonly fileName: string;
}

/** What the gallery shows of a scenario. */
export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly story: string;
  readonly question: string;
}

export interface Opened {
  /** number of this run; parts and pictures carry it */
  readonly run: number;
  readonly plan: Plan;
  readonly source: Source;
  /** something differs from what ships */
  readonly edited: boolean;
  /** name, story and question of what is run; its id is the preset's, or `own` */
  readonly preset: Preset;
  readonly marking: string;
  /** shipped holdings: sensitive capabilities are reported for region and nation only */
  readonly shippedData: boolean;
  readonly reading: string;
  readonly dataStatus: string;
  readonly clock: Clock;
  readonly forces: readonly ForceCell[];
  readonly capabilities: readonly CapabilityNames[];
  readonly assumptions: readonly Assumption[];
}

/** A force and its place in the cartogram. */
export interface ForceCell {
  readonly id: string;
  readonly name: string;
  readonly short: string;
  /** odd rows are shifted right by half a cell */
  readonly column: number;
  readonly row: number;
}

export interface CapabilityNames {
  readonly id: string;
  readonly name: string;
  /** PSUs, ARV crews */
  readonly plural: string;
  /** reported for region and nation only */
  readonly byRegionOnly: boolean;
  readonly regions: readonly {
    readonly id: string;
    readonly name: string;
    /** units the SPR requires of the region; null: none stated */
    readonly requirement: number | null;
  }[];
  /** region of each force, -1 for none */
  readonly regionOf: readonly number[];
  /** units the SPR requires nationally; null: none stated */
  readonly requirement: number | null;
  readonly tiers: readonly TierFacts[];
}

/** A tier beyond the host's own, as the compiled scenario has it. */
export interface TierFacts {
  readonly tier: 2 | 3 | 4;
  /** when called: at a shortage or a share in use; otherwise at a stated minute, or never */
  readonly open: "when called" | "at a time" | "never";
  readonly openingMinutes: number;
  readonly answerMinutes: number;
}

export interface Assumption {
  readonly what: string;
  /** "65 km/h (60 to 90)"; empty where no figure is stated */
  readonly figure: string;
  readonly source: string;
}

/** The capability and scope that the charts show. */
export interface View {
  readonly capability: string;
  readonly scope: ScopeKind;
  readonly id: string;
}

/** Replications [from, to) that a run covers once it ended or was stopped. */
export interface Ended {
  readonly from: number;
  readonly to: number;
}

/** Everything that changes while runs arrive. */
export interface Picture {
  readonly replications: number;
  /** null until the run has ended */
  readonly digest: string | null;
  readonly verdict: Verdict;
  /** of all capabilities the nation and the regions; forces only of the capability in `view` */
  readonly summary: Summary;
  readonly allocation: { readonly donors: string; readonly fill: string };
  readonly capabilities: readonly CapabilityFigures[];
  readonly view: View;
  /** null: nothing was asked for there */
  readonly timeline: TimelineData | null;
}

export interface CapabilityFigures {
  readonly id: string;
  readonly asked: boolean;
  readonly nation: RunOutFigure;
  readonly regions: Readonly<Record<string, RunOutFigure>>;
  /**
   * of the capability in `view` alone; those in which it never ran out may be missing; empty where only regions are
   * reported
   */
  readonly forces: Readonly<Record<string, RunOutFigure>>;
}

export interface RunOutFigure {
  readonly probability: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** in the verdict's words */
  readonly text: string;
}

/** Nobody can open this scenario; each line says why. */
export class Refused extends Error {
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join("\n"));
    this.name = "Refused";
    this.lines = lines;
  }
}

export interface Request {
  readonly id: number;
  readonly method: keyof Desk;
  readonly values: readonly unknown[];
}

export type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly lines: readonly string[] };
