// The running service, and what a municipality publishes in it for the scenarios.
import assert from "node:assert/strict";

export const { BASE: base, TOKEN: token } = process.env;
assert(base && token, "run tests/pages/run, which starts the service");
export const site = new URL(base).origin;

export async function put(path, body) {
  const answered = await fetch(base + path, {
    method: "PUT",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}`, "If-None-Match": "*" },
    body: JSON.stringify(body),
  });
  // Another view has published it.
  if (answered.status !== 412) assert(answered.ok, `PUT ${path}: ${answered.status} ${await answered.text()}`);
}
