"""Running code that nobody trusts: one confined process per submission, asked over a wire that carries no code.

Nothing of the floors above may be imported here: no check, no result. Importing this package imports no numpy, so that
the zygote, which needs it too, is on its way first.
"""

from autograder.sandbox.client import Sandbox
from autograder.sandbox.errors import SandboxError, WorkerLost
from autograder.sandbox.privileges import protect_grader

__all__ = ["Sandbox", "SandboxError", "WorkerLost", "protect_grader"]
