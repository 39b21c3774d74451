"""What the region in force says of a job before it waits: days outside its calendar, names it does not know, measures that cannot be.

Why this file exists: a job that must fail would wait its turn only to say so. What needs the model to tell, such as whether an amount of a limit
can be, is told by the job itself. The names of a question are those of `plan.question`, which the desk cannot ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

from pydantic import BaseModel

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes, axes_of
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region
from bothhands.inputs.tables.places import Place
from bothhands.levers.ahead import laid_ahead
from bothhands.levers.catalogue import Levers
from bothhands.levers.history import history
from bothhands.tasks.jobs_asked import (
    REFERENCES,
    CompareAsked,
    FirmsAsked,
    PlanAsked,
    SimulateAsked,
    VisitsAsked,
)
from bothhands.tasks.question_form import objective_fault, until_fault
from bothhands.tasks.staff import homes_of

KEYS = ("objective", "values", "limits", "chance", "worst_deaths", "goals", "levers", "period_days", "period_starts", "until")  # fmt: skip
"""Keys of a question."""
LIMITS = (
    "outbreak odds in 90 days", "ward beds", "intensive-care beds", "quarantine rooms", "reproduction number at the end", "output of a city",
    "output of the region over a city's", "infected travellers to the hub", "epidemic budget", "deaths", "value added",
)  # fmt: skip
VALUES = ("life_year", "school_day", "gatherings_day", "stay_home_day", "trip")
DECIDED = ("openness", "school", "gatherings", "port_screening", "corridor_screening", "remote", "travel", "stay_home", "testing", "tracing")  # fmt: skip
NAMED: Mapping[str, tuple[str, ...]] = {"levers": DECIDED, "limits": LIMITS, "values": VALUES, "chance": LIMITS}
"""Names that may stand under a key of a question."""
QUESTION = "question"


def check_asked(region: Region, asked: BaseModel, earlier: date | None = None) -> None:
    """Refuse what is asked where the job could only fail.

    Parameters
    ----------
    region
        Of the edition in force.
    asked
        What is asked, as the model of its kind.
    earlier
        The day of the plan it goes on from.

    Raises
    ------
    InputError
        With every fault at once.
    """
    if isinstance(asked, CompareAsked) and (faults := list(_faults(region, asked, earlier))):
        raise InputError(faults)


@lru_cache(maxsize=2)
def standing(region: Region, as_of: date) -> tuple[Axes, Levers]:
    """Axes of a region as known on a day, and the measures then in force."""
    known = region.standing_on(as_of)
    axes = axes_of(known)
    return axes, history(known, axes)


def _faults(region: Region, asked: CompareAsked, earlier: date | None) -> Iterator[Fault]:
    day = asked.as_of or max(region.default_as_of, earlier or region.default_as_of)
    last = region.end - timedelta(days=1 if isinstance(asked, PlanAsked) else 0)
    in_calendar = region.start <= day <= last
    if not in_calendar:
        yield Fault("BH-JOB-008", f"as_of is {day}", f"a day from {region.start} to {last}, within the region's calendar", "name another day", "job", column="as_of", value=day.isoformat())  # fmt: skip
    if isinstance(asked, PlanAsked):
        if earlier is not None and day < earlier:
            yield Fault("BH-ASK-007", f"as_of {day.isoformat()} lies before the plan's own day, {earlier.isoformat()}", "that day or a later one", "name a later day", "job", column="as_of")  # fmt: skip
        yield from _of_question(region, asked.question, day)
    if isinstance(asked, SimulateAsked):
        yield from _of_run(region, asked, day if in_calendar else None)
    if isinstance(asked, FirmsAsked) and not region.has("firms"):
        yield Fault("BH-TSK-140", "the region has no firms", "a register of firms", "bring the table firms in under Region", "firms")  # fmt: skip
    if isinstance(asked, VisitsAsked):
        yield from _of_week(region, asked)


def _of_question(region: Region, question: Mapping[str, object], day: date) -> Iterator[Fault]:
    """Keys and names that are none, and days out of the calendar."""
    for key in question:
        if key not in KEYS:
            yield Fault("BH-ASK-001", f"{key} is unknown", "a key of a question", nearest(key, KEYS), QUESTION, column=key)  # fmt: skip
    for key, known in NAMED.items():
        given = question.get(key)
        for name in given if isinstance(given, Mapping) else ():
            if name not in known:
                yield Fault("BH-ASK-004", f"{key}: {name!r} is unknown", f"one of {', '.join(known)}", nearest(str(name), known), QUESTION, column=key)  # fmt: skip
    if (objective := question.get("objective")) is not None and (fault := objective_fault(str(objective))):
        yield fault
    if (until := question.get("until")) is not None and (fault := until_fault(str(until), day, region.end)):
        yield fault


def _of_run(region: Region, asked: SimulateAsked, day: date | None) -> Iterator[Fault]:
    """A strategy that is none, or every fault of a table of measures."""
    if asked.measures is None:
        if asked.strategy not in REFERENCES:
            yield Fault("BH-CLI-001", f"no strategy {asked.strategy!r}", f"one of {', '.join(REFERENCES)}", nearest(asked.strategy, REFERENCES), "job", column="strategy")  # fmt: skip
    elif day is not None:
        axes, past = standing(region, day)
        try:
            laid_ahead(asked.measures, axes, past, day)
        except InputError as problem:
            yield from problem.faults


def _of_week(region: Region, asked: VisitsAsked) -> Iterator[Fault]:
    """Places and posts that are none."""
    posts, places = list(homes_of(region)), [row.place for row in region.rows(Place)]
    for place in asked.places:
        if place not in places:
            yield Fault("BH-TSK-001", f"no place {place!r}", "a place of the region", nearest(place, places), "job", column="places", value=place)  # fmt: skip
    for one in asked.away:
        if one.officer not in posts:
            yield Fault("BH-VIS-013", f"nobody is called {one.officer!r}", "an officer of the region", nearest(one.officer, posts), "job", column="away", value=one.officer)  # fmt: skip
