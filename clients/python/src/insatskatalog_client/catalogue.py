"""A catalogue behind its API."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any, Self, TypeVar
from urllib.parse import parse_qs, urlsplit

import httpx

from .changes import ChangedPart, Position, changes
from .generated.api.eligibility import ask_eligibility
from .generated.api.group_records import post_group_record, post_group_record_batch
from .generated.client import AuthenticatedClient
from .generated.models import (
    Answer,
    BatchReceipt,
    BatchRecord,
    EligibilityQuestion,
    GroupRecord,
    GroupRecordBatch,
    ProblemDetails,
    RecordReceipt,
)
from .problem import refuse
from .retrying import Patience, Retrying

T = TypeVar("T")


class Catalogue:
    """A catalogue behind its API: `base` is its address, up to and with `/insatskatalog/v1`.

    Public information needs no token. `language` is that of problems: `sv` or `en`.
    """

    def __init__(
        self,
        base: str,
        token: str | None = None,
        *,
        language: str = "sv",
        patience: Patience = Patience(),
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"Accept-Language": language} | ({"Authorization": f"Bearer {token}"} if token else {})
        session = httpx.Client(
            base_url=base,
            headers=headers,
            timeout=60,
            transport=Retrying(patience, transport or httpx.HTTPTransport()),
            event_hooks={"response": [refuse]},
        )
        self.client = AuthenticatedClient(base_url=base, token=token or "").set_httpx_client(session)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.get_httpx_client().close()

    def call(self, operation: Callable[..., T | ProblemDetails | None], *path: str, **more: Any) -> T:
        """Calls an operation of the specification, such as `get_insats.sync`. Errors are raised, as Problem."""
        return expected(operation(*path, client=self.client, **more))

    def pages(self, operation: Callable[..., T | ProblemDetails | None], *path: str, **more: Any) -> Iterator[T]:
        """Every page of a list, from the first."""
        following: dict[str, int] | None = {}
        while following is not None:
            page = self.call(operation, *path, **(more | following))
            yield page
            following = next_of(page)

    def ask(self, kommunkod: str, slug: str, question: EligibilityQuestion) -> Answer:
        """Asks whether a person meets the criteria of an insats."""
        return expected(ask_eligibility.sync(kommunkod, slug, client=self.client, body=question))

    def post_record(self, kommunkod: str, slug: str, record: GroupRecord, key: str | None = None) -> RecordReceipt:
        """Posts a record of a group activity.

        Store the `key` with the record before you send it: a request that is repeated with the same key gets the same
        receipt.
        """
        key = key or str(uuid.uuid4())
        posted = post_group_record.sync(kommunkod, slug, client=self.client, body=record, idempotency_key=key)
        return expected(posted)

    def post_records(self, kommunkod: str, records: list[BatchRecord], key: str | None = None) -> BatchReceipt:
        """Posts up to 1,000 records, of which all or none are stored. `key` is as in `post_record`."""
        body = GroupRecordBatch(records=records)
        key = key or str(uuid.uuid4())
        posted = post_group_record_batch.sync(kommunkod, client=self.client, body=body, idempotency_key=key)
        return expected(posted)

    def changes(self, position: Position | None = None, *, wait: int = 0) -> Iterator[ChangedPart]:
        """Every change after a position, or all of them without one.

        `wait` is how many seconds to wait for the next change, at most 20. Without it, the reading ends after the last.
        """
        return changes(self.client, position, wait)


def expected(answer: T | ProblemDetails | None) -> T:
    assert answer is not None and not isinstance(answer, ProblemDetails), "the specification lacks this answer"
    return answer


def next_of(page: Any) -> dict[str, int] | None:
    # Only the query of the link is used, so that the token goes to no other address.
    link = next((link for link in page.field_links if link.rel == "next"), None)
    if link is None:
        return None
    query = parse_qs(urlsplit(link.href).query)
    return {name: int(query[name][0]) for name in ("page", "after") if name in query}
