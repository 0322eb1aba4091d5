// Requests to the service that this file came from: without cookies, and with facts in a POST only.

// The address before "/embed/": the service may stand below a path.
const SITE = import.meta.url.replace(/\/embed\/.*$/, "");
const BASE = `${SITE}/insatskatalog/v1`;
// How long a person waits for an answer, in milliseconds.
const PATIENCE = 15_000;
const PAGE_SIZE = 100;

// What an answer with an error says, for the person who asked.
class Refused extends Error {
  constructor(status, problem) {
    super(String(status));
    this.status = status;
    this.errors = problem?.errors ?? [];
    this.detail = problem?.detail ?? "";
  }
}

async function request(path, language, options = {}) {
  const answered = await fetch(BASE + path, {
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(PATIENCE),
    ...options,
    headers: { Accept: "application/json", "Accept-Language": language.own, ...options.headers },
  });
  const body = await answered.json();
  if (!answered.ok) throw new Refused(answered.status, body);
  return body;
}

function insatsPath({ kommunkod, insats }) {
  return `/municipalities/${encodeURIComponent(kommunkod)}/insatser/${encodeURIComponent(insats)}`;
}

// Every insats in force of a municipality, or those with some words, the best match first.
async function listInsatser(kommunkod, language, words = "") {
  const order = words ? `q=${encodeURIComponent(words)}` : "sort=name";
  const path = `/municipalities/${encodeURIComponent(kommunkod)}/insatser?view=summary&status=inForce,incomplete&limit=${PAGE_SIZE}&${order}`;
  const all = [];
  for (let page = 1; ; page += 1) {
    const { insatser, _meta: { totalRecords } } = await request(`${path}&page=${page}`, language);
    all.push(...insatser);
    if (!insatser.length || all.length >= totalRecords) return all;
  }
}

// An insats with its criteria.
async function getInsats(of, language) {
  const [insats, criteria] = await Promise.all([
    request(insatsPath(of), language),
    request(`${insatsPath(of)}/criteria`, language),
  ]);
  return { insats, criteria };
}

// The vocabulary of facts by their names, asked for once.
let vocabulary;
function getFacts(language) {
  vocabulary ??= request("/facts", language)
    .then(({ facts }) => new Map(facts.map((fact) => [fact.name, fact])))
    .catch((error) => {
      vocabulary = undefined;
      throw error;
    });
  return vocabulary;
}

function ask(of, question, language) {
  return request(`${insatsPath(of)}/eligibility`, language, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(question),
  });
}
