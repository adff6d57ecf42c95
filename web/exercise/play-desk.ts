/** The desk's part of an exercise that is played: it lies on the table here, and every look runs its one replication anew. */
import type { Standing } from "../../engine/standing.ts";
import { version } from "../../package.json";
import { compareSides } from "../../scenarios/exercise/compare.ts";
import { debriefOf } from "../../scenarios/exercise/debrief.ts";
import { knownAt } from "../../scenarios/exercise/known.ts";
import { type LaidExercise, layExercise } from "../../scenarios/exercise/lay.ts";
import { logOf, namer } from "../../scenarios/exercise/log.ts";
import { debriefPaper, directorPack, playersPack } from "../../scenarios/exercise/packs.ts";
import { decidedBy, digestOfPlay, type Level, playThrough, type Table } from "../../scenarios/exercise/play.ts";
import { readExercise, type WrittenDecision, writeExercise } from "../../scenarios/exercise/read.ts";
import { RefusedExercise } from "../../scenarios/exercise/refused.ts";
import { decidedOf, nextDecision } from "../../scenarios/exercise/view.ts";
import { changesTo, withRawChanges } from "../../scenarios/format/edit.ts";
import { formatFault } from "../../scenarios/format/faults.ts";
import type { Plain } from "../../scenarios/format/tree.ts";
import { openExercise } from "../../workers/exercise.ts";
import { layoutOf } from "../desk/layout.ts";
import { namesOf } from "../desk/names.ts";
import { Refused } from "../desk/protocol.ts";
import { loadShipped, readSource, statusOf } from "../desk/shipped.ts";
import { MARKING } from "../words.ts";
import type { HostLevel, PlayDesk, SeriesPoint } from "./protocol.ts";

let current: Table | null = null;
let tables = 0;

/** @throws Refused where another exercise was laid on the table since */
function onTable(table: number): Table {
  if (current === null || table !== tables) throw new Refused(["This exercise was replaced by another."]);
  return current;
}

export const playDesk: PlayDesk = {
  async readExercise(text, file) {
    const read = readExercise(text, file);
    if (!read.ok) throw new Refused(read.faults.map(formatFault));
    return read.exercise;
  },
  async writeExercise(exercise) {
    return writeExercise(exercise);
  },
  async sourceOfExercise(exercise) {
    const { scenario, changes, at, severity, start } = exercise;
    const own = typeof scenario === "string" ? null : scenario;
    if ([changes, at, severity, start].every((said) => said === undefined)) {
      return own === null
        ? { preset: scenario as string, text: null, fileName: `${scenario}.yaml` }
        : { preset: null, text: own.text, fileName: own.file ?? "exercise.yaml" };
    }
    const fileName = own?.file ?? "exercise.yaml";
    const laid = refusedInWords(() => layExercise(exercise, loadShipped, FILE, []));
    const base = readSource({ preset: own === null ? (scenario as string) : null, text: own?.text ?? null, fileName });
    const text = own?.text ?? `muster: 1\nname: ${JSON.stringify(exercise.name)}\nextends: ${scenario}\n`;
    const moved = changesTo(base.resolved as unknown as Plain, laid.resolved as unknown as Plain);
    return { preset: null, text: withRawChanges(text, moved), fileName };
  },
  async openExercise(exercise) {
    let status = { dataStatus: "", shippedData: true };
    const own = typeof exercise.scenario === "string" ? null : exercise.scenario.text;
    const shipped = ({ resolved, sources }: LaidExercise) => {
      status = statusOf(resolved, sources, own);
      return status.shippedData;
    };
    const table = refusedInWords(() => openExercise(exercise, { load: loadShipped, file: FILE, shipped }));
    current = table;
    const { model, resolved } = table;
    const say = namer(table);
    return {
      table: ++tables,
      clock: {
        startMinuteOfDay: model.startMinuteOfDay,
        startWeekday: model.startWeekday,
        horizonMinutes: model.horizon,
      },
      forces: layoutOf(model),
      capabilities: model.capabilities.map((_, cap) => namesOf(model, cap, table.shipped)),
      askable: Object.entries(resolved.capabilities).map(([id, { name }]) => ({ id, name: name ?? id })),
      holderNames: Object.fromEntries(model.holderIds.map((id, holder) => [id, model.holderNames[holder]!])),
      threats: Object.keys(resolved.threats ?? {}).map((id) => ({ id, name: say.threat(id) })),
      shipped: table.shipped,
      dataStatus: status.dataStatus,
      marking: exercise.marking ?? resolved.marking ?? MARKING,
    };
  },
  async lookAt({ table: number, decisions, minute, capability, seat }) {
    const table = onTable(number);
    const played = refusedInWords(() => playThrough(table, decidedBy(table, decisions, minute), minute));
    if (seat !== null) {
      // The truth stays here.
      const { asOf, standing, reports, log, decided } = knownAt(table, played, minute, seat);
      const hosts = hostsOf(standing, capability);
      return { minute, standing, log, decided, next: null, reported: { asOf, reports }, hosts, series: [] };
    }
    return {
      minute,
      standing: played.standing,
      log: logOf(table, played, minute),
      decided: decidedOf(table, played, minute),
      next: nextDecision(table, played, minute),
      reported: null,
      ...levelsOf(played.levels, minute, capability),
    };
  },
  async exerciseDigest(number, decisions) {
    const table = onTable(number);
    return digestOfPlay(table, played(table, decisions));
  },
  async compareBranches(number, exercise) {
    return refusedInWords(() => compareSides({ ...onTable(number), exercise }));
  },
  async tableToDraw(number, exercise) {
    const { resolved, scenarioHash, shipped } = onTable(number);
    return { exercise, resolved, scenarioHash, shipped };
  },
  async exerciseDebrief(number, exercise, decisions) {
    const table = { ...onTable(number), exercise };
    return debriefOf(table, played(table, decisions));
  },
  async exercisePaper(number, exercise, { kind, decisions, command }) {
    const table = { ...onTable(number), exercise };
    const run = played(table, decisions);
    const made = { command, engineVersion: version };
    if (kind === "director-pack") return directorPack(table, run, made);
    if (kind === "players-pack") return playersPack(table, run, made);
    return debriefPaper(table, run, debriefOf(table, run), made);
  },
};

/** To its end. */
function played(table: Table, decisions: readonly WrittenDecision[]) {
  return refusedInWords(() => playThrough(table, decisions, 0));
}

/** Beside which files that a scenario names are looked for. */
const FILE = "scenarios/exercise.json";

function levelsOf(levels: readonly Level[], until: number, capability: string) {
  const hosts = new Map<string, HostLevel>();
  const series: SeriesPoint[] = [];
  const sum = { required: 0, onTheGround: 0, unfilled: 0 };
  for (const level of levels) {
    if (level.minute > until || level.capability !== capability) continue;
    const before = hosts.get(level.host);
    for (const key of ["required", "onTheGround", "unfilled"] as const) sum[key] += level[key] - (before?.[key] ?? 0);
    const { host, required, onTheGround, coming, resting, unfilled } = level;
    hosts.set(host, { host, required, onTheGround, coming, resting, unfilled });
    if (series.at(-1)?.minute === level.minute) series.pop();
    series.push({ minute: level.minute, ...sum });
  }
  return { hosts: [...hosts.values()], series };
}

/** Of what stands open, host by host. */
function hostsOf({ incidents }: Standing, capability: string): HostLevel[] {
  const hosts = new Map<string, HostLevel>();
  for (const { host, needs } of incidents) {
    for (const need of needs) {
      if (need.capability !== capability) continue;
      const before = hosts.get(host);
      hosts.set(host, {
        host,
        required: (before?.required ?? 0) + need.required,
        onTheGround: (before?.onTheGround ?? 0) + need.onTheGround,
        coming: (before?.coming ?? 0) + need.underWay,
        resting: (before?.resting ?? 0) + need.resting,
        unfilled: (before?.unfilled ?? 0) + need.unfilled,
      });
    }
  }
  return [...hosts.values()];
}

function refusedInWords<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RefusedExercise) throw new Refused(error.lines);
    throw error;
  }
}
