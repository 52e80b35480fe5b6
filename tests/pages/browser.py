"""A real headless Chromium for looking at pages: what it logs, asks for, shows and reads aloud."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver

OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
BROWSER, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")

FAULTS_OF_ACCESS = """
const faults = [];
const text = node => (node.textContent || "").trim();
const at = node => node.outerHTML.slice(0, 90);
if (!document.documentElement.lang) faults.push("no language");
if (!document.title.trim()) faults.push("no title");
if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
if (!document.querySelector("main")) faults.push("no main");
let level = 0;
for (const heading of document.querySelectorAll("h1,h2,h3,h4")) {
  const own = Number(heading.tagName[1]);
  if (own > level + 1) faults.push("a level is skipped: " + at(heading));
  if (!text(heading)) faults.push("an empty heading: " + at(heading));
  level = own;
}
for (const image of document.querySelectorAll("img")) {
  if (!(image.getAttribute("alt") || "").trim()) faults.push("no alt: " + at(image));
  if (image.naturalWidth === 0) faults.push("not drawn: " + image.alt);
}
for (const drawing of document.querySelectorAll("svg")) {
  const labelled = drawing.getAttribute("aria-label") && drawing.getAttribute("role") === "img";
  if (!labelled) faults.push("no label: " + at(drawing));
}
for (const table of document.querySelectorAll("table")) {
  const heads = [...table.querySelectorAll("th")];
  if (!heads.length) faults.push("no th: " + at(table));
  for (const head of heads) if (!head.scope) faults.push("no scope: " + at(head));
}
for (const link of document.querySelectorAll("a[href^='#']")) {
  const target = decodeURIComponent(link.getAttribute("href").slice(1));
  if (!document.getElementById(target)) faults.push("leads nowhere: " + at(link));
}
const ids = [...document.querySelectorAll("[id]")].map(node => node.id);
for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push("twice: #" + id);
for (const box of document.querySelectorAll("*")) {
  const scrolls = box.scrollWidth > box.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(box).overflowX);
  if (scrolls && box.tabIndex < 0) faults.push("scrolls, but not with the keyboard: " + at(box));
}
const light = colour => {
  const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = node => {
  for (let at = node; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (!/, 0\\)$|transparent/.test(colour)) return colour;
  }
  return "rgb(255, 255, 255)";
};
for (const node of document.querySelectorAll("p,td,th,dt,dd,h1,h2,h3,span,a,figcaption,summary,pre,li")) {
  const [one, two] = [light(getComputedStyle(node).color), light(ground(node))];
  const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
  if (contrast < 4.5) faults.push("contrast " + contrast.toFixed(1) + ": " + at(node));
}
return faults;
"""


@contextmanager
def chromium(profile: Path) -> Iterator[webdriver.Chrome]:
    """Start a browser with an empty profile, and end it."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    for option in (*OPTIONS, f"--user-data-dir={profile}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    try:
        yield driver
    finally:
        driver.quit()


def visit(driver: webdriver.Chrome, page: Path, width: int = 1200) -> dict[str, Any]:
    """Open a page at a width; return what the console said, what was asked for, and what bars a reader."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    driver.get("about:blank")
    driver.get_log("performance")  # reading a log empties it: what went before is not the page's
    driver.get_log("browser")
    driver.get(page.as_uri())
    return {
        "console": driver.get_log("browser"),
        "asked": _asked(driver) - {page.as_uri()},
        "faults": driver.execute_script(FAULTS_OF_ACCESS),
        "overflow": driver.execute_script("return document.documentElement.scrollWidth - innerWidth"),
        "text": driver.execute_script("return document.body.innerText"),
        "scripts": driver.execute_script("return document.scripts.length"),
    }


def clean(seen: dict[str, Any]) -> bool:
    """Say whether a visit found nothing to complain of."""
    wrong = {key: seen[key] for key in ("console", "asked", "faults", "scripts") if seen[key]}
    assert not wrong and seen["overflow"] <= 0, (wrong, seen["overflow"])
    return True


def _asked(driver: webdriver.Chrome) -> set[str]:
    """Return every address that was asked for; what a page carries in itself (``data:``) asks nobody."""
    messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    sent = [message for message in messages if message["method"] == "Network.requestWillBeSent"]
    urls = {str(message["params"]["request"]["url"]) for message in sent}
    return {url for url in urls if not url.startswith(("data:", "chrome:"))}
