"""What a student runs at home: the public checks on the own file. numpy and pytest alone; no network, no secrets."""

from autograder.laptop.kit import Kit, KitError, open_kit
from autograder.laptop.main import main

__all__ = ["Kit", "KitError", "main", "open_kit"]
