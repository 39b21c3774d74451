"""Costs and totals of a daedalus run by the original's own rules, million dollars; its double counting is kept here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.validate.daedalus_tables import ADULTS, Country

FloatArray = NDArray[np.float64]

EDUCATION = 40
"""Position of the sector education."""
LOSS_WHILE_LEARNING_AWAY = 0.67
"""Share of a school day that is lost when schools are closed."""
RETURN_TO_SCHOOLING = 0.08
CAREER_VALUE = (1 - 1.03**-45) / 0.03 * 1.03**-7.5
"""Years of income that schooling bears on, discounted."""
INFECTED = ("infect_symp", "infect_asymp", "hospitalised_recov", "hospitalised_death", "dead")
ORDER = (
    "susceptible",
    "exposed",
    "infect_symp",
    "infect_asymp",
    "hospitalised_recov",
    "hospitalised_death",
    "recovered",
    "dead",
)


class Response(NamedTuple):
    """A spell of the response as reported: first day, end (a day late) and days counted."""

    start: int
    end: int
    days: int


def totals(
    country: Country, openness: FloatArray, spells: Sequence[Response], persons: FloatArray, entered: FloatArray
) -> dict[str, float | FloatArray]:
    """Every total of a run by its column in `summary.csv`, and costs by sector as arrays.

    Parameters
    ----------
    country
        The country.
    openness
        Openness of the sectors during the response.
    spells
        Of the response.
    persons
        (time, compartment, stratum), the four ages first.
    entered
        Infections and admissions so far, (time, 2).
    """
    at = {name: n for n, name in enumerate(ORDER)}
    dead = persons[-1, at["dead"]]
    by_age = dead[:4].copy()
    by_age[ADULTS] += dead[4:].sum()
    in_hospital = persons[:, [at["hospitalised_recov"], at["hospitalised_death"]]].sum((1, 2))
    days = sum(spell.days for spell in spells)
    closures = country.value_added * (1 - openness) * days
    absences = _absences(country, openness, spells, persons[:, [at[name] for name in INFECTED], 4:].sum(1))
    school_day = RETURN_TO_SCHOOLING * country.income * CAREER_VALUE / 365
    schooling = school_day * country.population[1] * (1 - openness[EDUCATION]) * days * LOSS_WHILE_LEARNING_AWAY / 1e6
    elsewhere = float(absences.sum() - absences[EDUCATION])
    lives = float((by_age * country.value_of_life).sum() / 1e6)
    new = np.diff(entered[:, 0], prepend=0.0)
    return {
        "total_deaths": float(by_age.sum()),
        **{f"deaths_{name}": float(count) for name, count in zip(("0_4", "5_19", "20_64", "65p"), by_age, strict=True)},
        "cum_infections": float(entered[-1, 0]),
        "cum_hosp": float(entered[-1, 1]),
        "peak_hosp": float(in_hospital.max()),
        "peak_hosp_day": float(in_hospital.argmax()),
        "peak_daily_inf": float(new.max()),
        "peak_inf_day": float(new.argmax()),
        "npi_days": float(days),
        "npi_spells": float(len(spells)),
        "npi_first_days": float(sum(spell.start for spell in spells)),
        "npi_last_days": float(sum(spell.end for spell in spells)),
        "econ_closures": float(closures.sum()),
        "econ_absences": elsewhere,
        "econ_total": float(closures.sum()) + elsewhere,
        "edu_closures": float(schooling),
        "edu_absences": float(absences[EDUCATION]),
        "edu_total": float(schooling) + float(absences[EDUCATION]),
        "life_value": lives,
        "life_years": float((by_age * country.life_expectancy).sum()),
        "total_cost_musd": float(closures.sum() + absences.sum() + schooling) + lives,
        "cost_closures_musd": closures,
        "cost_absences_musd": absences,
    }


def _absences(country: Country, openness: FloatArray, spells: Sequence[Response], away: FloatArray) -> FloatArray:
    """Value added lost to workers ill or dead, by sector; days of the response are a day off."""
    open_share = np.ones_like(away)
    for spell in spells:
        open_share[max(spell.start - 1, 0) : spell.end] = openness
    return np.asarray((away * open_share).sum(0) * country.value_added / country.workers)
