/** What runs in a web worker: the service over all kinds of job. */
import { expose } from "comlink";
import { buffersOfPart, openJob } from "./jobs.ts";
import { createService } from "./service.ts";

expose(createService(openJob, buffersOfPart));
