"""A client for insatskatalog: the operations of its specification, and what each integration needs around them."""

from .catalogue import Catalogue
from .changes import ChangedPart, Position
from .problem import Problem
from .retrying import Patience
from .webhook import Event, Message, WebhookVerificationError, open_message

__all__ = [
    "Catalogue",
    "ChangedPart",
    "Event",
    "Message",
    "Patience",
    "Position",
    "Problem",
    "WebhookVerificationError",
    "open_message",
]
