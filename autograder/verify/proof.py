"""Proving assignments: plan the jobs, run them in parallel, judge the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import dataclass, field, replace

from autograder.checks.fingerprints import Fingerprints
from autograder.checks.plugin import check_name, info
from autograder.course import Assignment, Course
from autograder.grading import Checks, GraderBroken, with_checks
from autograder.grading.fingerprints import keep, made_of
from autograder.grading.inprocess import load_trusted, run_in_process
from autograder.results import FAILED
from autograder.settings import CourseError
from autograder.verify import judge
from autograder.verify.faults import Fault
from autograder.verify.identities import identity_faults
from autograder.verify.jobs import (
    BORDER,
    CHEATING,
    IN_PROCESS,
    SALTED,
    Job,
    do,
    pool_of,
    reference_seconds,
    salts_of,
)
from autograder.verify.mutants import mutants_of
from autograder.verify.records import Record
from autograder.verify.specimens import ACCEPTED, AGAIN, MUTANT, REFERENCE, REJECTED, Specimen, specimens
from autograder.verify.statics import check_faults, static_faults


@dataclass(frozen=True)
class Level:
    """How much is proved: how many salts, whether mutants, how many runs against false alarms.

    Checks that compare statistics can fail by chance, so they get ``random_runs``; the others are held by their
    margins, and get ``whole_runs``. ``sparing`` does not run a solution's check again where all that it calls is the
    same as in another solution; mutants are always run so. All solutions are graded in process; right ones behind the
    border too, and wrong ones when ``wrong_too`` says so.
    """

    salts: int
    mutants: bool
    whole_runs: int
    random_runs: int
    sparing: bool
    wrong_too: bool


QUICK = Level(salts=3, mutants=False, whole_runs=0, random_runs=0, sparing=True, wrong_too=False)
FULL = Level(salts=20, mutants=True, whole_runs=300, random_runs=10_000, sparing=False, wrong_too=True)

_CHUNK = 64
_SALTS_AT_ONCE = 500
_FIRST_SALT = 1_000
_MUTANT_FACTOR = 20


@dataclass(frozen=True)
class Proof:
    """What was proved of one assignment, and what was not."""

    assignment: str
    records: tuple[Record, ...] = ()
    alarms: str = ""
    faults: tuple[Fault, ...] = ()
    groups: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For the tool's mutants and for ours: how many, and how many survive explained."""


@dataclass
class _Plan:
    assignment: Assignment
    jobs: list[Job]
    groups: dict[tuple[str, str, str], str]
    explaining: frozenset[str] = frozenset()
    random: frozenset[str] = frozenset()
    random_runs: int = 0
    faults: list[Fault] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    alarmed: list[Record] = field(default_factory=list)


def verify(
    course: Course,
    assignments: Sequence[Assignment],
    level: Level,
    *,
    workers: int = 2,
    planned: Callable[[int], None] = lambda jobs: None,
    done: Callable[[Job], None] = lambda job: None,
) -> list[Proof]:
    """Prove assignments and return what was found, in their order.

    ``planned`` is told, whenever it grows, how many pieces of work there are, ``done`` each one as it ends.
    """
    plans: list[_Plan] = []
    with pool_of(workers) as pool:
        under_way: dict[Future[list[Record]], tuple[_Plan, Job]] = {}

        def begin(plan: _Plan, jobs: Sequence[Job]) -> None:
            under_way.update({pool.submit(do, job): (plan, job) for job in jobs})
            planned(len(under_way))

        for assignment in assignments:  # the processes are at work on one while the next is planned
            plans.append(_plan(course, assignment, level))
            begin(plans[-1], plans[-1].jobs)
            begin(plans[-1], _mutant_jobs(course, plans[-1], level))
        for future in as_completed(under_way):
            plan, job = under_way[future]
            (plan.alarmed if job.way == SALTED else plan.records).extend(future.result())
            done(job)
    return [_conclude(course, plan, level) for plan in plans]


def _plan(course: Course, assignment: Assignment, level: Level) -> _Plan:
    plan = _Plan(assignment, [], {})
    try:
        plan.faults += static_faults(course, assignment)
        plan.faults += with_checks(assignment, lambda checks: _look_at_checks(course, checks, plan, level))
    except (GraderBroken, CourseError, OSError, SyntaxError) as broken:
        plan.faults.append(Fault(assignment.name, str(broken).rstrip("."), "correct it and verify again"))
        return plan
    plan.random_runs = level.random_runs if plan.random else 0
    plan.jobs = [
        *_file_jobs(course, assignment, level),
        *_alarm_jobs(course, assignment, range(level.whole_runs)),
        *_alarm_jobs(course, assignment, range(plan.random_runs), plan.random),
    ]
    return plan


def _look_at_checks(course: Course, checks: Checks, plan: _Plan, level: Level) -> list[Fault]:
    """Find the checks' own faults, which of them explain, and which can fail by chance."""
    marked = [check_name(item) for item in checks.items if (about := info(item)) and about.explains]
    plan.explaining = frozenset(marked)
    if level.random_runs:
        rows = run_in_process(checks, load_trusted(checks.assignment), salts_of(course, 0))
        plan.random = frozenset(row.check for row in rows if any(each.atol is not None for each in row.observed))
    return list(check_faults(course, checks))


def _file_jobs(course: Course, assignment: Assignment, level: Level) -> list[Job]:
    found = specimens(assignment)
    right = tuple(each for each in found if each.kind in (REFERENCE, ACCEPTED))
    base = Job(course.root, course.solutions, assignment.name, IN_PROCESS, (), sparing=level.sparing)
    jobs = [replace(base, specimens=chunk) for chunk in _chunks(found)]
    bordering = found if level.wrong_too else [each for each in found if each.kind not in (REJECTED, AGAIN)]
    jobs += [replace(base, way=BORDER, specimens=chunk) for chunk in _chunks(bordering)]
    jobs += [replace(base, specimens=(each,), salts=tuple(range(1, level.salts))) for each in right]
    jobs.append(replace(base, way=CHEATING))
    return jobs


def _alarm_jobs(
    course: Course, assignment: Assignment, runs: range, only: frozenset[str] = frozenset()
) -> Iterator[Job]:
    reference = tuple(each for each in specimens(assignment) if each.kind == REFERENCE)
    base = Job(course.root, course.solutions, assignment.name, SALTED, reference, only=only)
    for start in runs[::_SALTS_AT_ONCE]:
        some = range(start, min(runs.stop, start + _SALTS_AT_ONCE))
        yield replace(base, salts=tuple(_FIRST_SALT + number for number in some))


def _mutant_jobs(course: Course, plan: _Plan, level: Level) -> list[Job]:
    if not (level.mutants and plan.jobs):
        return []
    mutants = mutants_of(plan.assignment.reference.read_text(encoding="utf-8"))
    plan.groups = {mutant.key: mutant.group for mutant in mutants}
    made = [
        Specimen(MUTANT, f"{each.function}: {each.after}", each.source, question=each.function, mutation=each.key)
        for each in mutants
    ]
    limit = max(1.0, _MUTANT_FACTOR * reference_seconds(course, plan.assignment))
    base = Job(course.root, course.solutions, plan.assignment.name, BORDER, (), question_seconds=limit, sparing=True)
    return [replace(base, specimens=chunk) for chunk in _chunks(made)]


def _chunks(found: Sequence[Specimen]) -> list[tuple[Specimen, ...]]:
    return [tuple(found[i : i + _CHUNK]) for i in range(0, len(found), _CHUNK)]


def _conclude(course: Course, plan: _Plan, level: Level) -> Proof:
    records = sorted(plan.records, key=lambda record: (record.kind, record.name, record.where, record.salt, record.way))
    records = _with_hints(course, plan.assignment, records)
    faults = list(dict.fromkeys([*plan.faults, *_judged(plan, records, level)]))
    groups = {}
    for group in sorted(set(plan.groups.values())):
        mine = [record for record in records if plan.groups.get(record.mutation) == group]
        competent = [record for record in mine if not _raises_always(record)]
        groups[group] = (len(competent), sum(1 for record in competent if not record.killers))
    return Proof(plan.assignment.name, tuple(records), _alarm_text(plan, level), tuple(faults), groups)


def _with_hints(course: Course, assignment: Assignment, records: Sequence[Record]) -> list[Record]:
    """Make the fingerprints of what was run, keep them for grading, and name the misconceptions that match."""
    noted = [record for record in records if record.vectors]
    right = next((record.vectors for record in noted if record.kind == REFERENCE), None)
    if right is None:
        return list(records)
    wrong = {(record.question, record.name): record.vectors for record in noted if record.kind == REJECTED}
    fingerprints = made_of(right, wrong)
    keep(fingerprints, assignment, salts_of(course, 0), course.cache)
    return [_named(record, fingerprints) if record.vectors else record for record in records]


def _named(record: Record, fingerprints: Fingerprints) -> Record:
    failed = {row.question for row in record.rows if row.verdict == FAILED}
    named = {question: fingerprints.match(question, record.vectors[question]) for question in failed}
    rows = [replace(row, misconception=named[row.question]) if row.verdict == FAILED else row for row in record.rows]
    return replace(record, rows=tuple(rows))


def _alarm_text(plan: _Plan, level: Level) -> str:
    if not level.whole_runs:
        return "not run"
    whole = f"{level.whole_runs} of all checks"
    return f"{whole}, {plan.random_runs} of {len(plan.random)} random ones" if plan.random else whole


def _judged(plan: _Plan, records: Sequence[Record], level: Level) -> Iterable[Fault]:
    if not records:
        return
    assignment = plan.assignment
    yield from judge.ungraded(records)
    yield from judge.stub_scores_nothing(records)
    yield from judge.right_is_right(records)
    yield from judge.wrong_is_wrong(records, [question.id for question in assignment.questions])
    yield from judge.margins_are_wide(records)
    yield from judge.hints_are_right(records)
    yield from judge.cheats_earn_nothing(records, judge.exemptions_of(assignment))
    yield from judge.carry_over_is_gated(records, assignment)
    yield from judge.same_on_both_sides(records)
    yield from judge.no_false_alarm(plan.alarmed)
    if level.mutants:
        listed = judge.equivalents_of(assignment)
        path = assignment.secret / "equivalent_mutants.toml"
        yield from judge.survivors_are_explained(records, listed, path)
        yield from identity_faults(assignment, listed)
        yield from judge.checks_are_worth_it(records, plan.explaining)


def _raises_always(record: Record) -> bool:
    mine = [row for row in record.rows if row.question == record.question]
    return bool(mine) and all("raised" in row.kinds or row.verdict == "not judged" for row in mine)
