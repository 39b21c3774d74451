"""Pages of the desk in Chromium: how soon each is there on the Liaoning region, how long a click takes, eight tabs of the map at once.

The desk is the real one, `bothhands desk` in a process of its own on loopback, freshly set up (no plan). A page counts as there when its heading is
painted: from the start of the navigation to the first contentful paint. A click counts until the page it leads to is painted.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.cases.desk_load import Running, _cpu, _memory, _open
from benchmarks.harness import Measured, Size
from bothhands.records.schema import open_store
from bothhands.tasks.editions import set_up

PAGES = ("/", "/scenarios", "/plans", "/compare", "/targets", "/chains", "/chains/mask", "/follow-up", "/firms", "/region", "/region/cases", "/reports", "/jobs", "/admin", "/admin/audit")  # fmt: skip
CLICKS = (
    ("filter of firms", "/firms", "form.bh-filter button"),
    ("another page", "/", "nav a[href='/follow-up']"),
    ("language", "/", "a[href^='/language/']"),
)
TABS = 8


def rows(size: Size) -> Iterator[Measured]:
    """Start of the desk, every page, clicks, tabs."""
    times = 2 if size.quick else 7
    with tempfile.TemporaryDirectory() as name:
        store = open_store(Path(name) / "desk")
        set_up(store, "liaoning")
        store.close()
        began = time.perf_counter()
        with _open(Path(name) / "desk") as desk, sync_playwright() as tool:
            opened = tool.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            page = opened.new_context(base_url=desk.url, viewport={"width": 1280, "height": 900}).new_page()
            page.goto("/")
            page.get_by_role("heading", level=1).wait_for()
            yield _one("from `bothhands desk` to Situation on screen", [time.perf_counter() - began], desk, "≤ 10 s")
            for path in PAGES[: 3 if size.quick else None]:
                yield _one(f"page {path}", [_painted(page, path) for _ in range(times)], desk, "≤ 1 s")
            for what, path, where in CLICKS:
                yield _one(f"click: {what}", [_clicked(page, path, where) for _ in range(times)], desk, "≤ 200 ms")
            yield _one(f"{TABS} tabs of the map at once", [_tabs(page)], desk, "no error")
            opened.close()


def _painted(page: Page, path: str) -> float:
    """Seconds to the first contentful paint."""
    page.goto(path)
    return _paint(page)


def _paint(page: Page) -> float:
    found = page.wait_for_function("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
    return float(found.json_value()) / 1000


def _clicked(page: Page, path: str, where: str) -> float:
    """Seconds from a click to the first contentful paint of the page it leads to."""
    page.goto(path)
    page.wait_for_function("window.did_handshake")
    with page.expect_navigation(wait_until="commit"):
        page.locator(where).first.click()
    return _paint(page)


def _tabs(page: Page) -> float:
    """Seconds until each of several tabs shows its map; raises where one tells an error."""
    wrong: list[str] = []
    tabs = [page.context.new_page() for _ in range(TABS)]
    began = time.perf_counter()
    for one in tabs:
        one.on("pageerror", lambda problem: wrong.append(str(problem)))
        one.goto("/", wait_until="commit")
    for one in tabs:
        one.locator("svg").first.wait_for()
    took = time.perf_counter() - began
    for one in tabs:
        one.close()
    assert not wrong, wrong
    return took


def _one(what: str, took: list[float], desk: Running, goal: str) -> Measured:
    note = f"the slowest {max(took) * 1000:.0f} ms"
    return Measured(what, took[0], statistics.median(took), max(_cpu(desk.pid), 1e-6), len(took), _memory(desk.pid, "VmHWM"), goal, note=note)  # fmt: skip
