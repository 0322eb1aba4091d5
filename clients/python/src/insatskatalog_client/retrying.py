"""Requests that are sent again when the service says after how long."""

import re
import time
from dataclasses import dataclass

import httpx


@dataclass(frozen=True)
class Patience:
    """How often and how long to wait for a service that asks for it."""

    attempts: int = 5
    """The most attempts."""
    longest_wait: int = 120
    """The longest single wait in seconds. A longer `Retry-After` is not waited for."""


class Retrying(httpx.BaseTransport):
    """A transport that sends a request again when the answer says after how many seconds (`Retry-After`)."""

    def __init__(self, patience: Patience, transport: httpx.BaseTransport) -> None:
        self.patience = patience
        self.transport = transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        for _ in range(self.patience.attempts - 1):
            answer = self.transport.handle_request(request)
            wait = seconds_to_wait(request, answer)
            if wait is None or wait > self.patience.longest_wait:
                return answer
            answer.close()
            time.sleep(wait)
        return self.transport.handle_request(request)

    def close(self) -> None:
        self.transport.close()


def seconds_to_wait(request: httpx.Request, answer: httpx.Response) -> int | None:
    # A request that got 503 may have been carried out: the service stops waiting for a database that does not answer.
    again = answer.status_code == 429 or (answer.status_code in (409, 503) and is_repeatable(request))
    seconds = answer.headers.get("Retry-After", "")
    return int(seconds) if again and re.fullmatch("[0-9]+", seconds) else None


def is_repeatable(request: httpx.Request) -> bool:
    # A question changes nothing, and a key lets the service recognise what it has already done.
    question = request.url.path.endswith(("/eligibility", "/eligibility-batches"))
    return request.method != "POST" or "Idempotency-Key" in request.headers or question
