"""What the README of the client does not show, against a running service: an insats is put back, a copy begins again, and
requests are repeated."""

import datetime
import sys
import uuid

import httpx

from insatskatalog_client import Catalogue, Patience, Position, Problem
from insatskatalog_client.generated.api.insatser import get_insats, put_insats
from insatskatalog_client.generated.api.subscriptions import create_subscription
from insatskatalog_client.generated.models import (
    BatchRecord,
    GroupRecord,
    Level,
    Outcome,
    Participants,
    PerformedBy,
    SubscriptionRequest,
    Version,
)

base, token = sys.argv[1:]
catalogue = Catalogue(base, token)


def refused(code, call, *arguments, **more):
    try:
        call(*arguments, **more)
    except Problem as problem:
        assert problem.code == code, problem
    else:
        raise AssertionError(f"{code} is expected")


# Get an insats and put it back without a change.
read = get_insats.sync_detailed("1270", "trygghetslarm", client=catalogue.client)
version = Version.from_dict(read.parsed.to_dict())
put = catalogue.call(put_insats.sync, "1270", "trygghetslarm", body=version, if_match=read.headers["etag"])
assert put.to_dict() == read.parsed.to_dict()

# The same key gets the same receipt, and another content with it is refused.
record = GroupRecord(
    level=Level.GROUP,
    provider="finska-foreningen",
    date=datetime.date(2025, 10, 7),
    activity="finsk-sanggrupp",
    method="Sång i grupp",
    performed_by=PerformedBy.VOLONTARER,
    participants=Participants(total=12, women=7, men=5, other_or_unknown=0),
)
key = str(uuid.uuid4())
receipt = catalogue.post_record("0188", "traffpunkter", record, key)
assert catalogue.post_record("0188", "traffpunkter", record, key) == receipt
other = GroupRecord.from_dict(record.to_dict() | {"date": "2025-10-05"})
refused("idempotencyKeyReused", catalogue.post_record, "0188", "traffpunkter", other, key)
batch = catalogue.post_records("0188", [BatchRecord.from_dict(record.to_dict() | {"insats": "traffpunkter"})])
assert batch.unchanged == 1, batch

# A position of another generation begins again; the last one has no more changes.
parts = list(catalogue.changes(Position(1, uuid.uuid4())))
assert parts[0].begins_again and parts[0].changes[0].revision == 1, parts[0]
assert list(catalogue.changes(parts[-1].position)) == []

# A value that this package does not know.
assert Outcome("later") == "later" and Outcome("later").name == "later"


# Requests are repeated when the service says so, with the same content, if that does no harm.
class Answering(httpx.BaseTransport):
    def __init__(self, *answers):
        self.answers, self.bodies = list(answers), []

    def handle_request(self, request):
        self.bodies.append(request.read())
        return self.answers.pop(0)


def busy(status, seconds=None):
    body = {"type": "about:blank", "title": "", "status": status, "detail": "", "instance": "urn:x", "code": "busy", "errors": []}
    headers = {"Content-Type": "application/problem+json"} | ({"Retry-After": seconds} if seconds else {})
    return httpx.Response(status, json=body, headers=headers)


def done():
    return httpx.Response(201, json=receipt.to_dict())


def with_answers(*answers):
    transport = Answering(*answers)
    return transport, Catalogue(base, patience=Patience(attempts=3, longest_wait=10), transport=transport)


transport, patient = with_answers(busy(429, "0"), busy(503, "1"), done())
assert patient.post_record("0188", "traffpunkter", record) == receipt
assert len(transport.bodies) == 3 and len(set(transport.bodies)) == 1, transport.bodies

for answers, sent in [
    ([busy(503, "0"), busy(503, "0"), busy(503, "0"), done()], 3),  # the most attempts
    ([busy(503), done()], 1),  # no time was stated
    ([busy(503, "11"), done()], 1),  # too long
]:
    transport, impatient = with_answers(*answers)
    refused("busy", impatient.post_record, "0188", "traffpunkter", record)
    assert len(transport.bodies) == sent, (sent, transport.bodies)

wanted = SubscriptionRequest(url="https://webb.example.se/hook")
transport, unsafe = with_answers(busy(503, "0"), done())
refused("busy", unsafe.call, create_subscription.sync, "1270", body=wanted)
assert len(transport.bodies) == 1
_, proxied = with_answers(httpx.Response(502, text="<h1>Bad Gateway</h1>"))
try:
    proxied.call(create_subscription.sync, "1270", body=wanted)
except httpx.HTTPStatusError as error:
    assert error.response.status_code == 502
else:
    raise AssertionError("an error of a proxy is an error")
print("python: an insats was put back, a copy began again, requests were repeated")
