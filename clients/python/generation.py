"""Generates the operations and schemas from the specification, each time the package is built."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SPECIFICATION = "../../openapi/openapi.json"


class Generation(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        folder = Path(self.root)
        specification = folder / os.environ.get("SPECIFICATION", SPECIFICATION)
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--overwrite"]
        command += ["--path", str(specification), "--custom-template-path", str(folder / "templates")]
        command += ["--output-path", str(folder / "src/insatskatalog_client/generated")]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
