"""The gradebook's tables, and opening the database that holds them. Knows no rows; nothing else here imports drivers.

Five tables: runs; one line per submission of a run; the answers, each kept once by its content; and what people
changed by hand, which is only ever added to.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from autograder.gradebook import GradebookError

VERSION = 1
"""The version of the tables. A gradebook of a higher one is left alone."""

BUSY_SECONDS = 60
"""How long one program waits for another that is writing."""

_ESCAPE = re.compile(r"\\(\\|0|u[0-9a-f]{4})")
_HALVES = re.compile("[\ud800-\udfff]")


class AnyText(sa.TypeDecorator[str]):
    """Text from people's machines: NUL and half surrogate pairs, which databases refuse, are kept as escapes."""

    impl: Any = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else _storable(value)

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        return _ESCAPE.sub(_meant, value) if value and "\\" in value else value


def _storable(text: str) -> str:
    text = text.replace("\\", "\\\\").replace("\0", "\\0")
    return text if text.isascii() else _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def _meant(found: re.Match[str]) -> str:
    return {"\\": "\\", "0": "\0"}.get(found[1]) or chr(int(found[1][1:], 16))


class Key(AnyText):
    """A text that is looked up: short enough for every database's index."""

    impl: Any = sa.String(512)
    cache_ok = True


tables = sa.MetaData()
_number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite counts up by itself for INTEGER only

meta = sa.Table(
    "gradebook_meta", tables, sa.Column("name", sa.String(32), primary_key=True), sa.Column("value", sa.String(64))
)
runs = sa.Table(
    "gradebook_run",
    tables,
    sa.Column("id", _number, primary_key=True),
    sa.Column("assignment", Key, nullable=False, index=True),
    sa.Column("started_at", sa.String(40), nullable=False),
    sa.Column("finished_at", sa.String(40)),
    sa.Column("about", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)
answers = sa.Table(
    "gradebook_answer",
    tables,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
lines = sa.Table(
    "gradebook_row",
    tables,
    sa.Column("id", _number, primary_key=True),
    sa.Column("run", sa.ForeignKey("gradebook_run.id"), nullable=False),
    sa.Column("student", Key, nullable=False, index=True),
    sa.Column("name", AnyText, nullable=False),
    sa.Column("email", AnyText, nullable=False),
    sa.Column("platform_id", AnyText, nullable=False),
    sa.Column("members", sa.Text, nullable=False),
    sa.Column("source", AnyText, nullable=False),
    sa.Column("status", sa.String(32), nullable=False),
    sa.Column("score", sa.Double, nullable=False),
    sa.Column("max_score", sa.Double, nullable=False),
    sa.Column("reason", AnyText, nullable=False),
    sa.Column("notes", sa.Text, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("submitted_at", AnyText, nullable=False),
    sa.Column("late", sa.Boolean, nullable=False),
    sa.Column("key", sa.String(128), index=True),
    sa.Column("origin", sa.Text),
    sa.Column("answer", sa.ForeignKey("gradebook_answer.digest"), index=True),
    sa.Column("file", AnyText, nullable=False),
    sa.Column("seconds", sa.Double, nullable=False),
    sa.UniqueConstraint("run", "student"),
    sqlite_autoincrement=True,
)
changes = sa.Table(
    "gradebook_override",
    tables,
    sa.Column("id", _number, primary_key=True),
    sa.Column("run", sa.ForeignKey("gradebook_run.id"), nullable=False),
    sa.Column("assignment", Key, nullable=False),
    sa.Column("student", Key, nullable=False),
    sa.Column("question", Key, nullable=False),
    sa.Column("points", sa.Double),
    sa.Column("author", AnyText, nullable=False),
    sa.Column("reason", AnyText, nullable=False),
    sa.Column("made_at", sa.String(40), nullable=False),
    sa.Index("gradebook_override_of", "assignment", "student"),
    sqlite_autoincrement=True,
)


def url_of(place: str) -> str:
    """Return the SQLAlchemy URL of a place: itself when it is one, else that of a SQLite file.

    >>> url_of("postgresql+psycopg:///course"), url_of("grades.db")
    ('postgresql+psycopg:///course', 'sqlite:///grades.db')
    """
    return place if "://" in place else sa.URL.create("sqlite", database=place).render_as_string()


def connect(place: str) -> sa.Engine:
    """Open the database at a URL or path, with the gradebook's tables in it. Raises ``GradebookError``."""
    try:
        url = sa.make_url(url_of(place))
        shown = url.render_as_string(hide_password=True)
        engine = sa.create_engine(url, pool_pre_ping=True)
    except (exc.ArgumentError, ImportError) as error:
        shown = _without_password(place)
        raise GradebookError("trouble.no_such_gradebook", gradebook=shown, why=_first(error)) from None
    if url.get_backend_name() == "sqlite":
        _prepare_sqlite(engine)
        _own_folder(url.database)
    try:
        _settle(engine, shown)
    except (exc.DBAPIError, OSError) as error:
        engine.dispose()
        raise GradebookError("trouble.closed_gradebook", gradebook=shown, why=_first(error)) from None
    except GradebookError:
        engine.dispose()
        raise
    return engine


def explained(error: exc.DBAPIError, shown: str) -> GradebookError:
    """Return what the database said as one sentence."""
    return GradebookError("trouble.silent_gradebook", gradebook=shown, why=_first(error))


def _without_password(place: str) -> str:
    return re.sub(r"(://[^:@/]*):[^@]*@", r"\1:***@", place)


def _first(error: BaseException) -> str:
    """The driver's own first line, without SQLAlchemy's address of a page about it."""
    cause = getattr(error, "orig", None) or error
    return (str(cause).strip().splitlines() or [type(cause).__name__])[0].rstrip(".")


def _own_folder(database: str | None) -> None:
    """Make the file's folder, and the file readable by its owner alone: grades are nobody else's."""
    if not database or database == ":memory:":
        return
    path = Path(database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise GradebookError("trouble.closed_gradebook", gradebook=path, why=error.strerror) from None


def _prepare_sqlite(engine: sa.Engine) -> None:
    """Write-ahead log, so that readers and a killed writer harm nobody; transactions that begin when we say so."""

    @sa.event.listens_for(engine, "connect")
    def _(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        pragmas = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
        for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", *pragmas):
            connection.execute(f"PRAGMA {pragma}").close()

    @sa.event.listens_for(engine, "begin")
    def _(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("alone"):  # some statements stand in no transaction
            connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def _settle(engine: sa.Engine, shown: str) -> None:
    """See that the tables are ours and of a version that we know; make them when there are none."""
    for patience in (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 0):
        try:
            return _check_or_create(engine, shown)
        except (exc.IntegrityError, exc.ProgrammingError, exc.OperationalError) as error:
            if not patience or not (_is_locked(error) or _has_tables(engine)):
                raise
            time.sleep(patience)  # another program is making the same tables


def _is_locked(error: Exception) -> bool:
    """Say whether SQLite had no time: it does not wait for a file whose journal is just being changed."""
    return "database is locked" in str(error)


def _has_tables(engine: sa.Engine) -> bool:
    return sa.inspect(engine).has_table(meta.name)


def _check_or_create(engine: sa.Engine, shown: str) -> None:
    if not _has_tables(engine):
        with engine.execution_options(writes=True).begin() as connection:
            tables.create_all(connection, checkfirst=False)
            connection.execute(meta.insert(), {"name": "version", "value": str(VERSION)})
    with engine.begin() as connection:
        found = connection.execute(sa.select(meta.c.value).where(meta.c.name == "version")).scalar_one_or_none()
    if found is None or not found.isdigit() or int(found) > VERSION:
        raise GradebookError("trouble.newer_gradebook", gradebook=shown, found=found, known=VERSION)
