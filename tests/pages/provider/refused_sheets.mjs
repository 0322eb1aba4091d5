// Sheets that cannot be saved as they are: each is answered with one sentence and what to do.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pointer } from "../hands.mjs";
import { FILE, SOUND, START, heading, signIn, templates } from "./journey.mjs";
import { newAssociation, recordsOf } from "./world.mjs";
import { filledCsv } from "./filled_sheets.mjs";

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

// The page says what is wrong, saves nothing, and has the form for another try.
async function refused({ page, seen, ...visit }, { token }, said) {
  await page.getByText(said).first().waitFor();
  await page.getByLabel(FILE).waitFor();
  await page.getByRole("button", { name: "Kontrollera bladet" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Lämna in" }).count(), 0);
  assert.deepEqual(await recordsOf(visit, token), []);
  await seen("refused");
}

async function wrongFile(visit) {
  const { association, hands } = await opened(visit);
  await send(hands, { name: "bild.png", mimeType: "image/png", buffer: Buffer.from("\x89PNG\r\n\x1a\n", "latin1") });
  await refused(visit, association, /Är det rätt fil\?/);
}

async function tooLarge(visit) {
  const { association, hands } = await opened(visit);
  const folder = await mkdtemp(join(tmpdir(), "sheet-"));
  try {
    const file = join(folder, "stort.csv");
    await writeFile(file, Buffer.alloc(LARGE, "x"));
    await send(hands, file);
    await refused(visit, association, /för stor/);
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
  await refused(visit, association, "Insatsen gällde inte den dagen.");
}

async function ofAnother(visit) {
  const { association, hands, csv } = await opened(visit);
  await send(hands, filledCsv(csv, SOUND.map((row) => ({ ...row, "utförare": "finska-foreningen" }))));
  await refused(visit, association, /hör till en annan utförare .* Kontrollera att det är ert blad\./);
}

export const sheets = [
  { name: "a file that is no sheet", run: wrongFile },
  { name: "a sheet of 50 MB", run: tooLarge },
  { name: "a sheet of 50 MB, without scripts", run: tooLarge, withoutScript: true },
  { name: "the same sheet again", run: sameTwice },
  { name: "a sheet of a year before the decision", run: lastYear },
  { name: "a sheet of another provider", run: ofAnother },
];
