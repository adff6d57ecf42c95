/** Builds the page, serves it on this machine alone, and prints its address: `npm start`. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { preview } from "vite";
import { buildPage, headers, pageFolder } from "./build.mjs";

/** @param port 0: any that is free */
export async function servePage(folder = pageFolder, port = 4173) {
  const server = await preview({
    configFile: false,
    root: dirname(folder),
    logLevel: "warn",
    build: { outDir: folder },
    preview: { host: "127.0.0.1", port, headers },
  });
  return { address: server.resolvedUrls.local[0], close: () => server.close() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildPage();
  const { address } = await servePage();
  console.log(`Muster is at ${address}`);
}
