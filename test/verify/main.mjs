/** `npm run verify`: bundles, then runs. */
import { spawnSync } from "node:child_process";
import { bundle, root } from "./bundle.mjs";

const script = await bundle("out/verify");
const { status } = spawnSync(process.execPath, [script, ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
process.exitCode = status ?? 130;
