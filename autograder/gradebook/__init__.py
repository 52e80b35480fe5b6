"""Runs of a class, kept for ever: what was graded, what it said, and what a person changed. Never grades anything."""
