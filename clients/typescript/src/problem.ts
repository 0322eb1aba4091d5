import type { Schemas } from "./operations.js";

/** What the service says about an error (RFC 9457). */
export type ProblemDetails = Schemas["ProblemDetails"];

/** One error in a request, with a JSON Pointer to its place. */
export type ProblemError = Schemas["ProblemError"];

/** An answer of the service with a status of 400 or above. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(readonly details: ProblemDetails) {
    super(`${details.code}: ${details.detail}`);
  }

  /** The status of the answer. */
  get status(): number {
    return this.details.status;
  }

  /** The code of the problem, as in `/problems/{code}`. */
  get code(): string {
    return this.details.code;
  }

  /** Every error in the request. */
  get errors(): ProblemError[] {
    return this.details.errors;
  }
}

/** An error that did not come from the service itself, such as one of a proxy. */
export class UnexpectedAnswer extends Error {
  override readonly name = "UnexpectedAnswer";

  constructor(readonly status: number) {
    super(`the answer has the status ${status} and no problem document`);
  }
}

/** The answer, unless it is an error: then throws it as a `Problem`. */
export async function refuse(answer: Response): Promise<Response> {
  if (answer.status < 400) return answer;
  const type = answer.headers.get("content-type") ?? "";
  if (!type.startsWith("application/problem+json")) throw new UnexpectedAnswer(answer.status);
  throw new Problem((await answer.json()) as ProblemDetails);
}
