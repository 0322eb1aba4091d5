// A client with types from openapi-typescript, compiled strictly, against a running service.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

const [base, token] = process.argv.slice(2);
assert(base && token, "usage: client.js BASE TOKEN");
const api = createClient<paths, "application/json" | "application/problem+json">({ baseUrl: base });
const authorized = { Authorization: `Bearer ${token}` };
const alarm = { kommunkod: "1270", slug: "trygghetslarm" };

// List.
const list = await api.GET("/municipalities/{kommunkod}/insatser", {
  params: { path: { kommunkod: "1270" }, query: { limit: 100 } },
});
assert(list.data, "a list");
assert(list.data.insatser.some((insats) => insats.slug === "trygghetslarm"));

// Ask.
const question: components["schemas"]["EligibilityQuestion"] = {
  asOf: "2025-09-01",
  facts: { birthDate: "1950-03-14", registeredMunicipality: "1270" },
};
const asked = await api.POST("/municipalities/{kommunkod}/insatser/{slug}/eligibility", {
  params: { path: alarm },
  body: question,
});
assert.equal(asked.data?.outcome, "eligible");

// Get an insats and put it back without a change.
const read = await api.GET("/municipalities/{kommunkod}/insatser/{slug}", { params: { path: alarm } });
const etag = read.response.headers.get("etag");
assert(read.data && etag);
const put = await api.PUT("/municipalities/{kommunkod}/insatser/{slug}", {
  params: { path: alarm, header: { "If-Match": etag } },
  body: read.data,
  headers: authorized,
});
assert(put.data, JSON.stringify(put.error));
assert.deepEqual(put.data, read.data);

// Post a record.
const record: components["schemas"]["GroupRecord"] = {
  level: "group",
  provider: "finska-foreningen",
  date: "2025-10-06",
  activity: "finsk-sanggrupp",
  method: "Sång i grupp",
  performedBy: "volontärer",
  participants: { total: 12, women: 7, men: 5, otherOrUnknown: 0 },
};
const posted = await api.POST("/municipalities/{kommunkod}/insatser/{slug}/group-records", {
  params: {
    path: { kommunkod: "0188", slug: "traffpunkter" },
    header: { "Idempotency-Key": crypto.randomUUID() },
  },
  body: record,
  headers: authorized,
});
assert(posted.data, JSON.stringify(posted.error));
assert.equal(posted.data.recordRevision, 1);

// Read a problem.
const missing = await api.GET("/municipalities/{kommunkod}/insatser/{slug}", {
  params: { path: { kommunkod: "1270", slug: "finns-inte" } },
});
assert.equal(missing.response.status, 404);
assert.equal(missing.error?.code, "unknownInsats");
console.log("typescript: an insats was put back, a record posted, a problem read");
