"""The browser that tests of pages share."""

from tests.pages.conftest import browser

__all__ = ["browser"]
