"""Settings and fixtures that every test may use."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("suite", max_examples=60, deadline=None, derandomize=True, database=None)
settings.load_profile("suite")
