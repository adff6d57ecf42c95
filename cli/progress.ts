/** One line on the terminal that tells how far a run is; silent where nobody watches. */
import type { Progress } from "../workers/pool.ts";

export interface ProgressLine {
  show(progress: Progress): void;
  /** Clears the line. */
  end(): void;
}

const REDRAW_MILLISECONDS = 200;

export function progressLine(stream: NodeJS.WriteStream, what: string): ProgressLine {
  if (!stream.isTTY) return { show() {}, end() {} };
  const started = performance.now();
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    show({ done, total }) {
      const now = performance.now();
      if (now - drawn < REDRAW_MILLISECONDS && done < total) return;
      drawn = now;
      const seconds = (now - started) / 1000;
      const left = done > 0 ? (seconds * (total - done)) / done : Number.NaN;
      const when = Number.isFinite(left) ? `, about ${Math.ceil(left)} s left` : "";
      stream.write(`\r\x1b[K${what}: ${done} of ${total} runs${when}`);
    },
    end() {
      stream.write("\r\x1b[K");
    },
  };
}
