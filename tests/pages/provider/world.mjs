// What surrounds the scenarios of the page for providers, and what must hold after each of them.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { proxied } from "./proxied.mjs";

// How a token begins: {" in base64.
const TOKEN = /eyJ[\w-]{8,}/;

let associations = 0;

export async function surroundings() {
  const world = await proxied();
  const token = await world.identity.tokenOf("kassor");
  assert.match(token, TOKEN, "a token is recognised");
  for (const replica of world.replicas) {
    const known = await api(replica, "GET", "/municipalities/0188/reporting", { token });
    assert.equal(known.status, 200, "the service accepts the tokens of the identity provider");
  }
  return world;
}

// Calls the API of a replica.
export function api(replica, method, path, { token, body, headers } = {}) {
  return fetch(`${replica}/insatskatalog/v1${path}`, {
    method,
    headers: {
      ...token && { Authorization: `Bearer ${token}` }, ...body && { "Content-Type": "application/json" }, ...headers,
    },
    body: body && JSON.stringify(body),
  });
}

// An association that has reported nothing yet, with an account of the same name.
export async function newAssociation({ identity, replicas }) {
  associations += 1;
  const slug = `forening-${associations}`;
  const token = await identity.tokenOf("kommunen", "catalogue:write");
  const put = async (path, body) => {
    const answer = await api(replicas[0], "PUT", path, { token, body, headers: { "If-None-Match": "*" } });
    assert(answer.ok, `PUT ${path}: ${answer.status} ${await answer.text()}`);
  };
  const path = `/municipalities/0188/providers/${slug}`;
  await put(path, { slug, name: `Föreningen ${associations}`, kind: "association" });
  await put(`${path}/agreements/avtal`, { slug: "avtal", insatser: ["traffpunkter"], kind: "main" });
  identity.admit(slug, { municipalities: ["0188"], providers: [`0188/${slug}`] });
  await follows(replicas[1], path);
  return { account: slug, path: `/provider/0188/${slug}/traffpunkter`, token: await identity.tokenOf(slug) };
}

// Waits until a replica has heard of an agreement that another one published.
async function follows(replica, path) {
  const until = performance.now() + 10_000;
  const has = async () => (await (await api(replica, "GET", path)).text()).includes("avtal");
  while (!await has()) {
    assert(performance.now() < until, `${path} is not known`);
    await pause(50);
  }
}

// Reports one session of an association, and returns the id of the record.
export async function recordOf({ replicas }, { account, token }) {
  const body = {
    level: "group", provider: account, date: "2025-10-14", method: "öppen gruppträff", performedBy: "volontärer",
    participants: { total: 18, women: 12, men: 6 },
  };
  const answer = await api(replicas[0], "POST", "/municipalities/0188/insatser/traffpunkter/group-records", { token, body });
  const created = await answer.json();
  assert.equal(answer.status, 201, JSON.stringify(created));
  return created.id;
}

// The records of a token's provider.
export async function recordsOf({ replicas }, token) {
  const answer = await api(replicas[0], "GET", "/municipalities/0188/group-records", { token });
  assert.equal(answer.status, 200);
  return (await answer.json()).groupRecords;
}

// A scenario behind the proxy: both replicas must serve it, and no token may be where a person or a script can read it.
export function watched(run) {
  return async (visit) => {
    const world = visit.around;
    const before = await served(world);
    const { seen, end } = withoutTokens(visit);
    await run({ ...visit, ...world, seen });
    await end();
    const after = await served(world);
    const each = after.map((count, at) => count - before[at]);
    assert(Math.min(...each) > 0, `the replicas served ${each}`);
    for (const [name, log] of Object.entries(await world.logs())) assert.doesNotMatch(log, TOKEN, `the log of ${name}`);
  };
}

// The requests for pages of providers that each replica has logged.
async function served({ logs }) {
  const { first, second } = await logs();
  return [first, second].map((log) => log.split("\n").filter((line) => line.includes("route=/provider")).length);
}

// Watches addresses, pages and scripts for tokens.
export function withoutTokens({ page, seen }) {
  const context = page.context();
  const [addresses, bodies] = [[], []];
  context.on("request", (request) => addresses.push(request.url()));
  context.on("response", (response) => {
    // A page that the person has left, or a file that was saved, can no longer be read; `seen` has read what was shown.
    if (["document", "script"].includes(response.request().resourceType())) bodies.push(response.text().catch(() => ""));
  });
  return {
    async seen(state) {
      assert.doesNotMatch(await page.content(), TOKEN, state);
      await seen(state);
    },
    async end() {
      const read = (await Promise.all(bodies)).filter(Boolean);
      assert(read.length > 0, "no page was read");
      for (const text of [...addresses, ...read]) assert.doesNotMatch(text, TOKEN);
    },
  };
}
