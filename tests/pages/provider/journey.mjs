// What a volunteer does on the page for providers, from signing in until the year is complete.
import assert from "node:assert/strict";
import { downloaded } from "../hands.mjs";
import { newAssociation, recordsOf } from "./world.mjs";
import { filledCsv, filledWorkbook, firstRow } from "./filled_sheets.mjs";

export const START = "/provider";
export const INSATS = "Träffpunkter";
export const FILE = "Bladet som ni har fyllt i";
const PLACE = { plats: "Norrtälje", aktivitet: "Bingo", metod: "öppen gruppträff", "utfört_av": "volontärer" };
// Three sessions of one autumn.
export const SOUND = [
  { datum: "2025-10-14", ...PLACE, antal_deltagare: "18", kvinnor: "12", "män": "6" },
  { datum: "2025-10-21", ...PLACE, antal_deltagare: "20", kvinnor: "12", "män": "8" },
  { datum: "2025-10-28", ...PLACE, antal_deltagare: "17", kvinnor: "10", "män": "7" },
];
// The same, with a fault in each.
const FAULTY = [
  { ...SOUND[0], datum: "14/10/25" },
  { ...SOUND[1], plats: "Norrtälja" },
  { ...SOUND[2], kvinnor: "19" },
];
const FAULTY_COLUMNS = ["datum", "plats", "antal[ _]deltagare"];

export const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();

// Signs in at the identity provider, and waits for the page where that leads.
export async function signIn({ page, site }, hands, account, leadsTo = START) {
  await hands.follow("Logga in");
  await heading(page, "Logga in hos kommunen");
  await hands.fill("Användarnamn", account);
  await hands.press("Logga in");
  await page.waitForURL(leadsTo instanceof RegExp ? leadsTo : site + leadsTo);
}

// The templates that the page of an insats offers.
export async function templates(page, hands) {
  const workbook = await downloaded(page, () => hands.follow("Hämta bladet för kalkylprogram (.xlsx)"));
  const csv = await downloaded(page, () => hands.follow("Hämta bladet som CSV"));
  assert.match(workbook.name, /\.xlsx$/);
  assert.match(csv.name, /\.csv$/);
  return { workbook: workbook.content, csv: csv.content };
}

// The whole journey of a new association. `asWorkbook` tells in which form the sheets are sent.
export async function journey(visit, hands, { asWorkbook }) {
  const { page, site, seen } = visit;
  const association = await newAssociation(visit);
  await page.goto(site + START);
  await heading(page, "Lämna in uppgifter för din verksamhet");
  await seen("signed out");
  await signIn(visit, hands, association.account);
  await heading(page, "Välj insats");
  await seen("the insatser");
  await hands.follow(INSATS);
  await heading(page, INSATS);
  assert.equal(page.url(), site + association.path);
  await seen("the insats");
  const { workbook, csv } = await templates(page, hands);
  const filled = (rows) => (asWorkbook ? filledWorkbook(workbook, csv, rows) : filledCsv(csv, rows));
  await sendSheet(visit, hands, filled, firstRow(csv));
  assert.equal((await recordsOf(visit, association.token)).length, SOUND.length);
  await correctOne(visit, hands, association);
  await completeYear(visit, hands, association);
  await page.goto(site + START);
  await hands.press("Logga ut");
  await heading(page, "Du är utloggad");
  await seen("signed out again");
  await hands.follow("Logga också ut från kommunens inloggning");
  await heading(page, "Vill du logga ut?");
  await hands.press("Ja, logga ut");
  await heading(page, "Du är utloggad hos kommunen");
  await page.goto(site + association.path);
  assert.equal(await page.getByLabel(FILE).count(), 0, "nothing without signing in");
}

async function sendSheet({ page, seen }, hands, filled, row) {
  await hands.choose(FILE, filled(FAULTY));
  await hands.press("Kontrollera bladet");
  await heading(page, "Bladet har 3 fel");
  for (const [at, column] of FAULTY_COLUMNS.entries()) {
    await page.getByRole("listitem").filter({ hasText: new RegExp(`^\\s*Rad ${row + at}, kolumn ${column}: .*\\.`, "i") }).waitFor();
  }
  await seen("three faults");
  await hands.choose(FILE, filled(SOUND));
  await hands.press("Kontrollera bladet");
  await heading(page, "Bladet är rätt ifyllt");
  await page.getByText("3 nya rader").waitFor();
  await seen("what will be done");
  await hands.press("Lämna in");
  await heading(page, "Bladet är inlämnat");
  await seen("the receipt");
}

async function correctOne(visit, hands, { path, token }) {
  const { page, site, seen } = visit;
  await page.goto(site + path);
  await hands.follow("Se och rätta det ni har lämnat in");
  await heading(page, "Det ni har lämnat in");
  assert.equal(await page.getByRole("link", { name: /^Rätta \d/ }).count(), SOUND.length);
  await seen("the records");
  await hands.follow("Rätta 2025-10-14");
  await heading(page, "Rätta en uppgift");
  assert.equal(await page.getByLabel("Antal deltagare", { exact: true }).inputValue(), "18");
  await seen("a record");
  await hands.fill("Antal deltagare", "19");
  await hands.fill("Kvinnor", "13");
  await hands.press("Spara rättelsen");
  await heading(page, "Rättelsen är sparad");
  await seen("corrected");
  const totals = async () => (await recordsOf(visit, token)).map((record) => record.participants.total).sort();
  assert.deepEqual(await totals(), [17, 19, 20]);
  await page.goto(`${site}${path}/records`);
  await hands.follow("Rätta 2025-10-28");
  await heading(page, "Rätta en uppgift");
  await hands.fill("Varför tas uppgiften bort?", "Träffen blev inställd.");
  await hands.press("Ta bort uppgiften");
  await heading(page, "Uppgiften är borttagen");
  await seen("withdrawn");
  assert.deepEqual(await totals(), [19, 20]);
}

async function completeYear({ page, site, seen }, hands, { path }) {
  await page.goto(site + path);
  await hands.follow("Markera 2025 som klar");
  await heading(page, "Markera 2025 som klar");
  await seen("a period");
  await hands.fill("Er utvärdering", "Träffarna var uppskattade.");
  await hands.press("Markera som klar");
  await heading(page, "2025 är klar");
  await seen("the year is complete");
}
