/** What runs in a worker thread of Node: the service over all kinds of job. */
import { parentPort } from "node:worker_threads";
import { expose } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { buffersOfPart, openJob } from "./jobs.ts";
import { createService } from "./service.ts";

if (!parentPort) throw new Error("this file runs in a worker thread");
expose(createService(openJob, buffersOfPart), nodeEndpoint(parentPort));
