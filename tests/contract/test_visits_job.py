"""A week of visits as a job of the desk: findings that are due count, the command line gives the same, a week begins again from another."""

import json
import shlex
from datetime import date

import pytest

from bothhands.cli import main
from bothhands.errors import InputError, NotAllowed
from bothhands.report.visit_folder import WEEK
from bothhands.tasks.findings import NewFinding, record
from bothhands.tasks.job_commands import command_of
from bothhands.tasks.jobs import ask
from bothhands.tasks.visits import weeks_of
from desk_processes import asked, ended, job_of, working
from desk_town import as_person

PETRA, DORA = as_person("petra"), as_person("dora")


@pytest.fixture
def kind():
    """What is tested here has nothing to do with the database."""
    return "sqlite"


def week_of(store, number):
    return json.loads((store.folder / job_of(store, number).folder / WEEK).read_text(encoding="utf-8"))


def test_a_week_is_planned_told_again_and_begun_again(town, tmp_path, monkeypatch, capsys):
    with town.writing(PETRA) as session:
        record(
            session,
            NewFinding(kind="difficulty", text="no cloth", firm="field-works", due=date(2020, 3, 25)),
            date(2020, 3, 18),
        )
        record(
            session,
            NewFinding(kind="difficulty", text="later", firm="field-works", due=date(2020, 5, 25)),
            date(2020, 3, 18),
        )
    first = asked(town, "visits", week="2020-03-23")
    assert job_of(town, first).asked["findings"] == {"field-works": 1}
    with working(town):
        assert ended(town, first).state == "done", job_of(town, first).faults
        again = asked(
            town,
            "visits",
            week="2020-03-23",
            earlier_run=first,
            away=[{"officer": "post 1", "first": "2020-03-23", "last": "2020-03-29"}],
        )
        assert ended(town, again).state == "done", job_of(town, again).faults
    told = week_of(town, first)
    assert told["worth"]["firm field-works"]["findings"] == 5000.0
    assert told["days"]
    assert week_of(town, again)["days"] == []
    assert {one["why"] for one in week_of(town, again)["left_out"]} == {"away"}
    with town.reading(PETRA) as session:
        assert [one.job_id for one in weeks_of(town, session)] == [again, first]
        words = shlex.split(command_of(session, job_of(town, first)))[1:]
    monkeypatch.chdir(town.folder)
    assert main([*words, "--out", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    assert json.loads((tmp_path / "out" / WEEK).read_text(encoding="utf-8")) == told


def test_who_sees_a_place_alone_neither_asks_nor_sees(town):
    with town.writing(DORA) as session, pytest.raises(NotAllowed):
        ask(session, "visits", {"week": "2020-03-23"})
    with town.reading(DORA) as session, pytest.raises(NotAllowed):
        weeks_of(town, session)


def test_what_cannot_be_asked_is_told(town):
    with town.writing(PETRA) as session:
        with pytest.raises(InputError, match="BH-JOB-002"):
            ask(session, "visits", {"week": "soon", "days": 9, "away": [{"officer": "", "first": "x", "last": "y"}]})
        check = ask(session, "check", {}).id
        with pytest.raises(InputError, match="BH-VIS-019"):
            ask(session, "visits", {"week": "2020-03-23", "earlier_run": check})
