// A visit of a person: a fresh Chromium profile, a page, and what it saw.
//
// A scenario is `{ name, run, withoutScript?, tolerated?, cookies? }`. `run` gets a visit:
//
//   page        the page of playwright
//   base, site  the addresses of the API and of the service
//   token       for what the municipality does (1270 and 1276)
//   around      the surroundings of the file of scenarios
//   view        one of `views.mjs`
//   seen(name)  looks at the state of the page with `checks.mjs`
//
// `withoutScript` runs no script of the page. `tolerated` is a pattern of what the console may say, such as a failed request
// that the scenario is about; anything else there fails the scenario. `cookies` is a pattern of the names of cookies that it may
// leave; without it, there may be none.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { check } from "./checks.mjs";
import { base, site, token } from "./service.mjs";

// The time that a person would wait for an answer, in milliseconds.
const PATIENCE = 10_000;
const NONE = /$^/;
// The most letters of a page that a failure repeats.
const MOST_SHOWN = 500;

export async function visiting() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  return { run: (scenario, view, around) => run(browser, scenario, view, around), close: () => browser.close() };
}

async function run(browser, { name, run: visited, withoutScript = false, tolerated = NONE, cookies = NONE }, view, around) {
  const { width, height, deviceScaleFactor = 1 } = view;
  const context = await browser.newContext({
    viewport: { width, height }, deviceScaleFactor, locale: "sv-SE", reducedMotion: "reduce",
    // Surroundings that answer https have a certificate of their own.
    ignoreHTTPSErrors: Boolean(around),
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const debugged = await context.newCDPSession(page);
  const runScripts = (value) => debugged.send("Emulation.setScriptExecutionDisabled", { value: !value });
  if (withoutScript) await runScripts(false);
  const said = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !tolerated.test(message.text())) said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(String(error)));
  let states = 0;
  const seen = async (state) => {
    // axe is a script too. Those that the page skipped do not run later.
    if (withoutScript) await runScripts(true);
    await check(page, view, `${name}: ${state}`);
    if (withoutScript) await runScripts(false);
    states += 1;
  };
  try {
    await visited({ page, base, site, token, around, view, seen });
    assert.deepEqual(said, [], "the console");
    const kept = (await context.cookies()).map((cookie) => cookie.name);
    assert.deepEqual(kept.filter((cookie) => !cookies.test(cookie)), [], "cookies");
  } catch (error) {
    // The message is part of the stack already.
    error.stack += `\nthe page: ${(await page.innerText("body").catch(String)).slice(0, MOST_SHOWN)}`;
    if (said.length) error.stack += `\nthe console: ${said.join("\n")}`;
    throw error;
  } finally {
    await context.close();
  }
  return states;
}
