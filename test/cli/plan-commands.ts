/** The commands of planning, each asked something small: for what holds of them all. */
import { join } from "node:path";
import { projectFolder } from "../support/muster.ts";

export const at = (name: string) => join(projectFolder, "test", "cli", name);
const small = at("two-counties.yaml");

export const PLAN_COMMANDS: Readonly<Record<string, readonly string[]>> = {
  size: [small, "--force", "alder", "--below", "40%", "--at-least", "4", "--at-most", "14", "--replications", "20"],
  share: [small, "--region", "south", "--requirement", "5", "--replications", "20"],
  shadow: [small, "--force", "alder", "--below", "60%", "--replications", "20"],
  triggers: [small, "--hours", "0,6", "--replications", "20"],
  sweep: [at("two-counties-sweep.yaml"), "--replications", "4", "--at-most", "2"],
  sensitivity: [at("two-counties-unsure.yaml"), "--replications", "4", "--paths", "2", "--draws", "2"],
  stress: [small, "--replications", "4", "--incidents", "2"],
};
