"""Three checks of Schemathesis, except where a specification cannot say what the service does."""

import json

import schemathesis
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
)

# Errors of form, which a schema can express: what fits its schema has none of them. Other codes are about rules: members that
# exclude each other, days that do not exist or have passed, names that the catalogue lacks, texts of nothing but spaces. A
# document may have unknown members by its schema (`unknownMember`), because the schemas of answers extend it.
FORM = {"duplicateMember", "invalidFormat", "missingMember", "notInList", "nullNotAllowed", "syntax", "tooLong", "wrongType"}

# The members that an object has differ between operations, and only the service gives positions in lists.
BY_THE_SERVICE = {"/query/fields", "/query/after"}


LINES = "application/x-ndjson"


@schemathesis.serializer(LINES)
def written_in_a_line(ctx, question):
    """A stream of one question."""
    return json.dumps(question).encode() + b"\n"


@schemathesis.deserializer(LINES)
def last_line(ctx, response):
    """The result of the last question. The lines before it have the same schema."""
    return json.loads(response.content.decode().splitlines()[-1])


def is_refused_in_its_line(response):
    is_in_lines = response.headers.get("content-type") == [LINES]
    return is_in_lines and "problem" in last_line(None, response)


def is_of_form(error):
    in_body = not error["pointer"].startswith(("/query", "/path"))
    # A member of a document may be required by the value of another, and its form may depend on what it is about: the telephone
    # number and the address of a function, a postal code, the lines of a source. Their descriptions state the forms.
    if in_body and error["code"] in {"invalidFormat", "missingMember"}:
        return False
    return error["code"] in FORM and error["pointer"] not in BY_THE_SERVICE


@schemathesis.check
def accepted_unless_a_rule_forbids(ctx, response, case):
    """What fits its schema is accepted."""
    is_problem = response.headers.get("content-type") == ["application/problem+json"]
    errors = response.json()["errors"] if is_problem else []
    if response.status_code == 400 and errors and not any(map(is_of_form, errors)):
        return None
    # Which of two headers, only their descriptions say.
    if is_problem and response.json()["code"] == "invalidPrecondition":
        return None
    return positive_data_acceptance(ctx, response, case)


def has_null(value):
    if isinstance(value, dict):
        return any(member is None or has_null(member) for member in value.values())
    return isinstance(value, list) and any(map(has_null, value))


@schemathesis.check
def refused_unless_null_is_absent(ctx, response, case):
    """What breaks its schema is refused. A member that is null is absent, because generated clients send it."""
    if response.status_code < 300 and has_null(case.body):
        return None
    # A question among many gets its own problem.
    if is_refused_in_its_line(response):
        return None
    return negative_data_rejection(ctx, response, case)


@schemathesis.check
def whole_answers_fit_their_schema(ctx, response, case):
    """An answer with selected members lacks others, as the parameters say."""
    if {"fields", "view"} & set(case.query or {}):
        return None
    return response_schema_conformance(ctx, response, case)
