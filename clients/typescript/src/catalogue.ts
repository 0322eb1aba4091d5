import createClient from "openapi-fetch";
import type { paths } from "./api.js";
import { changes, type ChangedPart, type ChangesOptions, type Position } from "./changes.js";
import type { Api, Schemas } from "./operations.js";
import { refuse } from "./problem.js";
import { retrying, type Patience } from "./retrying.js";

/** Where a catalogue is, and how to speak to it. */
export interface CatalogueOptions extends Patience {
  /** The address of the API, up to and with `/insatskatalog/v1`. */
  base: string;
  /** The access token. Public information needs none. */
  token?: string;
  /** The language of problems: `sv` or `en`; `sv` if absent. */
  language?: "sv" | "en";
  /** Another `fetch`, such as one for a proxy. */
  fetch?: typeof fetch;
}

/** A catalogue behind its API. */
export class Catalogue {
  /** Every operation, by its path. Errors are thrown, as `Problem`. */
  readonly api: Api;

  constructor({ base, token, language = "sv", fetch: send = fetch, ...patience }: CatalogueOptions) {
    const again = retrying(patience, send);
    this.api = createClient<paths, "application/json">({
      baseUrl: base,
      headers: { "Accept-Language": language, ...(token && { Authorization: `Bearer ${token}` }) },
      fetch: async (request) => refuse(await again(request)),
    });
  }

  /** Asks whether a person meets the criteria of an insats. */
  async ask(kommunkod: string, slug: string, question: Schemas["EligibilityQuestion"]): Promise<Schemas["Answer"]> {
    const path = "/municipalities/{kommunkod}/insatser/{slug}/eligibility";
    const { data } = await this.api.POST(path, { params: { path: { kommunkod, slug } }, body: question });
    return data!;
  }

  /**
   * Posts a record of a group activity.
   *
   * Store the `key` with the record before you send it: a repeated request with the same key gets the same receipt.
   */
  async postRecord(
    kommunkod: string,
    slug: string,
    record: Schemas["GroupRecord"],
    key: string = crypto.randomUUID(),
  ): Promise<Schemas["RecordReceipt"]> {
    const params = { path: { kommunkod, slug }, header: { "Idempotency-Key": key } };
    const path = "/municipalities/{kommunkod}/insatser/{slug}/group-records";
    const { data } = await this.api.POST(path, { params, body: record });
    return data!;
  }

  /** Posts up to 1,000 records, of which all or none are stored. `key` is as in `postRecord`. */
  async postRecords(
    kommunkod: string,
    records: Schemas["BatchRecord"][],
    key: string = crypto.randomUUID(),
  ): Promise<Schemas["BatchReceipt"]> {
    const params = { path: { kommunkod }, header: { "Idempotency-Key": key } };
    const path = "/municipalities/{kommunkod}/group-record-batches";
    const { data } = await this.api.POST(path, { params, body: { records } });
    return data!;
  }

  /** Every change after a position, or all of them without one. */
  changes(from?: Position, options: ChangesOptions = {}): AsyncGenerator<ChangedPart, void, undefined> {
    return changes(this.api, from, options);
  }
}
