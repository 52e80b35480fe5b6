"""``autograder gradescope``: what a bundle's run_autograder calls. There is a ``results.json`` whatever happens."""

from __future__ import annotations

import sys
from pathlib import Path

from autograder.bundle import GRADERS, Bundle, BundleError, read_bundle
from autograder.cli import GRADED, GRADER_FAILED
from autograder.cli.grade import grade_file
from autograder.course import open_course
from autograder.feedback.gradescope import fault_json, write_results
from autograder.settings import Runtime
from autograder.words import Words


def run_gradescope(tree: Path, submission: Path | None, output: Path | None, runtime: Runtime | None) -> int:
    """Grade the submission of a Gradescope tree and return the exit code of ``autograder grade``."""
    submission = submission or tree / "submission"
    output = output or tree / "results" / "results.json"
    try:
        bundle = read_bundle(tree / "source")
    except BundleError as problem:
        sentence = Words(problem.lang)(problem.key, **problem.detail)
        write_results(fault_json(sentence, Words(problem.lang), None), output)
        print(sentence, file=sys.stderr)
        return GRADER_FAILED
    if (runtime or bundle.runtime) == "otter":
        return _with_otter(bundle, tree, submission, output)
    graders = tree / "source" / GRADERS
    return grade_file(lambda: open_course(graders), submission, bundle.assignment, output, bundle.lang, quiet=True)


def _with_otter(bundle: Bundle, tree: Path, submission: Path, output: Path) -> int:
    words = Words(bundle.lang)
    try:
        from autograder.otter.tree import grade_with_otter

        content = grade_with_otter(tree.resolve(), submission.resolve())
    except Exception as error:  # Otter, its kernel and what they use: whatever it is, it is not the student's fault
        sentence = words("gradescope.no_otter", message=f"{type(error).__name__}: {error}"[:300])
        write_results(fault_json(sentence, words, bundle.assignment, bundle.max_score), output)
        print(sentence, file=sys.stderr)
        return GRADER_FAILED
    write_results(content, output)
    return GRADER_FAILED if content["extra_data"]["grader_error"] else GRADED
