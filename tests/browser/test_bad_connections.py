"""Two browsers at one record, and a connection that is lost while something is typed: nothing is lost, and it is told in the reader's language."""

import os
import re
import shutil
import signal
import subprocess
import sys

import pytest
from playwright import sync_api
from playwright.sync_api import expect

from bothhands.records.access import SYSTEM
from bothhands.records.schema import open_store
from bothhands.records.work import Task
from bothhands.tasks.editions import set_up

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")]


class Served:
    """A desk on two towns with a task, which can be stopped and started again at the same address."""

    def __init__(self, folder):
        self.folder, self.port = folder, "0"
        store = open_store(folder)
        set_up(store, "two-towns")
        with store.writing(SYSTEM) as session:
            session.add(Task(title="Inspect the second line", place="Northport"))
        store.close()

    def start(self):
        given = {**os.environ, "BOTHHANDS_DESK_DIR": str(self.folder), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "bothhands", "desk", "--port", self.port]
        self.process = subprocess.Popen(command, env=given, stdout=subprocess.PIPE, text=True)
        self.address, self.port = re.search(r"(http://[\d.]+:(\d+))", self.process.stdout.readline()).groups()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    served = Served(tmp_path_factory.mktemp("desk"))
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


def page_of(chromium, desk, language):
    context = chromium.new_context(base_url=desk.address)
    context.add_cookies([{"name": "bothhands-language", "value": language, "url": desk.address}])
    return context.new_page()


def test_the_second_of_two_browsers_sees_both_versions_and_loses_nothing(chromium, desk):
    first, second = page_of(chromium, desk, "en"), page_of(chromium, desk, "zh")
    for one in (first, second):
        one.goto("/follow-up/1")
    assert second.locator("html").get_attribute("lang") == "zh-CN"
    assert second.locator("body").inner_text().startswith("跳到正文")
    assert (
        second.evaluate("getComputedStyle(document.querySelector('.bh-card')).backgroundColor") == "rgb(255, 255, 255)"
    )
    second.get_by_label("佐证").fill("照片十二张")
    first.get_by_label("Evidence").fill("Receipt 1204")
    first.get_by_role("button", name="Under way").click()
    expect(first.get_by_role("cell", name="Receipt 1204")).to_be_visible()
    second.get_by_role("button", name="完成").click()
    told = second.get_by_role("dialog")
    expect(told).to_contain_text("他人已更改此记录")
    expect(told).to_contain_text("Receipt 1204")
    expect(second.get_by_label("佐证")).to_have_value("照片十二张")
    second.get_by_role("button", name="重新载入并保留我的输入").click()
    expect(second.get_by_text("尚未保存")).to_be_visible()
    expect(second.get_by_role("cell", name="Receipt 1204")).to_be_visible()
    expect(second.get_by_label("佐证")).to_have_value("照片十二张")
    second.get_by_role("button", name="完成").click()
    expect(second.get_by_role("cell", name="照片十二张")).to_be_visible()


def test_what_was_typed_outlives_a_server_that_went_away(chromium, desk):
    page = page_of(chromium, desk, "zh")
    page.goto("/follow-up/1")
    page.wait_for_function("window.did_handshake")
    page.get_by_label("佐证").fill("断线前的内容")
    desk.stop()
    expect(page.get_by_text("连接丢失")).to_be_visible()
    page.get_by_label("佐证").fill("断线前后的内容")
    desk.start()
    expect(page.get_by_text("尚未保存")).to_be_visible(timeout=20_000)
    expect(page.get_by_label("佐证")).to_have_value("断线前后的内容")
    page.get_by_role("button", name="执行中").click()
    expect(page.get_by_role("cell", name="断线前后的内容")).to_be_visible()
    page.reload()
    expect(page.get_by_role("cell", name="断线前后的内容")).to_be_visible()
    expect(page.get_by_text("尚未保存")).to_have_count(0)


def test_back_and_reload_show_the_same(chromium, desk):
    page = page_of(chromium, desk, "zh")
    for path in ("/", "/follow-up?late=1", "/region/beds"):
        page.goto(path)
        heading = page.locator("h1").inner_text()
        page.reload()
        assert page.locator("h1").inner_text() == heading
        page.goto("/jobs")
        page.go_back()
        expect(page.locator("h1")).to_have_text(heading)
        assert page.url.endswith(path)


PAGES = ("/", "/scenarios", "/plans", "/compare", "/targets", "/chains", "/follow-up", "/follow-up/1", "/firms", "/region", "/region/vaccines", "/region/people", "/reports", "/jobs", "/admin", "/admin/audit", "/plans/99")  # fmt: skip
SENTENCE = re.compile(r"[A-Za-z]{2,}(?:,? [a-z]{2,}){3,}")
"""Four words in a row, of which all but the first are small: no name."""
WRITTEN = ("Inspect the second line", "invented for lessons")
"""What people and tables wrote stays as they wrote it."""


def test_no_english_sentence_is_left_on_a_chinese_page(chromium, desk):
    page = page_of(chromium, desk, "zh")
    left = {}
    for path in PAGES:
        page.goto(path)
        page.locator("h1").wait_for()
        text = page.evaluate("[...document.querySelectorAll('.bh-main, .bh-top')].map(one => { const own = one.cloneNode(true); own.querySelectorAll('pre, code, script, style, option, title').forEach(x => x.remove()); return [...own.querySelectorAll('*')].filter(x => !x.children.length).map(x => x.textContent).join('\\n'); }).join('\\n')")  # fmt: skip
        found = [one for one in SENTENCE.findall(text) if not one.startswith(WRITTEN)]
        if found:
            left[path] = found[:3]
    assert left == {}
