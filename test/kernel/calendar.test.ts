/** The calendar gives back what was put in, in one total order. */
import { describe, expect, it } from "vitest";
import { clear, createCalendar, peekKind, peekMinute, pop, push } from "../../engine/kernel/calendar.ts";
import { nextWord } from "../../engine/kernel/streams.ts";
import { NEVER } from "../../engine/model.ts";

describe("calendar", () => {
  it("is empty at first: the next minute is never, and popping is refused", () => {
    const calendar = createCalendar(0);
    expect(peekMinute(calendar)).toBe(NEVER);
    expect(() => pop(calendar)).toThrow("empty");
  });

  it("gives one entry back whole", () => {
    const calendar = createCalendar(1);
    push(calendar, -30, 4, -7);
    expect([peekMinute(calendar), peekKind(calendar)]).toEqual([-30, 4]);
    expect(pop(calendar)).toBe(-7);
    expect([calendar.poppedMinute, calendar.poppedKind, calendar.size]).toEqual([-30, 4, 0]);
    expect(peekMinute(calendar)).toBe(NEVER);
  });

  it("orders two entries by minute, then kind, then insertion", () => {
    const calendar = createCalendar(2);
    for (const [first, second] of [
      [
        [5, 0, 1],
        [4, 9, 2],
      ],
      [
        [5, 2, 1],
        [5, 1, 2],
      ],
    ] as const) {
      push(calendar, first[0], first[1], first[2]);
      push(calendar, second[0], second[1], second[2]);
      expect([pop(calendar), pop(calendar)]).toEqual([2, 1]);
    }
    push(calendar, 5, 1, 1);
    push(calendar, 5, 1, 2);
    expect([pop(calendar), pop(calendar)]).toEqual([1, 2]);
  });

  it("agrees with a sorted list through 20,000 interleaved pushes and pops, growing from 1", () => {
    const calendar = createCalendar(1);
    const state = Int32Array.of(1, 2, 3, 4);
    const waiting: [minute: number, kind: number, order: number][] = [];
    for (let turn = 0; turn < 20000; turn++) {
      if (waiting.length === 0 || nextWord(state) % 3 !== 0) {
        const minute = (nextWord(state) >>> 0) % 50;
        const kind = (nextWord(state) >>> 0) % 4;
        push(calendar, minute - 10, kind, turn);
        waiting.push([minute - 10, kind, turn]);
      } else {
        let least = 0;
        for (let i = 1; i < waiting.length; i++) {
          const [m, k, o] = waiting[i]!;
          const [lm, lk, lo] = waiting[least]!;
          if (m < lm || (m === lm && (k < lk || (k === lk && o < lo)))) least = i;
        }
        const [minute, kind, order] = waiting.splice(least, 1)[0]!;
        expect(peekMinute(calendar)).toBe(minute);
        expect(pop(calendar)).toBe(order);
        expect([calendar.poppedMinute, calendar.poppedKind]).toEqual([minute, kind]);
      }
      expect(calendar.size).toBe(waiting.length);
    }
  });

  it("forgets everything on clear and starts its order anew", () => {
    const calendar = createCalendar(4);
    push(calendar, 1, 1, 1);
    clear(calendar);
    expect(peekMinute(calendar)).toBe(NEVER);
    push(calendar, 3, 0, 5);
    expect(pop(calendar)).toBe(5);
    expect(calendar.inserted).toBe(1);
  });
});
