"""A class at once: a download read, every submission graded by several graders, one row and two files for each.

Stores nothing by itself and draws no report: it hands rows to whoever keeps them.
"""
