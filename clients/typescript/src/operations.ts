import type { Client } from "openapi-fetch";
import type { components, paths } from "./api.js";

/** Every operation of the specification, with bodies in JSON. */
export type Api = Client<paths, "application/json">;

/** Every schema of the specification, by its name. */
export type Schemas = components["schemas"];
