"""One run over a class: what is to be answered, who answers it, where the answers go. Draws nothing on a screen."""

from __future__ import annotations

import itertools
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
from autograder.regrade.work import Answer, Problem, Task
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
    """Whether only a part of the class was asked for: the others' files stay."""


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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an answer goes: which attempt of whom."""

    seat: int
    attempt: int
    page: int
    """Which of the answer's pages is theirs."""


_Answers = dict[int, tuple[Answer, _Place]]


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
        self._places: dict[str, list[_Place]] = {}
        self._origins: dict[str, Origin | None] = {}
        self._open: dict[int, _Answers] = {}

    def start(self, about: dict[str, str]) -> None:
        """Read every submission once, so that equal ones are answered once, and begin the run."""
        self.folder.prepare()
        for number, seat in enumerate(self.seats):
            wanted = range(len(seat.attempts)) if self.rules.attempts == BEST else [len(seat.attempts) - 1]
            for attempt in wanted:
                key, origin = self._key(seat.attempts[attempt])
                self._origins[key] = origin
                places = self._places.setdefault(key, [])
                places.append(_Place(number, attempt, len(places)))
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

    def finish(self) -> Summary:
        """Write the table and end the run."""
        if not self.rules.some:
            self.folder.keep_only({seat.student.id for seat in self.seats})
        table = our_table(self.keeper.rows(self.summary.run), self.questions)
        self.folder.write("grades.csv", csv_bytes(table))
        self.keeper.finish_run(self.summary.run)
        return self.summary

    def _key(self, attempt: Attempt) -> tuple[str, Origin | None]:
        papers, problem = self._papers(attempt)
        if problem is not None:
            return f"problem-{problem.kind}-{'/'.join(attempt.handed.paths)}", None
        origin = self.grounds.with_submission(digest(papers))
        return origin.key, origin

    def _papers(self, attempt: Attempt) -> tuple[list[Submission], Problem | None]:
        try:
            return papers_at(self.download.tree, attempt.handed.paths), None
        except SubmissionError as problem:
            detail = {key: printable(str(value)) for key, value in problem.detail.items()}
            return [], Problem(problem.kind, detail)

    def _tasks(self) -> Iterator[Task]:
        keys = iter(list(self._places))
        while some := list(itertools.islice(keys, LOOK_UP)):
            known = {} if self.rules.fresh else self.keeper.known([key for key in some if self._origins[key]])
            yield from (self._task(key, known.get(key)) for key in some)

    def _task(self, key: str, known: Result | None) -> Task:
        places = self._places[key]
        names = [self.seats[place.seat].student.name for place in places]
        if known is not None:
            return Task(key, names, known=to_json(known))
        papers, problem = self._papers(self.seats[places[0].seat].attempts[places[0].attempt])
        return Task(key, names, papers, problem)

    def _drawn(self, answer: Answer) -> Answer:
        """Draw an answer whose grader was lost before it could."""
        names = [self.seats[place.seat].student.name for place in self._places[answer.key]]
        return self.drawing.answer(answer.key, answer.result, names, answer.graded)

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
            origin=self._origins[answer.key],
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
    """
    last = due if len(due) > len("2026-11-20") else f"{due} 24:00"
    return bool(due and submitted_at) and submitted_at[:19].replace("T", " ") > last[:19].replace("T", " ")
