/** What runs in a worker thread of Node: the service over the replicator. */
import { parentPort } from "node:worker_threads";
import { expose } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { buffersOf } from "../engine/tally/pack.ts";
import { openReplicator } from "./replicator.ts";
import { createService } from "./service.ts";

if (!parentPort) throw new Error("this file runs in a worker thread");
expose(createService(openReplicator, buffersOf), nodeEndpoint(parentPort));
