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

// A couple must both have turned 80 (as in Klippan), and there is a text in other languages too.
export async function publishCouple() {
  await put("/municipalities/1276", {
    kommunkod: "1276", bodies: [{ slug: "socialnamnden", name: "Socialnämnden" }],
    questions: [{
      slug: "planera-sjalv", question: { sv: "Kan du planera insatsen själv?", en: "Can you plan the service yourself?" },
      help: { sv: "Du bedömer det själv.", en: "Use your own judgement." },
    }],
  });
  await put("/municipalities/1276/insatser/serviceinsatser", {
    slug: "serviceinsatser",
    name: { sv: "Serviceinsatser", en: "Household services", svEasy: "Hjälp hemma", fi: "Kotipalvelut" },
    summary: {
      sv: "Städning och tvätt varannan vecka.", en: "Cleaning and laundry every second week.",
      svEasy: "Vi städar och tvättar.", fi: "Siivous ja pyykki joka toinen viikko.",
    },
    category: "service", validFrom: "2025-07-01",
    decision: { body: "Socialnämnden", date: "2025-06-17", reference: "§ 12", adoption: "adopted" },
    legalBasis: ["11 kap. 5 § socialtjänstlagen (2025:400)"],
    documentation: {
      individualLevel: "required", legalBasis: ["14 kap. 3 § socialtjänstlagen (2025:400)"], groupLevel: { items: [] },
    },
    criteria: {
      kind: "all", groundForLimit: "notStated", ageReason: "notStated",
      of: [
        { kind: "age", atLeast: 80 },
        { kind: "eachOf", persons: "partner", where: { kind: "age", atLeast: 80 } },
        { kind: "declared", question: "planera-sjalv" },
      ],
    },
    costOptions: [{
      option: { sv: "Städning", en: "Cleaning" }, amount: 250, amountIs: "atMost", currency: "SEK", per: "hour", incomeTested: true,
    }],
    places: [{
      slug: "torget", name: "Medborgarhuset", address: "Torget 1, Klippan", functionPhone: "0435-280 00",
      openingHours: [{ weekday: "monday", opens: "10:00", closes: "15:00" }],
    }],
    howToGetIt: { sv: "Ring kommunens växel.", en: "Call the municipality." },
  });
}
