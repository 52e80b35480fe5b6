"""The sandbox that an assignment asks for. Imports neither numpy nor pytest, so that it can be started first."""

from __future__ import annotations

from autograder.course import Assignment
from autograder.sandbox.client import Sandbox
from autograder.wire.extensions import extension_names


def open_sandbox(assignment: Assignment) -> Sandbox:
    """Start the sandbox that an assignment's submissions run in; its canary is the reference itself."""
    settings = assignment.settings
    return Sandbox(
        preload=settings.requires,
        memory_mb=int(settings.limits.memory_mb),
        canary=assignment.reference,
        hidden=(assignment.public.parent, assignment.secret.parent),
        extensions=extension_names(settings.requires),
    )
