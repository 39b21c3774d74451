"""What is over is let go, on the day and not before; the work itself stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bothhands.records.access import SYSTEM
from bothhands.records.audit import Audit, Opening
from bothhands.records.field import FieldDay, FieldVisit, Leave
from bothhands.records.people import Attempt, SignIn, Token
from bothhands.records.retention import PERIODS, tidy
from bothhands.records.running import Job, JobLine
from bothhands.records.work import Finding, PlanRecord, Request
from desk_filled import SPRING, fill, rows_of


@pytest.fixture
def filled(town):
    fill(town)
    return town


@pytest.fixture
def after(filled):
    """So many days after the desk was filled, whenever that was: a clock read elsewhere is of another day around midnight."""
    with filled.reading(SYSTEM) as session:
        made = session.scalar(select(func.max(Audit.at)))
    return lambda days: made.date() + timedelta(days=days)


def count(store, kind):
    with store.reading(SYSTEM) as session:
        return session.scalar(select(func.count()).select_from(kind))


def test_every_period_says_why_and_is_handled(filled, after):
    assert all(one.days > 0 and one.after and one.reason for one in PERIODS.values())
    assert set(tidy(filled, after(0))) == set(PERIODS)


@pytest.mark.parametrize(("kind", "name", "made"), [(SignIn, "sign-ins", SPRING), (Attempt, "attempts", None), (Token, "tokens", SPRING + timedelta(days=1))])  # fmt: skip
def test_rows_go_when_their_period_is_over(filled, after, kind, name, made):
    days = PERIODS[name].days
    day = made.date() + timedelta(days=days) if made else after(days)
    assert tidy(filled, day)[name] == 0
    assert count(filled, kind) == 1
    assert tidy(filled, day + timedelta(days=1), dry_run=True)[name] == 1
    assert count(filled, kind) == 1
    assert tidy(filled, day + timedelta(days=1))[name] == 1
    assert count(filled, kind) == 0


def test_who_asked_is_forgotten_in_the_audit_too_and_the_request_stays(filled, after):
    assert tidy(filled, after(PERIODS["requesters"].days))["requesters"] == 0
    assert tidy(filled, after(PERIODS["requesters"].days + 1))["requesters"] == 1
    with filled.reading(SYSTEM) as session:
        asked = session.scalars(select(Request)).one()
        assert (asked.name, asked.contact, asked.finding_id) == ("", "", 1)
        told = session.scalars(select(Audit).where(Audit.kind == "requests")).all()
        assert len(told) == 2
        assert "0419" not in str([(row.before, row.after) for row in told])
        assert {(row.after or {}).get("name") for row in told} == {""}
        assert session.scalars(select(Opening).order_by(Opening.id.desc())).first().open is False
    assert tidy(filled, after(400))["requesters"] == 0


@pytest.mark.parametrize(("name", "kind"), [("days of officers", FieldDay), ("illness", Leave), ("leaves", Leave)])
def test_days_and_leaves_of_officers_go_in_the_audit_too(filled, after, name, kind):
    only, days = {name: PERIODS[name]}, PERIODS[name].days
    assert tidy(filled, after(days), only) == {name: 0}, "of a desk that stands in the past, it was made just now"
    with filled.writing(SYSTEM) as session:
        session.scalars(select(kind)).one().created_at = SPRING
    assert tidy(filled, SPRING.date() + timedelta(days=days), only) == {name: 0}
    assert tidy(filled, SPRING.date() + timedelta(days=days + 1), only, dry_run=True) == {name: 1}
    assert count(filled, kind) == 1
    assert tidy(filled, SPRING.date() + timedelta(days=days + 1), only) == {name: 1}
    assert count(filled, kind) == 0
    assert count(filled, FieldVisit) == 1
    with filled.reading(SYSTEM) as session:
        told = session.scalars(select(Audit).where(Audit.kind == kind.__tablename__)).all()
        assert {one.action: (one.before, one.after) for one in told} == {"added": (None, {}), "removed": ({}, None)}
        assert session.scalars(select(Opening).order_by(Opening.id.desc())).first().open is False


def test_leave_that_is_not_of_health_is_kept_as_long_as_the_days_it_explains(filled):
    with filled.writing(SYSTEM) as session:
        leave = session.scalars(select(Leave)).one()
        leave.kind, leave.created_at = "leave", SPRING
    assert PERIODS["leaves"].days == PERIODS["days of officers"].days > PERIODS["illness"].days
    assert tidy(filled, date(2020, 3, 21) + timedelta(days=PERIODS["illness"].days))["illness"] == 0


def test_who_asked_and_waits_is_kept(filled, after):
    with filled.writing(SYSTEM) as session:
        session.scalars(select(Finding)).one().status = "doing"
    assert tidy(filled, after(2000))["requesters"] == 0


def test_lines_go_and_the_job_stays(filled):
    assert tidy(filled, date(2020, 4, 1) + timedelta(days=90))["job lines"] == 0
    assert tidy(filled, date(2020, 4, 2) + timedelta(days=90))["job lines"] == 1
    assert (count(filled, JobLine), count(filled, Job)) == (0, 1)


def results_of(store):
    with store.writing(SYSTEM) as session:
        for plan in session.scalars(select(PlanRecord)):
            plan.earlier_id = None
    return store.folder / "results" / "1"


def test_files_of_a_plan_that_nobody_adopted_go_and_its_record_stays(filled, after):
    folder = results_of(filled)
    assert tidy(filled, date(2020, 4, 2) + timedelta(days=364))["results"] == 0
    assert folder.is_dir()
    assert tidy(filled, date(2020, 4, 2) + timedelta(days=365))["results"] == 1
    assert not folder.exists()
    with filled.reading(SYSTEM) as session:
        assert {one.folder for one in session.scalars(select(PlanRecord))} == {""}
        assert session.scalars(select(Job)).one().folder == ""
    assert tidy(filled, after(4000), {"results": PERIODS["results"]}) == {"results": 0}


def test_files_of_an_adopted_plan_and_of_one_that_another_was_made_from_stay(filled, after):
    assert tidy(filled, after(4000))["results"] == 0, "another plan was made from it"
    folder = results_of(filled)
    with filled.writing(SYSTEM) as session:
        plan = session.scalars(select(PlanRecord).order_by(PlanRecord.id)).first()
        plan.status, plan.adopted_at = "replaced", SPRING
    assert tidy(filled, after(4000))["results"] == 0
    assert folder.is_dir()


def test_the_audit_is_kept_ten_years_and_tells_of_its_end(filled, after):
    rows = count(filled, Audit)
    assert tidy(filled, after(3650))["audit"] == 0
    assert count(filled, Audit) >= rows
    assert tidy(filled, after(3651))["audit"] >= rows
    with filled.reading(SYSTEM) as session:
        assert "rows from before" in session.scalars(select(Opening).order_by(Opening.id.desc())).first().why


def test_a_second_time_there_is_nothing_to_let_go(filled, after):
    tidy(filled, after(1000))
    before = rows_of(filled)
    assert set(tidy(filled, after(1000)).values()) == {0}
    assert rows_of(filled) == before
