"""A real sandbox with a secret to guard, and one way to run a hostile source in a fresh worker of it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox import Sandbox
from autograder.sandbox.handle import Worker

BUDGET_MB = 256
Load = Callable[[str], Worker]
Run = Callable[..., Any]


@pytest.fixture(scope="session")
def secret_token() -> str:
    """Something that only the grader knows: in its memory, its environment and a file of its."""
    return secrets.token_hex(16)


@pytest.fixture(scope="session")
def canary(tmp_path_factory: pytest.TempPathFactory, secret_token: str) -> Path:
    path = tmp_path_factory.mktemp("solutions") / "reference.py"
    path.write_text(f"ANSWER = '{secret_token}'\n")
    path.chmod(0o644)
    return path


@pytest.fixture(scope="session")
def sandbox(canary: Path, secret_token: str) -> Iterator[Sandbox]:
    os.environ["AUTOGRADER_TEST_TOKEN"] = secret_token
    with Sandbox(memory_mb=BUDGET_MB, canary=canary, hidden=[canary.parent]) as sandbox:
        yield sandbox
    del os.environ["AUTOGRADER_TEST_TOKEN"]


@pytest.fixture
def load(sandbox: Sandbox) -> Iterator[Load]:
    """Load a source into a worker of its own, which ends with the test."""
    workers: list[Worker] = []

    def load(source: str) -> Worker:
        workers.append(sandbox.worker())
        message = {"op": "load", "source": source.encode(), "name": "submission.py", "module": "submission"}
        assert workers[-1].request(message, seconds=20)["notes"] == []
        return workers[-1]

    yield load
    for worker in workers:
        worker.close()


@pytest.fixture
def run(load: Load) -> Run:
    """Call one function of a source in a worker of its own; return the whole reply."""

    def run(source: str, name: str = "f", *args: Any, seconds: float = 20) -> dict[str, Any]:
        return load(source).request({"op": "call", "name": name, "args": list(args)}, seconds=seconds)

    return run
