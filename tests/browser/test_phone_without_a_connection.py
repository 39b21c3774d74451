"""The officer's phone in a real browser at the width of one: the desk goes away, three findings with a photo are told, the page is closed and opened
again, the desk comes back: each is there once; a visit that was changed at the desk meanwhile is settled by the officer; over TLS too.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from playwright import sync_api
from playwright.sync_api import expect

from bothhands.records.access import SYSTEM
from bothhands.records.field import FieldDay, FieldVisit
from bothhands.records.files import path_of
from bothhands.records.schema import open_store
from bothhands.records.work import Attachment, Finding
from bothhands.tasks.editions import set_up
from bothhands.tasks.field_weeks import VisitChange, change_visit
from desk_processes import waited

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
OPENSSL = shutil.which("openssl")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")]
DAY = date(2020, 3, 18)


class Served:
    """A desk on two towns with a day of two visits, which can be stopped and started again at the same address."""

    def __init__(self, folder, *more):
        self.folder, self.port, self.more, self.process = folder, "0", more, None
        self.store = open_store(folder)
        set_up(self.store, "two-towns")
        with self.store.writing(SYSTEM) as session:
            visits = [FieldVisit(visit=f"firm {one}", kind="firm", firm=one, place="Southfield", day=DAY, minutes=60) for one in ("field-works", "south-farm")]  # fmt: skip
            visits.append(
                FieldVisit(
                    visit="forum of the chain",
                    kind="forum",
                    place="Southfield",
                    day=DAY,
                    minutes=60,
                    told={"parties": ["Field Works", "the bank"]},
                )
            )
            session.add_all(visits)
            session.flush()
            stops = {"visits": [{"visit": one.id, "begins": 540 + 90 * n, "ends": 600 + 90 * n} for n, one in enumerate(visits)]}  # fmt: skip
            session.add(FieldDay(post="post 1", day=DAY, place="Southfield", start="Southfield", end="Southfield", leaves=520, returns=720, lunch=-1, hours=3.3, travel_hours=1.3, stops=stops))  # fmt: skip

    def start(self):
        given = {**os.environ, "BOTHHANDS_DESK_DIR": str(self.folder), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "bothhands", "desk", "--port", self.port, *self.more]
        self.process = subprocess.Popen(command, env=given, stdout=subprocess.PIPE, text=True)
        self.address, self.port = re.search(r"(https?://[^\s:]+:(\d+))", self.process.stdout.readline()).groups()

    def stop(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)
            self.process.stdout.close()
        self.process = None

    def counted(self, kind):
        with self.store.reading(SYSTEM) as session:
            return session.query(kind).count()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    served = Served(tmp_path_factory.mktemp("desk"))
    served.start()
    yield served
    served.stop()
    served.store.close()


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu", "--ignore-certificate-errors"])  # fmt: skip
        yield opened
        opened.close()


@pytest.fixture
def context(chromium, desk):
    made = chromium.new_context(base_url=desk.address, viewport={"width": 390, "height": 844})
    made.add_cookies([{"name": "bothhands-language", "value": "en", "url": desk.address}])
    yield made
    made.close()


def opened(context, address="", wrong=None):
    page = context.new_page()
    if wrong is not None:
        page.on("pageerror", lambda one: wrong.append(str(one)))
        page.on("request", lambda one: wrong.append(one.url) if not one.url.startswith((address, "blob:")) else None)
    page.goto("/phone")
    page.wait_for_selector("html[data-ready]")
    return page


def photo():
    held, kept = Image.effect_noise((2000, 1500), 90).convert("RGB"), BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SECRETMAKER"
    held.save(kept, "JPEG", exif=exif)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def told(page, chip, text=""):
    """A finding: open, choose, save; a line of text and a photo where wanted."""
    page.get_by_role("button", name="New finding").click()
    page.get_by_role("button", name=chip, exact=True).click()
    if text:
        page.get_by_label("What (may stay blank").fill(text)
    page.locator("#photo").set_input_files(photo())
    expect(page.get_by_role("img", name="photo")).to_have_count(1)
    page.get_by_role("button", name="Save").click()


def test_three_findings_with_photos_outlive_a_desk_that_is_away_and_are_there_once(context, desk):
    wrong = []
    page = opened(context, desk.address, wrong)
    page.wait_for_function("navigator.serviceWorker.controller || navigator.serviceWorker.ready.then(() => true)")
    page.get_by_role("button", name=re.compile("^09:00")).click()
    desk.stop()
    told(page, "raw materials")
    told(page, "people", "Twelve are at home")
    expect(page.get_by_text("no connection · 2 not sent yet")).to_be_visible()
    page.get_by_role("button", name="New finding").click()
    page.get_by_role("button", name="promise", exact=True).click()
    page.get_by_label("What (may stay blank").fill("A loan officer calls on Fri")
    page.close()
    page = opened(context, desk.address, wrong)
    expect(page.get_by_text("no connection · 2 not sent yet")).to_be_visible()
    page.get_by_role("button", name=re.compile("^09:00")).click()
    page.get_by_role("button", name="New finding").click()
    expect(page.get_by_label("What (may stay blank")).to_have_value("A loan officer calls on Fri")
    expect(page.get_by_role("button", name="promise", exact=True)).to_have_attribute("aria-pressed", "true")
    page.get_by_label("What (may stay blank").fill("A loan officer calls on Friday")
    page.locator("#photo").set_input_files(photo())
    expect(page.get_by_role("img", name="photo")).to_have_count(1)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="I was there").click()
    expect(page.get_by_text("no connection · 4 not sent yet")).to_be_visible()
    assert (desk.counted(Finding), desk.counted(Attachment)) == (0, 0)
    desk.start()
    page.get_by_role("button", name="Send and fetch").click()
    expect(page.get_by_text("connected · all is sent")).to_be_visible(timeout=15_000)
    with desk.store.reading(SYSTEM) as session:
        found = session.query(Finding).order_by(Finding.id).all()
        assert [(one.kind, one.difficulty, one.text, one.firm) for one in found] == [
            ("difficulty", "materials", "raw materials", "field-works"), ("difficulty", "labour", "Twelve are at home", "field-works"),
            ("promise", "", "A loan officer calls on Friday", "field-works"),
        ]  # fmt: skip
        kept = session.query(Attachment).all()
        assert sorted(one.about_id for one in kept) == [one.id for one in found]
        assert session.one(FieldVisit, 1).status == "made"
    for one in kept:
        content = path_of(desk.folder, one.sha256).read_bytes()
        assert b"SECRETMAKER" not in content
        assert Image.open(BytesIO(content)).size == (1600, 1200)
    page.get_by_role("button", name="Send and fetch").click()
    expect(page.get_by_role("list").last).to_contain_text("A loan officer calls on Friday")
    assert (desk.counted(Finding), desk.counted(Attachment)) == (3, 3)
    assert wrong == []


def test_a_visit_changed_at_the_desk_meanwhile_is_settled_by_the_officer(context, desk):
    page = opened(context)
    page.get_by_role("button", name="中文").click()
    page.get_by_role("button", name=re.compile("^10:30")).click()
    desk.stop()
    page.get_by_label("谈话要点").fill("饲料可用两周")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("1条待发送")).to_be_visible()
    with desk.store.writing(SYSTEM) as session:
        change_visit(session, 2, session.one(FieldVisit, 2).version, VisitChange(said="电话：周五缺料"), DAY)
    desk.start()
    page.get_by_role("button", name="同步").click()
    page.get_by_role("button", name="待发送（1）").click()
    card = page.locator(".card", has_text="期间工作台已更改此次走访")
    expect(card).to_contain_text("电话：周五缺料")
    expect(card).to_contain_text("饲料可用两周")
    card.get_by_role("button", name="两者都保留").click()
    expect(page.get_by_text("已连接 · 全部已发送")).to_be_visible(timeout=15_000)
    with desk.store.reading(SYSTEM) as session:
        assert session.one(FieldVisit, 2).said == "电话：周五缺料\n饲料可用两周"


def test_what_is_promised_at_a_table_of_several_is_kept_with_who_promised_it(context, desk):
    page = opened(context)
    page.get_by_role("button", name=re.compile("^12:00")).click()
    before = desk.counted(Finding)
    page.get_by_role("button", name="New finding").click()
    page.get_by_role("button", name="promise", exact=True).click()
    page.get_by_role("button", name="the bank", exact=True).click()
    page.get_by_label("What (may stay blank").fill("A loan within the week")
    page.get_by_role("button", name="Save").click()
    waited(lambda: desk.counted(Finding) == before + 1, 15)
    with desk.store.reading(SYSTEM) as session:
        found = session.query(Finding).order_by(Finding.id.desc()).first()
        assert (found.kind, found.party, found.text, found.place) == ("promise", "the bank", "A loan within the week", "Southfield")  # fmt: skip
    page.get_by_role("button", name="Send and fetch").click()
    expect(page.get_by_text("promise (the bank): A loan within the week")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_screen_of_the_phone_has_a_serious_fault_of_accessibility(chromium, desk, axe, language):
    made = chromium.new_context(base_url=desk.address, viewport={"width": 390, "height": 844}, bypass_csp=True)
    made.add_cookies([{"name": "bothhands-language", "value": language, "url": desk.address}])
    page, found = opened(made), {}
    for screen, step in (
        ("day", None),
        ("visit", re.compile("^12:00")),
        ("finding", re.compile("^(New finding|登记问题)$")),
    ):
        if step is not None:
            page.get_by_role("button", name=step).click()
        found |= {f"{screen}: {name}": where for name, where in axe(page).items()}
    made.close()
    assert found == {}


def test_a_picture_that_is_none_is_told_and_the_finding_goes_without_it(context, desk):
    page = opened(context)
    page.get_by_role("button", name=re.compile("^09:00")).click()
    page.get_by_role("button", name="New finding").click()
    page.locator("#photo").set_input_files({"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    expect(page.get_by_text("notes.jpg is no picture that this phone can read")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Say what it is")).to_be_visible()
    page.get_by_role("button", name="permit to work", exact=True).click()
    before = desk.counted(Finding)
    page.get_by_role("button", name="Save").click()
    waited(lambda: desk.counted(Finding) == before + 1, 15)
    expect(page.get_by_text("connected · all is sent")).to_be_visible()


@pytest.mark.skipif(OPENSSL is None, reason="no openssl to make a certificate")
def test_over_tls_the_page_is_kept_on_the_phone(chromium, tmp_path):
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run([OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)  # fmt: skip
    served = Served(tmp_path / "desk", "--tls-cert", str(certificate), "--tls-key", str(key))
    served.start()
    context = chromium.new_context(base_url=served.address, ignore_https_errors=True)
    try:
        page = opened(context)
        assert served.address.startswith("https://")
        assert page.evaluate("navigator.serviceWorker.ready.then((one) => new URL(one.scope).pathname)") == "/phone"
        served.stop()
        page.reload()
        page.wait_for_selector("html[data-ready]")
        expect(page.get_by_text("Today, 2020-03-18")).to_be_visible()
    finally:
        context.close()
        served.stop()
        served.store.close()
