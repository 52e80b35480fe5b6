"""Our rows as Otter's results. Never unpickles anything; what Otter pickles of it are Otter's own classes."""

from __future__ import annotations

from typing import Any

from otter.test_files import GradingResults, TestCase
from otter.test_files.abstract_test import TestCaseResult
from otter.test_files.ottr_test import OttrTestFile

NAME = "autograder.otter.plugin.Plugin"
"""The name under which the whole ``results.json`` is kept in Otter's results."""


class CheckedResults(GradingResults):  # type: ignore[misc]
    """Otter's results whose ``results.json`` is the one that our grader wrote."""

    def to_gradescope_dict(self, ag_config: Any) -> dict[str, Any]:
        """Return our grader's ``results.json``, whatever Otter's configuration says."""
        content: dict[str, Any] = self.get_plugin_data(NAME)
        return content

    def __reduce__(self) -> tuple[Any, ...]:
        """Become Otter's own class in its file, so that a machine without this package can read it."""
        return GradingResults, ([],), self.__dict__


def fill(results: GradingResults, content: dict[str, Any]) -> None:
    """Put the rows of a ``results.json`` in the place of all that Otter found: one of its test files for each check."""
    results.results = {row["extra_data"]["check"]: _test_file(row) for row in content["tests"]}
    results._catastrophic_error = None
    results.set_output(content["output"])
    results.set_plugin_data(NAME, content)
    results.__class__ = CheckedResults


def _test_file(row: dict[str, Any]) -> OttrTestFile:
    case = TestCase(
        name=row["extra_data"]["check"],
        body="",
        hidden="hidden" in row["tags"],
        points=row["max_score"],
        success_message=None,
        failure_message=None,
    )
    file = OttrTestFile(name=row["name"], path="", test_cases=[case], all_or_nothing=False)
    file.test_case_results = [TestCaseResult(case, row["output"], row["status"] == "passed")]
    file.update_score(row["score"])
    return file
