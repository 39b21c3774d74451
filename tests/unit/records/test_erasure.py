"""A person is forgotten: no column of any table holds the name, the work stays, and the audit tells that it was opened."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bothhands.errors import InputError, NotAllowed, NotThere
from bothhands.records.access import SYSTEM, Access
from bothhands.records.audit import Audit, Opening
from bothhands.records.erasure import erase
from bothhands.records.everything import METADATA
from bothhands.records.field import FieldDay, Holder, Leave, Recognition
from bothhands.records.people import SignIn, Token, User, UserPlace
from bothhands.records.work import Approval, Comment, Finding, Request
from desk_filled import LOGIN, NAME, fill, rows_of

CHINESE = "李伟"


@pytest.fixture
def filled(town):
    fill(town)
    return town


def number_of(store):
    with store.reading(SYSTEM) as session:
        return session.scalars(select(User.id).where(User.login == LOGIN)).one()


def holders(store, *names):
    """Tables and columns that hold a name, in any case, with its spaces or without; Li Weiming is another person."""
    found = set()
    for table, rows in rows_of(store).items():
        for row in rows:
            for column, value in row.items():
                plain = "".join(str(value).split()).casefold().replace("liweiming", "")
                if any("".join(name.split()).casefold() in plain for name in names):
                    found.add(f"{table}.{column}")
    return found


def test_no_column_of_any_table_holds_the_name_afterwards(filled):
    marked = {
        f"{table.name}.{column.name}"
        for table in METADATA.sorted_tables
        for column in table.columns
        if {"person", "text"} & set(column.info)
    }
    assert marked - holders(filled, NAME, LOGIN) == {"requests.contact", "audit.before"}, "it is written in every other"
    done = erase(filled, SYSTEM, number_of(filled), f"{NAME} asked for it")
    assert holders(filled, NAME, LOGIN) == set()
    with filled.reading(SYSTEM) as session:
        text = session.scalars(select(Finding.text).where(Finding.status == "solved")).one()
    assert text == f"Call {done.pseudonym}, or {done.pseudonym} at night; not Li Weiming"
    assert done.pseudonym.startswith("person-")
    assert NAME.casefold() not in done.pseudonym


def test_nothing_of_the_name_is_left_in_the_file_of_the_database(filled):
    if filled.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps its files to itself")
    with filled.writing(SYSTEM) as session:
        session.scalars(select(Finding)).one().text = "nobody"
    path = Path(filled.engine.url.database)
    assert NAME.encode() in b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
    erase(filled, SYSTEM, number_of(filled), "asked")
    for one in path.parent.glob(f"{path.name}*"):
        assert NAME.encode() not in one.read_bytes().replace(b"Li Weiming", b"")


def test_the_account_is_closed_and_what_was_done_stays(filled):
    number = number_of(filled)
    count = {table: len(rows) for table, rows in rows_of(filled).items()}
    done = erase(filled, SYSTEM, number, "asked")
    with filled.reading(SYSTEM) as session:
        user = session.one(User, number)
        assert (user.name, user.login, user.active, user.erased, user.password_hash) == (done.pseudonym, done.pseudonym, False, True, "")  # fmt: skip
        for kind in (SignIn, Token, UserPlace):
            assert session.scalars(select(kind).where(kind.user_id == number)).all() == []
        approval = session.scalars(select(Approval)).one()
        assert (approval.name, approval.name_key, approval.user_id) == (done.pseudonym, done.pseudonym, number)
        asked = session.scalars(select(Request)).one()
        assert (asked.name, asked.contact) == (done.pseudonym, "")
        acted = session.scalars(select(Audit.actor).where(Audit.user_id == number)).all()
        assert set(acted) == {done.pseudonym}
    gone = {"sign_ins", "tokens", "user_places", "audit", "audit_openings", "holders", "leaves", "recognitions"}
    assert {t: n for t, n in count.items() if t not in gone} == {t: len(rows) for t, rows in rows_of(filled).items() if t not in gone}  # fmt: skip


def test_hours_stay_and_lead_to_nobody_and_what_was_of_health_goes(filled):
    number = number_of(filled)
    with filled.reading(SYSTEM) as session:
        before = session.scalars(select(FieldDay)).one()
        leave = session.scalars(select(Leave.id)).one()
        assert before.user_id == number
    erase(filled, SYSTEM, number, "asked")
    with filled.reading(SYSTEM) as session:
        day = session.scalars(select(FieldDay)).one()
        assert (day.user_id, day.hours, day.told_hours, day.post) == (None, before.hours, before.told_hours, before.post)  # fmt: skip
        assert [session.scalars(select(kind)).all() for kind in (Holder, Leave, Recognition)] == [[], [], []]
        told = session.scalars(select(Audit).where(Audit.kind == "leaves", Audit.record == str(leave))).all()
        assert {one.action: (one.before, one.after) for one in told} == {
            "added": (None, {}),
            "changed": ({}, {}),
            "removed": ({}, None),
        }


def test_the_audit_is_closed_again_and_tells_who_opened_it(filled):
    done = erase(filled, Access(1, "Ann", "admin"), number_of(filled), f"{NAME} asked")
    with filled.reading(SYSTEM) as session:
        opening = session.scalars(select(Opening).order_by(Opening.id.desc())).first()
        assert (opening.actor, opening.why, opening.open) == ("Ann", f"erasure: {done.pseudonym} asked", False)
    with pytest.raises(Exception, match="only ever added to"), filled.writing(SYSTEM) as session:
        session.execute(Audit.__table__.update().values(why="x"))


def test_others_of_nearly_the_same_name_and_the_same_name_stay(filled):
    with filled.writing(SYSTEM) as session:
        session.add_all([User(login="liwei8", name=NAME, role="viewer"), User(login="liweiming", name="Li Weiming", role="viewer")])  # fmt: skip
        session.flush()
        other = session.scalars(select(User).where(User.login == "liwei8")).one().id
        session.add(Approval(measure_id=1, place="Southfield", name=NAME, name_key="li wei 2", user_id=other))
    with pytest.raises(InputError, match="BH-KEP-031 2 accounts bear this name"):
        erase(filled, SYSTEM, NAME, "asked")
    erase(filled, SYSTEM, number_of(filled), "asked")
    with filled.reading(SYSTEM) as session:
        assert {one.login: one.name for one in session.scalars(select(User)) if "liwei" in one.login} == {"liwei8": NAME, "liweiming": "Li Weiming"}  # fmt: skip
        assert session.scalars(select(Approval.name).where(Approval.user_id == other)).one() == NAME
        told = session.scalars(select(Audit.after).where(Audit.kind == "users", Audit.record == str(other))).one()
        assert told["name"] == NAME


def test_somebody_without_an_account_is_erased_by_name(filled):
    with filled.writing(SYSTEM, f"{CHINESE}来电") as session:
        session.add_all([
            Approval(measure_id=1, place="", name=CHINESE, name_key=CHINESE),
            Request(code_hash="d", finding_id=1, name=CHINESE, contact="1390000", place="Southfield"),
            Comment(about="finding", about_id=1, text=f"今天{CHINESE}说没有布。", place="Southfield"),
        ])  # fmt: skip
    done = erase(filled, SYSTEM, f" {CHINESE} ", "本人要求")
    assert holders(filled, CHINESE, "1390000") == set()
    with filled.reading(SYSTEM) as session:
        assert (
            session.scalars(select(Comment.text).order_by(Comment.id.desc())).first()
            == f"今天{done.pseudonym}说没有布。"
        )
        assert session.scalars(select(Request).where(Request.code_hash == "d")).one().contact == ""


def test_a_name_that_one_account_bears_is_that_account(filled):
    erase(filled, SYSTEM, NAME.upper(), "asked")
    with filled.reading(SYSTEM) as session:
        assert session.scalars(select(User.active).where(User.erased)).all() == [False]


def test_a_dry_run_counts_and_changes_nothing(filled):
    before = rows_of(filled)
    told = erase(filled, SYSTEM, number_of(filled), "asked", dry_run=True)
    assert rows_of(filled) == before
    done = erase(filled, SYSTEM, number_of(filled), "asked")
    assert told.counts == done.counts
    assert {"comments.text", "audit.actor", "jobs.asked", "tokens removed", "requests.contact"} <= set(done.counts)
    assert told.pseudonym != done.pseudonym


def test_it_is_for_those_who_manage_the_whole_desk(filled):
    for access in (Access(1, "Ann", "planner"), Access(1, "Ann", "admin", frozenset({"Northport"}))):
        with pytest.raises(NotAllowed):
            erase(filled, access, number_of(filled), "asked")
    with pytest.raises(InputError, match="BH-KEP-030"):
        erase(filled, SYSTEM, "  ", "asked")
    with pytest.raises(NotThere):
        erase(filled, SYSTEM, 999, "asked")
