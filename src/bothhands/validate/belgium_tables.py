"""The Belgian files of pyIEEM as parameters of our economy body: one place, 63 sectors; and the shocks of spring 2020.

Citation: twallema/pyIEEM @23c5b59 (MIT), after the symmetric product-by-product table of Belgium for 2015 of the Federal Planning Bureau
and, for ratings and stocks, Pichler et al. 2022 (doi 10.1016/j.jedc.2022.104527). Values are untouched, the authors' edits of the ratings
among them. The files carry no description; what a column is taken to mean stands at the function that reads it.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.model.economy.params import EconomyParams
from bothhands.validate.pichler_tables import FloatArray, National, economy, ratings
from bothhands.validate.tables import Lines, read, shipped

FLOWS, ACCOUNTS, RATINGS = "IO_BE_NACE64.csv", "other_accounts_BE_NACE64.csv", "IHS_critical_NACE64.csv"
STOCKS, ON_SITE, OTHER = "desired_stock_NACE64.csv", "on_site_consumption_NACE64.csv", "other_demand_shock.csv"
POLICIES, OBSERVED, STAFF = "policies_BE.csv", "BE.csv", "pichler_table_5.csv"
SUPPLY, HOUSEHOLD, LABOUR, EMPLOYEES = (
    "Sectoral output (M€/y)",
    "Household demand (M€/y)",
    "Labor compensation (M€/y)",
    "Number of employees (-)",
)
PHASES = (
    "lockdown_1",
    "lockdown_release_phaseI",
    "lockdown_release_phaseII",
    "lockdown_release_phaseIII",
    "lockdown_release_phaseIV",
)
"""Columns of the policies in the order in which they were in force from March to August 2020; the later ones are left aside."""
STAFF_GROUPS = {"B05-09": "B", "F41-43": "F", "I55-56": "I"} | {
    sector: group
    for group, sectors in {
        "N": ("N77", "N78", "N79", "N80-82"),
        "Q": ("Q86", "Q87-88"),
        "R_S": ("R90-92", "R93", "S94", "S95", "S96"),
        "T": ("T97-98",),
    }.items()
    for sector in sectors
}
"""Row of the table of staff for sectors it names otherwise or joins: the parts of a joined row take its value. Other codes differ in
spelling only (C10-12 is C10-C12, J59-60 is J59_J60)."""


class Belgium(NamedTuple):
    """The economy at rest and what may strike it, by sector."""

    params: EconomyParams
    sectors: tuple[str, ...]
    employees: FloatArray
    """Persons."""
    staff_cut: FloatArray
    """Share of staff that a full closure leaves neither at work on site nor at home."""
    on_site: FloatArray
    """1 where households buy in person, else 0."""
    visit_cut: FloatArray
    """Share of households' purchases that a full closure stops, because they need a visit to what is closed."""
    other_cut: FloatArray
    """Share by which other final demand falls."""
    policies: FloatArray
    """Intensity of the closure by phase and sector, 0 to 1."""


class Observed(NamedTuple):
    """What was seen: value by day, February 2020 = 1 or all at work = 1."""

    activity: dict[date, float]
    """By the middle of the month it stands for."""
    employment: dict[date, float]


def belgium() -> Belgium:
    """Parameters at rest and shocks.

    Notes
    -----
    *Flows.* Row product, column user, million euro a year. Row sums are the column "Intermediate demand" of the accounts to 1e-10, and
    "Sectoral output" is that with household and other demand: it is what is used from anywhere, imports among it. There is no import
    column, so supply stands for output and Z/supply for the input coefficients: imports are made at home here, with the same staff.
    Rent is left out of L68 by the authors.

    *Value added* is missing; supply less inputs contains imports. Labour compensation is labour income, as in the paper.

    *Stocks.* Days of each input that the user of it keeps; *ratings* 1 critical, 0.5 important, 0 neither.

    *Closure.* The intensity is 1 for hospitals too: it says that the first lockdown's rule holds, not that nothing is open. Under it stays
    at work who is essential or can work at home, so the cut of staff is (1 − remote)(1 − essential), as in the paper; and of what is
    bought on site (1) that part is lost which is not essential: who works at home serves no visitor.
    """
    own = shipped("belgium")
    raw = own.parent.parent / "raw" / "pichler"
    numbers = read(own, {ACCOUNTS: (SUPPLY, HOUSEHOLD, LABOUR, EMPLOYEES), POLICIES: PHASES, OTHER: ("f_demand",),
                         STOCKS: ("Desired stock (days)",), ON_SITE: ("On-site consumption (-)",)})  # fmt: skip
    staff = read(raw, {STAFF: ("remote_labor_index", "essentiality_score")})[STAFF]
    flows, sectors = _square(own / FLOWS)
    supply, household, labour, employees = (_column(numbers[ACCOUNTS], sectors, name) for name in (SUPPLY, HOUSEHOLD, LABOUR, EMPLOYEES))  # fmt: skip
    remote, essential = (_of_staff(staff, sectors, name) for name in ("remote_labor_index", "essentiality_score"))
    on_site = _column(numbers[ON_SITE], sectors, "On-site consumption (-)")
    params = economy(
        National(sectors, flows, supply, labour, household),
        ratings(own / RATINGS, sectors),
        _column(numbers[STOCKS], sectors, "Desired stock (days)"),
    )
    return Belgium(
        params, sectors, employees,
        staff_cut=(1.0 - remote) * (1.0 - essential),
        on_site=on_site,
        visit_cut=on_site * (1.0 - essential),
        other_cut=_column(numbers[OTHER], sectors, "f_demand"),
        policies=np.array([_column(numbers[POLICIES], sectors, phase) for phase in PHASES]),
    )  # fmt: skip


def observed(first: date, last: date) -> Observed:
    """The index of activity and of employment within some days.

    Notes
    -----
    Both are of uncertain origin. "GDP" is 1 in February 2020 and 1.13 in July 2021, when Belgian output had just come back to its level:
    it moves like turnover, not like value added. Employment begins on 6 April at 0.68; nobody was dismissed in such numbers, so it shows
    staff at work, those in temporary unemployment not among it.
    """
    lines = read(shipped("belgium"), {OBSERVED: ()})[OBSERVED]
    found = []
    for name in ("GDP", "employment"):
        seen = {date.fromisoformat(line["date"]): float(line[name]) for line in lines if line[name]}
        found.append({day: value for day, value in seen.items() if first <= day <= last})
    return Observed(*found)


def _square(path: Path) -> tuple[FloatArray, tuple[str, ...]]:
    """Flows by product and user, and their codes."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    sectors = tuple(lines[0][1:])
    if tuple(line[0] for line in lines[1:]) != sectors:
        raise InputError(
            Fault("BH-VAL-002", "rows and columns differ", "the same codes in one order", "sort them", str(path))
        )
    return np.array([[float(cell) for cell in line[1:]] for line in lines[1:]]), sectors


def _column(lines: Lines, sectors: tuple[str, ...], name: str) -> FloatArray:
    """A column by sector, whatever the order of its rows; the code is in the first cell."""
    found = {next(iter(line.values())): float(line[name]) for line in lines}
    return np.array([found[sector] for sector in sectors])


def _of_staff(lines: Lines, sectors: tuple[str, ...], name: str) -> FloatArray:
    """A share by sector from the table of staff, which is in percent and by the 55 sectors of the paper."""
    plain = {line["sector"].replace("_", "-"): float(line[name]) / 100.0 for line in lines}
    spelt = {code: value for group, value in plain.items() for code in (group, _joined(group))}
    return np.array([spelt[STAFF_GROUPS.get(sector, sector).replace("_", "-")] for sector in sectors])


def _joined(group: str) -> str:
    """C10-C12 as C10-12."""
    one, dash, two = group.partition("-")
    return f"{one}-{two[1:]}" if dash and two[1:].isdigit() else group
