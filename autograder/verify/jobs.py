"""Grading specimens in processes of their own: a piece of work in, records out."""

from __future__ import annotations

import multiprocessing
import time
import warnings
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course import Assignment, Course, open_course
from autograder.grading import Checks, Grader, with_checks, with_grader
from autograder.grading.fingerprints import by_question
from autograder.grading.inprocess import load_trusted, run_in_process
from autograder.grading.memory import Known, Recollection
from autograder.results import CheckResult
from autograder.submission import Submission
from autograder.verify.cheats import CHEATS, Cheating, Meddling
from autograder.verify.records import Record, row_of
from autograder.verify.specimens import CHEAT, MEDDLER, REFERENCE, Specimen
from autograder.wire.student import Student, Transport

IN_PROCESS, BORDER, CHEATING, SALTED = "in process", "behind the border", "cheating", "salted"


@dataclass(frozen=True)
class Job:
    """A piece of work: specimens of one assignment, graded one ``way`` with each of some salts."""

    course: Path
    solutions: Path
    assignment: str
    way: str
    specimens: tuple[Specimen, ...]
    salts: tuple[int, ...] = (0,)
    question_seconds: float | None = None
    only: frozenset[str] = frozenset()
    """The names of the checks to run; all of them when empty."""
    sparing: bool = False
    """Whether a check is spared where all that it calls is the same as in a specimen before."""


def pool_of(workers: int) -> ProcessPoolExecutor:
    """Return processes for ``do``."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def do(job: Job) -> list[Record]:
    """Do one job in this process, which is for jobs alone: what wrong solutions warn of is no news here."""
    warnings.simplefilter("ignore")
    course = open_course(job.course, job.solutions)
    assignment = course.assignment(job.assignment)
    assignment = assignment.hurried(job.question_seconds) if job.question_seconds else assignment
    if job.way == BORDER:
        return with_grader(course, assignment, "en", lambda grader: _behind_the_border(grader, job))
    work = {IN_PROCESS: _in_process, CHEATING: _cheating, SALTED: _salted}[job.way]
    return with_checks(assignment, lambda checks: work(course, checks, job))


def salts_of(course: Course, number: int) -> tuple[str, str]:
    """Return the course's own salts for number 0, and other ones for every other number."""
    own = (course.settings.salt, course.secret_salt)
    return own if number == 0 else (f"{own[0]}/{number}", f"{own[1]}/{number}")


def reference_seconds(course: Course, assignment: Assignment) -> float:
    """Return how long the reference takes for all checks, in process, the second time."""

    def work(checks: Checks) -> float:
        for _ in range(2):
            begun = time.monotonic()
            run_in_process(checks, load_trusted(assignment), salts_of(course, 0))
        return time.monotonic() - begun

    return with_checks(assignment, work)


def _memory(known: Known, job: Job, specimen: Specimen, salt: int) -> Recollection | None:
    return known.about(specimen.source, salt) if job.sparing else None


def _record(specimen: Specimen, salt: int, way: str, checks: Iterable[CheckResult], error: str = "") -> Record:
    rows = tuple(row_of(check) for check in checks)
    return Record(
        specimen.kind,
        specimen.name,
        specimen.where,
        salt,
        way,
        rows,
        specimen.question,
        specimen.excuse,
        error,
        specimen.mutation,
    )


def _behind_the_border(grader: Grader, job: Job) -> list[Record]:
    records, known, grader = [], Known(), replace(grader, hints=False)
    for specimen in job.specimens:
        submission = Submission(grader.assignment.stub.name, specimen.source.encode("utf-8"))
        for salt in job.salts:
            result = grader.grade(submission, salts_of(grader.course, salt), _memory(known, job, specimen, salt))
            error = result.grader_error or (result.problem.kind if result.problem else "")
            records.append(_record(specimen, salt, job.way, result.checks, error))
    return records


def _in_process(course: Course, checks: Checks, job: Job) -> list[Record]:
    records, known = [], Known()
    for specimen in job.specimens:
        for salt in job.salts:
            student, memory = load_trusted(checks.assignment, specimen.path), _memory(known, job, specimen, salt)
            results = run_in_process(checks, student, salts_of(course, salt), memory=memory)
            record = _record(specimen, salt, job.way, results)
            records.append(record if salt else replace(record, vectors=by_question(results)))
    return records


def _cheating(course: Course, checks: Checks, job: Job) -> list[Record]:
    """Let the reference cheat, and meddle with its arguments, in one function at a time."""
    records, known = [], Known()
    source = checks.assignment.reference.read_text(encoding="utf-8")
    run_in_process(checks, load_trusted(checks.assignment), salts_of(course, 0), memory=known.about(source, 0))
    for question in checks.assignment.questions:
        inner = load_trusted(checks.assignment)._transport
        cheats: list[tuple[str, str, Transport]] = [
            (CHEAT, name, Cheating(inner, question.id, change)) for name, change in CHEATS.items()
        ]
        cheats.append((MEDDLER, "meddler", Meddling(inner, question.id)))
        for kind, name, transport in cheats:
            memory = known.about(source, 0, {question.id: name})
            results = run_in_process(checks, Student(transport), salts_of(course, 0), memory=memory)
            records.append(_record(Specimen(kind, name, "", None, question.id), 0, job.way, results))
    return records


def _salted(course: Course, checks: Checks, job: Job) -> list[Record]:
    """Run the reference with many salts; keep only the runs in which it lost something."""
    student = load_trusted(checks.assignment)
    specimen = next(specimen for specimen in job.specimens if specimen.kind == REFERENCE)
    some = checks.only(job.only) if job.only else checks
    records = (
        _record(specimen, salt, job.way, run_in_process(some, student, salts_of(course, salt))) for salt in job.salts
    )
    return [record for record in records if record.killers]
