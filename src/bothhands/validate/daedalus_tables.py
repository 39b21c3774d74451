"""Tables of daedalus.data as they ship: countries, pathogens, openness of the strategies. Nothing is mended here but by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.validate.tables import Lines, read, shipped

FloatArray = NDArray[np.float64]

AGES = ("0-4", "5-19", "20-64", "65+")
ADULTS = 2
STRATEGIES = ("none", "school_closures", "economic_closures", "elimination")
SWAPPED = [0, 2, 1, 3]
"""Ages whose severities the upstream table exchanges: 5–19 and 20–64."""

TABLES = {
    "country_scalars.csv": ("hospital_capacity_surge_beds", "gni_pc_ppp_intl_usd"),
    "demography_life_value.csv": ("population", "life_expectancy_years", "vsl_usd_ppp"),
    "contact_matrix_4x4_long.csv": ("contacts_per_day",),
    "sectors_workers_gva.csv": ("workers", "gva_musd_per_day"),
    "sector_contacts_and_openness.csv": ("contacts_workplace_per_day", *(f"openness_{name}" for name in STRATEGIES)),
    "pathogens.csv": ("r0", *(f"{part}_{age}" for part in ("eta", "hfr") for age in AGES)),
}
"""Files and the numbers each must hold."""


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
def inputs(folder: Path | None = None) -> dict[str, Lines]:
    """Tables of countries and pathogens: those of a folder that has them, else those shipped."""
    own = folder is not None and (folder / "country_scalars.csv").is_file()
    return read(folder if folder is not None and own else shipped("daedalus"), TABLES)


@cache
def country_of(name: str, folder: Path | None = None) -> Country:
    """A country of the tables.

    Parameters
    ----------
    name
        As the tables spell it.
    folder
        Tables of the user's; those shipped where it has none.

    Raises
    ------
    InputError
        Where the name is unknown.
    """
    tables = inputs(folder)
    scalars = {line["country"]: line for line in tables["country_scalars.csv"]}
    if name not in scalars:
        raise InputError(
            Fault("BH-VAL-004", f"no country {name!r}", "a country of country_scalars.csv", nearest(name, scalars))
        )
    code = scalars[name]["iso3c"]
    people = _of(tables["demography_life_value.csv"], code)
    sectors = _of(tables["sectors_workers_gva.csv"], code)
    contacts = np.zeros((4, 4))
    for line in _of(tables["contact_matrix_4x4_long.csv"], code):
        at = AGES.index(line["age_row_participant"]), AGES.index(line["age_col_contact"])
        contacts[at] = float(line["contacts_per_day"])
    shared = tables["sector_contacts_and_openness.csv"]
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
def pathogen_of(name: str, mended: bool = False, folder: Path | None = None) -> Pathogen:
    """A pathogen of the table.

    Parameters
    ----------
    name
        As the table spells it.
    mended
        With the severities of ages 5–19 and 20–64 put back.
    folder
        Tables of the user's; those shipped where it has none.

    Raises
    ------
    InputError
        Where the name is unknown.
    """
    table = {line["pathogen"]: line for line in inputs(folder)["pathogens.csv"]}
    if name not in table:
        raise InputError(
            Fault("BH-VAL-004", f"no pathogen {name!r}", "a pathogen of pathogens.csv", nearest(name, table))
        )
    line = table[name]
    order = SWAPPED if mended else [0, 1, 2, 3]
    by_age = {part: np.array([float(line[f"{part}_{age}"]) for age in AGES])[order] for part in ("eta", "hfr")}
    alone: dict[str, Any] = {part: float(line[part]) for part in Pathogen._fields if part not in by_age}
    return Pathogen(**{**alone, **by_age})


def _of(table: Lines, code: str) -> Lines:
    return [line for line in table if line["iso3c"] == code]


def _column(table: Lines, name: str) -> FloatArray:
    return np.array([float(line[name]) for line in table])
