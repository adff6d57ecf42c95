/** Exercises of this page, by the scenario they play: leaving a scenario and coming back finds them, and nothing else does. */
import type { Exercise } from "../../scenarios/exercise/read.ts";
import type { Source } from "../desk/protocol.ts";
import type { Game } from "./game.ts";

const games = new Map<string, Game>();
let pending: { readonly key: string; readonly exercise: Exercise } | null = null;

export function keyOf({ preset, text }: Source): string {
  return text === null ? `preset ${preset}` : `text ${text}`;
}

export function keepGame(key: string, game: Game | null): void {
  if (game === null) games.delete(key);
  else games.set(key, game);
}

export function gameOf(key: string): Game | null {
  return games.get(key) ?? null;
}

/** The page goes to the exercise's scenario; there it is laid on the table. */
export function waitFor(key: string, exercise: Exercise): void {
  pending = { key, exercise };
}

export function takePending(key: string): Exercise | null {
  if (pending?.key !== key) return null;
  const { exercise } = pending;
  pending = null;
  return exercise;
}

/** Nothing of any exercise is kept. */
export function clearGames(): void {
  games.clear();
  pending = null;
}
