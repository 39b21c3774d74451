"""A real worker on a real desk: jobs are run, told, finished, cancelled, given back, and made again by the command line."""

import json
import os
import shlex
import subprocess
import sys
from contextlib import chdir
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bothhands.cli import main
from bothhands.records.access import SYSTEM
from bothhands.records.known import Edition
from bothhands.records.people import Attempt
from bothhands.records.schema import open_store
from bothhands.records.work import MeasureRecord, PlanRecord, Task
from bothhands.tasks import run_job
from bothhands.tasks.adopt import adopt
from bothhands.tasks.editions import set_up
from bothhands.tasks.job_commands import command_of
from bothhands.tasks.jobs import ask, wish
from bothhands.tasks.situation import desk_day
from bothhands.tasks.turns import Turn, next_turn
from bothhands.tasks.worker import _clear
from desk_database import is_alive
from desk_processes import asked, ended, job_of, lines_of, url_of, waited, working
from desk_town import as_person

PETRA = as_person("petra")
QUICK = {"members": 8, "steps": 1}


def wished(store, number, what):
    with store.writing(PETRA) as session:
        wish(session, number, None, what)


def leftovers(store):
    return [path.name for path in (store.folder / "results").iterdir() if not path.name.isdigit()]


def fault_of(job):
    return job.faults["faults"][0]


def test_jobs_are_run_one_after_another_and_say_what_came_of_them(town):
    check, none, again = asked(town), asked(town, "plan", question={"period_days": 0}), asked(town)
    with working(town) as worker:
        assert ended(town, again).state == "done"
    found = [job_of(town, number) for number in (check, none, again)]
    assert [job.state for job in found] == ["done", "failed", "done"]
    assert found[0].result == {"region": "two-towns", "notes": 0}
    assert [found[0].share, found[2].share] == [1.0, 1.0]
    assert all(job.started_at < job.ended_at for job in found)
    assert found[0].ended_at <= found[1].started_at < found[1].ended_at <= found[2].started_at
    fault = fault_of(found[1])
    assert (fault["code"], fault["column"]) == ("BH-ASK-002", "period_days")
    assert leftovers(town) == []
    assert [f"job {number} has ended" in worker.said() for number in (check, none, again)] == [True] * 3


def test_two_jobs_run_at_once(town):
    numbers = [asked(town, "check") for _ in range(2)]
    with working(town, "--at-once", "2") as worker:
        waited(lambda: len(worker.children()) == 2)
        assert [job_of(town, number).state for number in numbers] == ["running"] * 2
        assert [ended(town, number).state for number in numbers] == ["done"] * 2


def test_a_worker_that_is_stopped_gives_its_job_back_and_the_next_makes_it(town):
    number = asked(town, "compare")
    with working(town) as worker:
        waited(worker.children)
        children = worker.children()
        assert worker.end() == 0
        assert not any(is_alive(one) for one in children)
        assert f"job {number} waits again" in worker.said()
    found = job_of(town, number)
    assert (found.state, found.attempts, found.worker) == ("queued", 0, "")
    assert leftovers(town) == []
    with working(town):
        assert ended(town, number).attempts == 1


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """A desk on SQLite with a real plan, by which to go on."""
    store = open_store(tmp_path_factory.mktemp("desk"))
    set_up(store, "two-towns")
    number = asked(store, "plan", name="The first", question={"period_days": 21}, public=True, **QUICK)
    with working(store):
        assert ended(store, number).state == "done", job_of(store, number).faults
    yield store
    store.close()


@pytest.mark.slow
def test_a_plan_becomes_a_record_with_its_files_and_progress(planned):
    with planned.reading(SYSTEM) as session:
        plan = session.scalars(select(PlanRecord).where(PlanRecord.name == "The first")).one()
        measures = session.scalars(select(MeasureRecord).where(MeasureRecord.plan_id == plan.id)).all()
    job = job_of(planned, plan.job_id)
    told = json.loads((planned.folder / plan.folder / "plan.json").read_text())
    assert (job.result["plan"], plan.folder, plan.edition) == (plan.id, job.folder, job.edition)
    assert len(measures) == len(told["measures"]) > 5
    assert told["question"]["period_days"] == 21
    assert "public-briefing.html" in job.result["files"]
    assert sorted(path.name for path in (planned.folder / plan.folder).iterdir() if path.suffix != ".pdf") == sorted(
        [*(name for name in job.result["files"] if not name.startswith("no PDF") and not name.endswith(".pdf")), "question.toml"]
    )  # fmt: skip
    lines = lines_of(planned, job.id)
    begins = ["fitting", "simulating", "searching", "step 1", "checking", "writing"]
    assert [next(n for n, line in enumerate(lines) if line.startswith(begin)) for begin in begins] == sorted(
        next(n for n, line in enumerate(lines) if line.startswith(begin)) for begin in begins
    )
    assert leftovers(planned) == []


def test_strategies_are_simulated_side_by_side_or_alone(planned):
    compare, one = asked(planned, "compare", as_of="2020-03-20"), asked(planned, "simulate", strategy="full lockdown")
    with working(planned):
        found = [ended(planned, number) for number in (compare, one)]
    assert [job.state for job in found] == ["done"] * 2
    told = json.loads((planned.folder / found[0].folder / "strategies.json").read_text())["strategies"]
    assert [row["strategy"] for row in told] == ["carry on", "full lockdown", "full opening", "opening with border screening"]  # fmt: skip
    assert [row["strategy"] for row in found[1].result["strategies"]] == ["full lockdown"]


@pytest.mark.slow
def test_a_table_of_measures_is_run_and_its_command_line_gives_the_same_numbers(planned, capsys):
    row = {"lever": "gatherings", "start": "2020-03-25", "end": "2020-05-01", "value": 1 / 3, "unit": "share"}
    number = asked(planned, "simulate", measures=[row])
    with working(planned):
        job = ended(planned, number)
    assert job.state == "done", job.faults
    with planned.reading(SYSTEM) as session:
        words = shlex.split(command_of(session, job))[1:]
    with chdir(planned.folder):  # not by monkeypatch: with it no kept program is read
        assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == job.result["strategies"]
    assert [one["strategy"] for one in job.result["strategies"]][-1] == "table of measures"
    assert leftovers(planned) == []


@pytest.mark.slow
def test_a_plan_from_here_keeps_what_holds_and_its_command_line_gives_the_same_numbers(planned, tmp_path):
    with planned.reading(SYSTEM) as session:
        plan = session.scalars(select(PlanRecord).where(PlanRecord.name == "The first")).one()
        orders = session.scalars(select(MeasureRecord).where(MeasureRecord.plan_id == plan.id, MeasureRecord.lever == "line_orders", MeasureRecord.start <= date(2020, 3, 25))).all()  # fmt: skip
    with planned.writing(SYSTEM) as session:
        adopt(session, plan.id, plan.version, [one.id for one in orders])
    number = asked(planned, "plan", earlier=plan.id, as_of="2020-03-25", **QUICK)
    with working(planned):
        job = ended(planned, number)
    assert job.state == "done", job.faults
    told = json.loads((planned.folder / job.folder / "plan.json").read_text())
    assert told["question"]["period_days"] == 21, "what was asked before is asked again"
    kept = {(one["site"], one["good"], one["start"], one["value"]) for one in told["measures"]}
    assert {(one.site, one.good, one.start.isoformat(), one.value) for one in orders} <= kept
    with planned.reading(SYSTEM) as session:
        assert session.one(PlanRecord, job.result["plan"]).earlier_id == plan.id
        command = command_of(session, session.one(type(job), number))
    words = [sys.executable, "-m", *shlex.split(command), "--out", str(tmp_path / "again")]
    subprocess.run(words, cwd=planned.folder, check=True, stdout=subprocess.DEVNULL)
    again = json.loads((tmp_path / "again" / "plan.json").read_text())
    for told_once in (told, again):
        del told_once["seconds"]
    assert again == told


@pytest.mark.slow
def test_a_search_that_is_to_finish_keeps_the_best_plan_so_far(planned):
    number = asked(planned, "plan", members=8, steps=100, seconds=80_000)
    with working(planned):
        waited(lambda: any(line.startswith("step") for line in lines_of(planned, number)))
        wished(planned, number, "finish")
        job = ended(planned, number)
    assert job.state == "done", job.faults
    assert job.result["stopped"] == "interrupt"
    assert "stopped; keeping the best plan so far" in lines_of(planned, number)


@pytest.mark.slow
def test_a_job_that_is_cancelled_leaves_nothing_and_the_worker_goes_on(planned):
    number, after = asked(planned, "plan", **QUICK), asked(planned)
    with working(planned) as worker:
        waited(lambda: any(line.startswith("searching") for line in lines_of(planned, number)))
        children = worker.children()
        wished(planned, number, "cancel")
        assert ended(planned, number).state == "cancelled"
        assert not any(is_alive(one) for one in children)
        assert ended(planned, after).state == "done"
    assert not (planned.folder / "results" / str(number)).exists()
    assert leftovers(planned) == []


def test_what_a_question_cannot_ask_fails_with_the_faults_of_the_command_line(planned):
    number = asked(planned, "plan", question={"levers": {"school": {"lowest": 0.5}}})
    with working(planned):
        ended(planned, number)
    fault = fault_of(job_of(planned, number))
    assert (fault["code"], fault["remedy"]) == ("BH-ASK-001", "nearest known: low")


def test_what_nobody_foresaw_is_told_with_its_traceback_kept(planned):
    number = asked(planned)
    (planned.folder / "results" / f"{number}-1.part").write_text("a file where the job wants a folder")
    with working(planned):
        job = ended(planned, number)
    fault = fault_of(job)
    assert (job.state, fault["code"]) == ("failed", "BH-JOB-010")
    assert "FileExistsError" in fault["what"]
    assert "Traceback" in (planned.folder / job.folder / "traceback.txt").read_text()
    (planned.folder / "results" / f"{number}-1.part").unlink()


def test_an_edition_that_cannot_be_made_again_is_told(town):
    number = asked(town)
    with town.writing(SYSTEM) as session:
        session.scalars(select(Edition)).one().folder = "editions/gone"
    with working(town):
        assert fault_of(ended(town, number))["code"] == "BH-INP-001"


def test_the_desk_is_looked_after_daily(town):
    with town.writing(SYSTEM) as session:
        session.add(Task(title="late", place="Southfield", due=desk_day(town) - timedelta(days=3)))
        session.add(Attempt(what="sign-in", who_hash="w", at=run_job.now() - timedelta(days=5)))
    with working(town) as worker:
        waited(lambda: "let go: attempts 1" in worker.said(), 60)
    assert "1 late tasks were taken up" in worker.said()
    with town.reading(SYSTEM) as session:
        assert session.scalars(select(Task.escalation)).all() == [1]
        assert session.scalars(select(Attempt)).all() == []


def test_a_kill_between_folder_and_record_is_mended_by_the_next_attempt(town):
    number = asked(town)
    first = next_turn(town, "a")
    (town.folder / "results" / first.part).mkdir(parents=True)
    (town.folder / "results" / str(number)).mkdir()
    (town.folder / "results" / str(number) / "half.json").write_text("moved, and then the process was killed")
    end = run_job._attempted(town, first, lambda line: None)
    assert end() is True
    assert end() is True, "a commit whose answer was lost is found again"
    assert [path.name for path in (town.folder / "results" / str(number)).iterdir()] == ["check.json"]
    with town.reading(SYSTEM) as session:
        assert session.one(type(job_of(town, number)), number).version == 3
    lost = run_job._attempted(town, Turn(number, "b", 1), lambda line: None)
    assert lost() is False
    assert job_of(town, number).worker == "a"


def test_a_job_ends_with_its_worker(town):
    turn = Turn(asked(town), "nobody", 1)
    command = [sys.executable, "-m", "bothhands.tasks.run_job", str(turn.job_id), "--folder", str(town.folder), "--worker", turn.worker, "--attempt", "1", "--parent", "1"]  # fmt: skip
    done = subprocess.run(command, env={**os.environ, "BOTHHANDS_DATABASE": url_of(town)}, capture_output=True, text=True, check=False)  # fmt: skip
    assert "the worker is gone" in done.stderr
    assert job_of(town, turn.job_id).state == "queued"


@pytest.mark.parametrize("options", [["--at-once", "0"], ["--lease", "0"], ["--lease", "nan"]])
def test_options_that_cannot_be_are_told(tmp_path, options):
    done = subprocess.run([sys.executable, "-m", "bothhands", "worker", "--folder", str(tmp_path), *options], capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 2
    assert "BH-JOB-012" in done.stderr


def test_who_asked_for_a_plan_is_who_made_it(town):
    with town.writing(PETRA) as session:
        number = ask(session, "check", {}).id
    with town.reading(SYSTEM):
        work = run_job._work(town, next_turn(town, "a"), print)
    assert (work.asked_by.user_id, work.asked_by.name, work.turn.job_id) == (PETRA.user_id, "Petra", number)


def test_what_a_killed_worker_left_of_jobs_that_have_ended_is_removed(town):
    over, stands = asked(town), asked(town)
    results = town.folder / "results"
    with working(town, "--lease", "2"):
        assert ended(town, over).state == "done"
        assert ended(town, stands).state == "done"
    with town.writing(SYSTEM) as session:
        session.one(type(job_of(town, stands)), stands).state = "queued"
    (results / f"{over}-1.log").write_text("left")
    (results / f"{over}-2.part").mkdir()
    (results / f"{stands}-9.log").write_text("stays")
    _clear(town)
    assert sorted(leftovers(town)) == [f"{stands}-9.log"]
