"""The changes of the catalogue, for a system that keeps a copy."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from .generated.api.api import list_catalogue_changes
from .generated.client import AuthenticatedClient
from .generated.models import CatalogueChange, Changes
from .generated.types import UNSET
from .problem import Problem


@dataclass(frozen=True)
class Position:
    """How far the changes have been read. Store it together with the copy."""

    after: int
    """The number of the last change that was read."""
    generation: UUID
    """The generation of the database that the number belongs to."""


@dataclass(frozen=True)
class ChangedPart:
    """A part of the changes, in order."""

    begins_again: bool
    """Whether the copy is to be emptied first: the changes begin from the beginning."""
    changes: list[CatalogueChange]
    position: Position
    """The position after this part."""


def changes(client: AuthenticatedClient, position: Position | None, wait: int) -> Iterator[ChangedPart]:
    """Every change after a position, or all of them.

    After 410 (the database was restored, or the number does not exist) it begins again from the beginning.
    """
    begins_again = position is None
    while True:
        after = position.after if position else 0
        generation = position.generation if position else UNSET
        try:
            part = list_catalogue_changes.sync(
                client=client, after=after, generation=generation, wait=wait, limit=1000
            )
        except Problem as problem:
            if problem.status != 410 or position is None:
                raise
            position, begins_again = None, True
            continue
        assert isinstance(part, Changes)
        after = part.changes[-1].revision if part.changes else after
        position = Position(after, part.generation)
        if part.changes or begins_again:
            yield ChangedPart(begins_again, part.changes, position)
        begins_again = False
        if wait == 0 and not part.changes:
            return
