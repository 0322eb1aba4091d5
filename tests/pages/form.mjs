// "Gäller det mig?" as people use it: with and without scripts, and with the keyboard alone.
import assert from "node:assert/strict";
import { focused, tabTo } from "./checks.mjs";
import { publishCouple } from "./service.mjs";

const ALARM = "/1270/trygghetslarm/eligibility";
// A refused form is answered so.
const REFUSED = /status of (400|422)/;

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

async function alarm({ page, site, seen }) {
  await page.goto(site + ALARM);
  await heading(page, "När är du född?").waitFor();
  await seen("the first question");
  await press(page, "Fortsätt");
  await page.getByRole("heading", { name: "Rätta det här" }).waitFor();
  await seen("without an answer");
  await page.getByLabel("När är du född?").fill("19510314-1234");
  await press(page, "Fortsätt");
  assert(!(await page.content()).includes("1234"), "an identity number is not shown");
  await seen("an identity number");
  await page.getByLabel("När är du född?").fill("19510314");
  await press(page, "Fortsätt");
  await heading(page, "I vilken kommun är du folkbokförd?").waitFor();
  await seen("the second question");
  await page.getByLabel("Tomelilla", { exact: true }).check();
  await press(page, "Fortsätt");
  await heading(page, "Ja, enligt villkoren").waitFor();
  await page.getByText("Du har alltid rätt att ansöka").waitFor();
  assert.equal(page.url(), site + ALARM, "nothing in the address");
  await seen("the answer");
  await press(page, "Ändra: När är du född?");
  assert.equal(await page.getByLabel("När är du född?").inputValue(), "1951-03-14");
  await page.getByLabel("När är du född?").fill("1990");
  await page.keyboard.press("Enter");
  await heading(page, "Nej, inte enligt villkoren").waitFor();
  await seen("another answer");
}

async function couple({ page, site, seen }) {
  await publishCouple();
  await page.goto(`${site}/1276/serviceinsatser/eligibility`);
  const answers = {
    "När är du född?": () => page.getByRole("textbox").fill("1940-02-01"),
    "Lever du i ett par?": () => page.getByLabel("Ja", { exact: true }).check(),
    "Din partner: När är personen född?": () => page.getByRole("textbox").fill("1941 12 24"),
    "Kan du planera insatsen själv?": () => page.getByLabel("Ja", { exact: true }).check(),
  };
  const asked = [];
  while (asked.length < Object.keys(answers).length) {
    const question = await page.getByRole("heading", { level: 1 }).innerText();
    assert(answers[question], question);
    asked.push(question);
    await seen(question);
    await answers[question]();
    await press(page, "Fortsätt");
  }
  await heading(page, "Ja, enligt villkoren").waitFor();
  await page.getByText("Ring kommunens växel.").waitFor();
  await seen("both");
  await press(page, "Ändra: Din partner: När är personen född?");
  await page.getByRole("textbox").fill("1960-01-01");
  await press(page, "Fortsätt");
  await heading(page, "Nej, inte enligt villkoren").waitFor();
  await seen("one of them");
  await press(page, "English");
  await heading(page, "No – conditions not met").waitFor();
  await seen("in English");
}

export const scenarios = [
  { name: "a person of 75 in Tomelilla", run: alarm, tolerated: REFUSED },
  { name: "a person of 75, without scripts", run: alarm, tolerated: REFUSED, withoutScript: true },
  { name: "a couple", run: couple },
  { name: "a couple, without scripts", run: couple, withoutScript: true },
  {
    name: "with the keyboard alone",
    tolerated: REFUSED,
    async run({ page, site, seen }) {
      await page.goto(site + ALARM);
      await tabTo(page, "När är du född?");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Rätta det här" }).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.id), "faults", "the summary has the focus");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      assert.equal(await focused(page), "När är du född?", "the link leads to the field");
      await page.keyboard.type("1951-03-14");
      await page.keyboard.press("Enter");
      await heading(page, "I vilken kommun är du folkbokförd?").waitFor();
      await tabTo(page, "Tomelilla");
      while ((await page.evaluate(() => document.activeElement.type)) !== "radio") await tabTo(page, "Tomelilla");
      await page.keyboard.press("Space");
      await page.keyboard.press("Enter");
      await heading(page, "Ja, enligt villkoren").waitFor();
      await seen("the answer");
    },
  },
  {
    name: "the changes and the figures",
    withoutScript: true,
    async run({ page, site, seen }) {
      await page.goto(`${site}/1270/changes`);
      await heading(page, "Ändringar i katalogen för Tomelilla").waitFor();
      await seen("changes");
      await page.goto(`${site}/1270/trygghetslarm/statistics`);
      await heading(page, "Besöksstatistik").waitFor();
      await seen("no figures yet");
    },
  },
];
