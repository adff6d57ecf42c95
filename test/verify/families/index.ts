/** Which experiments belong to which family of cases. */
import type { Family } from "../case.ts";
import { endless, mobilisation, pool, tiered, toHorizon, wave } from "./demand-clock.ts";
import { classes, engset, erlangB, exhausted, insensitive, preempted, shifts, trunk } from "./loss.ts";
import { compound, hawkes, orderStatistic, sine } from "./processes.ts";
import { hypercube, ladder, mutualAid, sharedPool } from "./sharing.ts";
import { erlangC, limitedRoom, oneServer, patience, preemption, priorities, teams } from "./waiting.ts";

export const families: Readonly<Record<string, Family>> = {
  "erlang-b": erlangB as Family,
  "mgcc-insensitivity": insensitive as Family,
  "kaufman-roberts": classes as Family,
  "kaufman-roberts-reservation": classes as Family,
  "trunk-reservation": trunk as Family,
  "priority-loss-preemptive": preempted as Family,
  engset: engset as Family,
  "exhaustion-transient": exhausted as Family,
  "shift-change": shifts as Family,
  "erlang-c": erlangC as Family,
  mmck: limitedRoom as Family,
  "erlang-a": patience as Family,
  mg1: oneServer as Family,
  "priority-nonpreemptive": priorities as Family,
  "priority-preemptive": preemption as Family,
  "simultaneous-servers-queue": teams as Family,
  "demand-clock-pool": pool as Family,
  "demand-clock-horizon": toHorizon as Family,
  "demand-clock-tiered": tiered as Family,
  "mobilisation-delay": mobilisation as Family,
  "mt-g-inf": wave as Family,
  "mg-inf": endless as Family,
  "overflow-ladder": ladder as Family,
  "overflow-shared": sharedPool as Family,
  "mutual-aid-ctmc": mutualAid as Family,
  hypercube: hypercube as Family,
  hawkes: hawkes as Family,
  nhpp: sine as Family,
  "compound-poisson": compound as Family,
  "order-statistics": orderStatistic as Family,
};
