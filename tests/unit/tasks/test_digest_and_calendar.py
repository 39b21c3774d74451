"""The week and the calendar: counted by place within a reader's places, told in both languages, and read back by the rules of RFC 5545."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bothhands.records.access import SYSTEM
from bothhands.records.work import Task
from bothhands.report.digest_page import digest_page
from bothhands.report.words import Wording
from bothhands.tasks.calendar_file import calendar_of
from bothhands.tasks.digest import LISTED, digest_of
from bothhands.tasks.editions import region_in_force
from bothhands.tasks.findings import NewFinding, record
from bothhands.web.digest_told import digest_told
from bothhands.web.pages.tasks_shown import unit_told
from desk_town import as_person

WEDNESDAY = date(2020, 3, 18)
NOW = datetime(2020, 3, 18, 9, 0, tzinfo=UTC)


@pytest.fixture
def week(town):
    """Two late, one due on the day, one on Sunday, one next Monday; one done on Monday, one done the Sunday before; a finding."""
    days = [(-3, "open"), (-1, "doing"), (0, "open"), (4, "open"), (5, "open")]
    with town.writing(SYSTEM) as session:
        for after, status in days:
            session.add(Task(title=f"due {after}", place="Southfield", due=WEDNESDAY + timedelta(days=after), status=status))  # fmt: skip
        for after in (-2, -3):
            day = WEDNESDAY + timedelta(days=after)
            session.add(Task(title=f"done {after}", place="Northport", due=day, status="done", done_on=day, evidence="a photograph"))  # fmt: skip
        session.add(Task(title="whole region", due=WEDNESDAY))
        record(session, NewFinding(kind="request", text="no cloth", place="Northport"), WEDNESDAY)
    return town


def test_a_week_is_counted_by_place(week):
    with week.reading(SYSTEM) as session:
        found = digest_of(session, WEDNESDAY)
    assert (found.monday, found.sunday) == (date(2020, 3, 16), date(2020, 3, 22))
    assert {one.place: (one.late, one.due, one.done, one.findings) for one in found.places} == {
        "": (0, 1, 0, 0), "Northport": (0, 0, 1, 1), "Southfield": (2, 2, 0, 0),
    }  # fmt: skip
    assert [one.title for one in found.late] == ["due -3", "due -1"]
    assert [one.title for one in found.done] == ["done -2"]
    assert found.total("due") == 3


def test_somebody_of_a_place_is_told_of_it_alone(week):
    with week.reading(as_person("dora")) as session:
        found = digest_of(session, WEDNESDAY)
    assert {one.place for one in found.places} == {"", "Southfield"}
    assert found.total("findings") == 0


@pytest.mark.parametrize(
    ("language", "late", "nothing"), [("en", "3 days late", "Nothing is late"), ("zh", "逾期3天", "无逾期")]
)
def test_the_page_says_it_in_both_languages_and_shows_no_markup_of_others(week, language, late, nothing):
    words, region = Wording(language), region_in_force(week)
    with week.writing(SYSTEM) as session:
        session.add(Task(title="<script>alert(1)</script>", place="Southfield", due=WEDNESDAY))
    with week.reading(SYSTEM) as session:
        page = digest_page(words, digest_told(session, words, region, digest_of(session, WEDNESDAY)))
    assert late in page
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert nothing not in page
    assert "a photograph" in page


def test_what_settles_a_finding_is_named_in_the_readers_language(town):
    with town.writing(SYSTEM) as session:
        record(session, NewFinding(kind="evidence", text="95人在岗", place="Northport", due=WEDNESDAY), WEDNESDAY)
        record(session, NewFinding(kind="request", text="no cloth", place="Northport", due=WEDNESDAY), WEDNESDAY)
        session.add(Task(title="request: of the desk", place="Northport", due=WEDNESDAY, kind="own"))
    region, told = region_in_force(town), {}
    for language in ("en", "zh"):
        with town.reading(SYSTEM) as session:
            (due,) = digest_told(session, Wording(language), region, digest_of(session, WEDNESDAY)).sections
            told[language] = [row[0] for row in due.table.rows]
    assert told["zh"] == ["情况：95人在岗", "诉求：no cloth", "request: of the desk"]
    assert told["en"] == ["evidence: 95人在岗", "request: no cloth", "request: of the desk"]


@pytest.mark.parametrize(
    ("unit", "told"), [("share", "比例（0–1）"), ("yuan a day", "元/日"), ("lines a day", "条/日"), ("", "")]
)
def test_the_unit_of_a_task_is_told_in_chinese(unit, told):
    assert unit_told(Wording("zh"), unit) == told


def test_a_long_list_says_how_many_more(town):
    words = Wording("en")
    with town.writing(SYSTEM) as session:
        session.add_all([Task(title=f"visit {n}", place="Southfield", due=WEDNESDAY) for n in range(LISTED + 3)])
    with town.reading(SYSTEM) as session:
        told = digest_told(session, words, region_in_force(town), digest_of(session, WEDNESDAY))
    assert [(len(one.table.rows), one.more) for one in told.sections] == [(LISTED, "and 3 more")]


def unfolded(text):
    """Content lines as RFC 5545 3.1 reads them."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_a_calendar_holds_a_whole_day_for_each_task_that_has_one(town):
    long = "封控；督查, 复工\\复产\n第二行 🙂 " * 8
    with town.writing(SYSTEM) as session:
        session.add_all([Task(title=long, place="Southfield", due=date(2020, 3, 31)), Task(title="some day")])
    with town.reading(SYSTEM) as session:
        tasks = session.query(Task).order_by(Task.id).all()
        text = calendar_of(tasks, {}, {"Southfield": "南田, 市"}, "督办", NOW)
        again = calendar_of(tasks, {}, {}, "督办", NOW + timedelta(days=1))
    lines = unfolded(text)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    told = dict(line.split(":", 1) for line in lines if ":" in line)
    assert (told["DTSTART;VALUE=DATE"], told["DTEND;VALUE=DATE"]) == ("20200331", "20200401")
    assert told["DTSTAMP"] == "20200318T090000Z"
    assert told["LOCATION"] == "南田\\, 市"
    summary = told["SUMMARY"].replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert summary == "\n".join(long.splitlines())
    marks = [dict(line.split(":", 1) for line in unfolded(one) if ":" in line)["UID"] for one in (text, again)]
    assert marks[0] == marks[1]


def test_signs_of_control_stand_in_no_calendar(town):
    with town.writing(SYSTEM) as session:
        session.add(Task(title="bad \x01 sign\x7f and\ta tab", due=WEDNESDAY))
    with town.reading(SYSTEM) as session:
        lines = unfolded(calendar_of(session.query(Task).all(), {}, {}, "x", NOW))
    assert "SUMMARY:bad  sign and\ta tab" in lines


def test_a_change_counts_the_sequence_on(town):
    with town.writing(SYSTEM) as session:
        session.add(Task(title="visit", due=WEDNESDAY))
    with town.writing(SYSTEM) as session:
        session.query(Task).one().due = WEDNESDAY + timedelta(days=1)
    with town.reading(SYSTEM) as session:
        lines = unfolded(calendar_of(session.query(Task).all(), {}, {}, "x", NOW))
    assert "SEQUENCE:1" in lines
    assert "DTSTART;VALUE=DATE:20200319" in lines
