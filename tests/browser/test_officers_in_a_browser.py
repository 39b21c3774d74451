"""Officers looked after, in a real browser: a post is given, hours are told on a phone, somebody falls ill, and nobody else sees it."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import date, timedelta

import pytest
from playwright import sync_api
from playwright.sync_api import expect

from bothhands.records.access import SYSTEM
from bothhands.records.base import now
from bothhands.records.field import FieldDay
from bothhands.records.people import SignIn, User, UserPlace
from bothhands.records.schema import open_store
from bothhands.tasks.editions import set_up
from bothhands.tasks.signing_in import guard_of
from bothhands.web.settings import DeskSettings
from desk_lists import choose

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")]
OWN = {"post": "post 1", "place": "Northport", "start": "Northport", "end": "Northport", "leaves": 480, "returns": 1020, "lunch": 720, "hours": 8.0, "travel_hours": 2.0}  # fmt: skip
PEOPLE = (("petra", "planner", True), ("nora", "officer", False), ("otto", "officer", True))
LAPTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk of two towns with an adopted week, a planner and two officers, each signed in in a browser of their own."""
    folder = tmp_path_factory.mktemp("desk")
    store = open_store(folder)
    set_up(store, "two-towns")
    with store.writing(SYSTEM) as session:
        for login, role, everywhere in PEOPLE:
            user = User(login=login, name=f"{login.title()} <i>", role=role, everywhere=everywhere, places=[] if everywhere else [UserPlace(named="Northport")])  # fmt: skip
            session.add(user)
            session.flush()
            digests = [hashlib.sha256(one.encode()).hexdigest() for one in (login, guard_of(login))]
            session.add(SignIn(key_hash=digests[0], guard_hash=digests[1], user_id=user.id, made_at=now(), seen_at=now(), expires_at=now() + timedelta(days=1)))  # fmt: skip
        session.add_all([FieldDay(**OWN, day=date(2020, 3, day)) for day in (16, 18, 19, 20)])
    store.close()
    given = {**os.environ, "BOTHHANDS_DESK_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen([sys.executable, "-m", "bothhands", "desk", "--port", "0"], env=given, stdout=subprocess.PIPE, text=True)  # fmt: skip
    yield re.search(r"http://[\d.]+:\d+", process.stdout.readline()).group()
    process.send_signal(signal.SIGTERM)
    process.wait(30)
    process.stdout.close()


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def seen_by(desk, chromium):
    """A page of somebody, in a size and a language."""
    said = []

    def opened(login, size=LAPTOP, language="en"):
        context = chromium.new_context(base_url=desk, viewport=size)
        named = {DeskSettings().cookie: f'"{login}"', "bothhands-language": language}
        context.add_cookies([{"name": name, "value": value, "url": desk} for name, value in named.items()])
        page = context.new_page()
        page.on("pageerror", lambda problem: said.append(str(problem)))
        return page

    yield opened
    assert said == []


def test_a_post_is_given_hours_are_told_and_somebody_falls_ill(seen_by):
    planner = seen_by("petra")
    planner.goto("/staff")
    expect(planner.get_by_text("Posts that nobody holds, 1: post 1.")).to_be_visible()
    choose(planner, "Post", "post 1")
    choose(planner, "Person", "Nora <i>")
    planner.get_by_label("First day").last.fill("2020-03-01")
    planner.get_by_role("button", name="Give the post").click()
    expect(planner.get_by_role("cell", name="Nora <i>").first).to_be_visible()
    expect(planner.get_by_text("Nothing waits")).to_be_visible()

    officer = seen_by("nora", PHONE, "zh")
    officer.goto("/my-work")
    expect(officer.get_by_role("heading", name="我的工作")).to_be_visible()
    expect(officer.get_by_text("post 1：本周4天，32小时。")).to_be_visible()
    officer.get_by_label("工时（小时）").fill("14")
    officer.get_by_role("button", name="填报", exact=True).click()
    expect(officer.get_by_text("3月19日前仅9小时").first).to_be_visible()
    choose(officer, "类别", "病假")
    officer.get_by_label("首日").fill("2020-03-20")
    officer.get_by_role("button", name="登记请假").click()
    expect(officer.get_by_text("▲ 不在岗，需重新安排")).to_be_visible()
    assert officer.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    officer.get_by_label("首日").fill("2020-03-20")
    officer.get_by_role("button", name="登记请假").click()
    expect(officer.get_by_role("alert").filter(has_text="已登记请假")).to_be_visible()

    planner.goto("/staff")
    expect(planner.get_by_text("post 1 is away on 20 Mar: plan the week again.")).to_be_visible()
    expect(planner.get_by_text("9 hours before 19 Mar, 11 is the rule").first).to_be_visible()
    planner.get_by_role("link", name="post 1").click()
    expect(planner.get_by_role("heading", name="Record of post 1")).to_be_visible()


def test_another_officer_sees_nothing_of_it(seen_by):
    other = seen_by("otto")
    for path in ("/staff", "/my-work"):
        other.goto(path)
        expect(other.get_by_text("You hold no post.")).to_be_visible()
        assert "/my-work" in other.url
        assert "post 1" not in other.content()
    other.goto("/field")
    expect(other.get_by_text("The week of all officers is shown to whoever assigns work.")).to_be_visible()
    other.goto("/staff/record/post%201")
    expect(other.get_by_role("alert")).to_contain_text("BH-REC-010")
    expect(other.get_by_role("link", name="Staff")).to_have_count(0)
