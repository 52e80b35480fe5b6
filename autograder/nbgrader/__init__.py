"""nbgrader as the front end of our grader: a course for it, and the preprocessors that let it ask us for the points.

``import nbgrader`` is always the library; nothing here may be imported by what runs on a student's laptop.
"""
