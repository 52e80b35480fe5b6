"""A small class for every assignment: honest, mistaken and hostile students, made from the solutions."""

from autograder.demo.students import Pupil, class_of

__all__ = ["Pupil", "class_of"]
