// A site on another origin, which embeds the component under a policy that allows nothing else.
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { promisify } from "node:util";

// What `insatskatalog embed` prints for a municipality: the snippet and the lines of the policy.
export async function printed(site, kommunkod) {
  const { stdout } = await promisify(execFile)(process.env.INSATSKATALOG, ["embed", "--municipality", kommunkod, "--url", site]);
  const [snippet] = stdout.match(/<script[^]*<\/insats-lista>/);
  const policy = stdout.match(/^(script|connect)-src .*$/gm).join("; ");
  return { snippet, policy };
}

// Serves a page with some content, and gives its address. The policy allows no style at all, not even of the page.
export async function otherSite(policy, content, { lang = "sv" } = {}) {
  const page = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Kommunen</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"></head><body bgcolor="#ffffff" text="#1a1a1a"><main><h1>Kommunen</h1>${content}</main></body></html>`;
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.setHeader("Content-Security-Policy", `default-src 'none'; style-src 'none'; img-src data:; base-uri 'none'; require-trusted-types-for 'script'; ${policy}`);
    response.end(page);
  });
  await new Promise((listening) => server.listen(0, "localhost", listening));
  return { address: `http://localhost:${server.address().port}/`, close: () => server.close() };
}
