"""Lets plain pytest run the checks in this folder: ``python -m pytest``."""

from autograder.checks.plain import pytest_addoption, pytest_configure  # noqa: F401
