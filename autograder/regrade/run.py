"""One run over a class: what is to be answered, who answers it, where the answers go. Draws nothing on a screen."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from autograder.gradebook.rows import GRADED, GRADER_ERROR, UNGRADABLE, Origin, Row, from_json, to_json
from autograder.gradebook.sheets import csv_bytes, our_table
from autograder.regrade.answer import Drawing, reason_of
from autograder.regrade.crew import Graders
from autograder.regrade.files import RunFolder
from autograder.regrade.handed import Attempt, Download, Remark, Seat
from autograder.regrade.origin import Grounds
from autograder.regrade.papers import digest, papers_at
from autograder.regrade.work import Answer, Problem, Reader, Task
from autograder.results import Result
from autograder.submission import Submission, SubmissionError, printable

LOOK_UP = 50
"""How many keys are looked up in the gradebook at once."""

LATEST, BEST = "latest", "best"


class Keeper(Protocol):
    """Keeps runs: a gradebook."""

    def start_run(self, assignment: str, about: dict[str, str]) -> int:
        """Begin a run and return its number."""

    def record(self, run: int, rows: Iterable[Row]) -> int:
        """Keep rows, for good when this returns; return how many are new."""

    def finish_run(self, run: int) -> None:
        """End a run."""

    def known(self, keys: Iterable[str]) -> dict[str, Result]:
        """Return the answers that any run has, by key."""

    def rows(self, run: int) -> Sequence[Row]:
        """Return a run's rows by student, what people changed by hand included."""


@dataclass(frozen=True)
class Rules:
    """How a class is read: which attempt counts, whether known answers are graded again, what is late."""

    attempts: str = LATEST
    fresh: bool = False
    due: str = ""
    some: bool = False
    """Whether only a part of the class was asked for: the others keep their files, and their rows in the last run."""


@dataclass(frozen=True)
class Tick:
    """One student's answer is there: for a progress bar."""

    student: str
    status: str
    graded: bool


@dataclass
class Summary:
    """What a run came to."""

    run: int = 0
    rows: int = 0
    late: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    graded: int = 0
    """How many submissions were graded now; the others were known, or byte for byte equal to one that was."""
    others: int = 0
    """How many students were not asked for and have the row that they had before."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an answer goes: which attempt of whom."""

    seat: int
    attempt: int
    page: int
    """Which of the answer's pages is theirs."""
    file: str
    """What they called it."""


_Answers = dict[int, tuple[Answer, _Place]]

_UNREADABLE = "problem-"
"""How the key of what has no digest begins: each is a task of its own, and its answer is never looked up."""


class Regrade:
    """One run. ``start`` it, let ``work`` consume it, ``finish`` it; whatever was recorded stays when it is stopped."""

    def __init__(
        self,
        download: Download,
        seats: Sequence[Seat],
        drawing: Drawing,
        grounds: Grounds,
        keeper: Keeper,
        folder: RunFolder,
        rules: Rules,
    ) -> None:
        self.download, self.seats, self.drawing = download, seats, drawing
        self.grounds, self.keeper, self.folder, self.rules = grounds, keeper, folder, rules
        self.summary = Summary()
        self.questions = [question.id for question in drawing.assignment.questions]
        self._places: dict[str, list[_Place]] = {}  # by digest
        self._open: dict[int, _Answers] = {}

    def start(self, about: dict[str, str]) -> None:
        """Read every submission once, so that equal ones are answered once, and begin the run."""
        for number, seat in enumerate(self.seats):
            wanted = range(len(seat.attempts)) if self.rules.attempts == BEST else [len(seat.attempts) - 1]
            for attempt in wanted:
                key, file = self._key(seat.attempts[attempt])
                places = self._places.setdefault(key, [])
                places.append(_Place(number, attempt, len(places), sys.intern(file)))
        self.summary.run = self.keeper.start_run(self.drawing.assignment.name, about)

    def work(self, graders: Graders, tick: Callable[[Tick], None]) -> None:
        """Have every submission answered; each answer is written and recorded as soon as it is there."""
        for batch in graders.answers(self._tasks()):
            batch = [answer if answer.pages else self._drawn(answer) for answer in batch]
            rows = [(row, answer.graded) for answer in batch for row in self._rows(answer)]
            self.keeper.record(self.summary.run, [row for row, _ in rows])
            self.summary.graded += sum(answer.graded for answer in batch)
            for row, graded in rows:
                self.summary.rows += 1
                self.summary.late += row.late
                self.summary.counts[row.status] = self.summary.counts.get(row.status, 0) + 1
                tick(Tick(row.student.id, row.status, graded))

    def finish(self, before: int | None = None) -> Summary:
        """Write the table and end the run. Who was not asked for stays as in ``before``, the folder's last run."""
        asked = {seat.student.id for seat in self.seats}
        if not self.rules.some:
            self.folder.keep_only(asked)
        elif before is not None:
            others = (row for row in self.keeper.rows(before) if row.student.id not in asked)
            while some := list(itertools.islice(others, LOOK_UP)):
                self.summary.others += self.keeper.record(self.summary.run, some)
        table = our_table(self.keeper.rows(self.summary.run), self.questions)
        self.folder.write("grades.csv", csv_bytes(table))
        self.keeper.finish_run(self.summary.run)
        return self.summary

    def _key(self, attempt: Attempt) -> tuple[str, str]:
        """Return what tells a submission from others, and its file's name."""
        papers, problem = self._papers(attempt)
        if problem is not None:
            return f"{_UNREADABLE}{problem.kind}-{'/'.join(attempt.handed.paths)}", ""
        return digest(papers), printable(", ".join(paper.name for paper in papers))

    def _origin(self, key: str) -> Origin | None:
        return None if key.startswith(_UNREADABLE) else self.grounds.with_submission(key)

    def _papers(self, attempt: Attempt) -> tuple[list[Submission], Problem | None]:
        try:
            return papers_at(self.download.tree, attempt.handed.paths), None
        except SubmissionError as problem:
            detail = {key: printable(str(value)) for key, value in problem.detail.items()}
            return [], Problem(problem.kind, detail)

    def _tasks(self) -> Iterator[Task]:
        keys = iter(list(self._places))
        while some := list(itertools.islice(keys, LOOK_UP)):
            origins = {key: origin for key in some if (origin := self._origin(key)) and not self.rules.fresh}
            known = self.keeper.known([origin.key for origin in origins.values()])
            for key in some:
                yield from self._tasks_of(key, known.get(origins[key].key) if key in origins else None)

    def _tasks_of(self, key: str, known: Result | None) -> Iterator[Task]:
        """Yield the task of a key; and one for each whose files are not what they were when they were first read."""
        if known is not None:
            yield Task(key, self._readers(key), known=to_json(known))
            return
        while places := self._places[key]:
            papers, problem = self._papers(self._attempt(places[0]))
            if key.startswith(_UNREADABLE) or (problem is None and digest(papers) == key):
                yield Task(key, self._readers(key), papers, problem)
                return
            own = self._set_apart(key)
            yield Task(own, self._readers(own), [], problem or Problem("changed_file", {"path": places[0].file}))
        del self._places[key]

    def _set_apart(self, key: str) -> str:
        """Give the first place of a key a key of its own: its answer must not be kept as that of the first bytes."""
        first, *others = self._places[key]
        own = f"{_UNREADABLE}changed-{'/'.join(self._attempt(first).handed.paths)}"
        self._places[own] = [replace(first, page=0)]
        self._places[key] = [replace(place, page=number) for number, place in enumerate(others)]
        return own

    def _attempt(self, place: _Place) -> Attempt:
        return self.seats[place.seat].attempts[place.attempt]

    def _readers(self, key: str) -> list[Reader]:
        return [Reader(self.seats[place.seat].student.name, place.file) for place in self._places[key]]

    def _drawn(self, answer: Answer) -> Answer:
        """Draw an answer whose grader was lost before it could."""
        return self.drawing.answer(answer.key, answer.result, self._readers(answer.key), answer.graded)

    def _rows(self, answer: Answer) -> Iterator[Row]:
        """Yield the rows of everyone whose answer is complete with this one, their files written."""
        for place in self._places.pop(answer.key):
            seat = self.seats[place.seat]
            answers = self._open.setdefault(place.seat, {})
            answers[place.attempt] = (answer, place)
            if self.rules.attempts == BEST and len(answers) < len(seat.attempts):
                continue
            del self._open[place.seat]
            yield self._row(seat, answers)

    def _row(self, seat: Seat, answers: _Answers) -> Row:
        results = {attempt: from_json(answer.result) for attempt, (answer, _) in answers.items()}
        chosen = max(results, key=lambda attempt: (results[attempt].score, attempt))
        (answer, place), result = answers[chosen], results[chosen]
        self.folder.write_answer(seat.student.id, answer.results_json, answer.pages[place.page])
        status = GRADER_ERROR if result.grader_error else UNGRADABLE if result.problem else GRADED
        handed = seat.attempts[chosen].handed
        return Row(
            student=seat.student,
            source=printable(", ".join(handed.paths), 400),
            status=status,
            origin=self._origin(answer.key),
            group=seat.attempts[chosen].group if len(handed.people) > 1 else (),
            attempt=chosen + 1,
            submitted_at=handed.submitted_at,
            late=handed.late or is_late(handed.submitted_at, self.rules.due),
            score=result.score if status == GRADED else 0.0,
            max_score=self.drawing.assignment.max_score,
            reason=reason_of(result, self.drawing.words),
            result=replace(result, submission=printable(handed.paths[0].rpartition("/")[2])),
            notes=tuple(self._sentence(remark) for remark in _remarks(seat, chosen, self.rules)),
        )

    def _sentence(self, remark: Remark) -> str:
        return self.drawing.words(f"regrade.{remark.key}", **remark.detail)


def _remarks(seat: Seat, chosen: int, rules: Rules) -> list[Remark]:
    remarks = list(seat.attempts[chosen].handed.remarks)
    others = len(seat.attempts) - 1
    if others:
        key = "best_of" if rules.attempts == BEST else "latest_of"
        remarks.append(Remark(key, {"chosen": chosen + 1, "count": others + 1}))
    return remarks


def is_late(submitted_at: str, due: str) -> bool:
    """Say whether a time is after another one, both as a platform writes them; not known is not late.

    >>> is_late("2026-11-21 00:03:10 UTC", "2026-11-20 23:59"), is_late("", "2026-11-20 23:59")
    (True, False)
    >>> is_late("2026-11-20 23:59:41 UTC", "2026-11-20 23:59"), is_late("2026-11-20T23:59:41", "2026-11-20")
    (False, False)
    """
    last = due.replace("T", " ") if len(due) > len("2026-11-20") else f"{due} 24:00"
    return bool(due and submitted_at) and submitted_at.replace("T", " ")[: len(last)] > last
