"""What things are called in nbgrader's gradebook. Knows neither nbgrader nor a database."""

from __future__ import annotations

from autograder.course import Assignment

SETUP_CELL = "set-up"
"""The ``grade_id`` of the cell that prepares the notebook; no question can have this name."""


def assignment_id(assignment: Assignment) -> str:
    """Return what nbgrader calls an assignment: its folder under ``source/``, with its number."""
    return assignment.name


def notebook_id(assignment: Assignment) -> str:
    """Return what nbgrader calls an assignment's one notebook: its file without ``.ipynb``."""
    return assignment.module


def solution_cell_id(question: str) -> str:
    """Return the ``grade_id`` of the cell that a student fills in.

    >>> solution_cell_id("compute")
    'compute'
    """
    return question


def grade_cell_id(question: str) -> str:
    """Return the ``grade_id`` of the cell that carries a question's points; each question has one.

    >>> grade_cell_id("compute")
    'grade_compute'
    """
    return f"grade_{question}"
