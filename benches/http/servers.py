"""Servers on the first core: how they are started, asked and measured."""

import os
import signal
import subprocess
import time
from collections import namedtuple
from http.client import HTTPConnection
from pathlib import Path

SERVING_CORE = "0"
ASKING_CORE = "1"
TICKS = os.sysconf("SC_CLK_TCK")

Answer = namedtuple("Answer", "status headers body")
Used = namedtuple("Used", "cpu_seconds resident_mib")


class Server:
    """A process with its children, which answers on a port of this machine. Its log goes to a file."""

    def __init__(self, name, command, port, folder, environment=None):
        self.name, self.port = name, port
        self.log = Path(folder, f"{name}-{port}.log")
        pinned = ["taskset", "-c", SERVING_CORE, *map(str, command)]
        self.process = subprocess.Popen(pinned, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL,
                                        stderr=self.log.open("wb"), start_new_session=True)

    def wait_until_ready(self, path="/", seconds=60, status=None):
        """Waits until the server answers, with the status if one is named."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                if self.ask("GET", path).status == status or status is None:
                    return self
            except OSError:
                pass
            time.sleep(0.1)
        raise SystemExit(f"{self.name} does not answer on {self.port}:\n{self.log.read_text(errors='replace')[-2000:]}")

    def ask(self, method, path, body=None, headers=None):
        """Sends one request."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def used(self):
        """The CPU seconds and the resident memory of the process and its children until now."""
        seconds, memory = 0.0, 0
        for pid in self._processes():
            try:
                fields = Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()
                status = Path("/proc", pid, "status").read_text()
            except OSError:
                continue
            seconds += (int(fields[11]) + int(fields[12])) / TICKS
            memory += next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
        return Used(seconds, memory / 1024)

    def _processes(self):
        """The processes of the session that this one began."""
        session = str(self.process.pid)
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                if stat.read_text().rpartition(")")[2].split()[3] == session:
                    yield stat.parent.name
            except OSError:
                continue

    def stop(self):
        """Ends the process and its children."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
                self.process.wait(5)
            except ProcessLookupError:
                return
            except subprocess.TimeoutExpired:
                continue


def service(program, port, data, folder, name, command=()):
    """The service on one thread, with its data in a folder of its own; `command` goes before the program."""
    settings = {
        "INSATSKATALOG_DATA": str(data),
        "INSATSKATALOG_LISTEN": f"127.0.0.1:{port}",
        "INSATSKATALOG_METRICS_LISTEN": "off",
        "INSATSKATALOG_WORKERS": "1",
        "INSATSKATALOG_STOP_DELAY_SECONDS": "0",
    }
    server = Server(name, [*command, program, "serve"], port, folder, settings)
    return server.wait_until_ready("/health/ready", 300, 200)
