"""From what an officer saw to another plan, in a real browser: a finding is recorded, a figure proposed, its effect worked out, accepted, and the
plan made again on the next edition; a planned week is adopted, and a city reads its letter. The plan was made before, once for many tests.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright import sync_api
from playwright.sync_api import expect

from bothhands.levers.measures_file import measures_text
from bothhands.records.access import SYSTEM
from bothhands.records.known import Edition
from bothhands.records.schema import open_store
from bothhands.records.work import MeasureRecord, PlanRecord
from bothhands.report import explanation
from bothhands.report.folder import as_dataset, as_json
from bothhands.tasks import jobs
from bothhands.tasks.editions import region_of, set_up
from bothhands.tasks.take_in import take_in
from desk_lists import choose
from made_plans import short_plan_of_two_towns

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")]
WAIT = 240_000
"""Milliseconds: a quick plan of two towns takes 20 s on a core of its own."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk of one person with a plan that was made before, and its worker; address and records."""
    folder, plan = tmp_path_factory.mktemp("desk"), short_plan_of_two_towns(tmp_path_factory)
    store = open_store(folder)
    set_up(store, "two-towns")
    at = folder / "results" / "1"
    at.mkdir(parents=True)
    (at / "plan.json").write_text(json.dumps(as_json(plan)))
    (at / "explanation.html").write_text(explanation.page(plan), encoding="utf-8")
    (at / "measures.csv").write_text(measures_text(plan.measures), encoding="utf-8")
    as_dataset(plan).to_netcdf(at / "results.nc", engine="h5netcdf")
    with store.writing(SYSTEM) as session:
        job = jobs.ask(session, "plan", {"name": "March"})
        job.state, job.folder = "done", "results/1"
        session.flush()
        take_in(store, session, "results/1", "March", job.id)
    given = {**os.environ, "BOTHHANDS_DESK_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
    program = [sys.executable, "-m", "bothhands"]
    worker = subprocess.Popen([*program, "worker"], env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    served = subprocess.Popen([*program, "desk", "--port", "0"], env=given, stdout=subprocess.PIPE, text=True)
    address = re.search(r"http://[\d.]+:\d+", served.stdout.readline())[0]
    yield address, store
    for process in (served, worker):
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    served.stdout.close()
    store.close()


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


def page_of(chromium, address, language, wrong):
    context = chromium.new_context(base_url=address)
    context.add_cookies([{"name": "bothhands-language", "value": language, "url": address}])
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith((address, "data:")) else wrong.append(route.request.url) or route.abort())  # fmt: skip
    page = context.new_page()
    page.on("console", lambda one: wrong.append(one.text) if one.type == "error" else None)
    return page


def ended(page, store, word="done"):
    """Once the run of this page is done; one that is not says where it is."""
    page.wait_for_url("**/jobs/*")
    try:
        expect(page.get_by_role("status")).to_contain_text(word, timeout=WAIT)
    except AssertionError as problem:
        raise AssertionError(f"{problem}\n{where_jobs_are(store.folder)}") from None


def where_jobs_are(folder):
    """What each job that runs in a folder has written, and every thread of it as it stands."""
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        said = one.read_bytes().split(b"\0")
        if b"bothhands.tasks.run_job" in said and str(folder).encode() in said:
            os.kill(int(one.parent.name), signal.SIGUSR1)
    time.sleep(2)
    return "\n".join(f"{one.name}:\n{one.read_text(errors='replace')}" for one in sorted(folder.glob("results/*.log")))


def test_a_finding_becomes_a_figure_of_the_region_and_changes_the_plan(chromium, desk):
    (address, store), wrong = desk, []
    page = page_of(chromium, address, "en", wrong)
    page.goto("/findings")
    page.wait_for_function("window.did_handshake")
    choose(page, "Place; blank for the firm's", re.compile("^Northport$"))
    page.get_by_label("What was said", exact=True).fill("The hotel for quarantine has four rooms left")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Finding 1: The hotel for quarantine has four rooms left")
    page.wait_for_function("window.did_handshake")
    choose(page, "Table", re.compile("^beds$"))
    choose(page, "Row", "Northport · quarantine_room")
    choose(page, "Column", re.compile("^count$"))
    page.get_by_label("Is to be").fill("four")
    page.get_by_role("button", name="Propose", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="'four' is not a number")).to_be_visible()
    expect(page.get_by_label("Is to be")).to_have_value("four")
    page.get_by_label("Is to be").fill("4")
    page.get_by_role("button", name="Propose", exact=True).click()
    expect(page.get_by_text(re.compile(r"count: \d+ → 4$"))).to_be_visible()
    page.wait_for_function("window.did_handshake")
    page.get_by_role("button", name="Work out what it does to the plan").click()
    ended(page, store)
    page.goto("/findings/1")
    told = page.get_by_role("row", name=re.compile("^Use of quarantine rooms")).get_by_role("cell").all_inner_texts()
    assert told[2].endswith("▲"), told
    page.wait_for_function("window.did_handshake")
    page.get_by_role("button", name="Accept: the region's next edition holds it").click()
    expect(page.get_by_text(re.compile("● accepted, edition"))).to_be_visible(timeout=20_000)
    page.goto("/plans/1")
    page.wait_for_function("window.did_handshake")
    page.get_by_role("button", name="Plan again from here").click()
    ended(page, store)
    with store.reading(SYSTEM) as session:
        first, again = session.one(PlanRecord, 1), session.one(PlanRecord, 2)
        assert first.edition != again.edition == session.query(Edition).filter(Edition.in_force).one().edition
        levels = [sorted((one.lever, one.place, one.start, one.end, round(one.value, 6)) for one in session.query(MeasureRecord).filter_by(plan_id=plan.id)) for plan in (first, again)]  # fmt: skip
    rows = [row for row in region_of(store, again.edition).rows("beds") if (row.place, row.kind) == ("Northport", "quarantine_room")]  # fmt: skip
    assert rows[-1].count == 4
    assert "count: finding 1, Northport" in rows[-1].source
    assert levels[0] != levels[1]
    assert wrong == []


def test_a_week_is_adopted_and_a_city_reads_its_letter(chromium, desk):
    (address, store), wrong = desk, []
    page = page_of(chromium, address, "zh", wrong)
    page.goto("/field")
    page.wait_for_function("window.did_handshake")
    page.get_by_label("当周第一天").fill("2020-03-18")
    page.get_by_role("button", name="安排一周走访").click()
    ended(page, store, "已完成")
    page.goto("/field")
    page.wait_for_function("window.did_handshake")
    page.get_by_role("button", name="采用本周安排").click()
    expect(page.get_by_text("本周安排已采用。")).to_be_visible(timeout=10_000)
    board = page.locator(".bh-card", has=page.get_by_role("heading", name="走访覆盖：各市与重点企业"))
    expect(board.get_by_role("row").filter(has_text="○ 已安排").first).to_be_visible()
    page.goto("/reports")
    page.get_by_role("row", name=re.compile("^南野")).get_by_role("link", name="阅读").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("致南野")
    expect(page.get_by_role("heading", name="下步走访")).to_be_visible()
    assert wrong == []


def test_a_page_is_read_before_any_script_ran_and_stands_once_afterwards(chromium, desk):
    address, _ = desk
    plain = chromium.new_context(base_url=address, java_script_enabled=False).new_page()
    plain.goto("/findings")
    expect(plain.get_by_role("heading", level=1)).to_have_text("Findings")
    expect(plain.get_by_role("cell", name="Northport").first).to_be_visible()
    expect(plain.get_by_role("navigation").get_by_role("link", name="Reports")).to_be_visible()
    page = page_of(chromium, address, "en", [])
    page.goto("/findings")
    page.wait_for_function("window.did_handshake")
    assert page.locator("#bh-still").count() == 0
    assert page.get_by_role("heading", level=1).count() == 1
