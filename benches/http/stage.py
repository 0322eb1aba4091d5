"""The servers of one run, and the databases and answers that they need."""

import os
import socket
import subprocess
from pathlib import Path

import peers
from scenarios import ADDED, ANSWERED, HOUSEHOLD, Scenario, scenarios
from servers import Answer, Server, service

ROOT = Path(__file__).resolve().parents[2]
PROFILE = os.environ.get("PROFILE", "production")
PROGRAMS = ROOT / "target" / ("debug" if PROFILE == "dev" else PROFILE)
DATABASES = os.environ.get("DATABASE_SERVER", "postgres://postgres@127.0.0.1:5432")
RELEASE = ROOT / "target/release/insatskatalog"


def build(with_release):
    """Builds the service and the servers beside it."""
    cargo = ["cargo", "build", "--locked", "--quiet"]
    subprocess.run([*cargo, "--profile", PROFILE, "-p", "insatskatalog", "-p", "http-bench"], cwd=ROOT, check=True)
    if with_release:
        subprocess.run([*cargo, "--release", "-p", "insatskatalog"], cwd=ROOT, check=True)


def free_ports():
    """Ports that nobody listens on, below those that the system gives to connections."""
    for port in range(23100, 32768):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) != 0:
                yield port


class Stage:
    """Starts servers on ports of their own, and ends all of them."""

    def __init__(self, folder):
        self.folder, self.servers, self.ports = Path(folder), [], free_ports()
        self.database = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for server in self.servers:
            server.stop()
        if self.database:
            self.psql(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")

    def kept(self, server):
        self.servers.append(server)
        return server

    def service(self, name="service", program=PROGRAMS / "insatskatalog", command=()):
        """The service with the embedded catalogues, and one with the household."""
        data = self.folder / f"data-{name}"
        server = self.kept(service(program, next(self.ports), data, self.folder, name, command))
        catalogue = self.folder / "household.yaml"
        catalogue.write_text(HOUSEHOLD, encoding="utf-8")
        environment = {**os.environ, "INSATSKATALOG_DATA": str(data)}
        subprocess.run([program, "import", catalogue], env=environment, check=True, stdout=subprocess.DEVNULL)
        server.wait_until_ready("/0114/hushall", status=200)
        return server

    def keep_answers(self, server):
        """Asks the service everything once, keeps the answers for the servers beside it, and returns what is asked."""
        every = scenarios()
        for scenario in every:
            if scenario.name == "unchanged":
                found = {name.lower(): value for name, value in server.ask("GET", scenario.path).headers}
                scenario.headers["If-None-Match"] = found["etag"]
            answer = server.ask(scenario.method, scenario.path, scenario.body, scenario.headers)
            expected = 304 if scenario.name == "unchanged" else 200
            if answer.status != expected:
                raise SystemExit(f"{scenario.title}: {answer.status} {answer.body[:500]}")
            scenario.keep(self.folder / scenario.name, answer, ADDED)
            if scenario.name == "single":
                scenario.keep(self.folder / "headers", answer, ANSWERED)
        return every

    def keep_nothing(self):
        """Keeps an answer without headers and body."""
        nothing = Scenario("nothing", "nothing", "GET", "/nothing", "/nothing")
        nothing.keep(self.folder / "nothing", Answer(200, [], b""), ())

    def script(self, kept):
        """The script of wrk for what was kept."""
        return self.folder / kept / "wrk.lua"

    def bare(self, mode, kept, pattern="/", name=None, environment=None, command=()):
        """A bare server that answers with what was kept."""
        port = next(self.ports)
        whole = [*command, PROGRAMS / "bare", mode, port, self.folder / kept, pattern]
        return self.kept(Server(name or mode, whole, port, self.folder, environment)).wait_until_ready("/none")

    def usual(self):
        """The server that asks PostgreSQL on every request, with a database of its own."""
        self.database = f"measured_{os.getpid()}"
        self.psql(f"CREATE DATABASE {self.database}")
        port = next(self.ports)
        command = [PROGRAMS / "usual", port, f"{DATABASES}/{self.database}", self.folder]
        return self.kept(Server("usual", command, port, self.folder)).wait_until_ready()

    def psql(self, statement):
        subprocess.run(["psql", "-q", f"{DATABASES}/postgres", "-c", statement], check=True)

    def peer(self, name):
        """Another implementation of the rule."""
        return self.kept(peers.start(name, next(self.ports), self.folder))

    def stop(self, server):
        """Ends one server."""
        server.stop()
        self.servers.remove(server)
