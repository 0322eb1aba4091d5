// axe looks at the pages and charts in Chromium, at the widths of a telephone, a tablet and a desk.
//
// The pages allow no script, so each is served again here, with axe in it and without its policy.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ask } from "./service.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const html = "text/html";
const cafe = "insats=sangcafe&from=2025-10&to=2026-09";
const pages = [];
for (const language of ["sv", "en"]) {
  const statistics = "/municipalities/1270/statistics";
  for (const [path, accept, exact] of [
    ["/municipalities/1270/insatser/sangcafe/annual-report?year=2026", html, false],
    ["/municipalities/1270/insatser/trygghetslarm/annual-report?year=2027", html, false],
    [`${statistics}/exact/annual-report?insats=sangcafe&year=2026`, html, true],
    ["/municipalities/1270/follow-up-report?year=2026", html, true],
    [`${statistics}?by=month,place&${cafe}`, html, false],
    [`${statistics}/chart.svg?${cafe}&yearBefore=true`, "image/svg+xml", false],
    [`${statistics}/chart.svg?${cafe}&kind=lines&yearBefore=true`, "image/svg+xml", false],
    [`${statistics}/chart.svg?by=place&${cafe}&width=320`, "image/svg+xml", false],
    [`${statistics}/exact/chart.svg?${cafe}`, "image/svg+xml", true],
  ]) {
    const text = await (await ask(path, { accept, language, exact })).text();
    // A chart is a part of a page, as on the web site of a municipality.
    const page = accept === html ? text
      : `<!doctype html><html lang="${language}"><head><title>Diagram</title></head><body><main><h1>Diagram</h1>${text}</main></body></html>`;
    pages.push({ path: `${path} ${language}`, page });
  }
}

const widths = [320, 800, 1280];
const check = `<script>${axe}</script><script>
  addEventListener("load", async () => {
    const found = await axe.run(document, { resultTypes: ["violations"] });
    const faults = found.violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((node) => node.html.slice(0, 200)) }));
    const root = document.documentElement;
    parent.postMessage({ width: innerWidth, faults, passed: found.passes.length, isWide: root.scrollWidth > innerWidth }, "*");
  });
</script></body>`;
// A window cannot be as narrow as a telephone, but a frame can.
const frames = (at) => `<!doctype html><title>frames</title><pre id="result"></pre><script>
  const results = [];
  addEventListener("message", ({ data }) => {
    results.push(data);
    if (results.length === ${widths.length}) document.getElementById("result").textContent = JSON.stringify(results);
  });
</script>${widths.map((width) => `<iframe src="/${at}" style="width: ${width}px; height: 900px; border: 0; display: block"></iframe>`).join("")}`;
const server = createServer((request, response) => {
  const [, framed, at] = request.url.match(/^\/(frames\/)?(\d+)$/) ?? [];
  const { page } = pages[Number(at)] ?? { page: "" };
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.end(framed ? frames(at) : page.replace("</body>", () => check));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;
const profile = await mkdtemp(join(tmpdir(), "axe-"));
let passed = 0;
try {
  for (const [at, { path }] of pages.entries()) {
    const { stdout } = await promisify(execFile)(process.env.CHROMIUM ?? "chromium", [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
      `--user-data-dir=${profile}`, "--virtual-time-budget=30000", "--dump-dom", `${origin}/frames/${at}`,
    ], { maxBuffer: 1 << 26 });
    const [, printed] = stdout.match(/<pre id="result">([^]*?)<\/pre>/) ?? [];
    assert(printed, `${path}: axe did not finish`);
    const results = JSON.parse(printed.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
    for (const { width, faults, passed: rules } of results) {
      assert.deepEqual(faults, [], `${path} at ${width}`);
      assert(rules > 5, `${path}: axe checked something`);
      passed += 1;
    }
    assert.deepEqual(results.map(({ width }) => width).sort((one, other) => one - other), widths, path);
  }
} finally {
  server.close();
  await rm(profile, { recursive: true, force: true });
}
console.log(`axe: ${passed} views at ${widths.join(", ")} pixels of ${pages.length} pages and charts without faults`);
