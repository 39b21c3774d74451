"""Region tables turned into the epidemic body's arrays: one small function a table. Numpy only, no dynamics."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.bands import years_of
from bothhands.inputs.region import Region
from bothhands.inputs.tables.activity import Activity
from bothhands.inputs.tables.arrivals import Arrival
from bothhands.inputs.tables.beds import Capacity
from bothhands.inputs.tables.contacts import Contact
from bothhands.inputs.tables.flows import Trip
from bothhands.inputs.tables.origins import Origin
from bothhands.inputs.tables.pathogen import AgeRisk
from bothhands.inputs.tables.people import AgeGroup
from bothhands.inputs.tables.sectors import Sector

FloatArray = NDArray[np.float64]

SETTINGS = ("home", "school", "work", "community")
BY_AGE = ("home", "school", "community")
"""Settings in which people meet as the age they are of; at work they meet as workers of a sector."""


def population_of(region: Region, axes: Axes) -> FloatArray:
    """Residents by place and age."""
    population = np.zeros((len(axes.places), len(axes.ages)))
    for row in region.rows(AgeGroup):
        if row.place in axes.places:
            population[axes.places.index(row.place), axes.ages.index(row.age_from)] += row.persons
    return population


def contact_matrices(region: Region, axes: Axes) -> dict[str, FloatArray]:
    """Daily contacts by setting, (age of the person, age of those met)."""
    matrices = {setting: np.zeros((len(axes.ages), len(axes.ages))) for setting in SETTINGS}
    for row in region.rows(Contact):
        at = axes.ages.index(row.age_from), axes.ages.index(row.contact_age_from)
        matrices[row.setting][at] = row.contacts_per_day
    return matrices


def age_risks(region: Region, axes: Axes) -> dict[str, FloatArray]:
    """Severity by age band, the mean over its years; a year has the row of the pathogen table whose band it falls into.

    Notes
    -----
    A share of a share is weighed by those it is of: hospital by symptoms, intensive care and death by hospital, years of life left by
    death, so that a wide band has as many in hospital and dead as its years would have by themselves.
    """
    rows = sorted(region.rows(AgeRisk), key=lambda row: row.age_from)
    names = ("symptomatic_share", "hospital_share", "intensive_share", "fatality_share", "life_years_left")
    found: dict[str, list[float]] = {name: [] for name in names}
    for years in years_of(axes.ages):
        chosen = [max((row for row in rows if row.age_from <= year), key=lambda row: row.age_from) for year in years]
        symptoms, hospital, intensive, fatal, left = (
            np.array([float(getattr(row, name)) for row in chosen]) for name in names
        )
        persons = np.array([float(weight) for weight in years.values()])
        weights = (
            persons,
            persons * symptoms,
            persons * symptoms * hospital,
            persons * symptoms * hospital,
            persons * symptoms * hospital * fatal,
        )
        for name, figure, weight in zip(names, (symptoms, hospital, intensive, fatal, left), weights, strict=True):
            found[name].append(_mean(figure, weight if weight.sum() > 0 else persons))
    return {name: np.array(figures) for name, figures in found.items()}


def _mean(figures: FloatArray, weights: FloatArray) -> float:
    """Weighted mean, and to the last bit the figure itself where all are alike."""
    return float(figures[0] + (weights * (figures - figures[0])).sum() / weights.sum())


def trips_between(region: Region, axes: Axes, residents: FloatArray) -> FloatArray:
    """Trips a resident makes a day to each other city in a normal year."""
    trips = np.zeros((len(axes.places), len(axes.places)))
    for row in region.rows(Trip):
        if row.period_name == "normal" and row.origin in axes.places and row.destination in axes.places:
            trips[axes.places.index(row.origin), axes.places.index(row.destination)] += row.trips_per_day
    np.fill_diagonal(trips, 0.0)
    return trips / np.maximum(residents[:, None], 1.0)


def trips_to_hub(region: Region, axes: Axes) -> FloatArray:
    """Trips a day from each city to the protected hub in a normal year; zero without a hub."""
    trips = np.zeros(len(axes.places))
    for row in region.rows(Trip):
        if row.period_name == "normal" and region.hub and row.destination == region.hub and row.origin in axes.places:
            trips[axes.places.index(row.origin)] += row.trips_per_day
    return trips


def imported_infected(region: Region, axes: Axes) -> tuple[FloatArray, FloatArray]:
    """Travellers, and infected travellers, arriving a day by port, before any screening."""
    prevalence: dict[str, FloatArray] = {}
    for period in region.rows(Origin):
        first, last = axes.day_index(period.date_from), axes.day_index(period.date_to)
        share = prevalence.setdefault(period.origin, np.zeros(axes.n_days))
        share[max(first, 0) : max(last + 1, 0)] = period.prevalence_share
    arrivals = np.zeros((axes.n_days, len(axes.ports)))
    infected = np.zeros_like(arrivals)
    multiplier = float(region.parameter("arrivals_multiplier").value)
    for row in region.rows(Arrival):
        if row.port not in axes.ports:
            continue
        span = slice(max(axes.day_index(row.date_from), 0), max(axes.day_index(row.date_to) + 1, 0))
        port = axes.ports.index(row.port)
        arrivals[span, port] += row.persons_per_day
        infected[span, port] += (
            multiplier * row.persons_per_day * prevalence.get(row.origin, np.zeros(axes.n_days))[span]
        )
    return arrivals, infected


def wave_seeds(region: Region, axes: Axes, population: FloatArray) -> FloatArray:
    """Infected persons a hypothetical wave adds on its day, spread over the cities by population."""
    seeds = np.zeros((axes.n_days, len(axes.places)))
    count = float(region.parameter("wave_seed_infections").value)
    day = axes.day_index(region.default_as_of) - 1
    if count > 0 and 0 <= day < axes.n_days:
        residents = population.sum(axis=1)
        seeds[day] = count * residents / max(residents.sum(), 1.0)
    return seeds


CAPACITIES = {
    "ward": "ward_beds",
    "intensive": "intensive_beds",
    "quarantine_room": "quarantine_rooms",
    "tests_per_day": "tests_per_day",
    "tracers": "tracers",
    "health_workers": "health_workers",
}


def capacities(region: Region, axes: Axes) -> dict[str, FloatArray]:
    """Staffed capacity by place; a place without a row has none."""
    out = {name: np.zeros(len(axes.places)) for name in CAPACITIES.values()}
    for row in region.rows(Capacity):
        if row.place in axes.places:
            out[CAPACITIES[row.kind]][axes.places.index(row.place)] += row.count
    return out


def bed_staff(region: Region) -> FloatArray:
    """1 where a sector's workers staff hospital beds; every sector where the table names none."""
    named = np.array([float(row.staffs_beds) for row in region.rows(Sector)])
    return named if named.any() else np.ones_like(named)


def workers_of(region: Region, axes: Axes) -> FloatArray:
    """Workers by place and sector."""
    workers = np.zeros((len(axes.places), len(axes.sectors)))
    for row in region.rows(Activity):
        if row.place in axes.places:
            workers[axes.places.index(row.place), axes.sectors.index(row.sector)] += row.workers
    return workers


def community_weight(region: Region, axes: Axes) -> FloatArray:
    """Each sector's weight in the customer contacts of a place; rows add up to 1."""
    raw = workers_of(region, axes) * np.array([float(row.customer_contacts_per_day) for row in region.rows(Sector)])
    total = raw.sum(axis=1, keepdims=True)
    return np.where(total > 0, raw / np.where(total > 0, total, 1.0), 1.0 / max(len(axes.sectors), 1))
