// A receiver that verifies messages of a running service with the reference library of Standard Webhooks, also while the secret is
// replaced, and refuses a message that was changed on the way.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { Catalogue, openMessage, WebhookVerificationError } from "insatskatalog-client";

const [base, token] = process.argv.slice(2);
assert(base && token, "usage: webhook.js BASE TOKEN");
const catalogue = new Catalogue({ base, token });

const received: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
const receiver = createServer(async (request, response) => {
  received.push({ headers: request.headers, body: await buffer(request) });
  response.writeHead(204).end();
}).listen(0, "127.0.0.1");
await once(receiver, "listening");

const { data: subscription } = await catalogue.api.POST("/municipalities/{kommunkod}/subscriptions", {
  params: { path: { kommunkod: "1270" } },
  body: { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`, kinds: ["version.changed"] },
});
assert(subscription);
const params = { path: { kommunkod: "1270", id: subscription.id } };

async function message() {
  const { data } = await catalogue.api.POST("/municipalities/{kommunkod}/subscriptions/{id}/test", { params });
  assert.equal(data?.outcome, "delivered");
  return received.pop()!;
}

// One secret.
const first = await message();
const opened = openMessage(subscription.secret, first.headers, first.body);
assert.deepEqual([opened.type, opened.id], ["subscription.test", first.headers["webhook-id"]]);
const changed = Buffer.from(first.body.toString().replace("1270", "1271"));
assert.notDeepEqual(changed, first.body);
assert.throws(() => openMessage(subscription.secret, first.headers, changed), WebhookVerificationError);

// While the secret is replaced, either opens a message; before, only the old one did.
const { data: rotated } = await catalogue.api.POST("/municipalities/{kommunkod}/subscriptions/{id}/secrets", { params });
assert(rotated && rotated.secret !== subscription.secret);
const second = await message();
for (const secret of [subscription.secret, rotated.secret]) {
  assert.equal(openMessage(secret, second.headers, second.body).type, "subscription.test");
  assert.throws(() => openMessage(secret, second.headers, changed), WebhookVerificationError);
}
assert.throws(() => openMessage(rotated.secret, first.headers, first.body), WebhookVerificationError);

await catalogue.api.DELETE("/municipalities/{kommunkod}/subscriptions/{id}", { params });
receiver.close();
console.log("typescript: messages were verified, also with a new secret, and a changed one was refused");
