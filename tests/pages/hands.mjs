// How a person works: with a pointer, or with the keyboard alone.
import { readFile } from "node:fs/promises";
import { tabTo } from "./checks.mjs";

// What both can do on a page, by what the person reads there.
export function pointer(page) {
  const named = (role, name) => page.getByRole(role, { name, exact: true });
  const labelled = (label) => page.getByLabel(label, { exact: true });
  return {
    follow: (name) => named("link", name).click(),
    press: (name) => named("button", name).click(),
    fill: (label, value) => labelled(label).fill(value),
    choose: (label, file) => labelled(label).setInputFiles(file),
  };
}

export function keyboard(page) {
  // The browser asks us for files from the start; a listener that comes with the key may come too late.
  page.on("filechooser", () => {});
  const reach = (name) => tabTo(page, name, { isWhole: true });
  const enter = async (name) => {
    await reach(name);
    await page.keyboard.press("Enter");
  };
  return {
    follow: enter,
    press: enter,
    async fill(label, value) {
      await reach(label);
      await page.keyboard.press("Control+A");
      await page.keyboard.type(value);
    },
    async choose(label, file) {
      await reach(label);
      const chooser = page.waitForEvent("filechooser");
      await page.keyboard.press("Space");
      await (await chooser).setFiles(file);
    },
  };
}

// The file that the browser gets when a person follows a link.
export async function downloaded(page, follow) {
  const [download] = await Promise.all([page.waitForEvent("download"), follow()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}
