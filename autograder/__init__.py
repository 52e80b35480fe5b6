"""Autograded deep-learning assignments: the machine. It knows no assignment by name."""

__version__ = "0.1.0"
