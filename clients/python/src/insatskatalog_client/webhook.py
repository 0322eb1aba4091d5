"""Messages that the service sends to the receivers of subscriptions."""

from collections.abc import Mapping
from typing import Literal, NotRequired, TypedDict, cast

from standardwebhooks import Webhook, WebhookVerificationError

__all__ = ["Event", "Message", "WebhookVerificationError", "open_message"]


class Event(TypedDict):
    """What happened."""

    kommunkod: NotRequired[str]
    key: NotRequired[str]
    revision: NotRequired[int]
    generation: NotRequired[str]
    gone: NotRequired[bool]
    due: NotRequired[str]
    about: NotRequired[str]


class Message(TypedDict):
    """A message of a subscription: a CloudEvent that says what happened and where to read more."""

    specversion: Literal["1.0"]
    id: str
    source: str
    type: str
    subject: NotRequired[str]
    time: str
    data: Event


def open_message(secret: str, headers: Mapping[str, str], body: bytes) -> Message:
    """The message of a request, if the service signed it with the secret of the subscription in the last five minutes.

    Otherwise raises WebhookVerificationError. `body` is exactly what was received.
    """
    return cast(Message, Webhook(secret).verify(body, dict(headers)))
