// The page where providers send their sheets: with a pointer and with the keyboard, with and without scripts, behind a proxy with
// two replicas, and what it says when something is wrong.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { keyboard, pointer } from "./hands.mjs";
import { FILE, INSATS, SOUND, START, heading, journey, signIn, templates } from "./provider/journey.mjs";
import { sheets } from "./provider/refused_sheets.mjs";
import { api, newAssociation, recordOf, recordsOf, surroundings, watched, withoutTokens } from "./provider/world.mjs";
import { filledCsv } from "./provider/filled_sheets.mjs";

export { surroundings };

// A refused form or sheet, and a page that needs signing in, are answered so.
const REFUSED = /status of (400|401|403|409|413|415|422|503)/;
// Of the service, and of the identity provider on the same machine.
const COOKIES = /^(__Host-insatskatalog-(session|sign-in)|identity-provider-[\w.-]+)$/;
const LARGEST_COOKIE = 4096;
// The page with --dev-tokens, of a service of this machine.
const LOCAL_COOKIES = /^__Host-insatskatalog-session$/;

const behindProxy = (name, run, options) => ({ name, run: watched(run), tolerated: REFUSED, cookies: COOKIES, ...options });

async function sessionCookie({ page, site, seen }) {
  await page.goto(site + START);
  // The page after signing in goes on at once; nothing else keeps it.
  await page.route(site + START, (route) => route.abort("aborted"));
  await signIn({ page, site }, pointer(page), "kassor", /\/provider\/callback\?/);
  await heading(page, "Du är inloggad");
  await seen("signed in");
  await page.unroute(site + START);
  await pointer(page).follow("Gå vidare");
  await heading(page, "Välj insats");
  const cookies = await page.context().cookies(site);
  const session = cookies.find(({ name }) => name.startsWith("__Host-"));
  assert(session, `no session among ${cookies.map(({ name }) => name)}`);
  const { secure, httpOnly, sameSite, path, name, value } = session;
  assert.deepEqual({ secure, httpOnly, sameSite, path }, { secure: true, httpOnly: true, sameSite: "Strict", path: "/" });
  assert(name.length + value.length < LARGEST_COOKIE);
  assert.equal(await page.evaluate(() => document.cookie + JSON.stringify([{ ...localStorage }, { ...sessionStorage }])), "[{},{}]");
}

async function withoutRights({ page, site, seen }) {
  await page.goto(site + START);
  await signIn({ page, site }, pointer(page), "ingen");
  await page.getByText("Be kommunen").waitFor();
  assert.equal(await page.getByRole("link", { name: INSATS }).count(), 0);
  await seen("nothing to report");
}

async function anotherProvider({ page, site, seen }) {
  await page.goto(site + START);
  await signIn({ page, site }, pointer(page), "annan");
  await heading(page, "Välj insats");
  await page.getByRole("link", { name: "Kvarnen" }).waitFor();
  assert.equal(await page.getByRole("link", { name: INSATS }).count(), 0);
  const answer = await page.goto(`${site}${START}/0188/finska-foreningen/traffpunkter`);
  assert.equal(answer.status(), 403);
  await heading(page, "Du är inloggad för en annan utförare");
  assert.equal(await page.getByLabel(FILE).count(), 0);
  await seen("what belongs to another provider");
  await pointer(page).follow("Tillbaka");
  await heading(page, "Välj insats");
}

async function outage(visit) {
  const { page, site, seen, identity, replicas } = visit;
  const hands = pointer(page);
  const token = await identity.tokenOf("kassor");
  await page.goto(site + START);
  identity.stopWithNextCode();
  try {
    await signIn(visit, hands, "kassor", /\/provider\/callback\?/);
    await heading(page, "Inloggningen går inte att nå");
    await page.getByText("Vänta en stund och försök igen.").waitFor();
    await seen("the identity provider does not answer");
    for (const replica of replicas) {
      assert.equal((await api(replica, "GET", "/municipalities/0188")).status, 200);
      assert.equal((await api(replica, "GET", "/municipalities/0188/reporting", { token })).status, 200);
    }
  } finally {
    await identity.stop();
    await identity.start();
  }
  await hands.follow("Försök igen");
  await heading(page, "Lämna in uppgifter för din verksamhet");
  await hands.follow("Logga in");
  await heading(page, "Välj insats");
}

// What was typed survives the end of the session: `end` ends it.
async function sessionEnds(visit, end) {
  const { page, site, seen } = visit;
  const association = await newAssociation(visit);
  const id = await recordOf(visit, association);
  const hands = pointer(page);
  await page.goto(site + START);
  await signIn(visit, hands, association.account);
  await page.goto(`${site}${association.path}/records/${id}`);
  await hands.fill("Antal deltagare", "21");
  await hands.fill("Kvinnor", "15");
  await end(visit);
  await hands.press("Spara rättelsen");
  await heading(page, "Logga in igen");
  await seen("signed out meanwhile");
  const [tab] = await Promise.all([page.context().waitForEvent("page"), hands.follow("Logga in i en ny flik")]);
  await pointer(tab).follow("Logga in");
  await heading(tab, "Välj insats");
  await tab.close();
  await hands.press("Skicka igen");
  await heading(page, "Rättelsen är sparad");
  const [record] = await recordsOf(visit, await visit.identity.tokenOf(association.account));
  assert.deepEqual([record.participants.total, record.participants.women], [21, 15]);
}

// The service accepts tokens for a minute after their end, because clocks differ: one that has ended saves most of the wait.
async function tokenExpires(visit) {
  visit.identity.giveTokensLife(-45);
  const ended = performance.now() + 20_000;
  try {
    await sessionEnds(visit, async () => {
      visit.identity.giveTokensLife();
      await pause(ended - performance.now());
    });
  } finally {
    visit.identity.giveTokensLife();
  }
}

const forgetSession = ({ page }) => page.context().clearCookies({ name: /^__Host-insatskatalog-session$/ });

// How often the provider of the pasted token has handed in a sheet: each view hands in sessions of its own.
let handedIn = 0;

// A service of one machine takes a token instead.
async function pastedToken({ page, site, seen: look }) {
  handedIn += 1;
  const { PROVIDER_TOKEN: token } = process.env;
  const { seen, end } = withoutTokens({ page, seen: look });
  const hands = pointer(page);
  await page.goto(site + START);
  await heading(page, "Lämna in uppgifter för din verksamhet");
  await seen("signed out");
  await hands.fill("Token", `${token}x`);
  await hands.press("Logga in");
  await heading(page, "Inloggningen godtas inte");
  await seen("a wrong token");
  await hands.follow("Försök igen");
  await hands.fill("Token", token);
  await hands.press("Logga in");
  await heading(page, "Välj insats");
  await hands.follow(INSATS);
  const { csv } = await templates(page, hands);
  await hands.choose(FILE, filledCsv(csv, SOUND.map((row) => ({ ...row, pass_nr: String(handedIn) }))));
  await hands.press("Kontrollera bladet");
  await heading(page, "Bladet är rätt ifyllt");
  await hands.press("Lämna in");
  await heading(page, "Bladet är inlämnat");
  await seen("the receipt");
  await end();
}

export const scenarios = [
  behindProxy("a volunteer reports a year", (visit) => journey(visit, pointer(visit.page), { asWorkbook: true })),
  behindProxy("a volunteer reports a year, without scripts", (visit) => journey(visit, pointer(visit.page), { asWorkbook: false }), {
    withoutScript: true,
  }),
  behindProxy("a volunteer reports a year, with the keyboard alone", (visit) => journey(visit, keyboard(visit.page), { asWorkbook: false })),
  behindProxy("the cookie of a session", sessionCookie),
  behindProxy("an account without rights", withoutRights),
  behindProxy("an account of another provider", anotherProvider),
  ...sheets.map(({ name, run, ...options }) => behindProxy(name, run, options)),
  behindProxy("the identity provider is away", outage),
  behindProxy("the session is lost while a correction is written", (visit) => sessionEnds(visit, forgetSession)),
  behindProxy("the session is lost while a correction is written, without scripts", (visit) => sessionEnds(visit, forgetSession), {
    withoutScript: true,
  }),
  behindProxy("the token expires while a correction is written", tokenExpires),
  { name: "a pasted token", run: pastedToken, tolerated: REFUSED, cookies: LOCAL_COOKIES },
];
