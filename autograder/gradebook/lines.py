"""A row as a line of the gradebook's tables, and back. Knows no connection."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import asdict, replace
from typing import Any

import sqlalchemy as sa

from autograder.gradebook.database import answers, lines
from autograder.gradebook.rows import Origin, Override, Row, Student, from_json, to_json
from autograder.results import Result


def packed(result: Result) -> tuple[str, bytes]:
    """Return an answer's digest and content. What differs each time, or says whose it is, stands in the row instead."""
    content = to_json(replace(result, submission="", seconds=0.0))
    return hashlib.sha256(content).hexdigest(), content


def line_of(run: int, row: Row, digest: str | None) -> dict[str, Any]:
    """Return the columns of a row; ``digest`` is its answer's."""
    result, origin = row.result, row.origin
    return {
        "run": run,
        "student": row.student.id,
        "name": row.student.name,
        "email": row.student.email,
        "platform_id": row.student.platform_id,
        "members": json.dumps(row.group),
        "source": row.source,
        "status": row.status,
        "score": result.score if result and row.overrides else row.score,
        "max_score": row.max_score,
        "reason": row.reason,
        "notes": json.dumps(row.notes),
        "attempt": row.attempt,
        "submitted_at": row.submitted_at,
        "late": row.late,
        "key": origin.key if origin else None,
        "origin": json.dumps(asdict(origin)) if origin else None,
        "answer": digest,
        "file": result.submission if result else "",
        "seconds": result.seconds if result else 0.0,
    }


def lines_by(condition: Any) -> Any:
    """Return the question for the lines that meet a condition, each with its answer's content."""
    return sa.select(lines, answers.c.content).outerjoin(answers, lines.c.answer == answers.c.digest).where(condition)


def row_of(line: Any) -> Row:
    """Return the row that a line holds, as the machine made it."""
    return Row(
        student=Student(line.student, line.name, line.email, line.platform_id),
        source=line.source,
        status=line.status,
        origin=Origin(**json.loads(line.origin)) if line.origin else None,
        group=tuple(json.loads(line.members)),
        attempt=line.attempt,
        submitted_at=line.submitted_at,
        late=line.late,
        score=line.score,
        max_score=line.max_score,
        reason=line.reason,
        result=result_of(line),
        notes=tuple(json.loads(line.notes)),
    )


def result_of(line: Any) -> Result | None:
    """Return the answer that a line holds, ``None`` when it has none."""
    if line.content is None:
        return None
    return replace(from_json(zlib.decompress(line.content)), submission=line.file, seconds=line.seconds)


def override_of(line: Any) -> Override:
    """Return the override that a line holds."""
    return Override(line.student, line.question, line.points, line.author, line.reason, line.made_at, line.run)
