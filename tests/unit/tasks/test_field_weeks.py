"""Weeks of visits that are adopted: what is planned is made or missed, the next plan gives way to what began, and coverage and letter tell it."""

import json
from datetime import date, timedelta

import pytest

from bothhands.errors import InputError, NotAllowed, NotThere
from bothhands.records.access import SYSTEM
from bothhands.records.field import FieldDay, FieldVisit, Holder
from bothhands.records.running import Job
from bothhands.report.kept_figures import WEEK
from bothhands.tasks.coverage import coverage_of
from bothhands.tasks.editions import region_in_force
from bothhands.tasks.field_weeks import (
    Adopted,
    DayFilter,
    VisitChange,
    VisitFilter,
    adopt_week,
    change_visit,
    days_of,
    findings_due,
    is_adopted,
    made_before,
    visit_of,
    visits_of,
)
from bothhands.tasks.findings import NewFinding, record
from bothhands.tasks.follow_up import NewTask, TaskChange, change_task, new_task
from bothhands.tasks.jobs import ask
from bothhands.tasks.letters import letter_of
from desk_town import as_person, number_of

DAY = date(2020, 3, 18)
PETRA, DORA, OTTO, NORA, VERA = (as_person(one) for one in ("petra", "dora", "otto", "nora", "vera"))
HOME = {"north post": "Northport", "south post": "Southfield"}


def stop(visit, place, begins="09:00", ends="10:00", firm="", kind="firm"):
    return {"visit": visit, "kind": kind, "firm": firm, "place": place, "begins": begins, "ends": ends, "worth": 1.0, "parties": []}  # fmt: skip


def day_of(post, day, *stops):
    return {"officer": post, "day": str(day), "start": HOME[post], "end": HOME[post], "leaves": "08:10", "returns": "13:00", "lunch": None,
            "hours": 4.8, "travel_hours": 1.0, "exposure": 0.01, "stops": list(stops)}  # fmt: skip


FIELD_WORKS = stop("firm field-works", "Southfield", firm="field-works")
SOUTHFIELD = stop("place Southfield", "Southfield", "10:20", "11:50", kind="place")
NORTH_INN = stop("firm north-inn", "Northport", firm="north-inn")


def run(town, *days, week="2020-03-18"):
    """A run of a week that is done, with these days in its folder."""
    with town.writing(PETRA) as session:
        job = ask(session, "visits", {"week": week})
        session.flush()
        at = town.folder / "results" / str(job.id)
        at.mkdir(parents=True)
        told = {"days": days, "officers": [{"officer": post, "home": home} for post, home in HOME.items()]}
        (at / WEEK).write_text(json.dumps(told))
        job.state, job.folder = "done", f"results/{job.id}"
        return job.id


def adopted(town, number, who=PETRA, today=DAY):
    with town.writing(who) as session:
        return adopt_week(town, session, number, today)


def held(town):
    with town.reading(SYSTEM) as session:
        visits = [(one.visit, one.day, one.status) for one in reversed(visits_of(session, VisitFilter()).items)]
        days = [(one.post, one.day, one.user_id) for one in days_of(session, DayFilter()).items]
    return visits, days


@pytest.fixture
def week(town):
    """A week in which Otto holds the post of the south."""
    with town.writing(SYSTEM) as session:
        session.add(Holder(post="south post", user_id=number_of("otto"), first=date(2020, 3, 1), place="Southfield"))
    number = run(town, day_of("south post", DAY, FIELD_WORKS, SOUTHFIELD), day_of("north post", DAY + timedelta(1), NORTH_INN))  # fmt: skip
    assert adopted(town, number) == Adopted(3, 2, 0, 0)
    return number


def visit(town, name):
    with town.reading(SYSTEM) as session:
        return next(one for one in visits_of(session, VisitFilter()).items if one.visit == name and one.status != "dropped")  # fmt: skip


def told(town, name, who, today=DAY, **change):
    found = visit(town, name)
    with town.writing(who) as session:
        changed = change_visit(session, found.id, found.version, VisitChange(**change), today)
        session.flush()
        session.expunge(changed)
        return changed


def test_a_week_becomes_visits_that_name_nobody_and_days_of_who_holds_the_post(town, week):
    visits, days = held(town)
    assert {name for name, *_ in visits} == {"firm field-works", "place Southfield", "firm north-inn"}
    assert days == [("south post", DAY, number_of("otto")), ("north post", DAY + timedelta(1), None)]
    with town.reading(SYSTEM) as session:
        assert is_adopted(session, week)
        assert not is_adopted(session, week + 1)
    assert "user_id" not in FieldVisit.__table__.columns


def test_no_officer_reads_anothers_day_and_who_assigns_reads_those_of_their_places(town, week):
    def seen(who):
        with town.reading(who) as session:
            return {one.post for one in days_of(session, DayFilter()).items}

    assert seen(PETRA) == {"south post", "north post"}
    assert (seen(DORA), seen(NORA)) == ({"south post"}, {"north post"})
    assert (seen(OTTO), seen(VERA)) == ({"south post"}, set())
    with town.writing(OTTO) as session:
        session.add(Holder(post="south post", user_id=number_of("vera"), first=DAY, place="Southfield"))
        with pytest.raises(NotAllowed, match="BH-REC-019"):
            session.flush()
        session.rollback()


def test_who_makes_a_visit_tells_of_it_and_nobody_elses(town, week):
    made = told(town, "firm field-works", OTTO, status="made", said="cloth for nine days", checklist={"works": True})
    assert (made.status, made.made_on, made.told["checklist"]) == ("made", DAY, {"works": True})
    with town.writing(SYSTEM) as session:
        session.add(FieldVisit(visit="firm south-farm", kind="firm", firm="south-farm", place="Southfield", day=DAY, minutes=60))  # fmt: skip
    with pytest.raises(NotAllowed, match="BH-VIS-026"):
        told(town, "firm south-farm", OTTO, status="made")
    assert told(town, "firm south-farm", DORA, status="missed").made_on is None
    with pytest.raises(NotThere):
        told(town, "firm north-inn", OTTO, status="made")
    with pytest.raises(InputError, match=r"BH-VIS-028.*clock"):
        told(town, "place Southfield", OTTO, status="made", made_on=DAY + timedelta(2))
    with pytest.raises(NotAllowed):
        told(town, "place Southfield", VERA, status="made")


def test_a_visit_of_ones_own_days_is_seen_and_told_wherever_it_is(town):
    with town.writing(SYSTEM) as session:
        session.add(Holder(post="south post", user_id=number_of("otto"), first=date(2020, 3, 1), place="Southfield"))
    adopted(town, run(town, day_of("south post", DAY, NORTH_INN, SOUTHFIELD), day_of("north post", DAY, stop("place Northport", "Northport", kind="place"))))  # fmt: skip
    with town.reading(OTTO) as session:
        assert {one.visit for one in visits_of(session, VisitFilter()).items} == {"firm north-inn", "place Southfield"}
        assert visits_of(session, VisitFilter(place="Northport")).total == 1
        assert visits_of(session, VisitFilter(day_from=DAY + timedelta(1))).total == 0
    assert told(town, "firm north-inn", OTTO, status="made", said="open again").said == "open again"
    with pytest.raises(NotThere):
        told(town, "place Northport", OTTO, status="made")
    with town.reading(OTTO) as session:
        assert visit_of(session, visit(town, "firm north-inn").id).status == "made"
        with pytest.raises(NotThere):
            visit_of(session, visit(town, "place Northport").id)
    with town.reading(VERA) as session:
        assert {one.visit for one in visits_of(session, VisitFilter()).items} == {"place Southfield"}


def test_a_later_plan_takes_back_what_did_not_begin(town, week):
    told(town, "firm field-works", OTTO, status="made")
    again = run(town, day_of("south post", DAY, stop("firm south-farm", "Southfield", firm="south-farm")), day_of("north post", DAY + timedelta(2), FIELD_WORKS, NORTH_INN))  # fmt: skip
    assert adopted(town, again) == Adopted(1, 1, 1, 1)
    visits, days = held(town)
    assert ("firm north-inn", DAY + timedelta(1), "dropped") in visits
    assert ("firm north-inn", DAY + timedelta(2), "planned") in visits
    assert ("firm field-works", DAY, "made") in visits
    assert ("firm field-works", DAY + timedelta(2), "planned") not in visits, "who was there is not visited again"
    assert days == [("south post", DAY, number_of("otto")), ("north post", DAY + timedelta(2), None)]
    dropped = next(name for name, _, status in visits if status == "dropped")
    with town.reading(SYSTEM) as session:
        gone = next(one for one in visits_of(session, VisitFilter(status="dropped")).items if one.visit == dropped)
    with town.writing(DORA if gone.place == "Southfield" else NORA) as session, pytest.raises(InputError, match="BH-VIS-027"):  # fmt: skip
        change_visit(session, gone.id, gone.version, VisitChange(status="made"), DAY)


def test_what_cannot_be_adopted_is_told(town, week):
    with pytest.raises(InputError, match="BH-VIS-025"):
        adopted(town, week, today=date(2020, 3, 30))
    with town.writing(PETRA) as session:
        check = ask(session, "check", {}).id
    with pytest.raises(InputError, match="BH-VIS-019"):
        adopted(town, check)
    for who in (DORA, OTTO):
        with pytest.raises((NotAllowed, NotThere)):
            adopted(town, week, who)
    (town.folder / "results" / str(week) / WEEK).write_text("{")
    with pytest.raises(InputError, match="BH-VIS-019"):
        adopted(town, week)


def test_the_next_week_knows_what_was_made_and_what_is_due(town, week):
    told(town, "firm field-works", OTTO, status="made")
    with town.writing(PETRA) as session:
        record(session, NewFinding(kind="promise", text="cloth", firm="north-inn", due=date(2020, 3, 26)), DAY)
        number = ask(session, "visits", {"week": "2020-03-23"}).id
        own = session.one(Job, number).asked
    assert own["made"] == [{"visit": "firm field-works", "kind": "firm", "place": "Southfield", "day": "2020-03-18", "firm": "field-works", "officer": "south post"}]  # fmt: skip
    assert own["findings"] == {"north-inn": 1}
    with town.reading(PETRA) as session:
        assert made_before(session, DAY) == []
        assert findings_due(session, DAY) == {}


def test_coverage_counts_any_visit_in_a_city_and_tells_who_is_late(town, week):
    region = region_in_force(town)

    def board(who, day):
        with town.reading(who) as session:
            return {one.firm or one.place: one for one in coverage_of(session, region, day)}

    before = board(PETRA, DAY)
    assert set(before) == {"Northport", "Southfield", "harbour-works", "field-works"}
    assert before["Southfield"].planned == DAY
    told(town, "firm field-works", OTTO, status="made")
    told(town, "place Southfield", OTTO, status="missed")
    after = board(PETRA, DAY + timedelta(2))
    assert (after["Southfield"].last, after["Southfield"].due, after["Southfield"].standing) == (DAY, DAY + timedelta(28), "covered")  # fmt: skip
    assert (after["field-works"].last, after["field-works"].due) == (DAY, DAY + timedelta(30))
    assert (after["harbour-works"].last, after["harbour-works"].standing) == (None, "covered")
    later = board(PETRA, DAY + timedelta(29))
    assert (later["Northport"].standing, later["harbour-works"].standing) == ("late", "due")
    assert set(board(OTTO, DAY)) == {"Southfield", "field-works"}


def test_a_letter_tells_a_city_what_was_visited_found_solved_late_and_next(town, week):
    told(town, "firm field-works", OTTO, status="made", said="cloth for nine days")
    with town.writing(PETRA) as session:
        record(
            session,
            NewFinding(kind="difficulty", text="no cloth", firm="field-works", due=date(2020, 3, 16)),
            date(2020, 3, 16),
        )
        record(
            session, NewFinding(kind="difficulty", text="told the week before", firm="field-works"), date(2020, 3, 15)
        )
        record(session, NewFinding(kind="difficulty", text="elsewhere", firm="north-inn"), DAY)
        done = new_task(session, NewTask(title="Bring cloth", place="Southfield", due=DAY))
        change_task(session, done.id, 1, TaskChange(status="done", evidence="receipt"), DAY)
    with town.reading(OTTO) as session:
        letter = letter_of(session, "Southfield", DAY)
    assert [one.visit for one in letter.visited] == ["firm field-works"]
    assert [one.text for one in letter.found] == ["no cloth"]
    assert [one.title for one in letter.solved] == ["Bring cloth"]
    assert [one.title for one in letter.late] == ["difficulty: no cloth"]
    assert [one.visit for one in letter.following] == ["place Southfield"]
    with town.reading(OTTO) as session:
        assert letter_of(session, "Northport", DAY).found == []
        assert [one.post for one in session.query(FieldDay)] == ["south post"]
