"""What people look at, made with the standard library alone: pictures as SVG, a student's answer as one HTML page.

A laptop makes the same page as a class run. May never import numpy, a template engine or anything that grades.
"""

from autograder.pages.hints import hints_by_check
from autograder.pages.pictures import picture_alt, picture_svg, picture_text
from autograder.pages.student import check_html, student_page

__all__ = ["check_html", "hints_by_check", "picture_alt", "picture_svg", "picture_text", "student_page"]
