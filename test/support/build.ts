/** Before any test: dist/ matches the sources, for the tests that start the command line or a worker. */
import { build, isFresh } from "../../cli/build.mjs";

export default async function setup(): Promise<void> {
  if (!isFresh()) await build();
}
