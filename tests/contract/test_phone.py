"""What a phone takes along and brings back: one's own days, a finding once however often it is sent, photos that are nothing but pictures."""

import json
import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from bothhands.records.access import SYSTEM
from bothhands.records.field import FieldDay, FieldFinding, FieldVisit
from bothhands.records.files import path_of
from bothhands.records.work import Attachment, Finding, Task
from bothhands.report.phrases import PHRASES
from bothhands.tasks.checklists import CHECKLISTS
from bothhands.web import phone
from desk_doors import Doors
from desk_town import number_of

DAY = date(2020, 3, 18)
KEY = "a0000000-0000-4000-8000-00000000000{}"


@pytest.fixture
def kind():
    """What is tested here has nothing to do with the database."""
    return "sqlite"


@pytest.fixture
def doors(town):
    """A town in which Otto holds the post of the south, and another a post there too."""
    with town.writing(SYSTEM) as session:
        visits = [
            FieldVisit(visit=f"firm {firm}", kind="firm", firm=firm, place="Southfield", day=DAY, minutes=60)
            for firm in ("field-works", "south-farm")
        ]
        session.add_all(visits)
        session.flush()
        for login, visit in zip(("otto", "dora"), visits, strict=True):
            stops = {"visits": [{"visit": visit.id, "begins": 540, "ends": 600}]}
            session.add(FieldDay(post=f"post of {login}", user_id=number_of(login), day=DAY, place="Southfield", start="Southfield", end="Southfield", leaves=500, returns=660, lunch=-1, hours=2.7, travel_hours=0.7, stops=stops))  # fmt: skip
        session.add(Finding(kind="request", text="a loan", firm="field-works", place="Southfield", status="open"))
        session.add(Finding(kind="request", text="elsewhere", firm="north-inn", place="Northport", status="open"))
    return Doors(town)


def sent(doors, login, **given):
    return doors.ask("POST", "/api/v1/phone/findings", headers=doors.browser(login), json={"device_key": KEY.format(1), "kind": "difficulty", "text": "no cloth", "firm": "field-works", **given})  # fmt: skip


def photo(doors, login, finding, content, key="photo-number-0"):
    return doors.ask("POST", f"/api/v1/phone/findings/{finding}/photos", headers=doors.browser(login), data={"key": key}, files={"file": ("IMG_1.jpg", content)})  # fmt: skip


def taken_with_a_phone(size=(2400, 1800)):
    """A photo with position, time, device, orientation and a smaller copy in it."""
    held = Image.new("RGB", size, (200, 30, 30))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112], exif[0x0132] = "SECRETMAKER", "SECRETMODEL", 6, "2020:03:18 09:30:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 16.0, 5.0), 3: "E", 4: (123.0, 10.0, 9.0)})
    kept = BytesIO()
    held.save(kept, "JPEG", exif=exif, comment=b"SECRETCOMMENT")
    return kept.getvalue()


def test_a_pack_holds_ones_own_days_and_what_is_needed_there(doors):
    told = doors.ask("GET", "/api/v1/phone/pack", headers=doors.browser("otto")).json()
    assert (told["account"], told["posts"], told["today"]) == (number_of("otto"), ["post of otto"], "2020-03-18")
    assert [one["firm"] for one in told["visits"]] == ["field-works"]
    assert [(one["firm"], one["name"]) for one in told["firms"]] == [("field-works", "Field works")]
    assert [one["text"] for one in told["findings"]] == ["a loan"]
    assert "cash" not in json.dumps(told)
    assert "dora" not in json.dumps(told)
    every = doors.ask("GET", "/api/v1/phone/pack", headers=doors.browser("dora")).json()
    assert every["posts"] == ["post of dora", "post of otto"]


@pytest.fixture
def abroad(doors, town):
    """Otto, who works in the south, is sent to the north on the next day: number of the visit, and of another there."""
    with town.writing(SYSTEM) as session:
        visits = [FieldVisit(visit=f"firm {one}", kind="firm", firm=one, place="Northport", day=DAY, minutes=60) for one in ("north-inn", "harbour-works")]  # fmt: skip
        session.add_all(visits)
        session.flush()
        numbers = [one.id for one in visits]
        stops = {"visits": [{"visit": numbers[0], "begins": 540, "ends": 600}]}
        session.add(FieldDay(post="post of otto", user_id=number_of("otto"), day=date(2020, 3, 19), place="Southfield", start="Southfield", end="Southfield", leaves=500, returns=660, lunch=-1, hours=2.7, travel_hours=0.7, stops=stops))  # fmt: skip
        visits[0].day = date(2020, 3, 19)
        session.add(FieldVisit(visit="before", kind="firm", firm="north-inn", place="Northport", day=DAY, minutes=60, status="made", made_on=date(2020, 3, 2)))  # fmt: skip
    return numbers


@pytest.mark.parametrize("login", ["otto", "dora"])
def test_a_visit_in_another_place_is_packed_with_all_that_is_needed_there(doors, abroad, login):
    told = doors.ask("GET", "/api/v1/phone/pack", headers=doors.browser(login)).json()
    packed = {one["id"] for one in told["visits"]}
    assert {stop["visit"] for one in told["days"] for stop in one["stops"]} <= packed
    assert abroad[0] in packed
    assert abroad[1] not in packed
    assert {one["firm"]: one["last_visit"] for one in told["firms"]}["north-inn"] == "2020-03-02"
    assert "elsewhere" in {one["text"] for one in told["findings"]}


def test_a_visit_in_another_place_is_told_with_its_findings_and_nothing_else_there(doors, abroad, town):
    own, other = abroad
    answer = doors.ask("PATCH", f"/api/v1/visits/{own}", headers={**doors.browser("otto"), "If-Match": '"2"'}, json={"status": "made", "said": "open again"})  # fmt: skip
    assert (answer.status_code, answer.json().get("status")) == (200, "made"), answer.text
    assert doors.ask("GET", f"/api/v1/visits/{own}", headers=doors.browser("otto")).json()["said"] == "open again"
    assert doors.ask("GET", f"/api/v1/visits/{other}", headers=doors.browser("otto")).status_code == 404
    found = [sent(doors, "otto", visit_id=own, firm="north-inn") for _ in range(2)]
    assert [one.status_code for one in found] == [201, 200], found[0].text
    assert photo(doors, "otto", found[0].json()["id"], taken_with_a_phone((60, 40))).status_code == 201
    refused = [
        sent(doors, "otto", device_key=KEY.format(2), visit_id=own, firm="harbour-works"),
        sent(doors, "otto", device_key=KEY.format(3), visit_id=other, firm="harbour-works"),
        sent(doors, "otto", device_key=KEY.format(4), firm="north-inn"),
        sent(doors, "nora", device_key=KEY.format(5), visit_id=1, firm="field-works"),
    ]
    assert all(one.status_code in (403, 404, 422) for one in refused), [one.text for one in refused]
    with town.reading(SYSTEM) as session:
        assert [(one.firm, one.place) for one in session.query(Finding).filter_by(text="no cloth")] == [("north-inn", "Northport")]  # fmt: skip


def test_a_finding_that_is_sent_twice_is_there_once(doors, town):
    first, again = sent(doors, "otto", visit_id=1), sent(doors, "otto", visit_id=1)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    with town.reading(SYSTEM) as session:
        assert session.query(Finding).filter_by(text="no cloth").count() == 1
        assert session.query(Task).filter_by(finding_id=first.json()["id"]).count() == 1
        assert [(one.visit_id, one.place) for one in session.query(FieldFinding)] == [(1, "Southfield")]
    assert sent(doors, "otto", device_key="short").status_code == 422
    assert sent(doors, "otto", device_key=KEY.format(3), visit_id=99).status_code == 404
    assert sent(doors, "vera", device_key=KEY.format(4)).status_code == 403


def test_of_a_photo_only_the_picture_is_kept(doors, town):
    number, given = sent(doors, "otto").json()["id"], taken_with_a_phone()
    assert b"SECRETMAKER" in given
    assert photo(doors, "otto", number, given).status_code == 201
    assert photo(doors, "otto", number, given).status_code == 200
    with town.reading(SYSTEM) as session:
        (kept,) = session.query(Attachment).all()
    content = path_of(town.folder, kept.sha256).read_bytes()
    with Image.open(BytesIO(content)) as picture:
        assert dict(picture.getexif()) == {}
        assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert picture.size == (1200, 1600), "turned upright, and made smaller"
    for secret in (b"SECRET", b"Exif", b"2020:03:18", b"http://ns.adobe.com"):
        assert secret not in content


def test_what_is_attached_at_the_desk_loses_the_same_and_keeps_its_size(doors, town):
    number = sent(doors, "otto").json()["id"]
    answer = doors.ask("POST", "/api/v1/attachments", headers=doors.browser("otto"), data={"about": "finding", "about_id": str(number)}, files={"file": ("a.jpg", taken_with_a_phone())})  # fmt: skip
    assert answer.status_code == 201, answer.text
    with town.reading(SYSTEM) as session:
        (kept,) = session.query(Attachment).all()
    content = path_of(town.folder, kept.sha256).read_bytes()
    assert b"SECRET" not in content
    with Image.open(BytesIO(content)) as picture:
        assert picture.size == (1800, 2400)


def bomb():
    """A picture that says it is 60,000 pixels wide and high."""
    kept = BytesIO()
    Image.new("1", (1, 1)).save(kept, "PNG")
    content = bytearray(kept.getvalue())
    content[16:24] = (60_000).to_bytes(4, "big") * 2
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"GIF8 no picture", "BH-FLD-002"), (taken_with_a_phone()[:900], "BH-FLD-002"), (b"%PDF-1.7", "BH-FLD-002"), (b"", "BH-FLD-002"),
        (bomb(), "BH-FLD-00[23]"), (b"\xff\xd8\xff" + b"x" * 50_000_000, "BH-WEB-413"),
    ],
    ids=["not a picture", "cut off", "a document", "nothing", "a bomb", "50 MB"],
)  # fmt: skip
def test_what_is_no_photo_is_refused_and_the_finding_stays(doors, town, content, code, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as it stands once WeasyPrint was imported
    number = sent(doors, "otto").json()["id"]
    answer = photo(doors, "otto", number, content)
    assert answer.status_code in (413, 422), answer.text
    assert re.match(code, answer.json()["error"]["code"]), answer.text
    with town.reading(SYSTEM) as session:
        assert session.query(Attachment).count() == 0
        assert session.one(Finding, number).text == "no cloth"


def test_photos_have_a_number_at_most_and_stay_in_their_place(doors):
    number = sent(doors, "otto").json()["id"]
    content = taken_with_a_phone((60, 40))
    told = [photo(doors, "otto", number, content, f"photo-number-{n}").status_code for n in range(7)]
    assert told == [201] * 6 + [422]
    assert photo(doors, "nora", number, content, "photo-of-nora").status_code == 404
    assert photo(doors, "vera", number, content, "photo-of-vera").status_code == 403


def test_every_word_of_the_app_is_there_in_both_languages():
    script = (Path(phone.__file__).parent / "app.js").read_text(encoding="utf-8")
    asked = {one for one in re.findall(r'"(dk_ph_[a-z_]+)"', script) if not one.endswith("_")}
    assert len(asked) > 60
    assert asked - set(PHRASES) == set()
    assert {f"dk_ph_check_{item}" for items in CHECKLISTS.values() for item in items} - set(PHRASES) == set()
    assert all(re.search("[\u4e00-\u9fff]", PHRASES[key][1]) for key in asked)
    told = {key for key in PHRASES if key.startswith("dk_ph_") and not key.startswith(("dk_ph_check_", "dk_ph_is_"))}
    assert told - asked - {"dk_ph_open_app"} == set(), "words that nothing says"
