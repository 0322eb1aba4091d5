// The pages of the catalogue: from the start page to an insats. They have no scripts, so that one visit without them is enough.
import assert from "node:assert/strict";
import { tabTo } from "./checks.mjs";

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });

export const scenarios = [
  {
    name: "from the start page to the alarm",
    withoutScript: true,
    async run({ page, site, seen }) {
      await page.goto(`${site}/`);
      await heading(page, "Stöd från kommunen utan behovsprövning").waitFor();
      await seen("the start page");
      await page.getByRole("link", { name: "Tomelilla", exact: true }).click();
      await heading(page, "Insatser utan behovsprövning i Tomelilla").waitFor();
      await seen("the municipality");
      await page.getByLabel("Vad det gäller").selectOption({ label: "Trygghet i hemmet" });
      await page.getByRole("button", { name: "Visa", exact: true }).click();
      await page.getByRole("heading", { name: "1 insats passar ditt val" }).waitFor();
      await seen("one category");
      await page.getByRole("link", { name: "Trygghetslarm", exact: true }).click();
      await heading(page, "Trygghetslarm").waitFor();
      await page.getByText("Du ska vara 70 år eller äldre.").waitFor();
      await page.getByText("Du har alltid rätt att ansöka").waitFor();
      await seen("the insats");
      await page.getByText("Det här saknas eller är osäkert i katalogen").click();
      await page.getByText("Beslutets dag är inte införd i katalogen.").waitFor();
      await seen("what is not known");
      await page.getByRole("link", { name: "English" }).click();
      await heading(page, "Personal alarm").waitFor();
      assert.equal(await page.locator("html").getAttribute("lang"), "en");
      await seen("in English");
      await page.getByRole("link", { name: "Does this apply to me?" }).click();
      await page.waitForURL(`${site}/1270/trygghetslarm/eligibility?lang=en`);
    },
  },
  {
    name: "a search, and what is refused",
    withoutScript: true,
    tolerated: /status of (400|404|422)/,
    async run({ page, site, seen }) {
      await page.goto(`${site}/`);
      await page.getByLabel("Vad behöver du hjälp med?").fill("trygghetslarn");
      await page.getByRole("button", { name: "Sök i alla kommuner" }).click();
      await page.getByRole("link", { name: "Trygghetslarm", exact: true }).waitFor();
      await seen("found in spite of a typing error");
      await page.getByLabel("Vad behöver du hjälp med?").fill("!");
      await page.getByRole("button", { name: "Sök i alla kommuner" }).click();
      await page.getByText("Texten har inget ord.").waitFor();
      await seen("no word");
      await page.getByLabel("Vad behöver du hjälp med?").fill("19510314-1234");
      await page.getByRole("button", { name: "Sök i alla kommuner" }).click();
      await page.getByText("ser ut som ett personnummer").waitFor();
      assert(!(await page.content()).includes("1234"), "an identity number is not shown");
      await seen("an identity number");
      await page.goto(`${site}/1270/okand`);
      await heading(page, "Insatsen finns inte här").waitFor();
      await seen("an unknown insats");
      await page.getByRole("searchbox").fill("larm");
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: "Trygghetslarm", exact: true }).waitFor();
      assert.equal(new URL(page.url()).pathname, "/1270", "the search is in the municipality");
      await page.goto(`${site}/9999`);
      await heading(page, "Sidan finns inte").waitFor();
      await seen("an unknown municipality");
    },
  },
  {
    name: "with the keyboard alone",
    withoutScript: true,
    async run({ page, site }) {
      await page.goto(`${site}/1270`);
      await tabTo(page, "Hoppa till innehållet", { most: 1 });
      await page.keyboard.press("Enter");
      await tabTo(page, "Visa bara det som är öppet för alla");
      await page.keyboard.press("Space");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "4 insatser passar ditt val" }).waitFor();
      await tabTo(page, "Råd och stöd");
      await page.keyboard.press("Enter");
      await heading(page, "Råd och stöd").waitFor();
    },
  },
];
