/** The desk as the page sees it: questions that resolve, or reject with the desk's own lines. */
import { buffersOf } from "../../engine/tally/pack.ts";
import { type Desk, Refused, type Reply, type Request } from "./protocol.ts";
import DeskWorker from "./worker.ts?worker";

export function openDesk(): Desk {
  const worker = new DeskWorker({ name: "desk" });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let asked = 0;
  worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
    const { resolve, reject } = waiting.get(data.id)!;
    waiting.delete(data.id);
    if ("lines" in data) reject(new Refused(data.lines));
    else resolve(data.value as never);
  });
  worker.addEventListener("error", (event) => {
    for (const { reject } of waiting.values()) reject(new Error(event.message || "the reader stopped"));
    waiting.clear();
  });
  const ask = <T>(method: Request["method"], values: readonly unknown[], transfer: Transferable[] = []) =>
    new Promise<T>((resolve, reject) => {
      waiting.set(++asked, { resolve, reject });
      worker.postMessage({ id: asked, method, values } satisfies Request, transfer);
    });
  return {
    list: () => ask("list", []),
    text: (preset) => ask("text", [preset]),
    open: (source, numbers) => ask("open", [source, numbers]),
    add: (run, part) => ask("add", [run, part], buffersOf(part)),
    picture: (run, view, ended) => ask("picture", [run, view, ended]),
    check: (source) => ask("check", [source]),
    readFigures: (source, file) => ask("readFigures", [source, file]),
    workbook: (sheets) => ask("workbook", [sheets]),
    openComparison: (variants, runs, seed) => ask("openComparison", [variants, runs, seed]),
    addPairs: (comparison, part) => ask("addPairs", [comparison, part]),
    detail: (run, capability) => ask("detail", [run, capability]),
    firstBy: (run, minutes) => ask("firstBy", [run, minutes]),
    together: (run, preset) => ask("together", [run, preset]),
    lent: (run, loan) => ask("lent", [run, loan]),
    sizing: (run, asked) => ask("sizing", [run, asked]),
    calling: (run, capability, from) => ask("calling", [run, capability, from]),
    builderChoices: () => ask("builderChoices", []),
    buildExercise: (choice) => ask("buildExercise", [choice]),
    readExercise: (text, file) => ask("readExercise", [text, file]),
    writeExercise: (exercise) => ask("writeExercise", [exercise]),
    sourceOfExercise: (exercise) => ask("sourceOfExercise", [exercise]),
    openExercise: (exercise) => ask("openExercise", [exercise]),
    lookAt: (wanted) => ask("lookAt", [wanted]),
    exerciseDigest: (table, decisions) => ask("exerciseDigest", [table, decisions]),
    compareBranches: (table, exercise) => ask("compareBranches", [table, exercise]),
    tableToDraw: (table, exercise) => ask("tableToDraw", [table, exercise]),
    exerciseDebrief: (table, exercise, decisions) => ask("exerciseDebrief", [table, exercise, decisions]),
    exercisePaper: (table, exercise, wanted) => ask("exercisePaper", [table, exercise, wanted]),
    paper: (run, wanted) => ask("paper", [run, wanted]),
    comparisonSoFar: (comparison) => ask("comparisonSoFar", [comparison]),
  };
}
