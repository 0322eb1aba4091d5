// What the README of the client does not show, against a running service: an insats is put back, a copy begins again, and requests
// are repeated.
import assert from "node:assert/strict";
import { Catalogue, Problem, UnexpectedAnswer, type Schemas } from "insatskatalog-client";

const [base, token] = process.argv.slice(2);
assert(base && token, "usage: client.js BASE TOKEN");
const catalogue = new Catalogue({ base, token });
const alarm = { kommunkod: "1270", slug: "trygghetslarm" };

// Get an insats and put it back without a change.
const read = await catalogue.api.GET("/municipalities/{kommunkod}/insatser/{slug}", { params: { path: alarm } });
const etag = read.response.headers.get("etag");
assert(read.data && etag);
const put = await catalogue.api.PUT("/municipalities/{kommunkod}/insatser/{slug}", {
  params: { path: alarm, header: { "If-Match": etag } },
  body: read.data,
});
assert.deepEqual(put.data, read.data);

// The same key gets the same receipt, and another content with it is refused.
const record: Schemas["GroupRecord"] = {
  level: "group",
  provider: "finska-foreningen",
  date: "2025-10-06",
  activity: "finsk-sanggrupp",
  method: "Sång i grupp",
  performedBy: "volontärer",
  participants: { total: 12, women: 7, men: 5, otherOrUnknown: 0 },
};
const key = crypto.randomUUID();
const receipt = await catalogue.postRecord("0188", "traffpunkter", record, key);
assert.deepEqual(await catalogue.postRecord("0188", "traffpunkter", record, key), receipt);
const other = { ...record, date: "2025-10-05" };
await assert.rejects(catalogue.postRecord("0188", "traffpunkter", other, key), { code: "idempotencyKeyReused" });
const batch = await catalogue.postRecords("0188", [{ ...record, insats: "traffpunkter" }]);
assert.equal(batch.unchanged, 1);

// A position of another generation begins again; the last one has no more changes.
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
const parts = await all(catalogue.changes({ after: 1, generation: crypto.randomUUID() }));
assert.deepEqual([parts[0]?.beginsAgain, parts[0]?.changes[0]?.revision], [true, 1]);
const last = parts.at(-1)!.position;
assert.deepEqual(await all(catalogue.changes(last)), []);
const ending = catalogue.changes(last, { wait: 20, signal: AbortSignal.timeout(100) });
await assert.rejects(ending.next(), { name: "TimeoutError" });

// Requests are repeated when the service says so, with the same content, if that does no harm.
function answering(answers: Response[]): { bodies: string[]; catalogue: Catalogue } {
  const bodies: string[] = [];
  const send = async (request: RequestInfo | URL) => {
    bodies.push(await new Request(request).text());
    return answers.shift()!;
  };
  return { bodies, catalogue: new Catalogue({ base: base!, fetch: send, attempts: 3, longestWait: 10 }) };
}
const details = { type: "about:blank", title: "", status: 503, detail: "", instance: "urn:x", code: "unavailable", errors: [] };
const busy = (status: number, seconds: string | undefined) =>
  new Response(JSON.stringify({ ...details, status }), {
    status,
    headers: { "Content-Type": "application/problem+json", ...(seconds && { "Retry-After": seconds }) },
  });
const done = () => Response.json({ id: "r-1", recordRevision: 1 }, { status: 201 });

const patient = answering([busy(429, "0"), busy(503, "1"), done()]);
assert.equal((await patient.catalogue.postRecord("0188", "traffpunkter", record)).recordRevision, 1);
assert.deepEqual(patient.bodies, Array(3).fill(JSON.stringify(record)));

const subscribe = (catalogue: Catalogue) =>
  catalogue.api.POST("/municipalities/{kommunkod}/subscriptions", {
    params: { path: { kommunkod: "1270" } },
    body: { url: "https://webb.example.se/hook" },
  });
for (const [answers, sent] of [
  [[busy(503, "0"), busy(503, "0"), busy(503, "0"), done()], 3], // the most attempts
  [[busy(503, undefined), done()], 1], // no time was stated
  [[busy(503, "11"), done()], 1], // too long
] as const) {
  const impatient = answering([...answers]);
  await assert.rejects(impatient.catalogue.postRecord("0188", "traffpunkter", record), Problem);
  assert.equal(impatient.bodies.length, sent);
}
const unsafe = answering([busy(503, "0"), done()]);
await assert.rejects(subscribe(unsafe.catalogue), Problem);
assert.equal(unsafe.bodies.length, 1);
const proxy = answering([new Response("<h1>Bad Gateway</h1>", { status: 502 })]);
await assert.rejects(subscribe(proxy.catalogue), UnexpectedAnswer);
console.log("typescript: an insats was put back, a copy began again, requests were repeated");
