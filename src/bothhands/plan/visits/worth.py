"""What a visit of a firm or site is worth this week: what knowing more, a link sooner, break-even nearer and findings settled bring.

Notes
-----
With S sales and V variable share of a firm, g the part of its sales that comes back where what binds it alone is taken away, D days to
the next visit, a the part an officer who knows brings back, k the part of its figures that are filled, t days since the last visit and
h the half-life of what was found:

- information: a · D · S (1 − V) g · p, p = 1 − (1 − k) 2^(−t/h) the odds that what is held of it is wrong (value of perfect
  information, Raiffa and Schlaifer 1961, where acting on the wrong cause brings nothing);
- break-even: a · D · loss a day · sales / break-even sales, for firms that make a loss: the nearer, the likelier they are lifted;
- link: what a week's delay of its site costs, times the days a visit saves over seven;
- findings: a stated worth for each that is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np

from bothhands.inputs.region import Region
from bothhands.inputs.tables.cases import CaseCount
from bothhands.inputs.tables.people import AgeGroup
from bothhands.inputs.tables.visits import VisitRow
from bothhands.model.firms.blanks import PLAIN, RATIOS
from bothhands.plan.firm_case import FirmCase

FIGURES = 1 + len(RATIOS) + len(PLAIN)
"""Figures of a firm that may be filled."""


class Worth(NamedTuple):
    """Why a visit is worth what it is, currency."""

    information: float = 0.0
    break_even: float = 0.0
    link: float = 0.0
    findings: float = 0.0
    stated: float = 0.0
    """What the table says, in place of all the others."""

    @property
    def total(self) -> float:
        """All of it."""
        return float(sum(self))


def worth_of_firms(case: FirmCase, rows: Mapping[str, VisitRow], links: Mapping[str, float], findings: Mapping[str, int]) -> dict[str, Worth]:  # fmt: skip
    """Worth of a visit of each firm that works.

    Parameters
    ----------
    case
        The firms on the day.
    rows
        What is known of visits, by firm.
    links
        What a week's delay of its sites costs, by firm, currency.
    findings
        Findings that are due, by firm.
    """
    region, books = case.region, case.books
    value = {name: region.parameter(f"visit_{name}").value for name in ("days_between", "acts_share", "knowledge_half_life_days", "link_days_saved", "finding_worth_yuan")}  # fmt: skip
    filled: dict[str, int] = {}
    for one in case.filled:
        filled[one.firm] = filled.get(one.firm, 0) + (one.quality != "derived")
    at = np.maximum(case.diagnosis.binding, 0)
    back = np.where(case.diagnosis.binding >= 0, np.take_along_axis(case.diagnosis.gain, at[None], 0)[0], 0.0)
    stake = value["acts_share"] * value["days_between"] * books.sales * (1.0 - books.variable_share) * back
    loss = np.maximum(-case.now.profit, 0.0)
    near = np.clip(case.now.sales / np.maximum(case.now.break_even_sales, 1e-9), 0.0, 1.0)
    lifted = value["acts_share"] * value["days_between"] * loss * np.where(np.isfinite(near), near, 0.0)
    found = {}
    for n, row in enumerate(case.rows):
        if not case.working[n]:
            continue
        known = 1.0 - min(filled.get(row.firm, 0), FIGURES) / FIGURES
        since = _days_since(rows.get(row.firm), case.as_of)
        wrong = 1.0 if since is None else 1.0 - known * 2.0 ** (-since / value["knowledge_half_life_days"])
        link = links.get(row.firm, 0.0) * value["link_days_saved"] / 7.0
        found[row.firm] = Worth(float(stake[n] * wrong), float(lifted[n]), link, findings.get(row.firm, 0) * value["finding_worth_yuan"])  # fmt: skip
    return found


def _days_since(row: VisitRow | None, today: date) -> int | None:
    """Days since the last visit; none where there was none."""
    return None if row is None or row.last_on is None else max((today - row.last_on).days, 0)


def exposure_of_places(region: Region, as_of: date) -> dict[str, float]:
    """Infections to be expected of a visit in each place, persons, from cases reported in the two weeks before.

    Parameters
    ----------
    region
        Tables cases and people, as known on the day.
    as_of
        The day.

    Notes
    -----
    Reported cases of 14 days over persons, times contacts of a visit, times the chance of infection at a contact. Cases that
    were not found are not in it.
    """
    persons: dict[str, float] = {}
    for row in region.rows(AgeGroup):
        persons[row.place] = persons.get(row.place, 0.0) + row.persons
    counts: dict[tuple[str, str], dict[date, int]] = {}
    for case in region.rows(CaseCount):
        if case.kind == "confirmed" and case.day <= as_of:
            counts.setdefault((case.place, case.origin), {})[case.day] = case.cumulative
    new: dict[str, float] = {}
    for (place, _), days in counts.items():
        before = [days[day] for day in sorted(days) if (as_of - day).days >= 14]
        new[place] = new.get(place, 0.0) + max(days[max(days)] - (before[-1] if before else 0), 0)
    each = region.parameter("visit_contacts").value * region.parameter("visit_infection_share").value
    return {place: each * new.get(place, 0.0) / count for place, count in persons.items() if count > 0}
