"""What the session itself enforces: places, versions, the audit, reading that does not write."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from bothhands.errors import NotAllowed, NotThere, OutOfDate, RunError
from bothhands.records.access import SYSTEM, Access, with_places_below
from bothhands.records.audit import Audit
from bothhands.records.known import FirmAccounts
from bothhands.records.people import User
from bothhands.records.schema import open_store
from bothhands.records.work import Finding, PlanRecord, Request

ANN = Access(1, "Ann", "planner", frozenset({"North"}))


@pytest.fixture
def store(database, tmp_path):
    opened = open_store(tmp_path, database)
    with opened.writing(SYSTEM, "set up") as session:
        session.add(User(login="ann", name="Ann", role="planner", password_hash="a hash"))
        session.flush()
        session.add_all(Finding(kind="request", text=place, place=place) for place in ("North", "South", ""))
        session.add(FirmAccounts(firm="Mill", place="North", figures={"cash_yuan": 5}))
        session.add(PlanRecord(name="A", edition="e", as_of=date(2020, 3, 18), feasible=True, folder="results/1"))
    yield opened
    opened.close()


def test_a_query_shows_only_ones_places_and_what_concerns_all(store):
    with store.reading(ANN) as session:
        assert sorted(session.scalars(select(Finding.place))) == ["", "North"]
        assert session.scalar(select(func.count()).select_from(Finding)) == 2
        assert session.scalar(select(func.count()).where(Finding.id > 0)) == 2
        inner = select(Finding.id).subquery()
        assert session.scalar(select(func.count()).select_from(inner)) == 2
        with pytest.raises(NotThere, match="BH-REC-012"):
            session.one(Finding, 2)


def test_what_tells_of_every_place_is_not_for_a_city(store):
    with store.reading(ANN) as session:
        assert session.scalars(select(PlanRecord)).all() == []
    with store.reading(SYSTEM) as session:
        assert len(session.scalars(select(PlanRecord)).all()) == 1


def test_accounts_need_a_permission_of_their_own(store):
    with store.reading(ANN) as session:
        assert session.scalars(select(FirmAccounts)).all() == []
    with store.reading(Access(1, "Ann", "viewer", frozenset({"North"}), sees_accounts=True)) as session:
        assert session.scalars(select(FirmAccounts)).one().figures == {"cash_yuan": 5}


@pytest.mark.parametrize("place", ["South", ""])
def test_nothing_is_written_outside_ones_places(store, place):
    with pytest.raises(NotAllowed, match="BH-REC-011"), store.writing(ANN) as session:
        session.add(Finding(kind="request", text="x", place=place))


def test_a_record_cannot_be_moved_out_of_or_into_ones_places(store):
    with pytest.raises(NotAllowed), store.writing(ANN) as session:
        session.one(Finding, 1).place = "South"
    with pytest.raises(NotAllowed), store.writing(ANN) as session:
        session.one(Finding, 3).place = "North"


def test_every_change_is_in_the_audit_with_before_after_and_why(store):
    with store.writing(ANN, "the firm called") as session:
        session.one(Finding, 1).text = "no cloth"
    with store.reading(ANN) as session:
        row = session.scalars(select(Audit).order_by(Audit.id.desc())).first()
    assert (row.actor, row.user_id, row.action, row.kind, row.record, row.place) == (
        "Ann",
        1,
        "changed",
        "findings",
        "1",
        "North",
    )
    assert (row.before, row.after, row.why) == ({"text": "North"}, {"text": "no cloth"}, "the firm called")
    assert (datetime.now(UTC) - row.at).total_seconds() < 60


def test_secrets_are_in_no_audit_and_accounts_in_none_of_a_city(store):
    with store.reading(SYSTEM) as session:
        rows = session.scalars(select(Audit).where(Audit.kind == "users")).all()
    assert [row.after["name"] for row in rows] == ["Ann"]
    assert "a hash" not in str([row.after for row in rows])
    with store.reading(ANN) as session:
        assert session.scalars(select(Audit).where(Audit.kind == "users")).all() == []


@pytest.mark.parametrize("statement", ["UPDATE audit SET why = 'x'", "DELETE FROM audit"])
def test_the_audit_is_only_ever_added_to(store, statement):
    with pytest.raises((DBAPIError, OutOfDate), match="only ever added to"), store.writing(SYSTEM) as session:
        session.execute(text(statement))


def test_a_stale_change_is_refused_and_both_are_shown(store):
    with store.writing(SYSTEM) as session:
        session.one_as_read(Finding, 1, 1).text = "first"
    with (
        pytest.raises(OutOfDate, match="you have version 1, it stands at 2") as refused,
        store.writing(SYSTEM) as session,
    ):
        session.one_as_read(Finding, 1, 1)
    assert refused.value.theirs["text"] == "first"


def test_two_at_the_same_moment_do_not_overwrite_each_other(store):
    if store.engine.dialect.name == "sqlite":
        pytest.skip("a writer of SQLite waits for the other, so nobody reads in between")
    with store.writing(SYSTEM) as one:
        mine = one.one(Finding, 1)
        with store.writing(SYSTEM) as other:
            other.one(Finding, 1).text = "theirs"
        mine.text = "mine"
        with pytest.raises(Exception, match="matched"):
            one.flush()
        one.rollback()
    with store.reading(SYSTEM) as session:
        assert session.one(Finding, 1).text == "theirs"


def test_changes_of_many_at_once_are_refused_because_the_audit_would_miss_them(store):
    with pytest.raises(RunError, match="BH-REC-015"), store.writing(SYSTEM) as session:
        session.execute(update(Finding).values(text="x"))


def test_reading_writes_nothing(store):
    with store.reading(SYSTEM) as session:
        session.add(Finding(kind="request", text="x", place="North"))
        with pytest.raises(RunError, match="BH-REC-016"):
            session.flush()


def test_who_asked_is_for_those_who_follow_it_up(store):
    with store.writing(SYSTEM) as session:
        session.add(Request(code_hash="h", finding_id=1, name="Li", contact="0419", place="North"))
    with store.reading(Access(1, "Ann", "officer", frozenset({"North"}))) as session:
        assert session.scalars(select(Request)).all() == []
    with store.reading(ANN) as session:
        assert session.scalars(select(Request)).one().name == "Li"


def test_places_below_belong_to_those_above():
    parents = {"P": "", "A": "P", "B": "P", "a1": "A", "hub": ""}
    assert with_places_below(["A"], parents) == {"A", "a1"}
    assert with_places_below(["P"], parents) == {"P", "A", "B", "a1"}
