"""Tables of daedalus.data as they ship: countries, pathogens, openness of the strategies. Nothing is mended here but by name."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.validate.tables import shipped

FloatArray = NDArray[np.float64]

AGES = ("0-4", "5-19", "20-64", "65+")
ADULTS = 2
STRATEGIES = ("none", "school_closures", "economic_closures", "elimination")
SWAPPED = [0, 2, 1, 3]
"""Ages whose severities the upstream table exchanges: 5–19 and 20–64."""


class Country(NamedTuple):
    """One country; money in million dollars."""

    population: FloatArray
    """By age, workers included."""
    life_expectancy: FloatArray
    value_of_life: FloatArray
    """Of a statistical life by age, dollars."""
    contacts: FloatArray
    workers: FloatArray
    """By sector, with the one worker the original adds."""
    value_added: FloatArray
    """By sector, a day."""
    workplace_contacts: FloatArray
    openness: dict[str, FloatArray]
    """By strategy."""
    beds: float
    income: float
    """Gross national income a head, dollars a year."""


class Pathogen(NamedTuple):
    """One pathogen; names are the table's."""

    r0: float
    sigma: float
    p_sigma: float
    epsilon: float
    rho: float
    gamma_Ia: float
    gamma_Is: float
    gamma_H_recovery: float
    gamma_H_death: float
    eta: FloatArray
    hfr: FloatArray


@cache
def country_of(name: str) -> Country:
    """A country of the shipped tables.

    Parameters
    ----------
    name
        As the tables spell it.

    Raises
    ------
    InputError
        Where the name is unknown.
    """
    place = shipped("daedalus")
    scalars = {line["country"]: line for line in lines(place / "country_scalars.csv")}
    if name not in scalars:
        raise InputError(Fault("BH-INP-063", f"no country {name!r}", "a country of country_scalars.csv", nearest(name, scalars)))
    code = scalars[name]["iso3c"]
    people = _of(place / "demography_life_value.csv", code)
    sectors = _of(place / "sectors_workers_gva.csv", code)
    contacts = np.zeros((4, 4))
    for line in _of(place / "contact_matrix_4x4_long.csv", code):
        at = AGES.index(line["age_row_participant"]), AGES.index(line["age_col_contact"])
        contacts[at] = float(line["contacts_per_day"])
    shared = lines(place / "sector_contacts_and_openness.csv")
    return Country(
        population=_column(people, "population"),
        life_expectancy=_column(people, "life_expectancy_years"),
        value_of_life=_column(people, "vsl_usd_ppp"),
        contacts=contacts,
        workers=_column(sectors, "workers") + 1.0,
        value_added=_column(sectors, "gva_musd_per_day"),
        workplace_contacts=_column(shared, "contacts_workplace_per_day"),
        openness={strategy: _column(shared, f"openness_{strategy}") for strategy in STRATEGIES},
        beds=float(scalars[name]["hospital_capacity_surge_beds"]),
        income=float(scalars[name]["gni_pc_ppp_intl_usd"]),
    )


@cache
def pathogen_of(name: str, mended: bool = False) -> Pathogen:
    """A pathogen of the shipped table.

    Parameters
    ----------
    name
        As the table spells it.
    mended
        With the severities of ages 5–19 and 20–64 put back.

    Raises
    ------
    InputError
        Where the name is unknown.
    """
    table = {line["pathogen"]: line for line in lines(shipped("daedalus") / "pathogens.csv")}
    if name not in table:
        raise InputError(Fault("BH-INP-063", f"no pathogen {name!r}", "a pathogen of pathogens.csv", nearest(name, table)))
    line = table[name]
    order = SWAPPED if mended else [0, 1, 2, 3]
    by_age = {part: np.array([float(line[f"{part}_{age}"]) for age in AGES])[order] for part in ("eta", "hfr")}
    return Pathogen(**{part: float(line[part]) for part in Pathogen._fields if part not in by_age}, **by_age)


def lines(path: Path) -> list[dict[str, str]]:
    """Rows of a table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _of(path: Path, code: str) -> list[dict[str, str]]:
    return [line for line in lines(path) if line["iso3c"] == code]


def _column(table: list[dict[str, str]], name: str) -> FloatArray:
    return np.array([float(line[name]) for line in table])
