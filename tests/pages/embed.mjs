// The component on another site, on a page of its own, and without the service.
import assert from "node:assert/strict";
import { focused, tabTo } from "./checks.mjs";
import { otherSite, printed } from "./other_site.mjs";
import { publishCouple } from "./service.mjs";

// Visits a page of another site that has some content, under the policy that `embed` prints.
async function visitOther({ page, site }, kommunkod, content, options) {
  const { snippet, policy } = await printed(site, kommunkod);
  const other = await otherSite(policy, content ? `${snippet.match(/<script[^]*?<\/script>/)[0]}${content}` : snippet, options);
  await page.goto(other.address);
  return other;
}

const button = (page, name) => page.getByRole("button", { name, exact: true });
const heading = (page, name) => page.getByRole("heading", { name });

// Answers each question with its first choice, or as somebody of 75, until there is an answer.
async function answerAll(page, what, kinds, seen) {
  await button(page, "Börja").click();
  for (let asked = 0; asked < 20; asked += 1) {
    const field = page.locator("form input").first();
    const outcome = page.locator("[part~=outcome]");
    await field.or(outcome).first().waitFor();
    if (await outcome.isVisible()) return;
    const kind = await field.getAttribute("type");
    if (kind === "text") await field.fill("75");
    else await field.check();
    if (!kinds.has(kind) && kind === "checkbox") await seen("several reasons");
    kinds.add(kind);
    const question = await page.getByRole("heading", { level: 2 }).textContent();
    await button(page, "Fortsätt").click();
    await page.waitForFunction((before) => {
      const root = document.querySelector("galler-det-mig").shadowRoot;
      return root.querySelector("h2")?.textContent !== before;
    }, question);
  }
  assert.fail(`${what}: no answer after 20 questions`);
}

export const scenarios = [
  {
    name: "a person of 75 finds the alarm",
    tolerated: /status of 400/,
    async run(visit) {
      const { page, seen } = visit;
      const other = await visitOther(visit, "1270");
      try {
        const kept = [];
        page.on("request", (request) => kept.push(request));
        await heading(page, "Stöd utan behovsprövning").waitFor();
        assert.equal(await page.getByRole("listitem").filter({ has: page.getByRole("heading") }).count(), 5);
        await seen("the list");
        await page.getByLabel("Sök stöd").fill("pensionärslarm");
        await button(page, "Sök").click();
        await page.getByText("Inget stöd hittades.").waitFor();
        await seen("nothing found");
        await button(page, "Visa allt stöd").click();
        await page.getByLabel("Sök stöd").fill("larmet");
        await button(page, "Sök").click();
        await page.getByText("1 träff").waitFor();
        await page.getByRole("link", { name: "Trygghetslarm" }).click();
        await button(page, "Börja").waitFor();
        assert.equal(await focused(page), "Trygghetslarm");
        await page.getByText("70 år eller äldre och är folkbokförd i Tomelilla.").waitFor();
        await seen("the alarm");
        await button(page, "Börja").click();
        const born = page.getByLabel("När är du född?");
        await born.fill("19510505-1239");
        await button(page, "Fortsätt").click();
        await page.getByText("Skriv bara födelsedatumet").waitFor();
        assert.equal(await born.getAttribute("aria-invalid"), "true");
        await seen("a fault");
        // What the service alone refuses.
        await born.fill("2090-01-01");
        await button(page, "Fortsätt").click();
        await page.getByText("Födelsedatumet är efter den dag").waitFor();
        assert.equal(await born.inputValue(), "2090-01-01");
        await born.fill("1951-05-05");
        await button(page, "Fortsätt").click();
        await page.getByRole("group", { name: "I vilken kommun är du folkbokförd?" }).waitFor();
        await seen("the second question");
        await page.getByLabel("Tomelilla").check();
        await button(page, "Fortsätt").click();
        await heading(page, "Ja, enligt villkoren").waitFor();
        await page.getByText("Du ska vara 70 år eller äldre: ja.").waitFor();
        await page.getByText("Du har alltid rätt att ansöka").waitFor();
        await page.getByText("Dina svar").click();
        await page.getByText("5 maj 1951").waitFor();
        await seen("the answer");
        assert.equal(page.url(), other.address, "nothing in the address");
        const facts = kept.filter((request) => /1951/.test(request.url()));
        assert.deepEqual(facts.map((request) => request.url()), [], "facts in an address");
        assert(kept.some((request) => request.method() === "POST" && request.postData().includes("1951-05-05")));
        assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0, "nothing stored");
        await button(page, "Ändra det sista svaret").click();
        await page.getByLabel("En annan kommun").check();
        await button(page, "Fortsätt").click();
        await heading(page, "Nej, inte enligt villkoren").waitFor();
        await button(page, "Tillbaka till listan").click();
        await page.getByText("1 träff").waitFor();
      } finally {
        other.close();
      }
    },
  },
  {
    name: "a couple answers for both",
    async run(visit) {
      const { page, seen } = visit;
      await publishCouple();
      const other = await visitOther(visit, "1276", "<galler-det-mig kommunkod=\"1276\" insats=\"serviceinsatser\"></galler-det-mig>");
      try {
        await button(page, "Börja").click();
        await page.getByLabel("När är du född?").fill("1940-02-01");
        await button(page, "Fortsätt").click();
        await page.getByLabel("Ja", { exact: true }).check();
        await button(page, "Fortsätt").click();
        await page.getByLabel(/partner.*född/i).fill("1950");
        await seen("the partner");
        await button(page, "Fortsätt").click();
        await heading(page, "Nej, inte enligt villkoren").waitFor();
        await seen("too young");
        await button(page, "Ändra det sista svaret").click();
        await page.getByLabel(/partner.*född/i).fill("1941-12-24");
        await button(page, "Fortsätt").click();
        await page.getByText("Du bedömer det själv.").waitFor();
        await page.getByLabel("Ja", { exact: true }).check();
        await button(page, "Fortsätt").click();
        await heading(page, "Ja, enligt villkoren").waitFor();
        await page.getByText("Ring kommunens växel.").waitFor();
        await seen("both");
        await button(page, "Börja om").click();
        await button(page, "Hoppa över frågan").click();
        await button(page, "Hoppa över frågan").click();
        await button(page, "Hoppa över frågan").click();
        await heading(page, "Fler uppgifter behövs").waitFor();
        await seen("nothing answered");
      } finally {
        other.close();
      }
    },
  },
  {
    name: "every form ends with an answer",
    async run(visit) {
      const { page, base, seen } = visit;
      const other = await visitOther(visit, "0188", "<galler-det-mig kommunkod=\"0188\" insats=\"anhorigstod\"></galler-det-mig>");
      try {
        const kinds = new Set();
        for (const kommunkod of ["0188", "0127", "0180", "1270"]) {
          const path = `${base}/municipalities/${kommunkod}/insatser?status=inForce,incomplete,historical&limit=100&fields=slug`;
          const { insatser } = await (await fetch(path)).json();
          for (const { slug } of insatser) {
            await page.locator("galler-det-mig").evaluate((form, of) => {
              for (const [name, value] of Object.entries(of)) form.setAttribute(name, value);
            }, { kommunkod, insats: slug });
            await answerAll(page, `${kommunkod} ${slug}`, kinds, seen);
          }
        }
        assert.deepEqual([...kinds].sort(), ["checkbox", "radio", "text"]);
      } finally {
        other.close();
      }
    },
  },
  {
    name: "languages",
    async run(visit) {
      const { page, seen } = visit;
      await publishCouple();
      const other = await visitOther(visit, "1276", "<insats-kort kommunkod=\"1276\" insats=\"serviceinsatser\"></insats-kort>", { lang: "en" });
      try {
        await heading(page, "Household services").waitFor();
        await page.getByText("Cleaning: at most SEK 250 an hour. The price depends on income").waitFor();
        await seen("English");
        await button(page, "Suomi").click();
        await heading(page, "Kotipalvelut").waitFor();
        assert.equal(await page.locator("insats-kort :is(h2, p) [lang=fi]").count() >= 2, true);
        await button(page, "Lättläst svenska").click();
        await heading(page, "Hjälp hemma").waitFor();
        assert.equal(await page.locator("insats-kort h2 [lang=sv-x-easy]").count(), 1);
        await seen("easy Swedish");
        await page.locator("insats-kort").evaluate((card) => card.setAttribute("insats", "finns-inte"));
        await page.getByRole("alert").waitFor();
      } finally {
        other.close();
      }
    },
    tolerated: /status of 404/,
  },
  {
    name: "with the keyboard alone",
    async run(visit) {
      const { page } = visit;
      const other = await visitOther(visit, "1270");
      try {
        await heading(page, "Stöd utan behovsprövning").waitFor();
        await tabTo(page, "Sök stöd");
        await page.keyboard.type("larm");
        await page.keyboard.press("Enter");
        await page.getByText("1 träff").waitFor();
        await tabTo(page, "Trygghetslarm");
        await page.keyboard.press("Enter");
        await heading(page, "Trygghetslarm").waitFor();
        await tabTo(page, "Börja");
        await page.keyboard.press("Enter");
        await heading(page, "När är du född?").waitFor();
        await tabTo(page, "När är du född?");
        await page.keyboard.type("80");
        await page.keyboard.press("Enter");
        await page.getByRole("group", { name: "I vilken kommun är du folkbokförd?" }).waitFor();
        await tabTo(page, "Tomelilla");
        await page.keyboard.press("Space");
        await page.keyboard.press("Enter");
        await heading(page, "Ja, enligt villkoren").waitFor();
        await tabTo(page, "Tillbaka till listan");
        await page.keyboard.press("Enter");
        await page.getByText("1 träff").waitFor();
      } finally {
        other.close();
      }
    },
  },
  {
    name: "no answer from the service",
    tolerated: /ERR_FAILED|status of 404/,
    async run(visit) {
      const { page, seen } = visit;
      let isAway = true;
      await page.route("**/insatskatalog/v1/**", (route) => (isAway ? route.abort() : route.continue()));
      const other = await visitOther(visit, "1270");
      try {
        await page.getByText("Uppgifterna kan inte hämtas just nu.").waitFor();
        await page.getByRole("link", { name: "Stöd utan behovsprövning i Tomelilla" }).waitFor();
        await seen("away");
        isAway = false;
        await button(page, "Försök igen").click();
        await heading(page, "Stöd utan behovsprövning").waitFor();
        assert.equal(await page.getByRole("link", { name: "Stöd utan behovsprövning i Tomelilla" }).isVisible(), false);
        // A municipality without a catalogue.
        await page.locator("insats-lista").evaluate((list) => list.setAttribute("kommunkod", "2584"));
        await page.getByText("Uppgifterna finns inte i katalogen.").waitFor();
        await page.getByRole("link", { name: "Stöd utan behovsprövning i Tomelilla" }).waitFor();
      } finally {
        other.close();
      }
    },
  },
  {
    name: "without scripts",
    withoutScript: true,
    async run(visit) {
      const { page, seen } = visit;
      const other = await visitOther(visit, "1270");
      try {
        await page.getByRole("link", { name: "Stöd utan behovsprövning i Tomelilla" }).waitFor();
        await seen("the link");
      } finally {
        other.close();
      }
    },
  },
  {
    name: "a file that somebody changed",
    tolerated: /integrity/,
    async run(visit) {
      const { page, site } = visit;
      await page.route("**/embed/**", async (route) => {
        const answered = await route.fetch();
        await route.fulfill({ response: answered, body: `${await answered.text()}document.title = "changed";` });
      });
      const { snippet, policy } = await printed(site, "1270");
      const other = await otherSite(policy, snippet);
      try {
        await page.goto(other.address);
        await page.getByRole("link", { name: "Stöd utan behovsprövning i Tomelilla" }).waitFor();
        assert.equal(await page.title(), "Kommunen");
        assert.equal(await page.evaluate(() => customElements.get("insats-lista")), undefined);
      } finally {
        other.close();
      }
    },
  },
  {
    name: "the demonstration",
    async run({ page, site, seen }) {
      await page.goto(`${site}/demo`);
      await heading(page, "Stöd utan behovsprövning").waitFor();
      await seen("the list");
      await page.getByRole("link", { name: "Anhörigstöd" }).click();
      await heading(page, "Anhörigstöd").waitFor();
      await seen("an insats");
    },
  },
];
