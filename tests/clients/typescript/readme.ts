import { Catalogue } from "insatskatalog-client";

const catalogue = new Catalogue({ base: "http://127.0.0.1:45147/insatskatalog/v1" });
const question = { asOf: "2025-07-01", facts: { birthDate: "1955-07-02" } };
const answer = await catalogue.ask("1270", "trygghetslarm", question);
console.log(answer.outcome, answer.reasonCode); // notEligible age

const { data: insats } = await catalogue.api.GET("/municipalities/{kommunkod}/insatser/{slug}", {
  params: { path: { kommunkod: "1270", slug: "trygghetslarm" } },
});
console.log(insats?.name.sv); // Trygghetslarm

import { Problem } from "insatskatalog-client";

try {
  await catalogue.ask("1270", "trygghetslarm", { asOf: "2025-02-30", facts: { birthDate: "1955-13-01" } });
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.log(error.status, error.code); // 400 invalidDate
  console.log(error.errors.map(({ pointer, code }) => `${pointer} ${code}`).join(", ")); // /asOf invalidDate, /facts/birthDate invalidDate
}

import { pages } from "insatskatalog-client";

const slugs: string[] = [];
for await (const page of pages((next) =>
  catalogue.api.GET("/municipalities/{kommunkod}/insatser", {
    params: { path: { kommunkod: "1270" }, query: { limit: 2, fields: "slug", ...next } },
  }),
)) {
  slugs.push(...page.insatser.map((insats) => insats.slug));
}
console.log(slugs.includes("trygghetslarm")); // true

import type { Position } from "insatskatalog-client";

const copy = new Map<string, unknown>();
let position: Position | undefined;
for await (const part of catalogue.changes(position)) {
  if (part.beginsAgain) copy.clear();
  for (const { kommunkod, kind, key, gone, document } of part.changes) {
    const address = `${kommunkod}/${kind}/${key}`;
    if (gone) copy.delete(address);
    else copy.set(address, document);
  }
  position = part.position;
}
console.log(copy.has("1270/version/trygghetslarm@2025-07-01")); // true

const token = process.env["TOKEN"]!;
const authorized = new Catalogue({ base: "http://127.0.0.1:45147/insatskatalog/v1", token });
const key = crypto.randomUUID();
const receipt = await authorized.postRecord(
  "0188",
  "traffpunkter",
  {
    level: "group",
    provider: "finska-foreningen",
    date: "2025-10-13",
    activity: "finsk-sanggrupp",
    method: "Sång i grupp",
    performedBy: "volontärer",
    participants: { total: 12, women: 7, men: 5, otherOrUnknown: 0 },
  },
  key,
);
console.log(receipt.recordRevision); // 1

import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { openMessage } from "insatskatalog-client";

const { data: subscription } = await authorized.api.POST("/municipalities/{kommunkod}/subscriptions", {
  params: { path: { kommunkod: "1270" } },
  body: { url: "http://127.0.0.1:37459/hook" },
});
const secret = subscription!.secret; // is shown only once: store it

const receiver = createServer(async (request, response) => {
  try {
    const message = openMessage(secret, request.headers, await buffer(request));
    console.log(message.type, message.data.kommunkod); // subscription.test 1270
    response.writeHead(204).end();
  } catch {
    response.writeHead(401).end();
  }
}).listen(37459);

const { data: delivery } = await authorized.api.POST("/municipalities/{kommunkod}/subscriptions/{id}/test", {
  params: { path: { kommunkod: "1270", id: subscription!.id } },
});
console.log(delivery?.outcome); // delivered
receiver.close();
