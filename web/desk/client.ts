/** The desk as the page sees it: questions that resolve, or reject with the desk's own lines. */
import { buffersOf } from "../../engine/tally/pack.ts";
import { type Desk, Refused, type Reply, type Request } from "./protocol.ts";
import DeskWorker from "./worker.ts?worker";

export function openDesk(): Desk {
  const worker = new DeskWorker();
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
    open: (preset, seed, runs) => ask("open", [preset, seed, runs]),
    add: (run, part) => ask("add", [run, part], buffersOf(part)),
    picture: (run, view, ended) => ask("picture", [run, view, ended]),
  };
}
