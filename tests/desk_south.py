"""Two towns of which one must learn nothing of the other: whatever is kept of Southfield holds a word that no answer to Northport may hold."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bothhands.levers.measure import Measure
from bothhands.records.access import ROLES, SYSTEM, Access
from bothhands.records.everything import METADATA
from bothhands.records.field import FieldDay, FieldVisit, Holder, Leave, Recognition
from bothhands.records.known import Edition, FirmAccounts, FirmRow, TargetRow
from bothhands.records.people import User, UserPlace
from bothhands.records.running import JobLine
from bothhands.records.schema import open_store
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import Approval, Finding, MeasureRecord, Request
from bothhands.report.kept_figures import WEEK
from bothhands.tasks import (
    accounts,
    amendments,
    discuss,
    findings,
    follow_up,
    jobs,
    requests,
    scenarios,
    signing_in,
    take_in,
    weeks,
)
from bothhands.tasks.amendments import NewAmendment
from bothhands.tasks.editions import set_up
from bothhands.tasks.findings import NewFinding
from bothhands.tasks.follow_up import NewTask
from bothhands.tasks.scenarios import ScenarioRow
from bothhands.tasks.signing_in import NewToken
from desk_firms import firms_run
from desk_town import MEASURES, plan_folder

MARK = "quillwort"
"""The word of Southfield."""
WORDS = "four words of the south"
UNWATCHED = {"sign_ins", "attempts"}
"""Tables that change when anybody asks anything."""


@dataclass(frozen=True)
class South:
    """A desk in which everything of Southfield holds `MARK`, and the numbers of its records."""

    store: Store
    ids: dict[str, int]
    code: str
    """Of a request filed in Southfield."""

    def dumped(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table, to see whether anything changed."""
        with self.store.engine.connect() as connection:
            return {
                table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
                for table in METADATA.sorted_tables
                if table.name not in UNWATCHED
            }


@pytest.fixture(scope="session")
def souths() -> dict[str, tuple[str, Path, dict[str, int], str]]:
    """What was made once, by kind of database."""
    return {}


@pytest.fixture
def south(request: pytest.FixtureRequest, kind: str, souths: dict[str, tuple[str, Path, dict[str, int], str]], tmp_path: Path) -> Iterator[South]:  # fmt: skip
    """A desk of its own, as it was made once."""
    if kind not in souths:
        souths[kind] = _made_once(request, kind)
    database, folder, ids, code = souths[kind]
    shutil.copytree(folder, tmp_path / "desk")
    if kind == "sqlite":
        shutil.copyfile(database, tmp_path / "desk.sqlite")
        url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    else:
        url = request.getfixturevalue("postgres_server").made(database)
    store = open_store(tmp_path / "desk", url)
    yield South(store, ids, code)
    store.close()


def _made_once(request: pytest.FixtureRequest, kind: str) -> tuple[str, Path, dict[str, int], str]:
    folder = request.getfixturevalue("tmp_path_factory").mktemp("south")
    url = f"sqlite:///{folder / 'south.sqlite'}" if kind == "sqlite" else request.getfixturevalue("postgres_server").made()  # fmt: skip
    (folder / "desk").mkdir()
    store = open_store(folder / "desk", url)
    set_up(store, "two-towns")
    ids = _people(store)
    ids |= _known(store) | _planned(store, ids) | _work(store, ids) | _run(store, ids)
    code = requests.file_request(store, requests.NewRequest(kind="request", text=MARK, place="Southfield", name=MARK, contact=MARK), date(2020, 3, 18))  # fmt: skip
    with store.writing(SYSTEM) as session:
        ids["filed"] = session.scalars(select(Request)).one().finding_id
    if kind == "sqlite":
        with store.engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    store.close()
    return (str(folder / "south.sqlite") if kind == "sqlite" else str(store.engine.url.database)), folder / "desk", ids, code  # fmt: skip


def _people(store: Store) -> dict[str, int]:
    """Somebody of each role in the north, two in the south, two of the whole region."""
    people = {role: User(login=role, name=f"North {role}", role=role, places=[UserPlace(named="Northport")]) for role in ROLES}  # fmt: skip
    for login in ("sue", "sam"):
        people[login] = User(login=login, name=f"{login} {MARK}", role="desk", places=[UserPlace(named="Southfield")])
    for login in ("root", "other"):
        people[login] = User(login=login, name=login, role="admin", everywhere=True, sees_accounts=True)
    with store.writing(SYSTEM, "people") as session:
        session.add_all(people.values())
        session.flush()
        accounts.set_password(session, people["sue"].id, WORDS)
        ids = {login: one.id for login, one in people.items()}
        token, _ = signing_in.new_token(session, ids["sue"], NewToken(label=MARK))
        return {**ids, "token": token.id}


def _known(store: Store) -> dict[str, int]:
    """A firm with accounts, a target, and an edition that tells of the south."""
    with store.writing(SYSTEM, MARK) as session:
        session.add(
            FirmRow(firm="southern", name=f"Firm {MARK}", place="Southfield", sector="B", figures={"reported": MARK})
        )
        session.add(FirmAccounts(firm="southern", place="Southfield", figures={"cash_yuan": 31337, "note": MARK}))
        target = TargetRow(target=f"t-{MARK}", place="Southfield", indicator="gdp", figures={"note": MARK})
        session.add(target)
        session.scalars(select(Edition)).one().what = MARK
        session.flush()
        return {"target": target.id}


def _planned(store: Store, ids: dict[str, int]) -> dict[str, int]:
    """A plan of the region, a measure of the south that restricts and was signed once, and one to withdraw."""
    told = plan_folder(store, measures=tuple(_telling(one) for one in MEASURES))
    (store.folder / told / f"{MARK}.txt").write_text(MARK)
    kept = {"language": "en", "title": MARK, "standing": "", "hypothetical": "", "answer": MARK, "parts": []}
    (store.folder / told / "briefing.json").write_text(json.dumps(kept))
    with store.writing(SYSTEM, "taken in") as session:
        plan = take_in.take_in(store, session, told, MARK)
        session.flush()
        found = {one.lever: one for one in session.scalars(select(MeasureRecord))}
        signed = found["gatherings"]
        signed.legal_basis = MARK
        signed.approvals.append(Approval(place="Southfield", name=f"sam {MARK}", name_key=f"sam {MARK}", user_id=ids["sam"]))  # fmt: skip
        session.flush()
        row = ScenarioRow(
            lever="gatherings", place="Southfield", start=date(2020, 3, 19), end=date(2020, 4, 8), value=0.4
        )
        tried = scenarios.new_scenario(store, session, scenarios.NewScenario(name=MARK, measures=(row,)))
        return {"plan": plan.id, "measure": signed.id, "plain": found["support"].id, "scenario": tried.id}


def _telling(measure: Measure) -> Measure:
    """A measure whose reason tells of the south, wherever it is."""
    return measure.model_copy(update={"reason": MARK}) if measure.place == "Southfield" or measure.firm else measure


def _work(store: Store, ids: dict[str, int]) -> dict[str, int]:
    """A task, a finding that is open and one that is solved, with all that is said and attached."""
    sue = Access(ids["sue"], f"sue {MARK}", "desk", frozenset({"Southfield"}))
    with store.writing(sue, MARK) as session:
        task = follow_up.new_task(session, NewTask(title=MARK, place="Southfield", assignee_id=ids["sue"], due=date(2020, 3, 1)))  # fmt: skip
        weeks.tell_progress(session, task.id, date(2020, 3, 2), 3.0, date(2020, 3, 18), MARK)
        finding = findings.record(session, NewFinding(kind="promise", text=MARK, firm="field-works"), date(2020, 3, 18))
        solved = findings.record(session, NewFinding(kind="request", text=MARK, place="Southfield", assignee_id=ids["sam"]), date(2020, 3, 18))  # fmt: skip
        solved.status, solved.answer = "solved", MARK
        said = discuss.comment(session, "finding", finding.id, MARK)
        file = discuss.attach(store, session, "finding", finding.id, f"{MARK}.txt", MARK.encode())
        return {"task": task.id, "finding": finding.id, "solved": solved.id, "comment": said.id, "attachment": file.id}


def _run(store: Store, ids: dict[str, int]) -> dict[str, int]:
    """Jobs of the region that tell of the south: one that waits, and a frontier of one point that is done."""
    with store.writing(replace(SYSTEM, user_id=ids["root"], name="root"), MARK) as session:
        job = jobs.ask(session, "check", {})
        job.said = MARK
        session.add(JobLine(job_id=job.id, text=MARK))
        front = jobs.ask(session, "frontier", {})
        front.state, front.folder = "done", "results/9"
        session.flush()
        plan_folder(store, "results/9/points/0")
        point = {"most_deaths": None, "is_plan": False, "deaths": 1.0, "life_years": 2.0, "value_added": 3.0, "other_worth": 3.0, "on_front": True, "binding": []}  # fmt: skip
        firms_run(store, session, {"southern": "Southfield"}, MARK)
        (store.folder / "results" / "9" / "frontier.json").write_text(json.dumps({"points": [point]}))
        return {"job": job.id, "front": front.id, **_field(store, session, ids)}


def _field(store: Store, session: DeskSession, ids: dict[str, int]) -> dict[str, int]:
    """A week of visits in the south that was planned and not adopted, and a day of a post of its own with a visit."""
    week = jobs.ask(session, "visits", {"week": "2020-03-23"})
    week.state, week.folder = "done", "results/11"
    (store.folder / "results" / "11").mkdir(parents=True)
    (store.folder / "results" / "11" / WEEK).write_text(json.dumps({"days": [], "officers": [{"officer": f"post {MARK}", "home": "Southfield"}]}))  # fmt: skip
    visit = FieldVisit(visit=f"firm {MARK}", kind="firm", firm="field-works", place="Southfield", day=date(2020, 3, 18), minutes=60, said=MARK)  # fmt: skip
    session.add(visit)
    session.flush()
    stops = {"visits": [{"visit": visit.id, "begins": 540, "ends": 600}]}
    day = FieldDay(post=f"post {MARK}", day=date(2020, 3, 18), place="Southfield", start="Southfield", end="Southfield", leaves=500, returns=660, lunch=-1, hours=2.7, travel_hours=0.7, stops=stops)  # fmt: skip
    session.add(day)
    session.flush()
    finding = session.scalars(select(Finding.id).where(Finding.firm == "field-works")).one()
    amended = amendments.propose(store, session, finding, NewAmendment(table="firms", key={"firm": "field-works"}, after={"workers": "78"}, source=MARK), date(2020, 3, 18))  # fmt: skip
    return {"week": week.id, "visit": visit.id, "day": day.id, "amendment": amended.id, **_staff(session, ids)}


def _staff(session: DeskSession, ids: dict[str, int]) -> dict[str, int]:
    """A post of the south that sue holds, two weeks of long ways, a leave, and thanks for something else."""
    own = {"post": "southern post", "user_id": ids["sue"], "place": "Southfield"}
    out = {"start": "Southfield", "end": "Southfield", "leaves": 480, "returns": 1020, "lunch": 720, "hours": 8.0, "travel_hours": 5.5}  # fmt: skip
    session.add_all([FieldDay(**own, **out, day=date(2020, 2, day)) for day in (4, 6, 11, 13)])
    holder = Holder(**own, first=date(2020, 2, 1))
    leave = Leave(**own, kind="illness", first=date(2020, 3, 23), last=date(2020, 3, 24), note=MARK)
    thanks = Recognition(**own, rule="settled", first=date(2020, 1, 1), last=date(2020, 1, 31), text=MARK)
    session.add_all([holder, leave, thanks])
    session.flush()
    return {"holder": holder.id, "leave": leave.id, "recognition": thanks.id}
