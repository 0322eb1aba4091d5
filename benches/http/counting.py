"""What one request costs, counted by callgrind: instructions, and calls that allocate memory.

Callgrind counts the instructions of the program itself, not those of the kernel. It counts all threads, so that repeated counts of
the same request differ by up to 3 %.
"""

import re
import subprocess
from collections import namedtuple
from http.client import HTTPConnection
from pathlib import Path

WARM_UP = 50

Counted = namedtuple("Counted", "instructions allocations")

CALLGRIND = ["valgrind", "--quiet", "--tool=callgrind", "--cache-sim=no", "--instr-atstart=no"]
# The functions of mimalloc that a program calls to get memory, or more of it.
ALLOCATES = re.compile(r"mi_(?:[mz]|c|re|rez|rec)alloc(?:_aligned)?$")


class Callgrind:
    """One program under callgrind, which counts nothing before it is asked to."""

    def __init__(self, folder, name):
        self.output = Path(folder, f"callgrind-{name}")
        self.command = [*CALLGRIND, f"--callgrind-out-file={self.output}"]
        self.seen = set()

    def count(self, server, request, times):
        """What one of these requests costs, on a server that was started with `command`."""
        method, path, body, headers = request
        connection = HTTPConnection("127.0.0.1", server.port, timeout=300)

        def send(count):
            for _ in range(count):
                connection.request(method, path, body, headers)
                response = connection.getresponse()
                response.read()
                if response.status >= 400:
                    raise SystemExit(f"{server.name} answers {path} with {response.status}")

        control(server, "--instr=on")
        send(min(WARM_UP, times))
        control(server, "--zero")
        send(times)
        control(server, "--dump")
        control(server, "--instr=off")
        connection.close()
        totals = [read(path) for path in self._written()]
        return Counted(*(sum(values) / times for values in zip(*totals)))

    def _written(self):
        """The files that callgrind has written since the last time."""
        written = set(self.output.parent.glob(f"{self.output.name}.*")) - self.seen
        self.seen |= written
        return written


def control(server, option):
    """Tells callgrind to begin, to forget what was counted, or to write it."""
    subprocess.run(["callgrind_control", option, str(server.process.pid)], check=True, capture_output=True)


def read(path):
    """The instructions and allocations of a file that callgrind wrote."""
    names, caller, callee, allocations, instructions = {}, "", "", 0, 0
    for line in Path(path).read_text(errors="replace").splitlines():
        if line.startswith(("fn=", "cfn=")):
            kind, _, name = line.partition("=")
            name = name_of(name, names)
            caller, callee = (name, callee) if kind == "fn" else (caller, name)
        elif line.startswith("calls=") and ALLOCATES.search(callee) and not caller.startswith(("mi_", "_mi_")):
            allocations += int(line[6:].split()[0])
        elif line.startswith(("summary:", "totals:")):
            instructions = int(line.split()[1])
    return Counted(instructions, allocations)


def name_of(text, names):
    """The name of a function, which callgrind writes once and then by its number."""
    number, _, name = text.partition(" ")
    if name:
        names[number] = name
    return names.get(number, text)


def inclusive(path, wanted):
    """The instructions of each wanted function with all that it calls, per name; each is called once."""
    names, costs, callee = {}, {}, None
    lines = iter(Path(path).read_text(errors="replace").splitlines())
    for line in lines:
        if line.startswith(("fn=", "cfn=")):
            name = name_of(line.partition("=")[2], names)
            callee = name if line.startswith("cfn=") else callee
        elif line.startswith("calls="):
            cost = int(next(lines).split()[1])
            found = next((short for short in wanted if callee and re.search(rf"::{short}\b", callee)), None)
            if found:
                costs[found] = costs.get(found, 0) + cost
    return costs
