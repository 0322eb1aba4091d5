// Sheets that cannot be saved as they are: each is answered with one sentence and what to do.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pointer } from "../hands.mjs";
import { FILE, SOUND, START, heading, signIn, templates } from "./journey.mjs";
import { newAssociation, recordsOf } from "./world.mjs";
import { filledCsv } from "./filled_sheets.mjs";
import { zipped } from "./zip.mjs";

const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
// A browser is sent from memory what is smaller than this.
const LARGE = 50 * 1024 * 1024 + 1;

// Signs in a new association and opens its insats.
async function opened(visit) {
  const association = await newAssociation(visit);
  const hands = pointer(visit.page);
  await visit.page.goto(visit.site + START);
  await signIn(visit, hands, association.account);
  await visit.page.goto(visit.site + association.path);
  const { csv } = await templates(visit.page, hands);
  return { association, hands, csv };
}

async function send(hands, file) {
  await hands.choose(FILE, file);
  await hands.press("Kontrollera bladet");
}

// The page says what is wrong and saves nothing. `FILE` is there for another try.
async function refused({ page, seen, ...visit }, { token }, title, said) {
  await heading(page, title);
  await page.getByText(said).first().waitFor();
  assert.equal(await page.getByRole("button", { name: "Lämna in" }).count(), 0);
  assert.deepEqual(await recordsOf(visit, token), []);
  await seen("refused");
  if (await page.getByLabel(FILE).count() === 0) await pointer(page).follow("Tillbaka");
  await page.getByLabel(FILE).waitFor();
  await page.getByRole("button", { name: "Kontrollera bladet" }).waitFor();
}

// A picture, and a letter as word processors save it.
async function wrongFile(visit) {
  const { association, hands } = await opened(visit);
  const picture = { name: "bild.png", mimeType: "image/png", buffer: await visit.page.screenshot() };
  const letter = { name: "brev.docx", mimeType: DOCX, buffer: zipped(new Map([["word/document.xml", "<w:document/>"]])) };
  for (const file of [picture, letter]) {
    await send(hands, file);
    await refused(visit, association, "Filen kan inte användas", /rätt fil/);
  }
}

async function tooLarge(visit) {
  const { association, hands } = await opened(visit);
  const folder = await mkdtemp(join(tmpdir(), "sheet-"));
  try {
    const file = join(folder, "stort.csv");
    await writeFile(file, Buffer.alloc(LARGE, "x"));
    await send(hands, file);
    await refused(visit, association, "Bladet är för stort", "Kontrollera att det är rätt fil");
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function sameTwice(visit) {
  const { page, site, seen } = visit;
  const { association, hands, csv } = await opened(visit);
  await send(hands, filledCsv(csv, SOUND));
  await hands.press("Lämna in");
  await heading(page, "Bladet är inlämnat");
  await page.goto(site + association.path);
  const [first, ...others] = SOUND;
  await send(hands, filledCsv(csv, SOUND));
  await heading(page, "Bladet är redan inlämnat");
  await page.getByText("3 oförändrade rader").waitFor();
  assert.equal(await page.getByRole("button", { name: "Lämna in" }).count(), 0);
  await seen("nothing new");
  await page.goto(site + association.path);
  await send(hands, filledCsv(csv, [{ ...first, antal_deltagare: "19", kvinnor: "13" }, ...others, { ...first, datum: "2025-11-04" }]));
  for (const said of ["1 ny rad", "1 ändrad rad", "2 oförändrade rader"]) await page.getByText(said).waitFor();
  await seen("a growing sheet");
  await hands.press("Lämna in");
  await heading(page, "Bladet är inlämnat");
  const totals = (await recordsOf(visit, association.token)).map((record) => record.participants.total).sort();
  assert.deepEqual(totals, [17, 18, 19, 20]);
}

async function lastYear(visit) {
  const { association, hands, csv } = await opened(visit);
  await send(hands, filledCsv(csv, SOUND.map((row) => ({ ...row, datum: row.datum.replace("2025", "2024") }))));
  await refused(visit, association, "Bladet har 3 fel", "Insatsen gällde inte den dagen.");
}

async function ofAnother(visit) {
  const { association, hands, csv } = await opened(visit);
  await send(hands, filledCsv(csv, SOUND.map((row) => ({ ...row, "utförare": "finska-foreningen" }))));
  await refused(visit, association, "Bladet har 3 fel", /hör till en annan utförare .* Kontrollera att det är ert blad\./);
}

export const sheets = [
  { name: "a file that is no sheet", run: wrongFile },
  { name: "a sheet of 50 MB", run: tooLarge },
  { name: "a sheet of 50 MB, without scripts", run: tooLarge, withoutScript: true },
  { name: "the same sheet again", run: sameTwice },
  { name: "a sheet of a year before the decision", run: lastYear },
  { name: "a sheet of another provider", run: ofAnother },
];
