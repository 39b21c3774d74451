"""Jobs: long pieces of work are asked for here, watched, stopped, and told again as a command line.

Why this file exists: pages, REST and command line ask the same way, and a job holds everything it needs: the edition, the question, the seed
and what of an earlier plan holds. So the same job started again gives the same result. What runs it is `worker`; nothing here imports JAX.
"""

from __future__ import annotations

import json
import math
import shlex
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import func, select

from bothhands.errors import Busy, Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.tables.visits import VisitKind
from bothhands.levers.measure import Measure
from bothhands.records.base import now
from bothhands.records.field import Amendment
from bothhands.records.files import RESULTS
from bothhands.records.known import Edition
from bothhands.records.running import Job, JobLine
from bothhands.records.store import DeskSession
from bothhands.records.work import PlanRecord
from bothhands.report.amounts import Language, MoneyUnit
from bothhands.tasks.editions import EMBEDDED, region_within
from bothhands.tasks.fairness import days_worked, hours_before, rounded
from bothhands.tasks.field_weeks import findings_due, made_before
from bothhands.tasks.leaves import spans_away
from bothhands.tasks.page import Page, page_of
from bothhands.tasks.staff import EARLIEST, LATEST, homes_of
from bothhands.tasks.take_in import carried_measures, planned_measures

JobKind: TypeAlias = Literal["plan", "frontier", "simulate", "compare", "check", "firms", "visits", "effect"]
JobState: TypeAlias = Literal["queued", "running", "done", "failed", "cancelled"]
Wish: TypeAlias = Literal["finish", "cancel"]
MOST_MEASURES = 5_000
"""ASSUMED: a longer table is a mistake or an attack."""
MOST_MADE = 20_000
"""ASSUMED: the latest visit of each firm and city; more would be a mistake or an attack."""
ENDED: tuple[JobState, ...] = ("done", "failed", "cancelled")
MOST_QUEUED = 100
"""ASSUMED: a longer queue is a mistake or an attack."""
QUEUE_WAIT_SECONDS = 60
START, QUESTION, TABLE, MADE = "start", "question.toml", "measures.csv", "made.json"
"""Within a job's folder: what of the earlier plan holds, what was asked, the table of measures that was run, and the visits made before."""
Whole: TypeAlias = Annotated[int, Field(ge=1)]


class CheckAsked(BaseModel):
    """What a check of the edition in force needs: nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CompareAsked(BaseModel):
    """What the reference strategies side by side need."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: date | None = Field(None, description="Day the planner stands on; the region's own by default.")


class AwayAsked(BaseModel):
    """Days on which an officer is not there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    officer: str = Field(..., min_length=1, max_length=120, description="Officer, by the post's name.")
    first: date = Field(..., description="First day.")
    last: date = Field(..., description="Last day.")


class MadeAsked(BaseModel):
    """A visit that was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    visit: str = Field(..., max_length=300, description="Identifier.")
    kind: VisitKind = Field(..., description="What it was.")
    place: str = Field(..., max_length=120, description="Where.")
    day: date = Field(..., description="Day it was made.")
    firm: str = Field("", max_length=120, description="Firm that was visited.")
    officer: str = Field("", max_length=120, description="Post that made it.")


class VisitsAsked(CompareAsked):
    """What a week of visits needs."""

    week: date = Field(..., ge=EARLIEST, le=LATEST, description="First day of the week.")
    days: int = Field(5, ge=1, le=7, description="Days of work from it on.")
    places: tuple[str, ...] = Field((), max_length=200, description="Cities whose visits and officers are meant; none for all.")  # fmt: skip
    away: tuple[AwayAsked, ...] = Field(
        (), max_length=500, description="Leave, illness, quarantine; those of the desk's records come besides."
    )
    chain: bool = Field(False, description="Whether the chain is run and a delay of each of its sites priced.")
    findings: Mapping[str, int] | None = Field(
        None, description="Findings that are due, by firm; those of the desk where none is given."
    )
    made: tuple[MadeAsked, ...] | None = Field(
        None, max_length=MOST_MADE, description="Visits made before; those of the desk where none are given."
    )
    hours_before: Mapping[str, float] | None = Field(
        None, description="Hours worked more than the others in the weeks before, by post; those of the desk where none are given."
    )  # fmt: skip
    worked: Mapping[str, tuple[date, ...]] | None = Field(
        None, description="Days of the week before on which a post worked, by post; those of the desk where none are given."
    )  # fmt: skip
    earlier_run: int | None = Field(None, description="Number of a run whose visits stay with their officer and day.")
    most: int = Field(300, ge=1, le=2000, description="Visits that are looked at, those of most worth.")
    seed: int = Field(1, ge=0, le=2**31 - 1, description="Seed of the search.")


class FirmsAsked(CompareAsked):
    """What it needs to tell what holds each firm back, and what help would do for it."""


class SimulateAsked(CompareAsked):
    """What one reference strategy, or a table of measures beside them all, needs."""

    strategy: str = Field(
        "carry on",
        min_length=1,
        max_length=120,
        description="Reference strategy by name; not looked at beside measures.",
    )
    measures: tuple[Measure, ...] | None = Field(
        None, max_length=MOST_MEASURES, description="Table of measures to run, beside the reference strategies."
    )
    members: int = Field(0, ge=0, le=1024, description="Stochastic members the table is run on as well.")
    seed: int = Field(1, ge=0, le=2**31 - 1, description="Seed of the members.")


class EffectAsked(CompareAsked):
    """What it needs to tell what an amendment does to a plan."""

    amendment: Whole = Field(..., le=2_147_483_647, description="Number of the amendment.")
    plan: Annotated[int, Field(ge=1, le=2_147_483_647)] | None = Field(
        None, description="Number of the plan; the adopted one, else the newest, where none is given."
    )


class PlanAsked(CompareAsked):
    """What a plan needs; blank, it is the plan that `bothhands plan REGION` makes."""

    question: Mapping[str, object] = Field(
        {}, description="Keys of a question file (docs/how-to/ask-for-a-plan.md); the job checks them."
    )
    seed: int = Field(1, ge=0, le=2**31 - 1, description="Seed of every draw.")
    members: Whole = Field(64, le=4096, description="Fresh stochastic members the plan is checked on.")
    steps: Whole = Field(4, le=100, description="Fresh gradients of the search from a start.")
    starts: Whole = Field(1, le=100, description="Starts that are improved, the best ones.")
    seconds: float | None = Field(None, gt=0, le=86_400, description="Time limit of the search, in seconds.")
    regret: bool = Field(False, description="Whether the reference strategies are run on the same members too.")
    earlier: int | None = Field(
        None, description="Number of a plan to plan again from: what of it holds is history or ordered."
    )
    name: str = Field(
        "",
        max_length=200,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="What to call the plan; region and day where blank.",
    )
    language: Language = Field("en", description="Language of the briefing.")
    money_unit: MoneyUnit = Field("auto", description="Unit of money in the briefing.")
    public: bool = Field(False, description="Whether the public edition is written too.")


ASKED: Mapping[str, type[BaseModel]] = {
    "plan": PlanAsked,
    "frontier": PlanAsked,
    "simulate": SimulateAsked,
    "compare": CompareAsked,
    "check": CheckAsked,
    "visits": VisitsAsked,
    "firms": FirmsAsked,
    "effect": EffectAsked,
}
"""What each kind of job needs."""
CARRIED = "carried"
"""Key beside what was asked: the measures of the earlier plan that held when it was asked; of an effect, its measures and the amended row."""


class JobFilter(BaseModel):
    """Which jobs; none for any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: JobKind | None = Field(None, description="What is run.")
    state: JobState | None = Field(None, description="How it stands.")
    created_by: int | None = Field(None, description="Who asked.")


def ask(session: DeskSession, kind: str, asked: Mapping[str, object]) -> Job:
    """Ask for a job on the edition in force; a worker takes it up.

    Parameters
    ----------
    session
        Of somebody who may run jobs, for the whole region.
    kind
        One of `JobKind`.
    asked
        As the model of its kind in `ASKED` declares.

    Raises
    ------
    InputError
        With every key that is unknown or has a value it cannot have.
    Busy
        Where the queue is full.
    """
    access = session.access
    access.require("run")
    access.require_everywhere("a job")
    checked = checked_asked(kind, asked)
    edition = session.scalars(select(Edition.edition).where(Edition.in_force)).one_or_none()
    if edition is None:
        raise InputError(
            Fault("BH-TSK-010", "the desk has no region yet", "a region in force", "start it with `bothhands desk --region NAME`")
        )  # fmt: skip
    waiting = session.scalar(select(func.count()).select_from(Job).where(Job.state == "queued")) or 0
    if waiting >= MOST_QUEUED:
        fault = Fault("BH-JOB-003", f"{waiting} jobs wait already", f"at most {MOST_QUEUED}", "cancel some, or wait")
        raise Busy(fault, QUEUE_WAIT_SECONDS)
    kept = checked.model_dump(mode="json")
    if isinstance(checked, PlanAsked) and checked.earlier is not None:
        kept[CARRIED] = _carried(session, checked.earlier)
    if isinstance(checked, EffectAsked):
        kept |= _effect_begins(session, checked)
    if isinstance(checked, VisitsAsked):
        kept |= _visits_begin(session, edition, checked)
    job = Job(kind=kind, asked=kept, edition=edition, state="queued", created_by=access.user_id)
    session.add(job)
    session.flush()
    return job


def checked_asked(kind: str, asked: Mapping[str, object]) -> BaseModel:
    """What is asked, as the model of its kind; every fault at once."""
    model = ASKED.get(kind)
    if model is None:
        raise InputError(
            Fault("BH-JOB-001", f"no kind of job {kind[:80]!r}", f"one of {', '.join(ASKED)}", nearest(kind, ASKED))
        )
    try:
        checked = model.model_validate(dict(asked))
        _json_only(asked.get("question", {}))
    except ValidationError as problem:
        faults = []
        for one in problem.errors():
            at = ".".join(str(part) for part in one["loc"])
            unknown = one["type"] == "extra_forbidden"
            remedy = nearest(at, model.model_fields) if unknown else "change the value"
            what = f"{at} is unknown" if unknown else f"{at} is {str(one['input'])[:80]!r}"
            expected = "a key that a job of this kind has" if unknown else str(one["msg"])
            faults.append(Fault("BH-JOB-002", what, expected, remedy, "job", column=at))
        raise InputError(faults) from problem
    return checked


def jobs_of(session: DeskSession, wanted: JobFilter, limit: int = 50, offset: int = 0) -> Page[Job]:
    """A page of jobs, the newest first."""
    asked = select(Job)
    for name, value in wanted.model_dump(exclude_none=True).items():
        asked = asked.where(getattr(Job, name) == value)
    return page_of(session, asked.order_by(Job.id.desc()), limit, offset)


def lines(session: DeskSession, job_id: int, after: int = 0, limit: int = 500) -> Sequence[JobLine]:
    """Lines of a job's progress after the line of a number, in order; at most `limit`."""
    session.one(Job, job_id)
    asked = select(JobLine).where(JobLine.job_id == job_id, JobLine.id > after)
    return session.scalars(asked.order_by(JobLine.id).limit(max(1, min(limit, 500)))).all()


def wish(session: DeskSession, job_id: int, version: int | None, what: str) -> Job:
    """Wish that a job ends: `finish` keeps the best plan so far, `cancel` keeps nothing. One that waits is cancelled at once.

    Parameters
    ----------
    session
        Of somebody who may run jobs.
    job_id
        The job.
    version
        As it was read, or None for whatever stands. Progress does not change the version; a change of state or wish does.
    what
        One of `Wish`.

    Raises
    ------
    InputError
        Where the job has ended, or has nothing to finish with.
    """
    session.access.require("run")
    session.access.require_everywhere("a job")
    if what not in get_args(Wish):
        raise InputError(
            Fault("BH-JOB-004", f"no wish {what[:80]!r}", f"one of {', '.join(get_args(Wish))}", "mend the wish")
        )
    job = session.one(Job, job_id) if version is None else session.one_as_read(Job, job_id, version)
    if job.state in ENDED:
        raise InputError(Fault("BH-JOB-005", f"job {job_id} is {job.state}", "a job that waits or runs", "leave it"))
    if what == "finish" and (job.state == "queued" or job.kind != "plan"):
        stands = "has not begun" if job.state == "queued" else f"is a {job.kind}, which has no half result"
        raise InputError(Fault("BH-JOB-006", f"job {job_id} {stands}", "a plan that is searched", "cancel it, or wait"))
    job.wish = what
    if job.state == "queued":
        job.state, job.ended_at, job.said = "cancelled", now(), "cancelled before it began"
    return job


def command_of(session: DeskSession, job: Job) -> str:
    """The command line that gives the same numbers, to be run in the desk's folder under the same version of the program."""
    edition = session.one(Edition, job.edition)
    region = edition.folder.removeprefix(EMBEDDED)
    if job.kind == "check":
        return shlex.join(["bothhands", "region", "check", region])
    asked = ASKED[job.kind].model_validate({key: value for key, value in job.asked.items() if key != CARRIED})
    assert isinstance(asked, CompareAsked)
    day = [] if asked.as_of is None else ["--as-of", asked.as_of.isoformat()]
    if isinstance(asked, EffectAsked):
        return _effect_command(region, job.asked[CARRIED]["table"], f"{RESULTS}/{job.id}", day)
    if isinstance(asked, FirmsAsked):
        return " && ".join(shlex.join(["bothhands", "firms", what, region, *day]) for what in ("diagnose", "support"))
    words = ["bothhands", *(("visits", "plan") if job.kind == "visits" else (job.kind,)), region, *day]
    if isinstance(asked, SimulateAsked):
        words += _simulate_words(asked, f"{RESULTS}/{job.id}")
    if isinstance(asked, PlanAsked):
        words += _plan_words(asked, f"{RESULTS}/{job.id}")
    if isinstance(asked, VisitsAsked):
        words += _visits_words(asked, f"{RESULTS}/{job.id}")
    return shlex.join(words)


def _visits_begin(session: DeskSession, edition: str, asked: VisitsAsked) -> dict[str, object]:
    """What the desk knows of the week and was not told: findings due by its end, visits made, hours worked before; and who is away besides.

    A run it begins from must be there.
    """
    if asked.earlier_run is not None:
        earlier = session.one(Job, asked.earlier_run)
        if earlier.kind != "visits" or not earlier.folder:
            raise InputError(Fault("BH-VIS-019", f"run {asked.earlier_run} has no week of visits", "a run of the kind visits that is done", "plan the week anew", column="earlier_run"))  # fmt: skip
    known: dict[str, object] = {}
    if asked.findings is None:
        known["findings"] = findings_due(session, asked.week + timedelta(days=asked.days - 1))
    if asked.made is None:
        known["made"] = made_before(session, asked.week)[-MOST_MADE:]
    if asked.hours_before is None:
        known["hours_before"] = rounded(hours_before(session, asked.week))
    if asked.worked is None:
        known["worked"] = {post: [one.isoformat() for one in days] for post, days in days_worked(session, asked.week).items()}  # fmt: skip
    known["away"] = [one.model_dump(mode="json") for one in (*asked.away, *_known_away(session, edition, asked))]
    return known


def _known_away(session: DeskSession, edition: str, asked: VisitsAsked) -> list[AwayAsked]:
    """Leaves of the records that touch the week, of posts that are meant and that the region still has."""
    homes = homes_of(region_within(session, edition))
    last = asked.week + timedelta(days=asked.days - 1)
    found = [AwayAsked(officer=post, first=begin, last=end) for post, begin, end in spans_away(session, asked.week, last)]  # fmt: skip
    meant = [one for one in found if one.officer in homes and (not asked.places or homes[one.officer] in asked.places)]
    return [one for one in meant if one not in asked.away]


def _effect_begins(session: DeskSession, asked: EffectAsked) -> dict[str, object]:
    """The measures of the plan, the day it stands on, and the row as the amendment has it."""
    found = session.one(Amendment, asked.amendment)
    if found.status == "refused":
        raise InputError(Fault("BH-AMD-008", f"amendment {found.id} is refused", "one that is proposed or accepted", "propose another", column="amendment"))  # fmt: skip
    held = select(PlanRecord).where(PlanRecord.status.in_(("adopted", "proposed")))
    plan = session.one(PlanRecord, asked.plan) if asked.plan is not None else session.scalars(held.order_by(PlanRecord.status, PlanRecord.id.desc())).first()  # fmt: skip
    if plan is None:
        raise InputError(Fault("BH-AMD-009", "there is no plan to look at", "a plan that is proposed or adopted", "make a plan first", column="plan"))  # fmt: skip
    unsigned = {"first_approver": "", "second_approver": ""}
    measures = [one.model_copy(update=unsigned).model_dump(mode="json") for one in planned_measures(session, plan.id)]
    row = {"table": found.table_name, "key": dict(found.row_key), "after": dict(found.after), "source": found.source}
    return {"plan": plan.id, "as_of": (asked.as_of or plan.as_of).isoformat(), CARRIED: {"measures": measures, **row}}


def _effect_command(region: str, table: str, folder: str, day: Sequence[str]) -> str:
    """Both regions under the plan's measures."""
    run = ["--measures", f"{folder}/{TABLE}", *day]
    update = shlex.join(["bothhands", "region", "update", region, f"{folder}/{table}.csv", "--apply", "--out", f"{folder}/amended"])  # fmt: skip
    return " && ".join([shlex.join(["bothhands", "simulate", region, *run]), update, shlex.join(["bothhands", "simulate", f"{folder}/amended", *run])])  # fmt: skip


def _carried(session: DeskSession, earlier: int) -> list[dict[str, object]]:
    """The measures of an earlier plan that hold, without the names of who signed them."""
    if not session.one(PlanRecord, earlier).folder:
        raise InputError(
            Fault("BH-JOB-007", f"the files of plan {earlier} were let go", "a plan whose files are kept", "plan anew, or from a later plan", column="earlier")
        )  # fmt: skip
    unsigned = {"first_approver": "", "second_approver": ""}
    held = carried_measures(session, earlier)
    return [one.model_copy(update=unsigned).model_dump(mode="json") for one in held]


def question_as_toml(question: Mapping[str, object]) -> str:
    """A question as the text of a question file."""
    return "".join(f"{_toml(key)} = {_toml(value)}\n" for key, value in question.items() if value is not None)


def _simulate_words(asked: SimulateAsked, folder: str) -> list[str]:
    if asked.measures is None:
        return ["--strategy", asked.strategy]
    return ["--measures", f"{folder}/{TABLE}", "--members", str(asked.members), "--seed", str(asked.seed)]


def _visits_words(asked: VisitsAsked, folder: str) -> list[str]:
    words = [
        "--week",
        asked.week.isoformat(),
        "--days",
        str(asked.days),
        "--most",
        str(asked.most),
        "--seed",
        str(asked.seed),
    ]
    words += [word for place in asked.places for word in ("--place", place)]
    words += [word for one in asked.away for word in ("--away", f"{one.officer}={one.first}..{one.last}")]
    words += [word for firm, count in (asked.findings or {}).items() for word in ("--finding", f"{firm}={count}")]
    words += [word for post, hours in (asked.hours_before or {}).items() for word in ("--hours-before", f"{post}={hours:g}")]  # fmt: skip
    words += [word for post, days in (asked.worked or {}).items() for word in ("--worked", f"{post}={','.join(map(str, days))}")]  # fmt: skip
    if asked.made:
        words += ["--made", f"{folder}/{MADE}"]
    if asked.chain:
        words.append("--chain")
    return words if asked.earlier_run is None else [*words, "--from", f"{RESULTS}/{asked.earlier_run}"]


def _plan_words(asked: PlanAsked, folder: str) -> list[str]:
    words = ["--seed", str(asked.seed), "--members", str(asked.members), "--steps", str(asked.steps)]
    words += ["--starts", str(asked.starts)]
    if asked.seconds is not None:
        words += ["--time-limit", f"{asked.seconds:g}"]
    if asked.question:
        words += ["--question", f"{folder}/{QUESTION}"]
    if asked.earlier is not None:
        words += ["--from", f"{folder}/{START}"]
    if asked.regret:
        words.append("--regret")
    if asked.public:
        words.append("--public")
    return [*words, "--lang", asked.language, "--money-unit", asked.money_unit]


def _toml(value: object) -> str:
    """A value of JSON in TOML; text as JSON writes it, which TOML reads alike."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_toml(str(key))} = {_toml(one)}" for key, one in value.items() if one is not None)
        return f"{{{inner}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(one) for one in value)}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _json_only(value: object, depth: int = 0) -> None:
    """Refuse what a question file could not hold."""
    if isinstance(value, Mapping) and depth < 5:
        for one in value.values():
            _json_only(one, depth + 1)
    elif isinstance(value, list | tuple) and depth < 5:
        for one in value:
            _json_only(one, depth + 1)
    elif not (
        value is None or isinstance(value, str | bool | int) or (isinstance(value, float) and math.isfinite(value))
    ):
        raise InputError(
            Fault("BH-JOB-002", f"question holds {str(value)[:80]!r}", "numbers, texts, lists and tables, five deep", "see docs/how-to/ask-for-a-plan.md", "job", column="question")
        )  # fmt: skip
