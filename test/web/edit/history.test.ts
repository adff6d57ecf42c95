/** Undo and redo. */
import { describe, expect, it } from "vitest";
import { createHistory } from "../../../web/edit/history.ts";

describe("the history of changes", () => {
  it("goes back and forth, and says what it would take back", () => {
    const history = createHistory("a");
    expect([history.canUndo, history.canRedo, history.undoes]).toEqual([false, false, ""]);
    history.push("b", "first");
    history.push("c", "second");
    expect([history.now, history.undoes]).toEqual(["c", "second"]);
    expect(history.undo()).toBe("b");
    expect([history.undoes, history.redoes, history.canRedo]).toEqual(["first", "second", true]);
    expect(history.redo()).toBe("c");
    expect(history.canRedo).toBe(false);
  });

  it("forgets what was undone once something else is done", () => {
    const history = createHistory(1);
    history.push(2, "two");
    history.undo();
    history.push(3, "three");
    expect([history.canRedo, history.redo(), history.undo()]).toEqual([false, 3, 1]);
  });

  it("takes changes of one group that follow each other as one step", () => {
    const history = createHistory("");
    history.push("k", "typing", "text");
    history.push("ke", "typing", "text");
    history.push("ken", "typing", "text");
    expect(history.undo()).toBe("");
    expect(history.redo()).toBe("ken");
    history.push("kent", "typing", "other");
    expect(history.undo()).toBe("ken");
  });

  it("stays where it is at both ends, and keeps at most 200 states", () => {
    const history = createHistory(0);
    for (let i = 1; i <= 500; i++) history.push(i, "counting");
    for (let i = 0; i < 500; i++) history.undo();
    expect(history.now).toBe(301);
    expect(history.undo()).toBe(301);
    for (let i = 0; i < 500; i++) history.redo();
    expect(history.now).toBe(500);
  });

  it("begins again where it is told to", () => {
    const history = createHistory("a");
    history.push("b", "x");
    history.restart("c");
    expect([history.now, history.canUndo, history.canRedo]).toEqual(["c", false, false]);
  });
});
