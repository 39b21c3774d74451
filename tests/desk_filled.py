"""A desk with at least one row in every table, and a person whose name is written wherever a name can be."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from bothhands.records.access import SYSTEM, Access
from bothhands.records.audit import Opening
from bothhands.records.everything import METADATA
from bothhands.records.field import Amendment, FieldDay, FieldFinding, FieldVisit, Holder, Leave, Recognition
from bothhands.records.files import keep
from bothhands.records.known import Edition
from bothhands.records.people import Attempt, SignIn, Token, User, UserPlace
from bothhands.records.running import Job, JobLine
from bothhands.records.store import Store
from bothhands.records.work import (
    Approval,
    Attachment,
    Comment,
    Finding,
    MeasureRecord,
    PlanRecord,
    Progress,
    Request,
    Scenario,
    Task,
)

NAME, LOGIN = "Li Wei", "liwei7"
"""Of the person who is erased in tests."""
SPRING = datetime(2020, 4, 1, 8, 30, 15, 123456, tzinfo=UTC)
CONTENT = b"\x89PNG\r\n\x1a\n a photograph"


def fill(store: Store) -> int:
    """Give every table a row; the number of the person's account."""
    folder = store.folder / "results" / "1"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.json").write_text('{"measures": []}')
    (folder / "within").mkdir(exist_ok=True)
    (folder / "within" / "more.txt").write_text("more")
    (store.folder / "editions" / "e1").mkdir(parents=True, exist_ok=True)
    (store.folder / "editions" / "e1" / "region.toml").write_text('name = "own"')
    digest = keep(store.folder, CONTENT)
    with store.writing(SYSTEM, "set up") as session:
        user = User(login=LOGIN, name=NAME, role="planner", everywhere=True, password_hash="argon-of-a-secret")
        session.add(user)
        session.flush()
        number = user.id
    with store.writing(Access(number, NAME, "planner"), f"{NAME} was told so") as session:
        job = Job(kind="plan", asked={"name": f"after {NAME}"}, edition="e1", state="done", created_by=number, folder="results/1", said=f"{NAME}: done", result={"plan": 1}, faults={"faults": [{"what": f"no {NAME}"}]}, ended_at=SPRING)  # fmt: skip
        session.add_all([
            UserPlace(user_id=number, named="Southfield"),
            SignIn(key_hash="k", user_id=number, guard_hash="g", expires_at=SPRING),
            Token(user_id=number, label=f"of {NAME}", key_hash="hash-of-a-token", expires_at=SPRING + timedelta(days=1)),
            Attempt(what="sign-in", who_hash="w"),
            Edition(edition="e1", region="own", folder="editions/e1", what=f"import by {NAME}"),
            job,
        ])  # fmt: skip
        session.flush()
        session.add(JobLine(job_id=job.id, text=f"asked by {NAME}"))
        plan = PlanRecord(name=f"Plan of {NAME}", edition="e1", as_of=date(2020, 3, 18), feasible=True, folder="results/1", told={"figure": 0.1 + 0.2, "nothing": None, "句": "话"}, job_id=job.id, made_by=number)  # fmt: skip
        session.add(plan)
        session.flush()
        session.add(PlanRecord(name="B", edition="e1", as_of=date(2020, 4, 1), feasible=False, folder="", earlier_id=plan.id))  # fmt: skip
        measure = MeasureRecord(plan_id=plan.id, lever="gatherings", place="Southfield", start=date(2020, 3, 19), end=date(2020, 4, 8), value=1 / 3, unit="share", owner=NAME, reason=f"{NAME} asked", legal_basis=f"order signed by {NAME}", restricts=True)  # fmt: skip
        session.add(measure)
        session.flush()
        finding = Finding(kind="request", text=f"Call {NAME}, or LI  WEI at night; not Li Weiming", place="Southfield", answer=f"told {NAME}", party=f"{NAME} of the bank", created_by=number, status="solved")  # fmt: skip
        session.add_all([Approval(measure_id=measure.id, place="Southfield", name=NAME, name_key=NAME.casefold(), user_id=number), finding])  # fmt: skip
        session.flush()
        task = Task(title=f"visit {NAME}", place="Southfield", measure_id=measure.id, assignee_id=number, created_by=number, due=date(2020, 4, 1), evidence=f"{NAME}’s letter")  # fmt: skip
        session.add(task)
        session.flush()
        session.add_all([
            Progress(task_id=task.id, week=date(2020, 3, 23), actual_value=0.1, note=f"said {NAME}", place="Southfield"),
            Request(code_hash="c", finding_id=finding.id, name=NAME, contact="0419-1234567", place="Southfield"),
            Comment(about="finding", about_id=finding.id, text=f"by {NAME}, {LOGIN}", place="Southfield", created_by=number),
            Attachment(about="task", about_id=task.id, name=f"{NAME}.png", media_type="image/png", size=len(CONTENT), sha256=digest, place="Southfield", created_by=number),
            Scenario(name=f"as {NAME} would have it", as_of=date(2020, 3, 18), source=f"Plan of {NAME}", measures={"rows": [{"lever": "support", "firm": NAME}]}, made_by=number, job_id=job.id),
            Opening(actor=NAME, why=f"as {NAME} wished", open=False),
        ])  # fmt: skip
        visit = FieldVisit(visit="firm works", kind="forum", firm="works", place="Southfield", day=date(2020, 3, 18), minutes=60, said=f"{NAME} promised", told={"parties": [NAME]}, job_id=job.id)  # fmt: skip
        session.add(visit)
        session.flush()
        stops = {"visits": [{"visit": visit.id, "begins": 540, "ends": 600}]}
        session.add_all([
            FieldDay(post="post 1", user_id=number, day=date(2020, 3, 18), place="Southfield", start="Southfield", end="Southfield", leaves=500, returns=660, lunch=-1, hours=2.7, travel_hours=0.7, stops=stops, told_hours=3.1, job_id=job.id),
            Holder(post="post 1", user_id=number, first=date(2020, 3, 1), place="Southfield"),
            Leave(post="post 1", user_id=number, kind="illness", first=date(2020, 3, 19), last=date(2020, 3, 20), note=f"{NAME} is ill", place="Southfield"),
            Recognition(post="post 1", user_id=number, rule="settled", first=date(2020, 3, 1), last=date(2020, 3, 31), text=f"{NAME} settled it", given_by=number, place="Southfield"),
            FieldFinding(finding_id=finding.id, visit_id=visit.id, device_key="device-1", place="Southfield"),
            Amendment(finding_id=finding.id, table_name="firms", row_key={"firm": "works"}, before={"workers": "80"}, after={"workers": "90"}, source=f"told by {NAME}", proposed_by=number, reason=f"{NAME} counted", place="Southfield"),
        ])  # fmt: skip
    return number


def rows_of(store: Store) -> Mapping[str, list[dict[str, object]]]:
    """Every row of every table, in the order of its key."""
    with store.engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()]
            for table in METADATA.sorted_tables
        }  # fmt: skip


def files_of(store: Store) -> Mapping[str, bytes]:
    """Every file that records point to, by path."""
    kinds = ("attachments", "editions", "results")
    paths = [path for kind in kinds for path in (store.folder / kind).rglob("*") if path.is_file()]
    return {path.relative_to(store.folder).as_posix(): path.read_bytes() for path in paths}
