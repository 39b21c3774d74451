"""Rules on who lives, works and travels where: residents of every city, workers among them, trips they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from bothhands.errors import Fault
from bothhands.inputs.bands import MOST_AT_WORK, WORKING_AGES, share_between
from bothhands.inputs.reading import Placed
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.rules.figures import default_figures
from bothhands.inputs.tables.activity import Activity
from bothhands.inputs.tables.flows import Trip
from bothhands.inputs.tables.parameters import Parameter
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


def residents_are_home_part_of_the_day(draft: Draft) -> Iterator[Fault]:
    """Trips from a city to the others, each for a part of the day, leave its residents some time at home."""
    if {"people", "flows", "places"} & draft.hollow:
        return
    own = {row.parameter: row.value for _, row in draft.rows(Parameter)}
    away = own.get("trip_day_share", default_figures()["trip_day_share"])
    persons, cities = _persons(draft), set(draft.cities)
    trips: dict[str, float] = defaultdict(float)
    most: dict[str, tuple[float, Placed]] = {}
    for item, row in draft.rows(Trip):
        if row.period_name == "normal" and row.origin in cities and row.destination in cities - {row.origin}:
            trips[row.origin] += row.trips_per_day
            if row.trips_per_day > most.get(row.origin, (-1.0, item))[0]:
                most[row.origin] = row.trips_per_day, item
    for city, count in trips.items():
        if count * away > persons.get(city, 0.0) > 0:
            able = persons[city] / away
            what = f"{count:,.0f} trips a day from {city}, whose residents could make {able:,.0f} (trip_day_share {away:g})"
            yield at(
                most[city][1],
                "BH-INP-114",
                what,
                expected=f"at most {able:,.0f} to all other cities",
                remedy="give trips a day, not a week or a year; or correct persons or trip_day_share",
                column="trips_per_day",
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
