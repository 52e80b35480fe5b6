"""Our grader as a process of its own, away from Otter's: where it works, no student's file can be imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from autograder.cli import main; main()"
_PACKAGE = Path(__file__).resolve().parent.parent.parent


class OtterBroken(Exception):
    """Our grader could not be run under Otter. The text is one sentence."""


def grade(tree: Path, submission: Path) -> dict[str, Any]:
    """Grade what lies in ``submission`` with the bundle in ``tree/source``; return the content of ``results.json``.

    Raises ``OtterBroken`` when the grader ends without one.
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "results.json")
        command = [sys.executable, "-I", "-c", _START, str(_PACKAGE), "gradescope", str(tree), "--runtime", "own"]
        command += ["--submission", str(submission), "--output", str(output)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        ended = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, errors="replace")
        try:
            content: dict[str, Any] = json.loads(output.read_bytes())
        except (OSError, ValueError):
            said = ended.stderr.strip().splitlines() or [f"exit code {ended.returncode}"]
            raise OtterBroken(f"The grader left no result: {said[-1][:300]}") from None
        return content
