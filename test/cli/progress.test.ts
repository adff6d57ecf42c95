/** The line that tells how far a run is. */
import { expect, it } from "vitest";
import { progressLine } from "../../cli/progress.ts";

function stream(isTTY: boolean) {
  const written: string[] = [];
  return { written, stream: { isTTY, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream };
}

it("is silent where nobody watches", () => {
  const { written, stream: pipe } = stream(false);
  const line = progressLine(pipe, "disorder");
  line.show({ done: 5, total: 10, events: 50 });
  line.end();
  expect(written).toEqual([]);
});

it("tells runs done and time left on a terminal, a few times a second, and leaves the line empty", () => {
  const { written, stream: terminal } = stream(true);
  const line = progressLine(terminal, "disorder");
  for (let done = 1; done <= 100; done++) line.show({ done, total: 100, events: done });
  line.end();
  expect(written[0]).toContain("disorder: 1 of 100 runs, about ");
  expect(written.at(-2)).toContain("disorder: 100 of 100 runs");
  expect(written.at(-1)).toBe("\r\x1b[K");
  expect(written.length).toBeLessThan(10);
});
