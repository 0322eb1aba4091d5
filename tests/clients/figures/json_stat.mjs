// The reference library of JSON-stat reads the same figures as the JSON answer has.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { ask } from "./service.mjs";

const JSONstat = createRequire(import.meta.url)("jsonstat-toolkit");
const jsonStat = "application/vnd.json-stat+json";
const statuses = new Set();
let compared = 0;

async function figuresOf(path, exact) {
  const figures = [];
  for (let page = 1; ; page += 1) {
    const answer = await (await ask(`${path}&limit=100&page=${page}`, { exact })).json();
    figures.push(...answer.figures);
    if (figures.length >= answer._meta.totalRecords) return { by: answer.by, figures };
  }
}

for (const exact of [false, true]) {
  const months = "from=2025-07&to=2026-09";
  for (const by of ["month", "month,insats,place", "place,gender", "insats,provider,place", ""]) {
    for (const partial of exact ? [""] : ["", "&partial=true"]) {
      const path = `/municipalities/1270/statistics${exact ? "/exact" : ""}?by=${by}&${months}${partial}`;
      const answered = await ask(path, { accept: jsonStat, exact });
      assert.equal(answered.headers.get("content-type"), jsonStat);
      const dataset = JSONstat(await answered.json()).Dataset(0);
      assert.equal(dataset.class, "dataset");
      const answer = await figuresOf(path, exact);
      assert.deepEqual(dataset.id, [...answer.by, "measure"]);
      const shown = new Set();
      for (const figure of answer.figures) {
        const of = Object.fromEntries(answer.by.map((dimension) => [dimension, figure[dimension] ?? "notStated"]));
        const cell = dataset.Data({ ...of, measure: "participations" });
        assert.equal(cell.value, exact ? figure.participants.total : figure.value, `${path} ${JSON.stringify(figure)}`);
        const status = exact ? "ok" : figure.status;
        assert.equal(cell.status ?? "ok", status, `${path} ${JSON.stringify(figure)}`);
        if (status !== "ok") assert(dataset.extension.status.label[status], status);
        statuses.add(status);
        shown.add(JSON.stringify(of));
        compared += 1;
      }
      assert.equal(shown.size, answer.figures.length, "each figure has a cell of its own");
      assert.equal(dataset.role.metric[0], "measure");
      for (const id of dataset.id) assert(dataset.Dimension(id).label, id);
    }
  }
}
for (const status of ["ok", "suppressed", "missing", "partial"]) assert(statuses.has(status), status);
console.log(`json-stat: ${compared} figures are equal, with the statuses ${[...statuses].sort().join(", ")}`);
