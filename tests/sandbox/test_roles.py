"""The border holds for whoever runs the grader: every test of isolation again, as three other users."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_python

HERE = Path(__file__).parent
ISOLATION = ("test_forbidden.py", "test_bombs.py", "test_secrets.py", "test_lifetime.py", "test_layers.py")
ROLES = ("be_an_ordinary_user", "be_root_in_a_container", "be_root_in_a_container_that_everybody_can_read")


@pytest.mark.parametrize("role", ROLES)
def test_all_holds_for(role: str, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        unable = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        unable("only root can become somebody else: run this folder's tests as root too")
    finished = subprocess.run(
        [
            *(sys.executable, "-I", "-B", str(HERE / "run_as.py"), role),
            *(str(HERE / name) for name in ISOLATION),
            f"--rootdir={HERE.parents[1]}",
            *("-q", "--tb=short", "-p", "no:cacheprovider"),
        ],
        cwd="/",
        env={**os.environ, "TMPDIR": "/tmp"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert finished.returncode == 0, finished.stdout[-6000:] + finished.stderr[-2000:]
    assert " passed" in finished.stdout
