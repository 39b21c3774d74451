"""Rules on who lives and works where: residents of every city, workers among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from bothhands.errors import Fault
from bothhands.inputs.bands import MOST_AT_WORK, WORKING_AGES, share_between
from bothhands.inputs.reading import Placed
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.activity import Activity
from bothhands.inputs.tables.people import AgeGroup
from bothhands.inputs.tables.places import Place

AGES = f"{WORKING_AGES[0]} to {WORKING_AGES[1] - 1}"


class Jobs(NamedTuple):
    """Workers of a place, the row with most of them, and residents of working age."""

    place: str
    workers: float
    able: float
    most: Placed


def places_have_residents(draft: Draft) -> Iterator[Fault]:
    """Every city has residents, and so has every place with workers."""
    if {"people", "places"} & draft.hollow or not draft.placed.get("people"):
        return
    persons = _persons(draft)
    expected = "rows of the table people with persons above zero"
    for item, row in draft.rows(Place):
        if row.level == "city" and persons.get(row.place, 0.0) <= 0:
            what = f"the city {row.place!r} has no residents"
            yield at(
                item, "BH-INP-057", what, expected=expected, remedy="add its people, every age band", column="place"
            )
    cities = set(draft.cities)
    for jobs in _jobs(draft):
        if jobs.place not in cities and persons.get(jobs.place, 0.0) <= 0:
            what = f"{jobs.workers:,.0f} workers in {jobs.place!r}, which has no residents"
            yield at(
                jobs.most,
                "BH-INP-057",
                what,
                expected=expected,
                remedy="add its people, or remove its workers",
                column="place",
            )


def workers_are_residents(draft: Draft) -> Iterator[Fault]:
    """Workers of a place are not more than its residents of working age."""
    if {"people", "activity"} & draft.hollow:
        return
    persons = _persons(draft)
    for jobs in _jobs(draft):
        if jobs.workers > jobs.able and persons.get(jobs.place, 0.0) > 0:
            what = f"{jobs.workers:,.0f} workers in {jobs.place}, where {jobs.able:,.0f} residents are aged {AGES}"
            remedy = "give workers where they live, or correct workers or persons (a unit of ten thousand?)"
            yield at(
                jobs.most,
                "BH-INP-056",
                what,
                expected=f"at most {jobs.able:,.0f} over all sectors",
                remedy=remedy,
                column="workers",
            )


def workers_scaled_down(draft: Draft) -> Iterator[Fault]:
    """Notes: places whose workers are nearly all of their working ages, of whom the model takes fewer."""
    for jobs in _jobs(draft):
        if MOST_AT_WORK * jobs.able < jobs.workers <= jobs.able:
            what = f"{jobs.workers:,.0f} workers in {jobs.place} are {jobs.workers / jobs.able:.1%} of residents aged {AGES}"
            expected = (
                f"at most {MOST_AT_WORK:.0%}; a run takes {MOST_AT_WORK * jobs.able:,.0f}, every sector in proportion"
            )
            yield at(
                jobs.most, "BH-INP-063", what, expected=expected, remedy="correct workers or persons", column="workers"
            )


def _persons(draft: Draft) -> dict[str, float]:
    persons: dict[str, float] = defaultdict(float)
    for _, row in draft.rows(AgeGroup):
        persons[row.place] += row.persons
    return persons


def _jobs(draft: Draft) -> list[Jobs]:
    """Workers and residents of working age of every place with workers."""
    ages = tuple(sorted({row.age_from for _, row in draft.rows(AgeGroup)}))
    share = dict(zip(ages, share_between(ages, *WORKING_AGES), strict=True))
    able: dict[str, float] = defaultdict(float)
    for _, row in draft.rows(AgeGroup):
        able[row.place] += row.persons * share[row.age_from]
    workers: dict[str, float] = defaultdict(float)
    most: dict[str, tuple[float, Placed]] = {}
    for item, job in draft.rows(Activity):
        workers[job.place] += job.workers
        if job.workers > most.get(job.place, (-1.0, item))[0]:
            most[job.place] = job.workers, item
    return [Jobs(place, count, able[place], most[place][1]) for place, count in workers.items() if count > 0]
