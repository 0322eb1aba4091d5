import type { Api, Schemas } from "./operations.js";
import { Problem } from "./problem.js";

/** A change of one object of the catalogue. */
export type CatalogueChange = Schemas["CatalogueChange"];

/** How far the changes have been read. Store it together with the copy. */
export interface Position {
  /** The number of the last change that was read. */
  after: number;
  /** The generation of the database that the number belongs to. */
  generation: string;
}

/** A part of the changes, in order. */
export interface ChangedPart {
  /** Whether the copy is to be emptied first: the changes begin from the beginning. */
  beginsAgain: boolean;
  changes: CatalogueChange[];
  /** The position after this part. */
  position: Position;
}

/** How to read the changes. */
export interface ChangesOptions {
  /** Seconds to wait for the next change, at most 20. Without it, the reading ends after the last change. */
  wait?: number;
  /** Ends the reading. */
  signal?: AbortSignal;
}

/**
 * Every change after a position, or all of them.
 *
 * After 410 (the database was restored, or the number does not exist) it begins again from the beginning.
 */
export async function* changes(
  api: Api,
  from: Position | undefined,
  { wait = 0, signal }: ChangesOptions,
): AsyncGenerator<ChangedPart, void, undefined> {
  let position = from;
  let beginsAgain = from === undefined;
  for (;;) {
    const query = { wait, limit: 1000, ...(position ?? { after: 0 }) };
    let data;
    try {
      ({ data } = await api.GET("/changes", { params: { query }, ...(signal && { signal }) }));
    } catch (problem) {
      if (!(problem instanceof Problem && problem.status === 410 && position)) throw problem;
      position = undefined;
      beginsAgain = true;
      continue;
    }
    if (!data) return;
    position = { after: data.changes.at(-1)?.revision ?? position?.after ?? 0, generation: data.generation };
    if (data.changes.length > 0 || beginsAgain) yield { beginsAgain, changes: data.changes, position };
    beginsAgain = false;
    if (wait === 0 && data.changes.length === 0) return;
  }
}
