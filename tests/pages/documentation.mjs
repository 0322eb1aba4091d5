// The documentation of the API, which needs no script.
import assert from "node:assert/strict";

export const scenarios = [
  {
    name: "from the operations to a schema",
    withoutScript: true,
    async run({ page, site, seen }) {
      await page.goto(`${site}/docs/?lang=sv`);
      await page.getByRole("heading", { level: 1, name: "Dokumentation av API:et" }).waitFor();
      await seen("the operations");
      await page.locator('a[href^="/docs/askEligibility?"]').click();
      await page.getByRole("heading", { name: "Så anropar du" }).waitFor();
      await seen("an operation");
      await page.locator('a[href^="/docs/schemas/Answer?"]').first().click();
      await page.getByRole("heading", { name: "Fält" }).waitFor();
      assert((await page.locator("dl.facts > div").count()) > 5, "the members are there");
      await seen("a schema");
      await page.getByRole("link", { name: "English" }).click();
      await page.getByRole("heading", { name: "Members" }).waitFor();
      await seen("in English");
    },
  },
];
