/** What runs in a web worker: the service over the replicator. */
import { expose } from "comlink";
import { buffersOf } from "../engine/tally/pack.ts";
import { openReplicator } from "./replicator.ts";
import { createService } from "./service.ts";

expose(createService(openReplicator, buffersOf));
