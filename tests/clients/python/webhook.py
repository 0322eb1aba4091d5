"""A receiver that verifies messages of a running service with the reference library of Standard Webhooks, also while the secret
is replaced, and refuses a message that was changed on the way."""

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from insatskatalog_client import Catalogue, WebhookVerificationError, open_message
from insatskatalog_client.generated.api.subscriptions import (
    create_subscription,
    delete_subscription,
    rotate_subscription_secret,
    test_subscription,
)
from insatskatalog_client.generated.models import EventKind, SubscriptionRequest

base, token = sys.argv[1:]
catalogue = Catalogue(base, token)
received = []


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        received.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


receiver = HTTPServer(("127.0.0.1", 0), Receiver)
Thread(target=receiver.serve_forever, daemon=True).start()
wanted = SubscriptionRequest(url=f"http://127.0.0.1:{receiver.server_port}/hook", kinds=[EventKind.VERSION_CHANGED])
subscription = catalogue.call(create_subscription.sync, "1270", body=wanted)


def message():
    delivery = catalogue.call(test_subscription.sync, "1270", subscription.id)
    assert delivery.outcome == "delivered", delivery
    return received.pop()


def refused(secret, headers, body):
    try:
        open_message(secret, headers, body)
    except WebhookVerificationError:
        return
    raise AssertionError("the message must be refused")


# One secret.
headers, body = message()
opened = open_message(subscription.secret, headers, body)
assert opened["type"] == "subscription.test" and opened["id"] == headers["webhook-id"], opened
changed = body.replace(b"1270", b"1271")
assert changed != body
refused(subscription.secret, headers, changed)

# While the secret is replaced, either opens a message; before, only the old one did.
rotated = catalogue.call(rotate_subscription_secret.sync, "1270", subscription.id)
assert rotated.secret != subscription.secret
refused(rotated.secret, headers, body)
headers, body = message()
for secret in [subscription.secret, rotated.secret]:
    assert open_message(secret, headers, body)["type"] == "subscription.test"
    refused(secret, headers, body.replace(b"1270", b"1271"))

delete_subscription.sync_detailed("1270", subscription.id, client=catalogue.client)
receiver.shutdown()
print("python: messages were verified, also with a new secret, and a changed one was refused")
