"""Jobs are asked, watched and stopped; what is asked is checked at once, and told again as a command line."""

import shlex
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bothhands.cli import parser
from bothhands.errors import Busy, InputError, NotAllowed, NotThere, OutOfDate
from bothhands.records.access import SYSTEM
from bothhands.records.base import now
from bothhands.records.known import Edition
from bothhands.records.running import Job, JobLine
from bothhands.tasks import jobs, jobs_checked
from bothhands.tasks.adopt import adopt
from bothhands.tasks.job_commands import command_of, question_as_toml
from bothhands.tasks.jobs import JobFilter, ask, jobs_of, lines, wish
from bothhands.tasks.jobs_asked import CARRIED, REFERENCES
from bothhands.tasks.take_in import take_in
from desk_town import as_person, plan_folder

PETRA = as_person("petra")


def asked(store, kind="check", given=None, who=PETRA):
    with store.writing(who) as session:
        return ask(session, kind, given or {}).id


def job_of(store, number):
    with store.reading(SYSTEM) as session:
        return session.one(Job, number)


def test_a_job_waits_on_the_edition_in_force_and_tells_who_asked(town):
    number = asked(town, "plan", {"seed": 7, "question": {"objective": "fewest deaths"}})
    found = job_of(town, number)
    with town.reading(SYSTEM) as session:
        assert found.edition == session.scalars(select(Edition.edition).where(Edition.in_force)).one()
    assert (found.state, found.kind, found.created_by, found.attempts) == ("queued", "plan", PETRA.user_id, 0)
    assert (found.asked["seed"], found.asked["members"], found.asked["as_of"]) == (7, 64, None)


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        ("plna", {}, "BH-JOB-001 no kind of job 'plna'; expected one of plan, frontier, simulate, compare, check, visits, firms, effect; nearest known: plan"),
        ("plan", {"sede": 1}, "BH-JOB-002 job: sede is unknown; .* nearest known: seed"),
        ("plan", {"members": 0}, "members is '0'; expected 1 or more; change the value"),
        ("plan", {"seed": "many"}, "seed is 'many'"),
        ("plan", {"as_of": "yesterday"}, "as_of is 'yesterday'; expected a date, YYYY-MM-DD"),
        ("plan", {"question": {"limits": {"deaths": float("nan")}}}, "BH-JOB-002 job, column question"),
        ("plan", {"question": {"a": {"b": {"c": {"d": {"e": {"f": {}}}}}}}}, "five deep"),
        ("plan", {"name": "a\x00b"}, "name is"),
        ("check", {"seed": 1}, "seed is unknown"),
        ("simulate", {"strategy": ""}, "strategy is ''"),
        ("visits", {"week": "2020-03-23", "findings": {"nobody": 1, "field-works": -2}}, "(?s)BH-FRM-009 job, column findings: no firm 'nobody'.*BH-VIS-018.*-2 findings of field-works"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_at_once(town, kind, given, told):
    with pytest.raises(InputError, match=told), town.writing(PETRA) as session:
        ask(session, kind, given)


GATHERINGS = {"lever": "gatherings", "start": "2020-03-19", "end": "2020-04-08", "value": 0.4, "unit": "share"}


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        ("plan", {"as_of": "2020-06-30"}, ["BH-JOB-008"]),
        ("compare", {"as_of": "2019-12-31"}, ["BH-JOB-008"]),
        ("compare", {"as_of": "2020-06-30"}, []),
        ("frontier", {"question": {"objectve": "welfare", "until": "2021-01-01", "levers": {"scool": {}}, "limits": {"ward bed": 1, "deaths": 3}}}, ["BH-ASK-001", "BH-ASK-004", "BH-ASK-004", "BH-TSK-112"]),
        ("plan", {"as_of": "2020-04-01", "question": {"until": "2020-04-01", "objective": "glory"}}, ["BH-TSK-111", "BH-TSK-112"]),
        ("plan", {"question": {"until": "2020-05-31", "values": {"trip": 2}, "chance": {"ward beds": 0.9}, "period_days": 7}}, []),
        ("simulate", {"strategy": "full lockdwn"}, ["BH-CLI-001"]),
        ("simulate", {"measures": [{**GATHERINGS, "lever": "gathering"}, {**GATHERINGS, "place": "Nowhere"}, {**GATHERINGS, "end": "2020-07-01"}]}, ["BH-LEV-001", "BH-LEV-002", "BH-LEV-009"]),
        ("simulate", {"measures": [{**GATHERINGS, "start": "2020-03-18"}]}, ["BH-LEV-015"]),
        ("simulate", {"measures": [GATHERINGS]}, []),
        ("visits", {"week": "2020-03-23", "places": ["Southfeld"], "away": [{"officer": "nobody", "first": "2020-03-23", "last": "2020-03-24"}]}, ["BH-TSK-001", "BH-VIS-013"]),
    ],
)  # fmt: skip
def test_what_could_only_fail_does_not_wait_and_every_fault_of_it_is_told(town, kind, given, told):
    if told:
        with pytest.raises(InputError) as refused:
            asked(town, kind, given)
        assert [fault.code for fault in refused.value.faults] == told
    else:
        asked(town, kind, given)
    with town.reading(PETRA) as session:
        assert jobs_of(session, JobFilter()).total == (not told)


def test_names_of_a_question_are_those_that_a_plan_knows():
    from bothhands.plan.decisions import Decisions
    from bothhands.plan.limits import LIMITS
    from bothhands.plan.question import VALUES, Question
    from bothhands.plan.references import CARRY_ON, LOCKDOWN, OPENING, SCREENED

    assert set(jobs_checked.KEYS) == set(Question.model_fields)
    assert (Decisions._fields, LIMITS, VALUES) == (jobs_checked.DECIDED, jobs_checked.LIMITS, jobs_checked.VALUES)
    assert (CARRY_ON, LOCKDOWN, OPENING, SCREENED) == REFERENCES


def test_every_fault_is_told_together(town):
    with pytest.raises(InputError) as refused, town.writing(PETRA) as session:
        ask(session, "plan", {"sede": 1, "members": 0, "langauge": "en"})
    assert len(refused.value.faults) == 3


@pytest.mark.parametrize("who", ["vera", "otto", "dora", "nora"])
def test_who_may_not_run_asks_for_nothing(town, who):
    with pytest.raises(NotAllowed), town.writing(as_person(who)) as session:
        ask(session, "check", {})
    number = asked(town)
    with pytest.raises(NotAllowed), town.writing(as_person(who)) as session:
        wish(session, number, None, "cancel")
    with pytest.raises(NotThere), town.reading(as_person(who)) as session:
        lines(session, number)


def test_a_full_queue_says_wait(town, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_QUEUED", 2)
    asked(town), asked(town)
    with pytest.raises(Busy, match="BH-JOB-003 2 jobs wait already") as refused:
        asked(town)
    assert refused.value.wait_seconds > 0


def test_a_desk_without_a_region_has_no_jobs(town):
    with town.writing(SYSTEM) as session:
        session.scalars(select(Edition)).one().in_force = False
    with pytest.raises(InputError, match="BH-TSK-010"):
        asked(town)


def test_a_job_that_waits_is_cancelled_at_once(town):
    number = asked(town)
    with pytest.raises(InputError, match="BH-JOB-006"), town.writing(PETRA) as session:
        wish(session, number, None, "finish")
    with pytest.raises(InputError, match="BH-JOB-004"), town.writing(PETRA) as session:
        wish(session, number, None, "stop")
    with town.writing(PETRA) as session:
        wish(session, number, 1, "cancel")
    found = job_of(town, number)
    assert (found.state, found.version) == ("cancelled", 2)
    assert found.ended_at is not None
    with pytest.raises(InputError, match="BH-JOB-005"), town.writing(PETRA) as session:
        wish(session, number, None, "cancel")


def test_a_wish_for_a_job_that_changed_is_refused(town):
    number = asked(town, "plan")
    with town.writing(SYSTEM) as session:
        session.one(Job, number).state = "running"
    with pytest.raises(OutOfDate, match="BH-REC-013"), town.writing(PETRA) as session:
        wish(session, number, 1, "finish")
    with town.writing(PETRA) as session:
        wish(session, number, 2, "finish")
    assert (job_of(town, number).state, job_of(town, number).wish) == ("running", "finish")


def test_only_a_plan_has_a_half_result(town):
    number = asked(town, "check")
    with town.writing(SYSTEM) as session:
        session.one(Job, number).state = "running"
    with pytest.raises(InputError, match="is a check, which has no half result"), town.writing(PETRA) as session:
        wish(session, number, None, "finish")


def test_lines_come_in_order_after_the_last_one_seen(town):
    number, other = asked(town), asked(town)
    with town.writing(SYSTEM) as session:
        session.add_all(
            [JobLine(job_id=one, text=f"{n} of {one}", at=now()) for n in range(5) for one in (number, other)]
        )
    with town.reading(PETRA) as session:
        every = lines(session, number)
        assert [one.text for one in every] == [f"{n} of {number}" for n in range(5)]
        assert [one.text for one in lines(session, number, every[2].id)] == [f"3 of {number}", f"4 of {number}"]
        assert len(lines(session, number, 0, 2)) == 2
        with pytest.raises(NotThere):
            lines(session, 999)


def test_jobs_are_listed_newest_first_and_filtered(town):
    numbers = [asked(town, kind) for kind in ("check", "plan", "check")]
    with town.reading(PETRA) as session:
        assert [one.id for one in jobs_of(session, JobFilter()).items] == numbers[::-1]
        page = jobs_of(session, JobFilter(kind="check", state="queued", created_by=PETRA.user_id), 1, 1)
        assert ([one.id for one in page.items], page.total) == ([numbers[0]], 2)
        assert jobs_of(session, JobFilter(created_by=1)).total == 0


@pytest.mark.parametrize(
    ("kind", "given", "command"),
    [
        ("check", {}, "bothhands region check two-towns"),
        ("compare", {"as_of": "2020-03-18"}, "bothhands compare two-towns --as-of 2020-03-18"),
        ("simulate", {"strategy": "full lockdown"}, "bothhands simulate two-towns --strategy 'full lockdown'"),
        ("simulate", {"measures": [], "members": 8}, "bothhands simulate two-towns --measures results/1/measures.csv --members 8 --seed 1"),
        ("frontier", {"members": 8}, "bothhands frontier two-towns --seed 1 --members 8 --steps 4 --starts 1 --lang en --money-unit auto"),
        ("firms", {"as_of": "2020-03-18"}, "bothhands firms diagnose two-towns --as-of 2020-03-18 && bothhands firms support two-towns --as-of 2020-03-18"),
        ("plan", {}, "bothhands plan two-towns --seed 1 --members 64 --steps 4 --starts 1 --lang en --money-unit auto"),
        (
            "plan",
            {"as_of": "2020-03-20", "seconds": 90, "question": {"period_days": 7}, "regret": True, "public": True, "language": "zh", "money_unit": "yi"},
            "bothhands plan two-towns --as-of 2020-03-20 --seed 1 --members 64 --steps 4 --starts 1 --time-limit 90 --question results/1/question.toml --regret --public --lang zh --money-unit yi",
        ),
    ],
)  # fmt: skip
def test_the_command_line_of_a_job_is_one_that_the_program_takes(town, kind, given, command):
    number = asked(town, kind, given)
    with town.reading(PETRA) as session:
        told = command_of(session, session.one(Job, number))
    assert told == command
    for one in told.split(" && "):
        assert callable(parser().parse_args(shlex.split(one)[1:]).run)


def test_a_plan_from_here_takes_what_holds_and_no_names(town):
    folder = plan_folder(town)
    with town.writing(SYSTEM) as session:
        plan = take_in(town, session, folder)
        session.flush()
        number = plan.id
    assert job_of(town, asked(town, "plan", {"earlier": number})).asked[CARRIED] == []
    with town.reading(SYSTEM) as session:
        from bothhands.records.work import MeasureRecord

        free = session.scalars(select(MeasureRecord.id).where(~MeasureRecord.restricts)).all()
    with town.writing(PETRA) as session:
        adopt(session, number, 1, free)
    found = job_of(town, asked(town, "plan", {"earlier": number}))
    assert {one["lever"] for one in found.asked[CARRIED]} == {"testing", "support", "port_screening"}
    assert {one["first_approver"] for one in found.asked[CARRIED]} == {""}
    with town.reading(PETRA) as session:
        assert f"--from results/{found.id}/start" in command_of(session, found)
    with pytest.raises(NotThere):
        asked(town, "plan", {"earlier": 99})
    with pytest.raises(InputError, match="BH-ASK-007"):
        asked(town, "plan", {"earlier": number, "as_of": "2020-03-01"})
    with town.writing(SYSTEM) as session:
        session.one(type(plan), number).folder = ""
    with pytest.raises(InputError, match="BH-JOB-007"):
        asked(town, "plan", {"earlier": number})


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_a_question_is_the_same_as_toml(question):
    assert tomllib.loads(question_as_toml(question)) == question
