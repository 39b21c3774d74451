"""Tables of Haw et al. 2022 as arrays: the country, its contacts, and openness paths by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.validate.tables import Lines

FloatArray = NDArray[np.float64]

WITHOUT_CUSTOMERS = 63
"""Sector whose customer contacts the original leaves out by a slip."""
AGE_GROUPS = (slice(0, 1), slice(1, 4), slice(4, 13), slice(13, None))
"""Five-year bands of the ages 0–4, 5–19, 20–64 and 65 and over."""
ADULTS = 2
SYMPTOMATIC_SHARE = 0.6
HOSPITAL_SHARE = (
    0.03, 0.0026, 0.00084, 0.00042, 0.0008, 0.0026, 0.004, 0.0063, 0.012, 0.019, 0.023, 0.04, 0.096, 0.1, 0.24, 0.5, 0.5,
)  # fmt: skip
"""Share of the infected who are admitted, by five-year band."""
FATALITY_SHARE = (
    0.00031, 0.00003, 0.00001, 0.0, 0.00001, 0.00004, 0.00006, 0.00013, 0.00031, 0.0007, 0.00116, 0.00276, 0.00867, 0.01215,
    0.03512, 0.0843, 0.09696,
)  # fmt: skip
"""Share of the infected who die, by five-year band."""
TOLERANCES = {
    "gdp6m_gbp_bn": ("value added in six months, bn pounds", 0.01, 0.0),
    "peak_hosp_sept_feb": ("peak in hospital, days 246 to 426", 0.0, 1e-3),
    "peak_hosp_first_wave": ("peak in hospital before day 245", 0.0, 1e-3),
    "rt_end": ("reproduction number at the end", 1e-3, 0.0),
    "deaths_by_day426": ("deaths by day 426", 0.0, 1e-3),
    "new_inf_sept_feb": ("infections, days 245 to 426", 0.0, 1e-3),
}
"""Columns of the table of results: what they hold, absolute and relative tolerance."""


SECTORS, PEOPLE, MEETINGS, SCALARS = (
    "uk63_sectors_and_optima.csv", "uk_population_5y.csv", "uk_polymod_16x16.csv", "uk63_scalars.csv",
)  # fmt: skip
TABLES = {
    "reference_results.csv": ("delta", *TOLERANCES),
    SECTORS: (
        "workers", "gva_gbp_m_per_month", "xmin_lockdown", "worker_worker_contacts_B", "consumer_worker_contacts_C", "wfh_share",
    ),
    PEOPLE: ("pop",),
    MEETINGS: tuple(str(n) for n in range(16)),
    SCALARS: ("value",),
}  # fmt: skip
"""Files of a folder and the numbers each must hold."""


class Uk(NamedTuple):
    """The country: strata are the four ages without workers, then the sectors."""

    size: FloatArray
    """Persons by stratum when everything is open."""
    value_added: FloatArray
    """Million pounds a month by sector."""
    lockdown: FloatArray
    """Openness of the sectors in the lockdown."""
    colleagues: FloatArray
    customers: FloatArray
    home_working: FloatArray
    community: FloatArray
    """Contacts by age, (4, 4)."""
    school: FloatArray
    """Contacts by age when schools are open."""
    hospitality: FloatArray
    """Contacts by age when all of hospitality is open."""
    commuters: float
    admitted_share: FloatArray
    """Share of persons with symptoms who are admitted, by the four ages."""
    fatal_share: FloatArray
    """Share of those admitted who die, by the four ages."""
    columns: dict[str, FloatArray]
    """Every column of the sectors file."""


def openness_path(uk: Uk, named: str) -> FloatArray:
    """Openness by period and sector: `1`, a column, columns ending in _p1 … _p3, or one `with sector N at LEVEL`.

    Parameters
    ----------
    uk
        The country.
    named
        Words of the column `openness`.

    Raises
    ------
    InputError
        Where no such column is found.
    """
    plain, *change = named.split(" with sector ")
    by_period = [f"{plain}_p{n}" for n in (1, 2, 3)]
    if plain == "1":
        path = np.ones((3, uk.lockdown.size))
    elif plain in uk.columns:
        path = np.repeat(uk.columns[plain][None], 3, axis=0)
    elif all(name in uk.columns for name in by_period):
        path = np.stack([uk.columns[name] for name in by_period])
    else:
        known = sorted(name.removesuffix("_p1") for name in uk.columns)
        raise InputError(
            Fault(
                "BH-VAL-005",
                f"openness {named!r} of the table of results",
                "a column of the sectors file",
                nearest(plain, known),
            )
        )
    for part in change:
        found = re.fullmatch(r"(\d+) at ([\d.]+)", part)
        if found is None:
            raise InputError(
                Fault(
                    "BH-VAL-005",
                    f"openness {named!r}",
                    "`COLUMN with sector N at LEVEL`",
                    "correct the table of results",
                )
            )
        path = path.copy()
        path[:, int(found[1]) - 1] = float(found[2])
    return path


def uk_of(tables: Mapping[str, Lines]) -> Uk:
    """The country of a folder's tables."""
    columns = {name: np.array([float(line[name]) for line in tables[SECTORS]]) for name in tables[SECTORS][0]}
    scalar = {line[""]: float(line["value"]) for line in tables[SCALARS]}
    population = np.array([float(line["pop"]) for line in tables[PEOPLE]])
    bands = np.array([[float(line[name]) for name in TABLES[MEETINGS]] for line in tables[MEETINGS]])
    community = _community(bands, population, scalar["comm"])
    school, hospitality = np.zeros((4, 4)), np.array([0.0, scalar["hospA2"], scalar["hospA3"], scalar["hospA4"]])
    school[0, 0], school[1, 1] = scalar["schoolA1"], scalar["schoolA2"]
    customers = columns["consumer_worker_contacts_C"].copy()
    customers[WITHOUT_CUSTOMERS - 1] = 0.0
    severity = _severity(population)
    ages = [scalar[name] for name in ("pop_0_4", "pop_5_19", "pop_20_64_notworking", "pop_65p")]
    return Uk(
        size=np.concatenate([ages, columns["workers"]]),
        value_added=columns["gva_gbp_m_per_month"],
        lockdown=columns["xmin_lockdown"],
        colleagues=columns["worker_worker_contacts_B"],
        customers=customers,
        home_working=columns["wfh_share"],
        community=community,
        school=school,
        hospitality=hospitality,
        commuters=scalar["travelA3"],
        admitted_share=severity[0],
        fatal_share=severity[1],
        columns={**columns, "population by band": population},
    )


def _community(bands: FloatArray, population: FloatArray, contacts: float) -> FloatArray:
    """Community contacts by the four ages, scaled to a mean number of contacts a person."""
    weights = np.concatenate([population[:15], [population[15:].sum()]])
    matrix = np.array(
        [
            [np.average(bands[:, met].sum(1)[group], weights=weights[group]) for met in AGE_GROUPS]
            for group in AGE_GROUPS
        ]
    )
    people = np.array([weights[group].sum() for group in AGE_GROUPS])
    return np.asarray(contacts * matrix / np.average(matrix.sum(1), weights=people))


def _severity(population: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Share of persons with symptoms who are admitted, and of those admitted who die, by the four ages."""
    ratio, fatal = np.array(HOSPITAL_SHARE), np.array(FATALITY_SHARE)
    weights = np.concatenate([population[:16], [population[16:].sum()]])
    admitted, dying = (
        np.array([np.average(share[group], weights=weights[group]) for group in AGE_GROUPS])
        for share in (ratio / SYMPTOMATIC_SHARE, fatal / ratio)
    )
    return admitted, dying
