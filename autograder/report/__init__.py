"""A run as one page for its teachers: what the class knows, which checks tell, what to say in the next lecture.

Rows in, text out; grades nothing and opens no database. Needs jinja2 and matplotlib, imported when a page is made.
"""

from __future__ import annotations

from autograder.report.page import report_parts

__all__ = ["report_parts"]
