import type { Schemas } from "./operations.js";

type Link = Schemas["Link"];

/** What the link `next` adds to a query: the number of the next page, or the last number read. */
export interface Next {
  page?: number;
  after?: number;
}

/**
 * Every page of a list, from the first.
 *
 * `ask` gets what to add to the query. Only the query of the link `next` is used, so that the token goes to no other address.
 */
export async function* pages<Page extends { _links: Link[] }>(
  ask: (next: Next) => Promise<{ data?: Page | undefined }>,
): AsyncGenerator<Page, void, undefined> {
  for (let next: Next | undefined = {}; next; ) {
    const { data } = await ask(next);
    if (!data) return;
    yield data;
    next = nextOf(data._links);
  }
}

function nextOf(links: Link[]): Next | undefined {
  const link = links.find((link) => link.rel === "next");
  if (!link) return undefined;
  const query = new URL(link.href).searchParams;
  const next: Next = {};
  for (const name of ["page", "after"] as const) {
    const value = query.get(name);
    if (value !== null) next[name] = Number(value);
  }
  return next;
}
