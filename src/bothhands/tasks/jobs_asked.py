"""What each kind of job may be asked, checked: the same for pages, REST and command line. Nothing here imports JAX."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.plain_words import expected_of
from bothhands.inputs.tables.visits import VisitKind
from bothhands.levers.measure import Measure
from bothhands.report.amounts import Language, MoneyUnit
from bothhands.tasks.staff import EARLIEST, LATEST
from bothhands.tasks.written import WrittenDay

JobKind: TypeAlias = Literal["plan", "frontier", "simulate", "compare", "check", "firms", "visits", "effect"]
REFERENCES = ("carry on", "full lockdown", "full opening", "opening with border screening")
"""Reference strategies, by the names of `plan.references`, which the desk cannot ask."""
MOST_MEASURES = 5_000
"""ASSUMED: a longer table is a mistake or an attack."""
MOST_MADE = 20_000
"""ASSUMED: the latest visit of each firm and city; more would be a mistake or an attack."""
START, QUESTION, TABLE, MADE = "start", "question.toml", "measures.csv", "made.json"
"""Within a job's folder: what of the earlier plan holds, what was asked, the table of measures that was run, and the visits made before."""
Whole: TypeAlias = Annotated[int, Field(ge=1)]


class CheckAsked(BaseModel):
    """What a check of the edition in force needs: nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CompareAsked(BaseModel):
    """What the reference strategies side by side need."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: WrittenDay | None = Field(None, description="Day the planner stands on; the region's own by default.")


class AwayAsked(BaseModel):
    """Days on which an officer is not there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    officer: str = Field(..., min_length=1, max_length=120, description="Officer, by the post's name.")
    first: WrittenDay = Field(..., description="First day.")
    last: WrittenDay = Field(..., description="Last day.")


class MadeAsked(BaseModel):
    """A visit that was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    visit: str = Field(..., max_length=300, description="Identifier.")
    kind: VisitKind = Field(..., description="What it was.")
    place: str = Field(..., max_length=120, description="Where.")
    day: WrittenDay = Field(..., description="Day it was made.")
    firm: str = Field("", max_length=120, description="Firm that was visited.")
    officer: str = Field("", max_length=120, description="Post that made it.")


class VisitsAsked(CompareAsked):
    """What a week of visits needs."""

    week: WrittenDay = Field(..., ge=EARLIEST, le=LATEST, description="First day of the week.")
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
        {},
        description="Keys of a question file (docs/how-to/ask-for-a-plan.md); what only the model can tell of them is told by the job.",
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
        for one in problem.errors(include_url=False):
            at = ".".join(str(part) for part in one["loc"])
            unknown = one["type"] == "extra_forbidden"
            remedy = nearest(at, model.model_fields) if unknown else "change the value"
            what = f"{at} is unknown" if unknown else f"{at} is {str(one['input'])[:80]!r}"
            expected = "a key that a job of this kind has" if unknown else expected_of(one)
            faults.append(Fault("BH-JOB-002", what, expected, remedy, "job", column=at))
        raise InputError(faults) from problem
    return checked


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
