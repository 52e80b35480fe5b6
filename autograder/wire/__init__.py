"""How values and calls cross between a grader and a student's code: codec, frames, servant, student.

Runs with numpy and the standard library alone. Never imports pickle, and nothing of the floors above.
"""
