"""nbgrader's formgrader in a real Jupyter server, read by a real headless Chromium. Nothing leaves this machine."""

from __future__ import annotations

import contextlib
import re
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.nbgrader.classroom import ASSIGNMENT, NOTEBOOK, Classroom

SWITCHES = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--window-size=1200,1600"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class Formgrader:
    """The pages of formgrader for one class."""

    def __init__(self, browser: webdriver.Chrome, address: str, token: str) -> None:
        self.browser, self.address, self.token = browser, address, token
        self.open("/formgrader", token=token)

    def open(self, path: str, token: str = "") -> None:
        """Open a page of the server and wait for it."""
        self.browser.get(f"{self.address}{path}{f'?token={token}' if token else ''}")
        self.until(lambda: self.browser.execute_script("return document.readyState") == "complete")

    def until(self, holds: object) -> None:
        """Wait until something holds."""
        WebDriverWait(self.browser, 60).until(lambda _: holds())  # type: ignore[operator]

    def open_submission(self, student: str) -> None:
        """Open the page on which a TA marks a student's notebook, and wait for its grades."""
        self.open(f"/formgrader/manage_students/{student}/{ASSIGNMENT}")
        self.until(lambda: self.browser.find_elements(By.LINK_TEXT, NOTEBOOK))
        self.browser.find_element(By.LINK_TEXT, NOTEBOOK).click()
        self.until(lambda: self.browser.find_elements(By.CSS_SELECTOR, "input.score"))
        self.until(lambda: self.score("fly") != "")

    def score(self, question: str) -> str:
        """Return the points in the box of a question: what a person gave, or what the grader did."""
        box = self.browser.find_element(By.ID, f"grade_{question}")
        return box.get_attribute("value") or box.get_attribute("placeholder") or ""

    def needs_review(self, question: str) -> bool:
        """Say whether the box of a question asks for a person."""
        box = self.browser.find_element(By.ID, f"grade_{question}")
        return "needs_manual_grade" in (box.get_attribute("class") or "")

    def type(self, identity: str, text: str) -> None:
        """Type into a box and leave it, and wait until the page says that it is saved."""
        box = self.browser.find_element(By.ID, identity)
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", box)
        box.clear()
        box.send_keys(text)
        self.browser.execute_script("arguments[0].blur()", box)
        self.until(lambda: self.browser.execute_script("return jQuery.active") == 0)

    def autograde(self, student: str) -> None:
        """Press formgrader's own button for one student and wait until it says that it is done."""
        self.open(f"/formgrader/manage_submissions/{ASSIGNMENT}")
        button = f"//tr[td[text()='{student}']]//td[contains(@class, 'autograde')]/a"
        self.until(lambda: self.browser.find_elements(By.XPATH, button))
        self.browser.find_element(By.XPATH, button).click()
        self.until(lambda: "Successfully autograded" in self.text)

    def resolve(self, question: str) -> None:
        """Press the button that says: a person has looked at this."""
        panel = f"//input[@id='grade_{question}']/ancestor::div[contains(@class, 'panel-heading')]"
        button = self.browser.find_element(By.XPATH, f"{panel}//button[contains(@class, 'mark-graded')]")
        self.browser.execute_script("arguments[0].click()", button)
        self.until(lambda: not self.needs_review(question))
        self.until(lambda: self.browser.execute_script("return jQuery.active") == 0)

    @property
    def text(self) -> str:
        """The text that a person sees on the page."""
        return self.browser.find_element(By.TAG_NAME, "body").text


@contextlib.contextmanager
def formgrader(room: Classroom) -> Iterator[Formgrader]:
    """Start a Jupyter server in the class's folder and a browser; end both."""
    with _server(room) as (address, token), _chromium() as browser:
        yield Formgrader(browser, address, token)


@contextlib.contextmanager
def _server(room: Classroom) -> Iterator[tuple[str, str]]:
    token = secrets.token_hex(16)
    options = [
        "--no-browser",
        "--allow-root",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={room.folder}",
        "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}",
    ]
    command = [sys.executable, "-P", "-m", "jupyter", "server", *options]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=room.folder, env=room.environment, stderr=pipe, text=True, encoding="utf-8")
    try:
        yield _address(process), token
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def _address(process: subprocess.Popen[str]) -> str:
    said = []
    assert process.stderr is not None
    for line in process.stderr:
        said.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found.group()
    raise AssertionError("".join(said))


@contextlib.contextmanager
def _chromium() -> Iterator[webdriver.Chrome]:
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    with tempfile.TemporaryDirectory() as profile:
        for switch in (*SWITCHES, f"--user-data-dir={profile}"):
            options.add_argument(switch)
        browser = webdriver.Chrome(options, Service("/usr/bin/chromedriver"))
        try:
            yield browser
        finally:
            browser.quit()
