// What every state of a page must pass: axe, no sideways scrolling, and nothing wrong in the console.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { choices } from "./views.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// The least number of rules that a page with any content passes: axe looked at something.
const LEAST_PASSED = 8;

// Looks at the page as it is now, light, dark and in forced colours.
export async function check(page, view, name) {
  for (const choice of view.media === "print" ? choices.slice(0, 1) : choices) {
    const what = `${name}, ${choice.name}`;
    await page.emulateMedia({ media: view.media ?? "screen", colorScheme: choice.colorScheme, forcedColors: choice.forcedColors });
    const { faults, passed } = await faultsOf(page, choice.forcedColors === "none");
    assert.deepEqual(faults, [], `${what}: axe`);
    assert(passed >= LEAST_PASSED, `${what}: axe checked only ${passed} rules`);
    const [wide, has] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert(wide <= has, `${what}: ${wide} pixels wide in ${has}`);
    if (process.env.SCREENSHOTS) {
      const file = `${name} ${view.name} ${choice.name}.png`.replaceAll(/[^\p{L}\p{N}.]+/gu, "-");
      await page.screenshot({ path: join(process.env.SCREENSHOTS, file), fullPage: true });
    }
  }
  await page.emulateMedia({ media: "screen", colorScheme: "light", forcedColors: "none" });
}

async function faultsOf(page, hasOwnColours) {
  // Evaluated by the browser's debugger, which no policy of the page hinders.
  if (!await page.evaluate(() => typeof window.axe === "object")) await page.evaluate(axe);
  // Chromium names the colours that the page wanted, not those that were forced.
  const rules = { "color-contrast": { enabled: hasOwnColours } };
  return page.evaluate(async (options) => {
    const found = await window.axe.run(document, options);
    const faults = found.violations.map(({ id, help, nodes }) => ({
      id, help, at: nodes.map((node) => `${node.target.flat().join(" ")}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`),
    }));
    return { faults, passed: found.passes.length };
  }, { runOnly: RULES, rules, resultTypes: ["violations"] });
}

// The element that has the focus, also in a component; it must show that it has it.
export async function focused(page) {
  const { text, shows } = await page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const style = getComputedStyle(element);
    const label = element.labels?.[0]?.textContent ?? element.getAttribute("aria-label") ?? element.textContent;
    return {
      text: label.trim().replaceAll(/\s+/g, " "),
      shows: element.tabIndex < 0 || (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2),
    };
  });
  assert(shows, `${text}: the focus cannot be seen`);
  return text;
}

// Presses a key until the element with some text, or with nothing else, has the focus.
export async function tabTo(page, text, { key = "Tab", most = 60, isWhole = false } = {}) {
  const isWanted = (shown) => (isWhole ? shown === text : shown.includes(text));
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press(key);
    if (isWanted(await focused(page))) return;
  }
  assert.fail(`${text}: not reached with ${most} times ${key}`);
}
