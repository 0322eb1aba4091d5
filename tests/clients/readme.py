"""Writes the examples of a README as one program, and what each line says that it prints.

    readme.py README LANGUAGE BASE PROGRAM      writes PROGRAM and PROGRAM.printed
"""

import re
import socket
import sys
from pathlib import Path

readme, language, base, program = sys.argv[1:]
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = str(free.getsockname()[1])

examples = "\n".join(re.findall(rf"^```{language}\n(.*?)^```$", Path(readme).read_text(), re.DOTALL | re.MULTILINE))
printed = re.findall(r"(?:console\.log|print)\(.*(?://|#) (.+)$", examples, re.MULTILINE)
assert len(printed) >= 9, "the examples print what they find"
written = examples.replace("http://127.0.0.1:8080/insatskatalog/v1", base).replace("9000", port)
Path(program).write_text(written)
Path(program + ".printed").write_text("".join(line + "\n" for line in printed))
