"""Whoever is at a desk, of whatever role and place: another's days, leave, posts and thanks are told to those who assign work there, and to nobody else."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from sqlalchemy.orm import aliased

from bothhands.errors import NotAllowed, NotThere
from bothhands.records.access import PERMISSIONS, ROLES, SYSTEM, Access
from bothhands.records.base import Personal
from bothhands.records.field import FieldDay, Holder, Leave, Recognition
from bothhands.records.people import User
from bothhands.records.schema import open_store
from bothhands.tasks import field_weeks, leaves, own_record, staff, staff_standing, thanks
from bothhands.tasks.editions import region_in_force, set_up

MONDAY = date(2020, 3, 16)
PEOPLE, PLACES = 4, ("Northport", "Southfield")
KINDS = (FieldDay, Holder, Leave, Recognition)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk of two towns with as many accounts as are drawn."""
    store = open_store(tmp_path_factory.mktemp("private"))
    set_up(store, "two-towns")
    with store.writing(SYSTEM) as session:
        session.add_all([User(login=f"p{k}", name=f"p{k}", role="officer") for k in range(PEOPLE)])
    yield store
    store.close()


def made(kind, number, place, owner):
    own = {"post": f"{place} {number % 3}", "place": place, "user_id": owner}
    first = MONDAY + timedelta(days=number)
    if kind is FieldDay:
        return FieldDay(**{**own, "post": f"{place} {number}"}, day=first, start=place, end=place, leaves=480, returns=1000, lunch=-1, hours=8.0, travel_hours=1.0)  # fmt: skip
    if kind is Holder:
        return Holder(**own, first=first)
    if kind is Leave:
        return Leave(**own, kind="illness", first=first, last=first)
    return Recognition(**own, rule="ways", first=first, last=first)


owners = st.none() | st.integers(1, PEOPLE)
records = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(PLACES), owners), max_size=14)
askers = st.tuples(st.sampled_from(ROLES), st.none() | st.frozensets(st.sampled_from(PLACES), min_size=1), owners, st.booleans())  # fmt: skip


def test_every_kind_of_a_persons_own_records_is_looked_at():
    assert set(KINDS) == set(Personal.__subclasses__())


@settings(max_examples=40, deadline=None)
@given(rows=records, asker=askers)
def test_a_session_tells_only_what_is_ones_own_or_ones_to_assign(desk, rows, asker):
    role, places, user_id, reads_only = asker
    access = Access(user_id, "asker", role, places, reads_only=reads_only)
    with desk.engine.begin() as connection:
        for kind in KINDS:
            connection.execute(delete(kind.__table__))
    with desk.writing(SYSTEM) as session:
        kept = [made(kind, n, place, owner) for n, (kind, place, owner) in enumerate(rows)]
        session.add_all(kept)
        session.flush()
        every = [(type(one), one.id, one.place, one.user_id) for one in kept]
    assigns = "assign" in PERMISSIONS[role]
    seen = {(kind, number) for kind, number, place, owner in every if (places is None or place in places) and (assigns or (owner is not None and owner == user_id))}  # fmt: skip
    region = region_in_force(desk)
    with desk.reading(access) as session:
        for kind in KINDS:
            own = {number for one, number in seen if one is kind}
            assert {one.id for one in session.scalars(select(kind))} == own
            assert session.scalar(select(func.count()).select_from(kind)) == len(own)
            again = aliased(kind)
            assert set(session.scalars(select(again.id))) == own
            for number in {one for other, one, *_ in every if other is kind} - own:
                with pytest.raises(NotThere):
                    session.one(kind, number)
    with desk.reading(access) as session:
        told = [
            *field_weeks.days_of(session, field_weeks.DayFilter(), 100).items,
            *leaves.leaves_of(session, leaves.LeaveFilter(), 100).items,
            *staff.holders_of(session, limit=100).items,
            *thanks.recognitions_of(session, limit=100).items,
            *leaves.days_to_plan_again(session, MONDAY),
            *(one.holder for one in staff.posts_standing(session, region, MONDAY + timedelta(days=20)) if one.holder),
        ]
        assert {(type(one), one.id) for one in told} == seen
        worked = {(FieldDay, one.id) for owner in (None, *range(1, PEOPLE + 1)) for place in PLACES for n in range(14) for one in own_record.days_worked(session, f"{place} {n}", owner, MONDAY, MONDAY + timedelta(days=30))}  # fmt: skip
        assert worked <= seen
        if not assigns or reads_only:
            with pytest.raises(NotAllowed):
                staff_standing.standing_of(session, region, MONDAY)
