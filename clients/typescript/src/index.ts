/** A client for insatskatalog: the operations of its specification, and what each integration needs around them. */
export type { paths } from "./api.js";
export { Catalogue, type CatalogueOptions } from "./catalogue.js";
export type { CatalogueChange, ChangedPart, ChangesOptions, Position } from "./changes.js";
export type { Api, Schemas } from "./operations.js";
export { pages, type Next } from "./paging.js";
export { Problem, UnexpectedAnswer, type ProblemDetails, type ProblemError } from "./problem.js";
export type { Patience } from "./retrying.js";
export { openMessage, WebhookVerificationError, type Message } from "./webhook.js";
