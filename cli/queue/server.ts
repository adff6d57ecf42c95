/**
 * The server behind `--queue`: Redis or PostgreSQL, by BullMQ. Both are optional packages, loaded only when asked for.
 *
 * A server that lets anybody in is refused, since whoever can reach it could read scenarios and forge results; on this
 * machine alone it may be asked for.
 */
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { connect, isIP } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Queue, Worker, WorkerOptions } from "bullmq";
import { UsageError } from "../exits.ts";

export interface QueueOptions {
  /** an open server on loopback is meant */
  readonly withoutPassword?: boolean;
}

/** BullMQ bound to one server. */
export interface Server {
  /** without the password */
  readonly name: string;
  queue<Data>(name: string): Queue<Data>;
  worker<Data>(name: string, process: (data: Data) => Promise<void>, options: Partial<WorkerOptions>): Worker<Data>;
  /** Closes what was opened here. */
  close(): Promise<void>;
}

/** @throws UsageError in plain words where the server is not to be used, or not to be had */
export async function openServer(text: string, options: QueueOptions = {}): Promise<Server> {
  const url = urlOf(text);
  const isRedis = url.protocol.startsWith("redis");
  if (!url.password && process.env.MUSTER_QUEUE_PASSWORD) url.password = process.env.MUSTER_QUEUE_PASSWORD;
  const name = `${url.protocol}//${url.host}${url.pathname}`;
  const open = options.withoutPassword === true;
  const isHere = isLoopback(url);
  const onlyHere = "only a server on this machine's loopback may be without one, with --queue-without-password";
  if (open && !isHere) throw new UsageError(`--queue ${name}: a password is needed; ${onlyHere}`);
  if (!url.password && !open) throw new UsageError(`--queue ${name}: the address has no password; ${onlyHere}`);
  const modules = loadModules(isRedis ? "ioredis" : "pg", name);
  const letsAnybodyIn = await (isRedis ? redisIsOpen(url) : postgresIsOpen(modules.driver, url)).catch((error) => {
    throw new UsageError(`--queue ${name}: no answer from the server (${wordsOf(error)})`);
  });
  if (letsAnybodyIn && !open) {
    throw new UsageError(`--queue ${name}: this server lets anybody in without the password; ${onlyHere}`);
  }
  if (!isHere && !isEncrypted(url)) {
    process.stderr.write(
      `muster: the way to ${name} is not encrypted; use ${isRedis ? "rediss://" : "?sslmode=verify-full"}\n`,
    );
  }
  if (url.password && !letsAnybodyIn && !(await (isRedis ? redisLetsIn(url) : postgresLetsIn(modules.driver, url)))) {
    throw new UsageError(`--queue ${name}: the password was not taken`);
  }
  return serverOf(modules.bullmq, name, isRedis ? redisConnection(url) : postgresConnection(url), isRedis);
}

function urlOf(text: string): URL {
  const wanted = "expected redis://, rediss:// or postgres:// with user, password, host";
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new UsageError(`--queue: this is no address of a server; ${wanted}`);
  }
  if (!["redis:", "rediss:", "postgres:", "postgresql:"].includes(url.protocol)) {
    throw new UsageError(`--queue ${url.protocol}: ${wanted}`);
  }
  // Others, such as host, would change where it goes behind the back of what is looked at here.
  const settings: readonly string[] = url.protocol.startsWith("redis") ? [] : POSTGRES_SETTINGS;
  for (const name of url.searchParams.keys()) {
    if (settings.includes(name)) continue;
    const known = settings.length === 0 ? "there are none for Redis" : `there are ${settings.join(", ")}`;
    throw new UsageError(`--queue: "${name}" is not a setting that the address may hold; ${known}`);
  }
  return url;
}

const POSTGRES_SETTINGS = ["sslmode", "sslrootcert", "sslcert", "sslkey"] as const;

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function isEncrypted({ protocol, searchParams }: URL): boolean {
  return protocol === "rediss:" || ["require", "verify-ca", "verify-full"].includes(searchParams.get("sslmode") ?? "");
}

interface Modules {
  readonly bullmq: typeof import("bullmq");
  // biome-ignore lint/suspicious/noExplicitAny: ioredis or pg, used for one question each
  readonly driver: any;
}

function loadModules(driver: "ioredis" | "pg", name: string): Modules {
  const require = createRequire(import.meta.url);
  try {
    return { bullmq: require("bullmq"), driver: require(driver) };
  } catch {
    throw new UsageError(
      `--queue ${name}: the optional packages bullmq and ${driver} are not installed (npm ci does it)`,
    );
  }
}

type RedisConnection = ReturnType<typeof redisConnection>;

/** Retries for ever once it was there: a server that is started anew is waited for. */
function redisConnection(url: URL) {
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? 6379 : Number(url.port),
    db: Number(url.pathname.slice(1) || 0),
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
    tls: url.protocol === "rediss:" ? {} : undefined,
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => Math.min(times * 100, 2000),
  };
}

function postgresConnection(url: URL) {
  return { connectionString: url.href, schema: "muster_queue", migrate: true, max: 8 };
}

/** A server that answers without a password, or to one that nobody has, lets anybody in. */
async function redisIsOpen(url: URL): Promise<boolean> {
  const answer = await askRedis(url, "PING");
  if (answer.startsWith("+PONG")) return true;
  if (!answer.startsWith("-NOAUTH")) throw new Error(answer);
  const wrong = new URL(url.href);
  wrong.password = `not-${randomUUID()}`;
  return await redisLetsIn(wrong);
}

async function redisLetsIn(url: URL): Promise<boolean> {
  const { username, password } = redisConnection(url);
  const answer = await askRedis(url, "AUTH", ...(username === undefined ? [] : [username]), password ?? "");
  return answer.startsWith("+OK");
}

/** What a server of Redis answers first. */
function askRedis(url: URL, ...words: string[]): Promise<string> {
  const { host, port, tls } = redisConnection(url);
  const said = `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`;
  return new Promise((resolve, reject) => {
    const socket =
      tls === undefined
        ? connect({ host, port })
        : connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }) });
    socket.setTimeout(ANSWER_MILLISECONDS, () => socket.destroy(new Error("time-out")));
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the server closed the connection")));
    socket.once(tls === undefined ? "connect" : "secureConnect", () => socket.write(said));
    socket.once("data", (bytes) => {
      resolve(String(bytes).trim());
      socket.destroy();
    });
  });
}

/** Asked with a password that nobody has, a server that answers takes any. */
async function postgresIsOpen(driver: Postgres, url: URL): Promise<boolean> {
  const wrong = new URL(url.href);
  wrong.password = `not-${randomUUID()}`;
  return await postgresLetsIn(driver, wrong);
}

interface Postgres {
  readonly Client: new (options: object) => { connect(): Promise<void>; end(): Promise<void> };
}

async function postgresLetsIn({ Client }: Postgres, url: URL): Promise<boolean> {
  const client = new Client({ connectionString: url.href, connectionTimeoutMillis: ANSWER_MILLISECONDS });
  try {
    await client.connect();
    return true;
  } catch (error) {
    // Of class 28: not let in.
    if (String((error as { code?: unknown }).code).startsWith("28")) return false;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

const ANSWER_MILLISECONDS = 10_000;

function serverOf(
  bullmq: Modules["bullmq"],
  name: string,
  connection: RedisConnection | ReturnType<typeof postgresConnection>,
  isRedis: boolean,
): Server {
  const { Queue, Worker } = isRedis
    ? bullmq
    : (bullmq.withBackend(bullmq.createPostgresBackend) as unknown as typeof bullmq);
  const opened: { close(force?: boolean): Promise<void> }[] = [];
  const base = { connection: connection as never, ...(isRedis ? { prefix: "muster" } : {}) };
  return {
    name,
    queue(of) {
      const queue = new Queue(of, base);
      queue.on("error", () => {});
      opened.push(queue);
      return queue as never;
    },
    worker(of, process, options) {
      const worker = new Worker(of, (job: { data: never }) => process(job.data), { ...base, ...options });
      worker.on("error", () => {});
      opened.push(worker);
      return worker as never;
    },
    async close() {
      await Promise.allSettled(opened.splice(0).map((one) => one.close()));
    },
  };
}

function wordsOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? message ?? String(error);
}
