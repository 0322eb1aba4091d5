"""Load by wrk, from the second core."""

import re
import subprocess
from collections import namedtuple

from servers import ASKING_CORE

CONNECTIONS = 16
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}

# Milliseconds; CPU seconds for 1,000 requests; MiB.
Measured = namedtuple("Measured", "rate p50 p99 cpu_seconds resident_mib")


def command(port, path, script, seconds, connections):
    """The command that sends requests."""
    options = ["--threads", 1, "--connections", connections, "--duration", f"{seconds}s", "--timeout", "60s", "--latency"]
    pinned = ["taskset", "-c", ASKING_CORE, "wrk", *options, "--script", script]
    return [str(part) for part in [*pinned, f"http://127.0.0.1:{port}{path}"]]


def measure(server, path, script, seconds, connections=CONNECTIONS):
    """Sends requests for some seconds, and says how they were answered."""
    before = server.used()
    sending = command(server.port, path, script, seconds, connections)
    sent = subprocess.run(sending, check=True, capture_output=True, text=True)
    after = server.used()
    if "Non-2xx" in sent.stdout or "Socket errors" in sent.stdout:
        raise SystemExit(f"{server.name} does not answer {path}:\n{sent.stdout}")
    requests = int(re.search(r"(\d+) requests in", sent.stdout)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", sent.stdout)[1])
    cpu = (after.cpu_seconds - before.cpu_seconds) / requests * 1000
    return Measured(rate, percentile(sent.stdout, 50), percentile(sent.stdout, 99), cpu, after.resident_mib)


def percentile(printed, share):
    """A percentile of the time until an answer, in milliseconds."""
    number, unit = re.search(rf"\s{share}%\s+([\d.]+)(us|ms|s|m)\b", printed).groups()
    return float(number) * UNITS[unit]
