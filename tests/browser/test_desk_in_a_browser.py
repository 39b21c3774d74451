"""A planner's day in a real browser, on a real desk with a real worker: make a plan, sign, adopt, do a task; nothing is asked from elsewhere."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest
from playwright import sync_api
from playwright.sync_api import expect

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")]
PASSWORD = "nine lives of a cat"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk of two towns and its worker, each a process of its own; its address and folder."""
    folder = tmp_path_factory.mktemp("desk")
    given = {**os.environ, "BOTHHANDS_DESK_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "bothhands"]
    served = subprocess.Popen(
        [*command, "desk", "--region", "two-towns", "--port", "0"], env=given, stdout=subprocess.PIPE, text=True
    )
    address = re.search(r"http://[\d.:]+", served.stdout.readline()).group()
    worker = subprocess.Popen([*command, "worker"], env=given, stdout=subprocess.DEVNULL)
    yield address, given
    for process in (worker, served):
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    served.stdout.close()


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def page(desk, chromium):
    address, _ = desk
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=address)
    opened = context.new_page()
    opened.elsewhere, opened.said = [], []
    opened.on(
        "request",
        lambda asked: (
            opened.elsewhere.append(asked.url) if not asked.url.startswith((address, "data:", "blob:")) else None
        ),
    )
    opened.on("console", lambda said: opened.said.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda problem: opened.said.append(str(problem)))
    yield opened
    assert opened.elsewhere == []
    assert opened.said == []
    context.close()


def test_the_first_page_is_quick_and_says_what_stands(page):
    page.goto("/")
    began = time.monotonic()
    page.goto("/")
    expect(page.get_by_role("heading", name="Situation")).to_be_visible()
    assert page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") < 5_000
    assert time.monotonic() - began < 20
    expect(page.get_by_text("Nothing is due yet")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("Cases by city|No city"))).to_be_visible()


def test_both_languages_and_back(page):
    page.goto("/firms?search=inn")
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", name="企业")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Firms")).to_be_visible()


def test_firms_are_filtered_by_the_address_so_that_back_and_reload_work(page):
    page.goto("/firms")
    page.get_by_label("Name or identifier").fill("inn")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("1 firms")).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 firms")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("6 firms")).to_be_visible()
    page.get_by_role("row").nth(1).get_by_role("link").click()
    expect(page.get_by_role("heading", name="Facts")).to_be_visible()


def test_targets_and_chains_say_what_stands_before_any_plan(page):
    page.goto("/targets")
    expect(page.get_by_text("Make a plan, and this page tells")).to_be_visible()
    expect(page.get_by_text("0 targets")).to_have_count(0)
    page.get_by_role("link", name=re.compile("Twoland GDP")).first.click()
    expect(page.get_by_role("heading", name="What it rests on")).to_be_visible()
    page.goto("/chains")
    page.get_by_role("row").nth(1).get_by_role("link").click()
    page.get_by_text("How to get the same numbers").first.click()
    shown = page.locator("pre.bh-command").first.inner_text()
    told = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    assert "meltblown" in told.stdout
    page.get_by_text("Data", exact=True).first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").first.click()
    assert "Link" in download.value.path().read_text(encoding="utf-8-sig").splitlines()[0]


def test_a_file_is_looked_at_then_taken_in_and_the_edition_tells_what_changed(page, tmp_path):
    file = tmp_path / "beds.csv"
    file.write_text("place,kind,count\nNorthport,ward,many\n")
    page.goto("/region")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Nothing can be taken in")).to_be_visible()
    file.write_text("place,kind,count,source,quality\nNorthport,ward,777,counted by hand,measured\n")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_text(re.compile("rows changed since edition"))).to_be_visible()
    expect(page.get_by_text(re.compile("count: .* → 777"))).to_be_visible()
    page.goto("/region/beds")
    expect(page.get_by_role("cell", name="777")).to_be_visible()


def test_a_plan_is_made_signed_adopted_and_its_task_done(page):
    page.goto("/plans")
    page.get_by_role("button", name="Make a plan").click()
    page.wait_for_url("**/jobs/*")
    expect(page.get_by_text("searching the joint plan")).to_be_visible(timeout=300_000)
    page.get_by_role("link", name="Plan", exact=True).click(timeout=300_000)
    expect(page.get_by_role("heading", name="Measures")).to_be_visible()
    expect(page.get_by_role("button", name="Adopt all but these")).to_be_visible()
    signings = page.get_by_role("button", name="Sign").count()
    assert signings > 0
    for left in range(signings, 0, -1):
        for name, shown in (("Li Ming", left), ("Wang Fang", left - 1)):
            page.get_by_label("Legal basis").first.fill("Law of 1989, article 42")
            page.get_by_label("Name of the approver").first.fill(name)
            page.get_by_role("button", name="Sign").first.click()
            expect(page.get_by_role("row").filter(has_text=name)).to_have_count(signings - left + 1)
            expect(page.get_by_role("button", name="Sign")).to_have_count(shown)
    page.get_by_role("button", name="Adopt", exact=True).click()
    expect(page.get_by_text("● adopted").first).to_be_visible()
    page.goto("/")
    expect(page.get_by_text(re.compile("of .* open tasks are late"))).to_be_visible()
    page.goto("/follow-up")
    page.get_by_role("row").nth(1).get_by_role("link").click()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("without evidence")).to_be_visible()
    page.get_by_label("Evidence").fill("the order is signed")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("● done").first).to_be_visible()
    page.goto("/plans/1/briefing")
    expect(page.get_by_role("heading").first).to_be_visible()


PAGES = (
    "/", "/scenarios", "/plans", "/plans/1", "/compare", "/targets", "/chains", "/follow-up", "/follow-up/1", "/firms", "/firms/north-inn", "/support-list", "/region", "/region/places",
    "/region/unknown", "/reports", "/reports/digest", "/field", "/jobs", "/jobs/1", "/admin", "/admin/audit",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_page_has_a_serious_fault_of_accessibility(desk, chromium, axe, language):
    address, _ = desk
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=address, bypass_csp=True)
    context.add_cookies([{"name": "bothhands-language", "value": language, "url": address}])
    page, found = context.new_page(), {}
    for path in PAGES:
        page.goto(path)
        expect(page.get_by_role("heading").first).to_be_visible()
        found |= {f"{path}: {name}": where for name, where in axe(page).items()}
    context.close()
    assert found == {}


def test_with_accounts_nobody_looks_in_without_signing_in_and_each_sees_their_places(page, desk):
    _, given = desk
    command = [sys.executable, "-m", "bothhands", "admin", "user", "add"]
    for login, more in (
        ("petra", ["--role", "admin", "--everywhere"]),
        ("otto", ["--role", "officer", "--place", "Southfield"]),
    ):
        subprocess.run([*command, login, "--name", login.title(), *more, "--password-stdin"], env=given, input=f"{PASSWORD}\n", text=True, check=True, stdout=subprocess.DEVNULL)  # fmt: skip
    page.goto("/firms")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.get_by_label("Login").fill("otto")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    page.said.clear()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Firms")).to_be_visible()
    assert page.get_by_text("Northport").count() == 0
    page.goto("/plans")
    expect(page.get_by_text("not in your scope")).to_be_visible()
    page.get_by_role("link", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
