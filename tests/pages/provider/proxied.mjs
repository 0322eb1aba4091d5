// Two replicas on one PostgreSQL database, behind nginx with the configuration that we ship, and an identity provider.
//
// nginx sends each request to the next replica. It answers https, with a certificate of its own.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { openSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { RESOURCE, identityProvider } from "./identity_provider.mjs";
import { freePorts } from "./ports.mjs";

const run = promisify(execFile);
const { DATABASE_SERVER = "postgres://postgres@127.0.0.1:5432", INSATSKATALOG: program } = process.env;
const REPLICAS = ["first", "second"];
// The time that a program has to start, in milliseconds.
const PATIENCE = 60_000;

// Starts all of it, and returns how to reach it:
//
//   site, base  the addresses of the pages and of the API
//   replicas    the addresses of the replicas themselves
//   identity    the identity provider, which can be stopped and started
//   logs()      what nginx and each replica have logged
//   end()       stops all of it
export async function proxied() {
  const folder = await mkdtemp(join(tmpdir(), "pages-"));
  const database = `pages_${process.pid}`;
  const processes = [];
  // Another name of the machine than the identity provider has, as in a municipality: for browsers they are different sites.
  const [port, identityPort, ...ports] = await freePorts(4);
  const site = `https://localhost:${port}`;
  const replicas = ports.map((own) => `http://127.0.0.1:${own}`);
  const identity = identityProvider({ port: identityPort, redirect: `${site}/provider/callback`, signedOut: `${site}/provider` });
  const logs = async () => Object.fromEntries(await Promise.all([...REPLICAS, "nginx"].map(async (name) => [
    name, await readFile(join(folder, `${name}.log`), "utf8"),
  ])));
  const end = async () => {
    await Promise.all(processes.map(stopped));
    await identity.stop();
    await sql(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await rm(folder, { recursive: true });
  };
  try {
    await identity.start();
    await sql(`CREATE DATABASE ${database}`);
    const settings = settingsOf({ folder, database, site, identity });
    await run(program, ["import", "--embedded"], { cwd: folder, env: settings });
    for (const [at, name] of REPLICAS.entries()) {
      const env = { ...settings, INSATSKATALOG_LISTEN: `127.0.0.1:${ports[at]}` };
      processes.push(started(folder, name, program, ["serve"], env));
    }
    await writeProxy(folder, port, ports);
    processes.push(started(folder, "nginx", "nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], settings));
    for (const answering of [...replicas, site]) await ready(answering, folder, logs);
  } catch (error) {
    await end();
    throw error;
  }
  return { site, base: `${site}/insatskatalog/v1`, replicas, identity, logs, end };
}

function settingsOf({ folder, database, site, identity }) {
  return {
    PATH: `${process.env.PATH}:/usr/sbin`, HOME: folder, LANG: "C.UTF-8",
    DATABASE_URL: `${DATABASE_SERVER}/${database}`,
    INSATSKATALOG_DATA: join(folder, "data"),
    INSATSKATALOG_METRICS_LISTEN: "off",
    INSATSKATALOG_REFRESH_MILLIS: "100",
    INSATSKATALOG_PUBLIC_URL: site,
    INSATSKATALOG_SECRET: randomBytes(32).toString("base64"),
    INSATSKATALOG_TRUSTED_PROXIES: "127.0.0.1",
    INSATSKATALOG_FORWARDED_HEADER: "Forwarded",
    INSATSKATALOG_STOP_DELAY_SECONDS: "0",
    INSATSKATALOG_JWKS_URL: identity.keys,
    INSATSKATALOG_JWT_ISSUER: identity.issuer,
    INSATSKATALOG_JWT_AUDIENCE: RESOURCE,
    INSATSKATALOG_OIDC_CLIENT_ID: identity.client,
    INSATSKATALOG_OIDC_CLIENT_SECRET: identity.secret,
    INSATSKATALOG_OIDC_RESOURCE: RESOURCE,
  };
}

const sql = (command) => run("psql", ["--quiet", "--set=ON_ERROR_STOP=1", `--command=SET client_min_messages = warning`,
  `--command=${command}`, `${DATABASE_SERVER}/postgres`]);

function started(folder, name, command, given, env) {
  const log = openSync(join(folder, `${name}.log`), "a");
  return spawn(command, given, { cwd: folder, env, stdio: ["ignore", log, log] });
}

async function stopped(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await ended;
}

// The configuration that we ship, with the addresses of this machine.
async function writeProxy(folder, port, ports) {
  const [key, certificate] = ["tls.key", "tls.crt"].map((name) => join(folder, name));
  await run("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate]);
  await mkdir(join(folder, "logs"));
  const servers = ports.map((own) => `server 127.0.0.1:${own} max_fails=0;`).join(" ");
  const changes = [
    ["worker_processes auto;", `worker_processes 1; daemon off; pid ${folder}/nginx.pid;`],
    ["resolver 127.0.0.11 valid=5s;", `upstream insatskatalog { ${servers} }`],
    ["http://$replicas:8080", "http://$replicas"],
    ["listen 8080;", `listen 127.0.0.1:${port} ssl;`],
    ["include /etc/nginx/tls/*.conf;", `ssl_certificate ${certificate}; ssl_certificate_key ${key};`],
  ];
  const shipped = await readFile(new URL("../../../deploy/nginx.conf", import.meta.url), "utf8");
  const ours = changes.reduce((text, [from, to]) => {
    assert(text.includes(from), `deploy/nginx.conf: ${from} is missing`);
    return text.replaceAll(from, to);
  }, shipped);
  await writeFile(join(folder, "nginx.conf"), ours);
}

// Waits until a program answers. It asks with curl, which accepts a certificate that it gets as a file.
async function ready(origin, folder, logs) {
  const until = performance.now() + PATIENCE;
  const asked = ["--silent", "--fail", "--noproxy", "*", "--cacert", join(folder, "tls.crt"), `${origin}/health/ready`];
  while (!await run("curl", asked).then(() => true, () => false)) {
    assert(performance.now() < until, `${origin} does not answer: ${JSON.stringify(await logs(), null, 1)}`);
    await pause(100);
  }
}
