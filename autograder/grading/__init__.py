"""One submission in, one Result out: checks are collected once and run against any number of students."""

from autograder.grading.collect import Checks, GraderBroken, must_have_libraries, with_checks
from autograder.grading.grade import Grader, with_grader
from autograder.grading.recognise import find_submission, pick, recognise

__all__ = [
    "Checks",
    "Grader",
    "GraderBroken",
    "find_submission",
    "must_have_libraries",
    "pick",
    "recognise",
    "with_checks",
    "with_grader",
]
