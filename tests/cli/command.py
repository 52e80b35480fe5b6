"""Running `python -m autograder` as people and machines do: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema

from autograder.course import Course

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads(resources.files("autograder.feedback").joinpath("results.schema.json").read_text(encoding="utf-8"))
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}


class Answer(NamedTuple):
    """How a run ended, and what it left."""

    code: int
    out: str
    err: str
    results: dict[str, Any] | None


def start(folder: Path, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=pipe, stderr=pipe, text=True, encoding="utf-8")


def run(folder: Path, *arguments: object, output: Path | None = None) -> Answer:
    process = start(folder, *arguments, *(["--output", output] if output else []))
    out, err = process.communicate(timeout=120)
    results = json.loads(output.read_text(encoding="utf-8")) if output and output.is_file() else None
    if results is not None:
        jsonschema.validate(results, SCHEMA)
    return Answer(process.returncode, out, err, results)


def grade(course: Course, path: Path, *options: object, output: Path | None = None) -> Answer:
    return run(course.root, "grade", path, *options, output=output)
