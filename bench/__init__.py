"""Measurements of the machine: tables, never tests."""
