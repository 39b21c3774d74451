"""What a planner asks: an objective, limits, which levers and by which periods; one readable TOML, every fault told at once.

Why this file exists: the region says what is so, the question what is wanted. Nothing here knows how a plan is searched.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.plain_words import expected_of, place_of, value_of
from bothhands.plan.decisions import PERIOD_DAYS, Decisions
from bothhands.plan.limits import LIMIT
from bothhands.plan.money_asked import Wrong, money_fault, number_of

Objective: TypeAlias = Literal[
    "welfare", "value added", "fewest deaths", "fewest life-years lost", "least schooling lost", "least public cost"
]
SINGLE: dict[str, str] = {
    "value added": "value_added", "fewest deaths": "deaths", "fewest life-years lost": "life_years",
    "least schooling lost": "schooling", "least public cost": "public_cost",
}  # fmt: skip
"""Objectives of one part, and which."""
VALUES = ("life_year", "school_day", "gatherings_day", "stay_home_day", "trip")
"""Values a question may multiply."""
MODELLED_MONEY = ("gdp", "budget_revenue")
"""Indicators of targets that a run gives in money."""
FILE = "question"
MOST_DAYS = 3_660
"""Days a decision may be held: ten years, longer than any calendar."""


class LeverAsked(BaseModel):
    """How one lever is decided."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    decide: bool = Field(True, description="Whether the plan decides it; otherwise it stays as it stands.")
    low: float = Field(0.0, ge=0, le=1, description="Least level.")
    high: float = Field(1.0, ge=0, le=1, description="Largest level.")
    places: Literal["each", "together"] = Field("each", description="City by city, or one level for all.")
    sectors: Literal["each", "together"] = Field(
        "each", description="Group by group, or one level for all; openness only."
    )
    delay_days: int = Field(0, ge=0, description="Days until a decision of today takes effect.")
    smooth: float | None = Field(
        None, ge=0.05, le=1, description="Largest change of the level from one period to the next; blank for any."
    )


GoalName: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]


class GoalAsked(BaseModel):
    """What is to be reached if it can be: a target of the region by its name, or an amount of one's own."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    weight: float = Field(
        1.0, ge=0, le=1e6, description="What counts against the plan for a unit of money short, in the same unit."
    )
    by: date | None = Field(None, description="Last day that counts; that of the target by default.")
    since: date | None = Field(None, description="First day that counts; that of the target, or 1 January, by default.")
    share: float = Field(1.0, gt=0, le=1, description="Part of the target that is asked: 0.5 for half by half-year.")
    place: str | None = Field(None, description="Of an amount of one's own: the place.")
    amount: str | None = Field(None, description="Of an amount of one's own: money with its unit, at current prices.")
    indicator: Literal["gdp", "budget_revenue"] | None = Field(
        None, description="Of an amount of one's own: what is counted; gdp by default."
    )


class Question(BaseModel):
    """What is asked of a plan; blank, it asks for the most net social value under the region's own limits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    objective: Objective = Field("welfare", description="What is made as large, or as small, as can be.")
    values: dict[str, float] = Field({}, description="Values of the region multiplied: life_year = 2 doubles it.")
    limits: dict[str, float | str] = Field(
        {}, description="Limits by name; money with its unit, as `400 million yuan`."
    )
    chance: dict[str, float] = Field({}, description="Share of members in which a limit must hold, by limit.")
    worst_deaths: float | None = Field(
        None,
        ge=0,
        description="Deaths at most, on average over the worst tenth of members (conditional value at risk).",
    )
    goals: dict[GoalName, GoalAsked] = Field(
        {}, description="What is to be reached if it can be, by name of a target or of one's own; what lacks is told."
    )
    levers: dict[str, LeverAsked] = Field({}, description="How levers are decided, by lever.")
    period_days: int = Field(PERIOD_DAYS, ge=1, le=MOST_DAYS, description="Days a decision is held.")
    period_starts: tuple[date, ...] = Field((), description="First days of the periods, instead of equal ones.")
    until: date | None = Field(
        None, description="Last day that is planned and counted; the calendar's last by default."
    )


def question_of(text: str, file: str = FILE) -> Question:
    """The question a TOML text asks.

    Parameters
    ----------
    text
        TOML with the keys of `Question`.
    file
        Named in faults.

    Raises
    ------
    InputError
        With every key that is unknown or has a value it cannot have.
    """
    try:
        keys = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        fault = Fault(
            "BH-ASK-001", f"cannot be read: {problem}", "TOML text", "see docs/how-to/ask-for-a-plan.md", file
        )
        raise InputError(fault) from problem
    try:
        return Question.model_validate(keys)
    except ValidationError as error:
        raise InputError(faults_in(error, file)) from error


def faults_in(error: ValidationError, file: str = FILE) -> list[Fault]:
    """What is wrong with the keys and values of a question, in plain words, each place once.

    Parameters
    ----------
    error
        Of `Question`.
    file
        Named in the faults.
    """
    parts: dict[str, type[BaseModel]] = {"levers": LeverAsked, "goals": GoalAsked}
    faults: dict[str, Fault] = {}
    for found in error.errors(include_url=False):
        at, last = place_of(found), str(found["loc"][-1])
        known = parts.get(str(found["loc"][0]), Question) if len(found["loc"]) > 1 else Question
        if at in faults:  # another kind of a choice of kinds
            one = faults[at]
            faults[at] = replace(one, expected=f"{one.expected} or {expected_of(found)}")
        elif found["type"] == "extra_forbidden":
            remedy = nearest(last, known.model_fields)
            faults[at] = Fault("BH-ASK-001", f"{at} is unknown", "a key of a question", remedy, file, column=at)
        else:
            what = f"{at} is {value_of(found)}"
            faults[at] = Fault("BH-ASK-002", what, expected_of(found), "change the value", file, column=at)
    return list(faults.values())


def money_faults(question: Question, currency: str) -> list[Fault]:
    """What is wrong with the money of a question, before anything is run.

    Parameters
    ----------
    question
        What is asked.
    currency
        The region's.
    """
    said = {f"limits.{name}": own for name, own in question.limits.items() if name in LIMIT and LIMIT[name].money}
    said |= {f"goals.{name}.amount": own.amount for name, own in question.goals.items() if own.amount is not None}
    found = (money_fault(where, own, currency, FILE) for where, own in said.items())
    return [one for one in found if one is not None]


def wrong_value(where: str, what: str, expected: str, remedy: str) -> Fault:
    """A fault of a value that cannot be, at a key of the question."""
    return Fault("BH-ASK-002", f"{where}: {what}", expected, remedy, FILE, column=where)


def read(path: Path) -> Question:
    """The question of a file; as `question_of`."""
    if not path.is_file():
        raise InputError(
            Fault("BH-ASK-001", f"no file {path}", "a question in TOML", "see docs/how-to/ask-for-a-plan.md")
        )
    return question_of(path.read_text(encoding="utf-8"), str(path))


def asked_in_words(
    question: Question, objective: str | None, limits: Sequence[str], levers: str | None, period_days: int | None
) -> Question:
    """The question with what a command line says on top of it.

    Parameters
    ----------
    question
        What is asked otherwise.
    objective
        In words.
    limits
        `NAME<=AMOUNT` or `NAME>=AMOUNT`.
    levers
        Levers that are decided, separated by commas; all others stay as they stand.
    period_days
        Days a decision is held.
    """
    changed: dict[str, object] = {}
    if objective is not None:
        changed["objective"] = objective
    if limits:
        changed["limits"] = {**question.limits, **_limits_said(limits)}
    if levers is not None:
        wanted = [name.strip() for name in levers.split(",") if name.strip()]
        own = {name: question.levers.get(name, LeverAsked()) for name in wanted}
        others = {name: LeverAsked(decide=False) for name in Decisions._fields if name not in wanted}
        changed["levers"] = {**others, **own}
    if period_days is not None:
        changed["period_days"] = period_days
    try:
        return Question.model_validate({**question.model_dump(), **{k: _plain(v) for k, v in changed.items()}})
    except ValidationError as error:
        raise InputError(faults_in(error)) from error


def _limits_said(limits: Sequence[str]) -> dict[str, float | str]:
    """Limits as a command line says them, each once."""
    said: dict[str, float | str] = {}
    faults: list[Fault] = []
    for one in limits:
        name, sign, amount = (part.strip() for part in re.split(r"(<=|>=|=)", one + "=", maxsplit=1)[:3])
        amount = amount.removesuffix("=").strip()
        kind = LIMIT.get(name)
        if not amount or (kind is not None and sign != "=" and (sign == ">=") != kind.floor):
            sense = ">=" if kind is not None and kind.floor else "<="
            faults.append(Fault("BH-ASK-003", f"--limit {one!r}", f"NAME{sense}AMOUNT", "write it so", FILE))
        if name in said:
            faults.append(
                Fault("BH-ASK-003", f"--limit {name!r} is said twice", "each limit once", "leave one out", FILE)
            )
        plain = number_of(amount)
        if isinstance(plain, Wrong):
            faults.append(Fault("BH-ASK-003", f"--limit {one!r}: {plain.what}", "a number", plain.remedy, FILE))
            plain = None
        said[name] = amount if plain is None else plain
    if faults:
        raise InputError(faults)
    return said


def _plain(value: object) -> object:
    """Models as plain data, so that they are checked again."""
    if isinstance(value, Mapping):
        return {key: one.model_dump() if isinstance(one, BaseModel) else one for key, one in value.items()}
    return value
