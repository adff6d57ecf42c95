/**
 * `replications.csv`, on request: one row per replication, capability and scope, in order, written as the run
 * goes on. Runs go one after the other in this thread; the result is the same as with workers.
 */
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import type { Model } from "../engine/model.ts";
import { mergePacked, type PackedTallies, packTallies, unpackTallies } from "../engine/tally/pack.ts";
import { REPLICATION_COLUMNS, replicationRows, type TableMeta } from "../engine/tally/tables.ts";
import { clearTallies, createTallies } from "../engine/tally/tally.ts";
import { openReplicator, type Plan } from "../workers/replicator.ts";
import type { Runner } from "../workers/service.ts";

export interface ReplicationRows {
  /** Opens a runner that writes the rows of each replication before it hands them over. */
  readonly open: (plan: Plan) => Runner<PackedTallies>;
  /** Gives the file its name; without this nothing is left of it. */
  finish(): void;
  /** Removes what was written under the temporary name; nothing happens after `finish`. */
  discard(): void;
}

export function replicationRowsFile(folder: string, model: Model, meta: TableMeta): ReplicationRows {
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `.replications.csv.${process.pid}.tmp`);
  const file = openSync(temporary, "w");
  let open = true;
  const write = (rows: readonly (readonly unknown[])[]) => {
    writeSync(file, `${Papa.unparse(rows as unknown[][], { newline: "\n", escapeFormulae: true })}\n`);
  };
  const close = () => {
    if (open) closeSync(file);
    open = false;
  };
  write([REPLICATION_COLUMNS]);
  return {
    open(plan) {
      const inner = openReplicator(plan);
      const collected = createTallies(model);
      return {
        run(from, to) {
          let events = 0;
          for (let replication = from; replication < to; replication++) {
            events += inner.run(replication, replication + 1);
            const part = inner.take();
            const rows = replicationRows(model, unpackTallies(part), replication, meta);
            if (rows.length > 0) write(rows);
            mergePacked(collected, part);
          }
          return events;
        },
        take() {
          const part = packTallies(collected);
          clearTallies(collected);
          return part;
        },
      };
    },
    finish() {
      close();
      renameSync(temporary, join(folder, "replications.csv"));
    },
    discard() {
      close();
      rmSync(temporary, { force: true });
    },
  };
}
