"""What was measured, and on what."""

import os
import platform
import subprocess
from pathlib import Path

COMMANDS = {
    "rustc": ["rustc", "--version"],
    "wrk": ["wrk", "--version"],
    "valgrind": ["valgrind", "--version"],
    "PostgreSQL": ["psql", "--version"],
}


def said(command, cwd=None):
    """The first line that a command prints."""
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)
    return (done.stdout or done.stderr).strip().splitlines()[0]


def described():
    """The machine and the versions, as sentences."""
    cpu = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 1024 // 1024
    commit = said(["git", "rev-parse", "--short", "HEAD"], Path(__file__).parent)
    yield f"{len(cpu)} cores ({cpu[0]}), {memory} GiB, Linux {platform.release()}; load {os.getloadavg()[2]:.1f} in the last quarter"
    yield f"insatskatalog {commit}; " + ", ".join(said(command) for command in COMMANDS.values())
