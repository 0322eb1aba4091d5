// Requests to the running service, and figures in it to look at: a singing café with a year of releases.
import assert from "node:assert/strict";

export const [base, token] = process.argv.slice(2);
assert(base && token, "usage: FILE BASE TOKEN");

const authorized = { Authorization: `Bearer ${token}` };
const municipality = "/municipalities/1270";

export async function ask(path, { accept = "application/json", language = "sv", exact = false } = {}) {
  const headers = { Accept: accept, "Accept-Language": language, ...(exact ? authorized : {}) };
  const answered = await fetch(base + path, { headers });
  assert.equal(answered.status, 200, `${path}: ${answered.status}`);
  return answered;
}

async function write(method, path, body, more = {}) {
  const headers = { "Content-Type": "application/json", ...authorized, ...more };
  const answered = await fetch(base + path, { method, headers, body: JSON.stringify(body) });
  assert(answered.ok, `${method} ${path}: ${answered.status} ${await answered.text()}`);
}

const months = (first, count) =>
  Array.from({ length: count }, (_, at) => new Date(Date.UTC(2025, first - 1 + at, 1)).toISOString().slice(0, 7));

// Publishes the café with three places, a year of records and one lost report, and releases the months.
export async function publish() {
  const created = { "If-None-Match": "*" };
  const text = (sv, en) => ({ sv, en });
  await write("PUT", `${municipality}/insatser/sangcafe`, {
    slug: "sangcafe", name: text("Sångcafé", "Singing café"), summary: text("Sång och fika.", "Singing and coffee."),
    category: "motesplats", validFrom: "2025-07-01",
    decision: { body: "Vård- och omsorgsnämnden", date: "2025-06-17", reference: "§ 88", adoption: "adopted", followUpDue: "2026-06" },
    legalBasis: ["11 kap. 5 § socialtjänstlagen (2025:400)"], criteria: { kind: "all", of: [] },
    documentation: {
      individualLevel: "exempt", legalBasis: ["14 kap. 5 § socialtjänstlagen (2025:400)"],
      specialReasons: text("Behövs inte.", "Not needed."),
      groupLevel: { items: ["date", "participants.total", "participants.gender"], reporting: { cycle: "month", dueDays: 5 } },
    },
    places: ["Torget", "Parken", "Biblioteket"].map((name) => ({ slug: name.toLowerCase(), name })),
  }, created);
  await write("PUT", `${municipality}/providers/sangarna`, { slug: "sangarna", name: "Sångarna", kind: "association" }, created);
  await write("PUT", `${municipality}/providers/sangarna/agreements/avtal`,
    { slug: "avtal", insatser: ["sangcafe"], validFrom: "2025-07-01", kind: "main" }, created);
  const all = months(7, 15);
  const people = (women, men) => ({ total: women + men, women, men, otherOrUnknown: 0 });
  const records = all.filter((month) => month !== "2026-02").flatMap((month, at) => [
    ["torget", people(20 + at, 12)], ["parken", people(2, 1)], ["biblioteket", people(14, 9 + at)],
  ].map(([place, participants]) => ({ level: "group", insats: "sangcafe", provider: "sangarna", date: `${month}-14`, place, participants })));
  await write("POST", `${municipality}/group-record-batches`, { records });
  for (const month of all) {
    const lost = month === "2026-02";
    await write("PUT", `${municipality}/reporting/sangcafe/sangarna/${month}`,
      lost ? { state: "lost", reason: "Listorna kom bort." } : { state: "complete" });
  }
  for (const month of all) await write("POST", `${municipality}/statistics/releases`, { month });
}
