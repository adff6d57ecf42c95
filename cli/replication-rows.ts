/**
 * The table `replications`, on request: one row per replication, capability and scope, in order, written as the run
 * goes on. Runs go one after the other in this thread; the result is the same as with workers.
 */
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../engine/model.ts";
import { mergePacked, type PackedTallies, packTallies, unpackTallies } from "../engine/tally/pack.ts";
import { REPLICATION_COLUMNS, replicationRows, type TableMeta } from "../engine/tally/tables.ts";
import { clearTallies, createTallies } from "../engine/tally/tally.ts";
import { openReplicator, type Plan } from "../workers/replicator.ts";
import type { Runner } from "../workers/service.ts";
import { parquetRows } from "./parquet.ts";
import { csvRows, type Format } from "./tables.ts";

export interface ReplicationRows {
  /** Opens a runner that writes the rows of each replication before it hands them over. */
  readonly open: (plan: Plan) => Runner<PackedTallies>;
  /** Gives the file its name; without this nothing is left of it. */
  finish(): void;
  /** Removes what was written under the temporary name; nothing happens after `finish`. */
  discard(): void;
}

export function replicationRowsFile(folder: string, model: Model, meta: TableMeta, format: Format): ReplicationRows {
  mkdirSync(folder, { recursive: true });
  const name = `replications.${format}`;
  const temporary = join(folder, `.${name}.${process.pid}.tmp`);
  const file = openSync(temporary, "w");
  let open = true;
  const rows = (format === "csv" ? csvRows : parquetRows)(REPLICATION_COLUMNS, (bytes) => writeSync(file, bytes));
  const close = () => {
    if (open) closeSync(file);
    open = false;
  };
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
            rows.add(replicationRows(model, unpackTallies(part), replication, meta));
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
      rows.end();
      close();
      renameSync(temporary, join(folder, name));
    },
    discard() {
      close();
      rmSync(temporary, { force: true });
    },
  };
}
