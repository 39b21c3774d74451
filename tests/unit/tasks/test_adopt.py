"""A plan becomes work: taken in, signed, adopted, replaced."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from bothhands.errors import InputError, NotAllowed, OutOfDate
from bothhands.levers.measures_file import measures_text
from bothhands.records.access import SYSTEM
from bothhands.records.audit import Audit
from bothhands.records.work import MeasureRecord, PlanRecord, Task
from bothhands.tasks.adopt import MeasureChange, adopt, change_measure, in_part, sign, withdraw_measure, would_end
from bothhands.tasks.briefs import brief_of
from bothhands.tasks.take_in import as_measure, carried_measures, take_in
from desk_town import MEASURES, as_person, plan_folder

PETRA, PAUL = as_person("petra"), as_person("paul")


@pytest.fixture
def planned(town):
    with town.writing(SYSTEM) as session:
        take_in(town, session, plan_folder(town))
    return town


def measures(store):
    with store.reading(SYSTEM) as session:
        return {one.lever: one for one in session.scalars(select(MeasureRecord).order_by(MeasureRecord.id))}


def given_basis(store):
    number = measures(store)["gatherings"].id
    with store.writing(PETRA) as session:
        change_measure(session, number, 1, MeasureChange(legal_basis="Law of 1989, article 42"))
    return number


def test_measures_come_in_as_proposals_where_they_take_effect_and_back_as_they_were(planned):
    found = measures(planned)
    assert {lever: (one.place, one.restricts) for lever, one in found.items()} == {
        "testing": ("", False), "gatherings": ("Southfield", True), "support": ("Southfield", False), "port_screening": ("Northport", False),
    }  # fmt: skip
    assert [as_measure(one) for one in found.values()] == list(MEASURES)


def test_what_a_level_costs_who_pays_and_why_come_in_from_the_table_of_measures(town):
    told = {"unit": "share", "cost": 4_200_000.0, "fund": "epidemic_control", "reason": "cases are found sooner: less illness"}  # fmt: skip
    table = (MEASURES[0].model_copy(update=told), *MEASURES[1:])
    at = town.folder / plan_folder(town)
    (at / "measures.csv").write_text(measures_text(table), encoding="utf-8")
    with town.writing(SYSTEM) as session:
        plan = take_in(town, session, "results/1").id
    testing = measures(town)["testing"]
    assert {name: getattr(testing, name) for name in told} == told
    assert [as_measure(one) for one in measures(town).values()] == list(table)
    with town.reading(PETRA) as session:
        assert "4.2 million yuan" in brief_of(town, session, plan)


def test_a_table_of_measures_that_is_not_of_its_plan_is_told(town):
    at = town.folder / plan_folder(town)
    (at / "measures.csv").write_text(measures_text(MEASURES[1:]), encoding="utf-8")
    with pytest.raises(InputError, match="BH-TSK-029"), town.writing(SYSTEM) as session:
        take_in(town, session, "results/1")


def test_what_restricts_is_not_adopted_without_law_and_two_people(planned):
    with (
        pytest.raises(InputError, match="legal basis, a first named approver, a second") as refused,
        planned.writing(PETRA) as session,
    ):
        adopt(session, 1, 1)
    assert len(refused.value.faults) == 1
    assert {one.status for one in measures(planned).values()} == {"proposed"}


def test_two_people_sign_and_then_it_is_adopted_with_a_task_for_each(planned):
    number = given_basis(planned)
    for who in (PETRA, PAUL):
        with planned.writing(who) as session:
            sign(session, number, 2)
    with planned.writing(PETRA, "decided in the meeting") as session:
        adopt(session, 1, 1)
    with planned.reading(SYSTEM) as session:
        assert session.one(PlanRecord, 1).adopted_by == PETRA.user_id
        tasks = session.scalars(select(Task)).all()
        assert sorted((one.place, one.due) for one in tasks) == sorted(
            [("", date(2020, 3, 19)), ("Southfield", date(2020, 3, 19)), ("Southfield", date(2020, 3, 20)), ("Northport", date(2020, 3, 19))]
        )  # fmt: skip
        held = {one.lever: one for one in carried_measures(session, 1)}
        assert (held["gatherings"].first_approver, held["gatherings"].second_approver) == ("Petra", "Paul")
        reasons = set(session.scalars(select(Audit.why).where(Audit.kind == "plans", Audit.action == "changed")))
    assert reasons == {"decided in the meeting"}


def test_nobody_signs_twice_or_for_another_or_for_what_needs_no_signature(planned):
    number = given_basis(planned)
    with planned.writing(PETRA) as session:
        sign(session, number, 2)
    for who, name, other, code in (
        (PETRA, "", number, "BH-TSK-028"),
        (PAUL, "Petra", number, "BH-TSK-025"),
        (PAUL, "", measures(planned)["testing"].id, "BH-TSK-026"),
    ):
        version = measures(planned)["gatherings"].version if other == number else 1
        with pytest.raises(InputError, match=code), planned.writing(who) as session:
            sign(session, other, version, name)


def test_without_accounts_the_two_are_named_and_must_be_two(planned):
    number = given_basis(planned)
    with planned.writing(SYSTEM) as session:
        sign(session, number, 2, "Li Ming")
    with pytest.raises(InputError, match="BH-TSK-028"), planned.writing(SYSTEM) as session:
        sign(session, number, 2, "  li   MING ")
    with pytest.raises(InputError, match="BH-TSK-025"), planned.writing(SYSTEM) as session:
        sign(session, number, 2)


def test_a_signature_counts_for_what_was_signed(planned):
    number = given_basis(planned)
    with planned.writing(PETRA) as session:
        sign(session, number, 2)
    with planned.writing(PETRA) as session:
        version = measures(planned)["gatherings"].version
        change_measure(session, number, version, MeasureChange(end=date(2020, 5, 8)))
    with planned.reading(SYSTEM) as session:
        assert session.one(MeasureRecord, number).approvals == []
    with pytest.raises(OutOfDate), planned.writing(PAUL) as session:
        sign(session, number, 1)


def test_part_of_a_plan_is_adopted_and_a_number_of_another_is_refused(planned):
    numbers = [one.id for one in measures(planned).values() if not one.restricts]
    with pytest.raises(InputError, match="BH-TSK-021"), planned.writing(PETRA) as session:
        adopt(session, 1, 1, [*numbers, 999])
    with pytest.raises(InputError, match="no measure is named"), planned.writing(PETRA) as session:
        adopt(session, 1, 1, [])
    with planned.writing(PETRA) as session:
        adopt(session, 1, 1, numbers)
    assert measures(planned)["gatherings"].status == "proposed"


def test_the_next_plan_takes_the_place_of_what_was_not_begun(planned):
    unrestricted = [one.id for one in measures(planned).values() if not one.restricts]
    with planned.writing(PETRA) as session:
        adopt(session, 1, 1, unrestricted)
    with planned.writing(SYSTEM) as session:
        begun = session.scalars(select(Task).where(Task.firm == "field-works")).one()
        begun.status = "doing"
        session.one(MeasureRecord, begun.measure_id).status = "placed"
        take_in(planned, session, plan_folder(planned, "results/2", MEASURES[:1]), earlier_id=1)
    with planned.writing(PETRA) as session:
        adopt(session, 2, 1)
    with planned.reading(SYSTEM) as session:
        assert session.one(PlanRecord, 1).status == "replaced"
        old = {
            one.lever: one.status for one in session.scalars(select(MeasureRecord).where(MeasureRecord.plan_id == 1))
        }
        assert old == {
            "testing": "withdrawn",
            "gatherings": "withdrawn",
            "support": "placed",
            "port_screening": "withdrawn",
        }
        assert sorted(session.scalars(select(Task.status))) == ["doing", "dropped", "dropped", "open"]


def test_what_adopting_would_end_is_told_before_and_a_part_is_no_whole(planned):
    number = given_basis(planned)
    for who in (PETRA, PAUL):
        with planned.writing(who) as session:
            sign(session, number, 2)
    with planned.writing(PETRA) as session:
        adopt(session, 1, 1)
        session.flush()
        begun = session.scalars(select(Task).where(Task.firm == "field-works")).one()
        begun.status = "doing"
        take_in(planned, session, plan_folder(planned, "results/2"), earlier_id=1)
        session.flush()
        assert [one.lever for one in would_end(session, 2)] == ["testing", "gatherings", "port_screening"]
        assert [list(would_end(session, 1)), in_part(session)] == [[], frozenset()]
        only = session.scalars(select(MeasureRecord).where(MeasureRecord.plan_id == 2, MeasureRecord.lever == "testing")).one()  # fmt: skip
        told = {one.id for one in would_end(session, 2)}
        adopt(session, 2, session.one(PlanRecord, 2).version, [only.id])
        session.flush()
        ended = session.scalars(select(MeasureRecord.id).where(MeasureRecord.plan_id == 1, MeasureRecord.status == "withdrawn"))  # fmt: skip
        assert set(ended) == told
        assert in_part(session) == {2}


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"start": date(2020, 3, 18)}, ["start"]),
        ({"end": date(2020, 7, 1)}, ["end"]),
        ({"start": date(1999, 1, 1), "end": date(2999, 1, 1)}, ["start", "end"]),
        ({"start": date(2020, 3, 19), "end": date(2020, 6, 30)}, []),
    ],
)
def test_a_measure_stays_within_the_days_its_plan_is_for(planned, days, told):
    number = measures(planned)["testing"].id
    if not told:
        with planned.writing(PETRA) as session:
            change_measure(session, number, 1, MeasureChange(**days))
        return
    with pytest.raises(InputError, match="2020-03-19 to 2020-06-30") as refused, planned.writing(PETRA) as session:
        change_measure(session, number, 1, MeasureChange(**days))
    assert [(fault.code, fault.column) for fault in refused.value.faults] == [("BH-TSK-031", name) for name in told]


def test_a_planner_of_one_place_changes_the_days_of_its_measures(planned):
    of_the_south = replace(PETRA, places=frozenset({"Southfield"}))
    number = measures(planned)["gatherings"].id
    with planned.writing(of_the_south) as session:
        assert change_measure(session, number, 1, MeasureChange(end=date(2020, 4, 9))).end == date(2020, 4, 9)
    with pytest.raises(InputError, match="BH-TSK-031"), planned.writing(of_the_south) as session:
        change_measure(session, number, 2, MeasureChange(end=date(2020, 7, 1)))


def test_only_planners_of_the_whole_region_adopt(planned):
    for who in ("dora", "otto", "vera"):
        with pytest.raises(NotAllowed), planned.writing(as_person(who)) as session:
            adopt(session, 1, 1)
    with pytest.raises(NotAllowed), planned.writing(as_person("dora")) as session:
        withdraw_measure(session, measures(planned)["support"].id, 1)


@pytest.mark.parametrize("text", ["", "{}", '{"measures": [{"lever": "testing"}]}', "[1]"])
def test_a_folder_without_a_plan_is_told(town, text):
    at = town.folder / "results" / "x"
    at.mkdir(parents=True)
    (at / "plan.json").write_text(text)
    with pytest.raises(InputError, match="BH-TSK-029"), town.writing(SYSTEM) as session:
        take_in(town, session, "results/x")
