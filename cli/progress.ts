/** One line on the terminal that tells how far a run is; silent where nobody watches. */
import type { Progress } from "../workers/pool.ts";

export interface ProgressLine {
  show(progress: Progress): void;
  /** What is known so far, in a few words; asked for only where somebody watches, and not too often. */
  note(words: () => string): void;
  /** Clears the line. */
  end(): void;
}

const REDRAW_MILLISECONDS = 200;
const RENOTE_MILLISECONDS = 1000;

export function progressLine(stream: NodeJS.WriteStream, what: string): ProgressLine {
  if (!stream.isTTY) return { show() {}, note() {}, end() {} };
  const started = performance.now();
  let drawn = Number.NEGATIVE_INFINITY;
  let noted = Number.NEGATIVE_INFINITY;
  let known = "";
  return {
    show({ done, total }) {
      const now = performance.now();
      if (now - drawn < REDRAW_MILLISECONDS && done < total) return;
      drawn = now;
      const seconds = (now - started) / 1000;
      const left = done > 0 ? (seconds * (total - done)) / done : Number.NaN;
      const when = Number.isFinite(left) ? `, about ${durationInWords(left)} left` : "";
      stream.write(`\r\x1b[K${what}: ${done} of ${total} runs${when}${known}`);
    },
    note(words) {
      if (performance.now() - noted < RENOTE_MILLISECONDS) return;
      known = `; ${words()}`;
      noted = performance.now();
    },
    end() {
      stream.write("\r\x1b[K");
    },
  };
}

/** As people say it: 80 s, 12 min, 2.5 h. */
export function durationInWords(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
