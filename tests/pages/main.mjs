// Runs each scenario in each view: a file of scenarios exports a list of `{ name, run, ... }`, as `visit.mjs` describes them. If they
// need more than the service, the file exports `surroundings` too, which starts that and returns how to reach and `end` it.
import assert from "node:assert/strict";
import { views } from "./views.mjs";
import { visiting } from "./visit.mjs";

const FILES = ["catalogue", "documentation", "embed", "form", "provider", "reports"];

const given = process.argv.slice(2);
const all = given[0] === "all";
const files = all ? given.slice(1) : given;
for (const file of files) assert(FILES.includes(file), `${file}: the scenarios are ${FILES.join(", ")}`);

const browser = await visiting();
const failed = [];
let states = 0;
try {
  for (const file of files.length ? files : FILES) {
    const { scenarios, surroundings } = await import(`./${file}.mjs`);
    const around = await surroundings?.();
    try {
      for (const view of all ? views : views.slice(0, 1)) {
        for (const scenario of scenarios) await runOne(file, scenario, view, around);
      }
    } finally {
      await around?.end();
    }
  }
} finally {
  await browser.close();
}

async function runOne(file, scenario, view, around) {
  const began = performance.now();
  const what = `${file}, ${view.name}: ${scenario.name}`;
  try {
    const seen = await browser.run(scenario, view, around);
    states += seen;
    console.log(`${what}: ${seen} states, ${((performance.now() - began) / 1000).toFixed(1)} s`);
  } catch (error) {
    failed.push(what);
    console.error(`${what}: ${error.stack}`);
  }
}

if (failed.length) {
  console.error(`failed:\n${failed.join("\n")}`);
  process.exitCode = 1;
} else {
  console.log(`pages: ${states} states without faults`);
}
