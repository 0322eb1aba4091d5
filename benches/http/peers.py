"""Other implementations of the same rule: what they need, how they start, and what they are asked."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from scenarios import PERSON, QUESTION, birth_date
from servers import Server

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "benches/peers"
BUILT = ROOT / "target/peers"
NAMES = ("openfisca", "json-rules", "zen")
DAY = QUESTION["asOf"]


def wanted():
    """The peers to measure: all, or those that PEERS names."""
    names = os.environ.get("PEERS", ",".join(NAMES)).split(",")
    return [name for name in NAMES if name in names]


def prepare(names):
    """Installs the peers below target/peers, with the versions of their lock files."""
    BUILT.mkdir(parents=True, exist_ok=True)
    if "openfisca" in names:
        subprocess.run(["python3", "-m", "venv", BUILT / "openfisca"], check=True)
        requirements = SOURCES / "openfisca/requirements.txt"
        subprocess.run([BUILT / "openfisca/bin/pip", "install", "--quiet", "--requirement", requirements], check=True)
    if "json-rules" in names:
        folder = BUILT / "json-rules"
        shutil.copytree(SOURCES / "json-rules", folder, dirs_exist_ok=True)
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True)
    if "zen" in names:
        folder = ["--manifest-path", SOURCES / "zen/Cargo.toml", "--target-dir", BUILT / "zen"]
        subprocess.run(["cargo", "build", "--locked", "--quiet", "--release", *folder], check=True)


def versions(names):
    """What was measured, as sentences."""
    said = []
    if "openfisca" in names:
        frozen = subprocess.run([BUILT / "openfisca/bin/pip", "freeze"], check=True, capture_output=True, text=True).stdout
        shown = [line for line in frozen.splitlines() if line.lower().startswith(("openfisca", "gunicorn", "flask==", "numpy"))]
        python = subprocess.run([BUILT / "openfisca/bin/python", "--version"], check=True, capture_output=True, text=True)
        said.append(f"{', '.join(shown)} ({python.stdout.strip()}; `openfisca serve --workers 1`)")
    if "json-rules" in names:
        packages = json.loads((SOURCES / "json-rules/package.json").read_text())["dependencies"]
        node = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip()
        said.append(f"{', '.join(f'{name} {version}' for name, version in packages.items())} (Node.js {node})")
    if "zen" in names:
        lock = (SOURCES / "zen/Cargo.lock").read_text()
        version = lock.split('name = "zen-engine"\nversion = "')[1].split('"')[0]
        said.append(f"zen-engine {version}")
    return said


def start(name, port, folder):
    """Starts a peer."""
    if name == "openfisca":
        program = BUILT / "openfisca/bin/openfisca"
        options = ["serve", "--country-package", "trygghetslarm", "--workers", "1", "--bind", f"127.0.0.1:{port}"]
        settings = {"PYTHONPATH": str(SOURCES / "openfisca"), "PYTHONDONTWRITEBYTECODE": "1"}
        return Server(name, [program, *options], port, folder, settings).wait_until_ready("/entities")
    if name == "json-rules":
        return Server(name, ["node", BUILT / "json-rules/server.mjs", port], port, folder).wait_until_ready()
    return Server(name, [BUILT / "zen/release/zen-peer", port], port, folder).wait_until_ready()


def questions(name):
    """What a peer is asked, by the name of the scenario: path and body."""
    if name == "openfisca":
        thousand = {f"q-{number}": person(birth_date(number)) for number in range(1000)}
        single = {"p": person(PERSON["birthDate"])}
        return {"single": ("/calculate", {"persons": single}), "batch": ("/calculate", {"persons": thousand})}
    return {"single": ("/", QUESTION)}


def person(born):
    """A person as OpenFisca is told, and the question."""
    registered = {DAY: PERSON["registeredMunicipality"]}
    return {"birth_date": {"ETERNITY": born}, "registered_municipality": registered, "eligible": {DAY: None}}


def is_right(name, scenario, answer):
    """Whether a peer gives the answer of the service."""
    if answer.status != 200:
        return False
    content = json.loads(answer.body)
    if name != "openfisca":
        return content["eligible"] is True
    decided = {reference: person["eligible"][DAY] for reference, person in content["persons"].items()}
    latest = str(int(DAY[:4]) - 70) + DAY[4:]
    born = {f"q-{number}": birth_date(number) for number in range(1000)} if scenario == "batch" else {"p": PERSON["birthDate"]}
    return decided == {reference: day <= latest for reference, day in born.items()}
