"""Running code that nobody trusts: one confined process per submission, asked over a wire that carries no code.

Nothing of the floors above may be imported here: no check, no assignment, no result.
"""

from autograder.sandbox.client import Sandbox
from autograder.sandbox.errors import SandboxError, WorkerLost
from autograder.sandbox.handle import Worker
from autograder.sandbox.privileges import protect_grader

__all__ = ["Sandbox", "SandboxError", "Worker", "WorkerLost", "protect_grader"]
