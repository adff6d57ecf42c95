/** A server on which everything is delivered twice: every shard to be run, and every part that comes back. */
import type { Server } from "../../cli/queue/server.ts";

export function twice(server: Server): Server {
  return {
    ...server,
    queue<Data>(name: string) {
      const queue = server.queue<Data>(name);
      const add = queue.add.bind(queue);
      const addBulk = queue.addBulk.bind(queue);
      if (name.startsWith("muster-parts")) {
        queue.add = (async (of: never, data: never, options: object) => {
          await add(of, data, { removeOnComplete: true });
          return await add(of, data, options);
        }) as never;
      }
      if (name.startsWith("muster-shards")) {
        queue.addBulk = (async (jobs: { opts: { jobId: string } }[]) => {
          const again = jobs.map((job) => ({ ...job, opts: { ...job.opts, jobId: `${job.opts.jobId}-again` } }));
          return await addBulk([...jobs, ...again] as never);
        }) as never;
      }
      return queue;
    },
  };
}
