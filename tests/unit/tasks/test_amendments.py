"""Amendments: a figure is proposed by who may, checked as an import is, accepted into the next edition or refused with a reason."""

from dataclasses import replace
from datetime import date

import pytest

from bothhands.errors import BothhandsError, InputError, NotAllowed, NotThere, OutOfDate
from bothhands.inputs.region import latest
from bothhands.inputs.registry import tables
from bothhands.records.access import SYSTEM
from bothhands.records.field import Amendment
from bothhands.records.known import FirmRow
from bothhands.records.running import Job
from bothhands.tasks.amendments import (
    AmendmentFilter,
    Decision,
    NewAmendment,
    accept,
    amendments_of,
    propose,
    refuse,
)
from bothhands.tasks.editions import edition_in_force, region_in_force
from bothhands.tasks.findings import NewFinding, record
from bothhands.tasks.job_commands import command_of
from bothhands.tasks.jobs import ask
from bothhands.tasks.lists import AuditFilter, audit_of
from bothhands.tasks.take_in import take_in
from desk_town import as_person, plan_folder

DAY = date(2020, 3, 18)
PETRA, DORA, OTTO, NORA, VERA = (as_person(one) for one in ("petra", "dora", "otto", "nora", "vera"))
WORKERS = NewAmendment(table="firms", key={"firm": "field-works"}, after={"workers": "95"})
CASH = NewAmendment(table="firms", key={"firm": "field-works"}, after={"cash_yuan": "1000"})


@pytest.fixture
def finding(town):
    with town.writing(OTTO) as session:
        return record(session, NewFinding(kind="evidence", text="95 at the gate", firm="field-works"), DAY).id


def proposed(town, finding, given=WORKERS, who=OTTO):
    with town.writing(who) as session:
        return propose(town, session, finding, given, DAY).id


def row_of(town, table, **key):
    declared = tables()[table]
    return next(one for one in latest(declared, region_in_force(town).rows(table)) if all(str(getattr(one, name)) == value for name, value in key.items()))  # fmt: skip


def test_what_is_accepted_is_in_the_next_edition_with_its_source(town, finding):
    before, number = edition_in_force(town), proposed(town, finding)
    found = accept(town, PETRA, number, 1, Decision(reason="counted"), DAY)
    assert (found.status, found.edition_before, found.edition_after) == ("accepted", before, edition_in_force(town))
    assert found.edition_after != before
    row = row_of(town, "firms", firm="field-works")
    assert (row.workers, row.known_from) == (95, DAY)
    assert row.source.endswith(f"workers: finding {finding}, Southfield, 2020-03-18: 95 at the gate")
    assert (row.cash_yuan, row.name) == (5400000.0, "Field works")
    with town.reading(OTTO) as session:
        assert session.get(FirmRow, "field-works").workers == 95
        told = session.one(Amendment, number)
        assert (told.before, told.after, told.decided_by) == ({"workers": "120"}, {"workers": "95"}, PETRA.user_id)


def test_what_is_refused_says_why_and_changes_nothing(town, finding):
    before, number = edition_in_force(town), proposed(town, finding)
    with town.writing(PETRA) as session, pytest.raises(InputError, match="BH-AMD-007"):
        refuse(session, number, 1, Decision())
    with town.writing(PETRA) as session:
        assert refuse(session, number, 1, Decision(reason="an old list")).status == "refused"
    assert edition_in_force(town) == before
    with pytest.raises(InputError, match="BH-AMD-008"):
        accept(town, PETRA, number, 2, Decision(), DAY)
    with town.writing(PETRA) as session, pytest.raises(InputError, match="BH-AMD-008"):
        ask(session, "effect", {"amendment": number})


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"table": "firm"}, "BH-AMD-001.*nearest known: firms"),
        ({"key": {"name": "x"}}, "BH-AMD-002.*expected firm"),
        ({"key": {"firm": "nobody"}}, "BH-AMD-003"),
        ({"after": {"worker": "1", "firm": "y", "source": "z"}}, "(?s)BH-AMD-004.*worker.*BH-AMD-004.*firm.*BH-AMD-004.*source"),
        ({"after": {"workers": "120"}}, "BH-AMD-005"),
        ({"after": {"workers": "many"}}, "BH-INP-013 firms, column workers"),
        ({"after": {"workers": "-4"}}, "firms, column workers"),
        ({"after": {"sector": "Q9"}}, "firms, column sector"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_not_kept(town, finding, given, told):
    with pytest.raises(BothhandsError, match=told):
        proposed(town, finding, WORKERS.model_copy(update=given))
    with town.reading(SYSTEM) as session:
        assert amendments_of(session, AmendmentFilter()).total == 0


def test_only_who_may_proposes_decides_and_sees(town, finding):
    for who in (VERA, replace(OTTO, reads_only=True)):
        with pytest.raises(NotAllowed):
            proposed(town, finding, who=who)
    with pytest.raises(NotThere):
        proposed(town, finding, who=NORA)
    with pytest.raises(NotAllowed, match="BH-TSK-012"):
        proposed(town, finding, NewAmendment(table="firms", key={"firm": "north-inn"}, after={"workers": "3"}))
    with pytest.raises(NotAllowed, match="BH-TSK-013"):
        proposed(town, finding, CASH)
    number = proposed(town, finding)
    for who in (OTTO, DORA, VERA):
        with pytest.raises(NotAllowed):
            accept(town, who, number, 1, Decision(), DAY)
    with town.reading(NORA) as session, pytest.raises(NotThere):
        session.one(Amendment, number)


def test_a_figure_of_a_firms_money_is_seen_by_those_who_see_accounts(town, finding):
    sees = replace(PETRA, sees_accounts=True)
    number = proposed(town, finding, CASH, sees)
    with town.reading(PETRA) as session:
        assert amendments_of(session, AmendmentFilter()).total == 0
        with pytest.raises(NotThere):
            session.one(Amendment, number)
    with pytest.raises(NotThere):
        accept(town, PETRA, number, 1, Decision(), DAY)
    assert accept(town, sees, number, 1, Decision(), DAY).status == "accepted"
    assert row_of(town, "firms", firm="field-works").cash_yuan == 1000
    open_one = proposed(town, finding)
    for who, seen in ((sees, {number, open_one}), (PETRA, {open_one})):
        with town.reading(who) as session:
            told = audit_of(session, AuditFilter(kind="amendments"), 50, 0).items
            assert {int(one.record) for one in told} == seen
            assert any("cash_yuan" in (one.after or {}).get("after", {}) for one in told) == (who is sees)


def test_what_changed_meanwhile_is_told_with_what_stands(town, finding):
    first, second = proposed(town, finding), proposed(town, finding, WORKERS.model_copy(update={"after": {"workers": "90"}}))  # fmt: skip
    accept(town, PETRA, first, 1, Decision(), DAY)
    with pytest.raises(OutOfDate, match="BH-AMD-006") as told:
        accept(town, PETRA, second, 1, Decision(), DAY)
    assert told.value.theirs == {"before": {"workers": "120"}, "stands": {"workers": "95"}, "after": {"workers": "90"}}
    third = proposed(town, finding, WORKERS.model_copy(update={"after": {"workers": "91"}}))
    assert accept(town, PETRA, third, 1, Decision(), DAY).status == "accepted"


def test_one_that_was_taken_and_not_recorded_is_recorded_the_second_time(town, finding):
    """Killed between the edition and the record: what stands is what it asks for, and no edition is made again."""
    first, second = proposed(town, finding), proposed(town, finding)
    accept(town, PETRA, first, 1, Decision(), DAY)
    stands = edition_in_force(town)
    assert accept(town, PETRA, second, 1, Decision(), DAY).edition_after == stands == edition_in_force(town)


def test_a_count_keeps_no_range_of_a_guess(town, finding):
    number = proposed(town, finding, NewAmendment(table="beds", key={"place": "Southfield", "kind": "ward"}, after={"count": "30"}))  # fmt: skip
    accept(town, PETRA, number, 1, Decision(), DAY)
    row = row_of(town, "beds", place="Southfield", kind="ward")
    assert (row.count, row.low_count, row.high_count) == (30, None, None)


def test_only_a_row_that_was_counted_as_a_whole_is_measured(town, finding):
    before = row_of(town, "firms", firm="field-works")
    accept(town, PETRA, proposed(town, finding), 1, Decision(), DAY)
    after = row_of(town, "firms", firm="field-works")
    assert (after.quality, after.period) == (before.quality, before.period)
    assert before.quality != "measured"
    assert after.source.startswith(before.source)
    beds = NewAmendment(
        table="beds",
        key={"place": "Southfield", "kind": "ward"},
        after={"count": "30", "cost_yuan_per_day": "400"},
        source="counted",
    )
    accept(town, PETRA, proposed(town, finding, beds), 1, Decision(), DAY)
    row = row_of(town, "beds", place="Southfield", kind="ward")
    assert (row.quality, row.source, row.period) == ("measured", "counted", "2020-03-18")


def test_an_effect_holds_all_it_needs_and_its_command_line_runs_both_regions(town, finding):
    number = proposed(town, finding)
    with town.writing(PETRA) as session, pytest.raises(InputError, match="BH-AMD-009"):
        ask(session, "effect", {"amendment": number})
    with town.writing(PETRA) as session:
        plan = take_in(town, session, plan_folder(town)).id
    with town.writing(PETRA) as session:
        job = ask(session, "effect", {"amendment": number}).id
    with town.reading(PETRA) as session:
        found = session.one(Job, job)
        asked, told = found.asked, command_of(session, found)
    assert (asked["plan"], asked["as_of"]) == (plan, "2020-03-18")
    assert asked["carried"]["after"] == {"workers": "95"}
    assert len(asked["carried"]["measures"]) == 4
    assert told.count("bothhands simulate") == 2
    assert f"region update two-towns results/{job}/firms.csv --apply" in told
