"""The proof of the graders: right solutions accepted, every known misconception rejected, mutants killed."""

from autograder.verify.faults import Fault
from autograder.verify.proof import Level, Proof, verify

__all__ = ["Fault", "Level", "Proof", "verify"]
