/** One line on the terminal that tells how far a batch is and how long it will take; silent where nobody watches. */
import { durationInWords } from "./progress.ts";

export interface BatchLine {
  /** @param share of the file's work that is done, 0 to 1; the first that is told was done before */
  progress(file: string, share: number): void;
  done(file: string): void;
  /** It was there already, so that it says nothing about how long others take. */
  skip(file: string): void;
  /** Lines that stay, terminal or not. */
  say(lines: readonly string[]): void;
  end(): void;
}

const REDRAW_MILLISECONDS = 200;
/** Before that the time is that of starting, and says nothing of what is left. */
const TOO_SOON_MILLISECONDS = 2000;

/** @param now milliseconds; for tests */
export function batchLine(
  stream: Pick<NodeJS.WriteStream, "isTTY" | "write">,
  total: number,
  now: () => number = () => performance.now(),
): BatchLine {
  const started = now();
  let drawn = Number.NEGATIVE_INFINITY;
  let finished = 0;
  let skipped = 0;
  const shares = new Map<string, number>();
  // What was done when a file was first heard of is an earlier batch's work.
  const before = new Map<string, number>();
  const draw = () => {
    if (!stream.isTTY) return;
    drawn = now();
    const through = finished - skipped + sumOf(shares);
    const run = through - sumOf(before);
    const left = run > 0 ? ((drawn - started) / 1000 / run) * (total - skipped - through) : Number.NaN;
    const isKnown = Number.isFinite(left) && drawn - started >= TOO_SOON_MILLISECONDS;
    const when = isKnown ? `, about ${durationInWords(left)} left` : "";
    stream.write(`\r\x1b[Kbatch: ${finished} of ${total} files${when}`);
  };
  return {
    progress(file, share) {
      shares.set(file, share);
      if (!before.has(file)) before.set(file, share);
      if (now() - drawn >= REDRAW_MILLISECONDS) draw();
    },
    done(file) {
      shares.delete(file);
      finished++;
      draw();
    },
    skip: () => skipped++,
    say(lines) {
      if (lines.length > 0) stream.write(`${stream.isTTY ? "\r\x1b[K" : ""}${lines.join("\n")}\n`);
    },
    end() {
      if (stream.isTTY) stream.write("\r\x1b[K");
    },
  };
}

function sumOf(shares: ReadonlyMap<string, number>): number {
  return [...shares.values()].reduce((sum, share) => sum + share, 0);
}
