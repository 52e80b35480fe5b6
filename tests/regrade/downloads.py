"""Downloads as platforms make them, as `{path: content}`: folders and zips are written from the same table."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

METADATA = """---
submission_101:
  :submitters:
  - :name: Ana García
    :sid: '1001'
    :email: ana@example.org
  :created_at: 2026-11-20 21:54:07.511453000 Z
  :score: 10.0
  :status: processed
submission_102:
  :submitters:
  - :name: "=Beto"
    :sid:
    :email: beto@example.org
  - :name: Caro O'Neil
    :sid: '1003'
    :email: caro@example.org
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2026-11-21 00:10:00.000000000 Z
submission_103:
  :submitters:
  - :name: Dana
    :sid: '1004'
    :email: dana@example.org
  :created_at: 2026-11-20 10:00:00.000000000 Z
"""

Files = Mapping[str, str | bytes]


def gradescope(right: str, wrong: str) -> Files:
    """Three submissions of four people; one of them has no files."""
    return {
        "submission_metadata.yml": METADATA,
        "submission_101/kites.py": right,
        "submission_102/kites.py": wrong,
        "submission_102/notes.txt": "we tried",
    }


def canvas(right: str, wrong: str) -> Files:
    """Four files of three people, one twice, one late."""
    return {
        "garciaana_1001_77001_kites.py": wrong,
        "garciaana_1001_77009_kites-1.py": right,
        "lopezbeto_LATE_1002_77002_kites.py": right,
        "oneilcaro_1003_77003_report.docx": b"\xd0\xcf\x11\xe0",
    }


def moodle(right: str, wrong: str) -> Files:
    """Three participants, one of whom wrote online."""
    return {
        "Ana García_5001_assignsubmission_file_/kites.py": right,
        "Beto López_5002_assignsubmission_file_/mi tarea.py": wrong,
        "Caro O'Neil_5003_assignsubmission_onlinetext_/onlinetext.html": "<p>my dog</p>",
    }


def nbgrader(right: str, wrong: str) -> Files:
    """Two students; one also handed in another assignment."""
    return {
        "submitted/ana/01_kites/kites.py": right,
        "submitted/ana/01_kites/timestamp.txt": "2026-11-20 15:58:23.948203 UTC",
        "submitted/ana/02_boats/boats.py": "def row(x): pass",
        "submitted/beto/01_kites/kites.py": wrong,
        "submitted/beto/01_kites/timestamp.txt": "2026-11-21 00:00:01 UTC",
    }


def folders(right: str, wrong: str) -> Files:
    """A folder for each student; one holds two attempts, one nothing that can be graded."""
    return {
        "ana/kites.py": right,
        "beto/attempt_1/kites.py": right,
        "beto/attempt_2/kites.py": wrong,
        "caro/essay.pdf": b"%PDF",
        "grades.csv": "a,b",
    }


def flat(right: str, wrong: str) -> Files:
    """A file for each student, and a browser's copy."""
    return {"ana.py": wrong, "ana (1).py": right, "beto.py": wrong, "caro.docx": b"PK"}


def write(root: Path, files: Files) -> Path:
    """Write a download as a folder."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def zipped(path: Path, files: Files) -> Path:
    """Write a download as a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    path.write_bytes(buffer.getvalue())
    return path
