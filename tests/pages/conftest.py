"""One real browser for all pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver

from tests.pages.browser import BROWSER, DRIVER, chromium


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    if not (BROWSER.exists() and DRIVER.exists()):
        pytest.skip("Chromium and its driver are not installed")
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver
