/** Redis and PostgreSQL as Debian packages them, started for a test on ports and in folders of their own. */
import { type ChildProcess, execFileSync, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { killOwned, spawnOwned } from "../support/owned.ts";

export interface TestServer {
  /** with the password */
  readonly url: string;
  /** Ends it at once, as a machine that fails would. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

const missing = (name: string) =>
  `${name} is not installed; npm run test:all does it, or as root: apt-get install ${name}`;

const PASSWORD = "a password: for the tests/1";

export async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Keeps nothing on the disk: when it is killed all is lost. */
export async function startRedis(options: { password?: string | null; tls?: string } = {}): Promise<TestServer> {
  if (spawnSync("redis-server", ["--version"]).status !== 0) throw new Error(missing("redis-server"));
  const port = await freePort();
  const password = options.password === undefined ? PASSWORD : options.password;
  const where = options.tls === undefined ? ["--port", `${port}`] : redisTls(options.tls, port);
  const words = [...where, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  if (password !== null) words.push("--requirepass", password);
  const user = password === null ? "" : `:${encodeURIComponent(password)}@`;
  const url = `${options.tls === undefined ? "redis" : "rediss"}://${user}127.0.0.1:${port}`;
  return await started({
    url,
    spawn: () => spawnOwned("redis-server", words, { stdio: "ignore" }),
    isReady: () => listens(port),
    end: "SIGKILL",
  });
}

interface Startable {
  readonly url: string;
  readonly spawn: () => ChildProcess;
  readonly isReady: () => boolean | Promise<boolean>;
  /** ends it at once, and nothing of it goes on */
  readonly end: NodeJS.Signals;
}

async function started({ url, spawn, isReady, end }: Startable): Promise<TestServer> {
  let child: ChildProcess | null = null;
  const server = {
    url,
    async kill() {
      if (child !== null) await killOwned(child, end);
    },
    async start() {
      child = spawn();
      for (let tries = 0; tries < 600 && child.exitCode === null; tries++) {
        if (await isReady()) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`the server of ${new URL(url).host} does not start`);
    },
  };
  await server.start();
  return server;
}

/** A key and a certificate for this machine's loopback, signed by itself. */
function writeCertificate(folder: string): { readonly key: string; readonly cert: string } {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", cert];
  execFileSync("openssl", [...made, ...subject], { stdio: "ignore" });
  return { key, cert };
}

function redisTls(folder: string, port: number): string[] {
  const { key, cert } = writeCertificate(folder);
  const files = ["--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", cert];
  return ["--port", "0", "--tls-port", `${port}`, ...files, "--tls-auth-clients", "no"];
}

/** PostgreSQL will not be run by root, so that root's tests lend it to the user that Debian made for it. */
export async function startPostgres(
  folder: string,
  { authentication = "scram-sha-256", tls = false }: { authentication?: string; tls?: boolean } = {},
): Promise<TestServer> {
  if (!existsSync("/usr/lib/postgresql")) throw new Error(missing("postgresql"));
  const [version] = readdirSync("/usr/lib/postgresql").sort((a, b) => Number(b) - Number(a));
  const program = (name: string) => join("/usr/lib/postgresql", version!, "bin", name);
  const port = await freePort();
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  mkdirSync(data, { recursive: true });
  writeFileSync(passwordFile, PASSWORD);
  const files = tls ? writeCertificate(folder) : null;
  const as = userInfo().uid === 0 ? { user: "postgres" } : {};
  if ("user" in as) {
    const [uid, gid] = ["-u", "-g"].map((flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" })));
    for (const path of [folder, data, passwordFile, ...Object.values(files ?? {})]) chownSync(path, uid!, gid!);
  }
  chmodSync(data, 0o700);
  const local = ["--auth-host", authentication, "--auth-local", authentication];
  const made = ["-D", data, "-U", "muster", "--pwfile", passwordFile, "--no-sync", ...local];
  const status = await new Promise((resolve) =>
    spawnOwned(program("initdb"), made, { ...as, cwd: "/", stdio: "ignore" }).once("close", resolve),
  );
  if (status !== 0) throw new Error(`initdb ended with ${status}`);
  const settings = [
    ...[`port=${port}`, "listen_addresses=127.0.0.1", `unix_socket_directories=${data}`, "fsync=off"],
    ...(files === null ? [] : ["ssl=on", `ssl_key_file=${files.key}`, `ssl_cert_file=${files.cert}`]),
  ];
  if (files !== null) {
    // Nobody comes in unencrypted.
    writeFileSync(join(data, "pg_hba.conf"), `hostssl all all 127.0.0.1/32 ${authentication}\n`);
  }
  const words = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
  const url = `postgres://muster:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres`;
  return await started({
    url,
    spawn: () => spawnOwned(program("postgres"), words, { ...as, cwd: "/", stdio: "ignore" }),
    isReady: () => spawnSync(program("pg_isready"), ["-q", "-h", "127.0.0.1", "-p", `${port}`]).status === 0,
    // What it calls an immediate shutdown: a crash, of all its processes.
    end: "SIGQUIT",
  });
}

async function listens(port: number): Promise<boolean> {
  return await new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    }).on("error", () => resolve(false));
  });
}
