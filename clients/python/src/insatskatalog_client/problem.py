"""Errors that the service answers with."""

import httpx

from .generated.models import ProblemDetails, ProblemError


class Problem(Exception):
    """An answer of the service with a status of 400 or above."""

    def __init__(self, details: ProblemDetails) -> None:
        super().__init__(f"{details.code}: {details.detail}")
        self.details = details

    @property
    def status(self) -> int:
        """The status of the answer."""
        return self.details.status

    @property
    def code(self) -> str:
        """The code of the problem, as in `/problems/{code}`."""
        return self.details.code

    @property
    def errors(self) -> list[ProblemError]:
        """Every error in the request, with a JSON Pointer to its place."""
        return self.details.errors


def refuse(answer: httpx.Response) -> None:
    """Raises an error answer as a Problem, or as httpx.HTTPStatusError if it is not from the service itself."""
    if answer.status_code < 400:
        return
    if answer.headers.get("Content-Type", "").startswith("application/problem+json"):
        answer.read()
        raise Problem(ProblemDetails.from_dict(answer.json()))
    answer.raise_for_status()
