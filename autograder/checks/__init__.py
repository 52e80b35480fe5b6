"""What the author of a check writes with: questions, comparisons, numerical gradients.

Runs on a student's laptop with numpy and pytest alone; never imports the sandbox or anything above it.
"""

from autograder.checks.compare import array_like, close, equal, holds, values
from autograder.checks.gradients import gradient_matches, numerical_gradient
from autograder.checks.question import question
from autograder.checks.running import after, changed, partial, unchanged

__all__ = [
    "after",
    "array_like",
    "changed",
    "close",
    "equal",
    "gradient_matches",
    "holds",
    "numerical_gradient",
    "partial",
    "question",
    "unchanged",
    "values",
]
