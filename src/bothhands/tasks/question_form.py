"""The question of a plan as a form: the few things most people set, each with unit, bounds and what stands without it; or a pasted TOML.

Why this file exists: what a field holds is checked at once, every fault beside its field; what of a whole question can be told without the
model is checked when its job is asked for (`jobs_checked`), the rest by the job.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from bothhands.errors import Fault, InputError
from bothhands.inputs.region import Region
from bothhands.inputs.tables.budgets import Budget

OBJECTIVES = (
    "welfare",
    "value added",
    "fewest deaths",
    "fewest life-years lost",
    "least schooling lost",
    "least public cost",
)
FUND = "epidemic_control"
MILLION = 1e6


class Field(NamedTuple):
    """A number of the form: bounds as a person writes it, and by how much it is divided to stand in the question."""

    name: str
    group: str
    """`values` or `limits` of the question; blank for a key of its own."""
    key: str
    low: float
    high: float
    scale: float = 1.0
    whole: bool = False


FIELDS = (
    Field("life_year", "values", "life_year", 0, 1_000),
    Field("deaths", "limits", "deaths", 0, 10_000_000),
    Field("ward", "limits", "ward beds", 1, 1_000, 100),
    Field("intensive", "limits", "intensive-care beds", 1, 1_000, 100),
    Field("odds", "limits", "outbreak odds in 90 days", 0.01, 100, 100),
    Field("budget", "limits", "epidemic budget", 0, 10_000_000),
    Field("output", "limits", "output of a city", 1, 100, 100),
    Field("period", "", "period_days", 7, 366, whole=True),
)


def defaults_of(region: Region) -> Mapping[str, float]:
    """What stands where a field is left blank, as a person writes it; money in the region's currency, the budget in millions; no entry for no limit."""
    found = {
        "life_year": float(region.parameter("value_of_life_year_yuan").value), "odds": 100 * float(region.parameter("outbreak_odds_limit").value),
        "ward": 100.0, "intensive": 100.0, "period": 14.0,
    }  # fmt: skip
    budget = sum(row.amount_yuan for row in region.rows(Budget) if row.fund == FUND)
    return found | ({"budget": budget / MILLION} if budget else {})


def question_of(given: Mapping[str, str], region: Region) -> dict[str, Any]:
    """The keys of a question, as a job takes them.

    Parameters
    ----------
    given
        Text of each field by name, `objective`, `until`, and `toml`, which takes the place of all others.
    region
        For its currency and calendar.

    Raises
    ------
    InputError
        With every fault, each with its field as the column.
    """
    if text := given.get("toml", "").strip():
        return _pasted(text)
    faults: list[Fault] = []
    asked: dict[str, Any] = {"values": {}, "limits": {}}
    for field in FIELDS:
        text = given.get(field.name, "").strip()
        if not text:
            continue
        amount = _number(text)
        if amount is None or not field.low <= amount <= field.high or (field.whole and amount != int(amount)):
            expected = f"{'a whole number' if field.whole else 'a number'} from {field.low:g} to {field.high:,.0f}"
            faults.append(Fault("BH-TSK-110", f"{field.name} is {text[:80]!r}", expected, "change it, or leave it blank", "question", column=field.name))  # fmt: skip
            continue
        (asked[field.group] if field.group else asked)[field.key] = _told(field, amount, region)
    objective, until = given.get("objective", "") or OBJECTIVES[0], given.get("until", "").strip()
    wrong = (objective_fault(objective), until_fault(until, region.default_as_of, region.end) if until else None)
    faults += [one for one in wrong if one is not None]
    if faults:
        raise InputError(faults)
    if objective != OBJECTIVES[0]:
        asked["objective"] = objective
    if until:
        asked["until"] = date.fromisoformat(until).isoformat()
    return {key: value for key, value in asked.items() if value not in ({}, "")}


def objective_fault(objective: str) -> Fault | None:
    """What is wrong with an objective that is none."""
    if objective in OBJECTIVES:
        return None
    return Fault("BH-TSK-111", f"no objective {objective[:80]!r}", f"one of {', '.join(OBJECTIVES)}", "choose one", "question", column="objective")  # fmt: skip


def until_fault(until: str, as_of: date, end: date) -> Fault | None:
    """What is wrong with a last day that is no day ahead within the calendar.

    Parameters
    ----------
    until
        As it was written.
    as_of, end
        The day the planner stands on, and the last of the calendar.
    """
    day = _day(until)
    if day is not None and as_of < day <= end:
        return None
    span = f"a day after {as_of.isoformat()}, up to {end.isoformat()}"
    return Fault("BH-TSK-112", f"until is {until[:80]!r}", span, "change it, or leave it blank", "question", column="until")  # fmt: skip


def _pasted(text: str) -> dict[str, Any]:
    try:
        keys = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise InputError(Fault("BH-TSK-113", f"the question cannot be read: {problem}", "TOML text", "see docs/how-to/ask-for-a-plan.md", "question", column="toml")) from problem  # fmt: skip
    return {key: _json(value) for key, value in keys.items()}


def _json(value: Any) -> Any:
    """Days as text, as a job keeps them."""
    if isinstance(value, Mapping):
        return {key: _json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_json(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _told(field: Field, amount: float, region: Region) -> float | int | str:
    if field.name == "budget":
        return f"{amount:.15g} million {region.currency}"
    return int(amount) if field.whole else amount / field.scale


def _number(text: str) -> float | None:
    try:
        amount = float(text.replace(",", ""))
    except ValueError:
        return None
    return amount if math.isfinite(amount) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
