"""Where the gradebook's tests keep it: a SQLite file, and a real PostgreSQL server that the tests start themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from autograder.gradebook import open_gradebook
from autograder.gradebook.store import Gradebook


def postgres_programs() -> Path | None:
    """The folder of Debian's (or any) `initdb` and `postgres`."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server's empty database: an unprivileged user's, in a temporary folder, on a socket alone."""
    programs = postgres_programs()
    if programs is None:
        assert not os.environ.get("CI"), "PostgreSQL is installed on CI by .ci/run"
        pytest.skip("PostgreSQL is not installed here")
    user = "nobody" if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path has 107 characters at most
    if user:
        shutil.chown(folder, user)
    data, quiet = folder / "data", {"check": True, "user": user, "cwd": folder, "stdout": subprocess.DEVNULL}
    options = ["--auth=trust", "--username=test", "--encoding=UTF8", "--no-locale", "--no-sync"]
    subprocess.run([programs / "initdb", "-D", data, *options], **quiet)
    silent = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    server = [programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w"]
    subprocess.run([*server, "-o", silent, "start"], **quiet)
    try:
        yield f"postgresql+psycopg://test@/postgres?host={folder}"
    finally:
        subprocess.run([*server, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a gradebook that is not there yet, on each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "kept" / "gradebook.db")
    place: str = request.getfixturevalue("postgres")
    engine = sa.create_engine(place, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()
    return place


@pytest.fixture
def gradebook(url: str) -> Iterator[Gradebook]:
    with open_gradebook(url) as opened:
        yield opened
