/**
 * How many units keep a number of them on the ground without end: the planner's arithmetic of reliefs.
 *
 * Each unit is on the scene for its turn in every cycle of turn, journey there and back, and rest; nothing does with
 * fewer, and a rota that hands over evenly does with as many. Turns that must all begin together can need more.
 */

/** One unit's cycle, whole minutes. */
export interface ReliefCycle {
  readonly onSceneMinutes: number;
  /** one way */
  readonly travelMinutes: number;
  readonly restMinutes: number;
}

/**
 * The fewest units that keep `onScene` of them there at all times.
 *
 * @throws RangeError where a turn has no minute
 */
export function unitsToSustain(onScene: number, cycle: ReliefCycle): number {
  if (!(cycle.onSceneMinutes > 0)) throw new RangeError(`a turn takes at least a minute; got ${cycle.onSceneMinutes}`);
  // Whole numbers: the quotient is a whole number exactly where it should be.
  return Math.ceil((onScene * cycleMinutes(cycle)) / cycle.onSceneMinutes);
}

/** From one turn's start to the same unit's next, minutes. */
export function cycleMinutes({ onSceneMinutes, travelMinutes, restMinutes }: ReliefCycle): number {
  return onSceneMinutes + 2 * travelMinutes + restMinutes;
}
