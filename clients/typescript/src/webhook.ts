import type { IncomingHttpHeaders } from "node:http";
import { Webhook } from "standardwebhooks";
import type { Schemas } from "./operations.js";

export { WebhookVerificationError } from "standardwebhooks";

/** A message of a subscription: a CloudEvent that says what happened and where to read more. */
export interface Message {
  specversion: "1.0";
  /** The same in each attempt to deliver the message. */
  id: string;
  source: string;
  type: Schemas["EventKind"];
  subject?: string;
  time: string;
  data: {
    kommunkod?: string;
    key?: string;
    revision?: number;
    generation?: string;
    gone?: boolean;
    due?: string;
    about?: string;
  };
}

/**
 * The message of a request, if the service signed it with the secret of the subscription in the last five minutes.
 *
 * Otherwise throws a `WebhookVerificationError`. `body` is exactly what was received.
 */
export function openMessage(secret: string, headers: IncomingHttpHeaders, body: string | Buffer): Message {
  const single = Object.entries(headers).filter((header): header is [string, string] => typeof header[1] === "string");
  return new Webhook(secret).verify(body, Object.fromEntries(single)) as Message;
}
