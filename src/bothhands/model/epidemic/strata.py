"""Strata of a place: its age bands without their workers, then the workers of each sector; and what workers meet at work.

Why this file exists: people, jobs and contacts come from three tables that do not know each other; here they are made to fit.
Numpy only, no dynamics.
"""

from __future__ import annotations

from collections.abc import Mapping

import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.bands import MOST_AT_WORK, WORKING_AGES, share_between
from bothhands.inputs.region import Region
from bothhands.inputs.tables.sectors import Sector
from bothhands.model.epidemic.contacts import Contacts
from bothhands.model.epidemic.tables import workers_of

FloatArray = NDArray[np.float64]


def strata_of(region: Region, axes: Axes, population: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Residents by stratum, and the ages of the workers of each place.

    Workers are of the working ages in proportion to the residents of each, of a band that lies partly in them in part; more than `MOST_AT_WORK` of them are scaled down, in
    every sector alike.

    Parameters
    ----------
    region, axes
        The region and its axes.
    population
        Residents by place and age.
    """
    of_working_age = population * np.array(share_between(axes.ages, *WORKING_AGES))
    able = of_working_age.sum(1, keepdims=True)
    workers = workers_of(region, axes)
    total = workers.sum(1, keepdims=True)
    workers = workers * np.minimum(1.0, MOST_AT_WORK * able / np.maximum(total, 1e-9))
    some = np.where(able > 0, of_working_age, 1.0)
    worker_age = some / some.sum(1, keepdims=True)
    ages = population - workers.sum(1, keepdims=True) * worker_age
    return np.concatenate([np.maximum(ages, 0.0), workers], axis=1), worker_age


def over_strata(of_age: FloatArray, weight: FloatArray, n_sectors: int) -> FloatArray:
    """A figure by age as one by place and stratum; workers have the mean over ages by place × age weights that add up to 1."""
    of_workers = weight @ of_age
    ages = np.repeat(of_age[None], len(weight), axis=0)
    return np.concatenate([ages, np.repeat(of_workers[:, None], n_sectors, axis=1)], axis=1)


def ages_along_the_chain(risks: Mapping[str, FloatArray], worker_age: FloatArray) -> dict[str, FloatArray]:
    """Ages of those workers whom each share of the chain of severity is of, by place and age; `dead` are the ages of those who die.

    Parameters
    ----------
    risks
        Shares by age, each of those before: symptoms, of these hospital, of these intensive care and death.
    worker_age
        Ages of the workers of each place.

    Notes
    -----
    A share of a share is weighed by those it is of, as within a band of ages: the mean of a product is not the product of the means.
    """
    symptoms = worker_age * risks["symptomatic_share"]
    hospital = symptoms * risks["hospital_share"]
    found = {
        "symptomatic_share": worker_age, "hospital_share": symptoms, "intensive_share": hospital, "fatality_share": hospital,
        "dead": hospital * risks["fatality_share"],
    }  # fmt: skip
    whole = {name: one.sum(1, keepdims=True) for name, one in found.items()}
    return {
        name: np.where(whole[name] > 0, one / np.where(whole[name] > 0, whole[name], 1.0), worker_age)
        for name, one in found.items()
    }


def contacts_of_workers(
    region: Region, axes: Axes, at_work: FloatArray, population: FloatArray, strata: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Daily contacts of a worker with colleagues and with customers, by sector.

    Notes
    -----
    Sectors differ as the table of sectors says; contacts with colleagues are scaled so that all workers together have as many as
    the matrix of contacts at work gives the residents. Contacts with customers stand as the table has them.
    """
    rows = region.rows(Sector)
    colleagues = np.array([float(row.workplace_contacts_per_day) for row in rows])
    customers = np.array([float(row.customer_contacts_per_day) for row in rows])
    workers = strata[:, len(axes.ages) :].sum(0)
    wanted = float((population.sum(0) * at_work.sum(1)).sum())
    counted = float((workers * colleagues).sum())
    return colleagues * (wanted / counted if counted > 0 else 0.0), customers


def everything_open(
    by_age: FloatArray, worker_age: FloatArray, strata: FloatArray, colleagues: FloatArray, customers: FloatArray
) -> Contacts:
    """Contacts of the whole region as one place with nothing closed."""
    workers = strata[:, worker_age.shape[1] :].sum(1)
    mean_age = np.average(worker_age, axis=0, weights=np.maximum(workers, 1e-12))
    return Contacts(
        by_age=jnp.asarray(by_age),
        strength=jnp.asarray(np.ones((len(by_age), 1))),
        worker_age=jnp.asarray(mean_age[None]),
        colleagues=jnp.asarray(colleagues[None]),
        customers=jnp.asarray(customers[None]),
        commuters=jnp.asarray(np.zeros((1, colleagues.size))),
        commuting_share=jnp.asarray(np.zeros((1, colleagues.size))),
    )
