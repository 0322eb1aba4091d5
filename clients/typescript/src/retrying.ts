import { setTimeout } from "node:timers/promises";

/** How often and how long to wait for a service that asks for it. */
export interface Patience {
  /** The most attempts; 5 if absent. */
  attempts?: number;
  /** The longest single wait in seconds; 120 if absent. A longer `Retry-After` is not waited for. */
  longestWait?: number;
}

/** A `fetch` that sends a request again when the answer says after how many seconds (`Retry-After`). */
export function retrying(patience: Patience, send: typeof fetch): (request: Request) => Promise<Response> {
  const { attempts = 5, longestWait = 120 } = patience;
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await send(request.clone());
      const wait = secondsToWait(request, answer);
      if (wait === undefined || wait > longestWait || attempt >= attempts) return answer;
      await answer.body?.cancel();
      await setTimeout(wait * 1000, undefined, { signal: request.signal });
    }
  };
}

function secondsToWait(request: Request, answer: Response): number | undefined {
  // A request that got 503 may have been carried out: the service stops waiting for a database that does not answer.
  const again = answer.status === 429 || ([409, 503].includes(answer.status) && isRepeatable(request));
  const seconds = answer.headers.get("retry-after") ?? "";
  return again && /^\d+$/.test(seconds) ? Number(seconds) : undefined;
}

// A question changes nothing, and a key lets the service recognise what it has already done.
function isRepeatable(request: Request): boolean {
  return request.method !== "POST" || request.headers.has("Idempotency-Key") || /\/eligibility(-batches)?$/.test(request.url);
}
