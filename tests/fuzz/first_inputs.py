"""Writes the first inputs of each reader, from the repository's own test data: first_inputs.py ROOT FOLDER."""

import json
import sys
from pathlib import Path

ROOT, FOLDER = map(Path, sys.argv[1:])


def write(reader, inputs):
    folder = FOLDER / reader
    folder.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(inputs):
        (folder / f"first-{number}").write_bytes(content)


def files(pattern):
    return [path.read_bytes() for path in sorted(ROOT.glob(pattern)) if path.is_file()]


def examples(specification):
    """The bodies of requests that the specification shows."""
    for operations in specification["paths"].values():
        for operation in operations.values():
            for media in operation.get("requestBody", {}).get("content", {}).values():
                example = media.get("example")
                yield example.encode() if isinstance(example, str) else json.dumps(example).encode()


specification = json.loads((ROOT / "openapi/openapi.json").read_text())
tag = b'"7.5d41402abc4b.2025-09-01.0a1b2c3d.json-1a2b"'
claims = {
    "iss": "https://login.example.se", "aud": "insatskatalog", "sub": "a", "client_id": "a", "iat": 1759276800,
    "exp": 1790812800, "scope": "audit:read records:write", "municipalities": ["1270"], "provider": "egen-regi",
}
write("catalogue_files", files("data/*.yaml"))
write("json_bodies", examples(specification))
write("sheets", files("tests/library/record_sheets/office/**/*.*"))
texts = b"\n".join(files("tests/library/personal_details/corpus/*")).splitlines()
write("personal_details", texts[:2000])
write("tokens", [json.dumps(claims).encode(), b"a.b.c", b"eyJhbGciOiJFZERTQSJ9.e30.AA"])
write("entity_tags", [tag, b"*", b"W/" + tag, tag + b", " + tag, tag.replace(b'b"', b'b-gzip"'), b'"a,b",, W/"c"', b"x"])
