"""Rules on parameters: a known name, and a value the model can use.

Why this file exists: a parameter is a row, so that its range cannot stand in its type. Plausible ranges are not rules: low and
high tell them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import bothhands
from bothhands.errors import Fault
from bothhands.inputs.codes import nearest
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.parameters import Parameter

DIVIDED_BY = frozenset({
    "basic_reproduction_number", "latent_days", "presymptomatic_days", "asymptomatic_days", "symptomatic_days", "ward_days",
    "intensive_days", "contacts_per_tracer_day", "offspring_dispersion", "inventory_restoring_days", "hiring_days", "firing_days",
    "fear_cases_per_100k_day", "fear_memory_days", "own_distance_km", "input_output_unit_yuan", "outbreak_odds_limit",
    "exported_per_day_limit", "quarantine_days", "incubation_variation", "infectious_variation", "checks_missed_odds",
    "quarantine_missed_odds", "overproduction_days",
})  # fmt: skip
"""Parameters something is divided by, or whose logarithm is taken."""


A_DAY_AT_LEAST = frozenset({"inventory_restoring_days", "hiring_days", "firing_days", "overproduction_days"})
"""Days over which a gap is closed: below a day a daily step overshoots, and swings for ever."""
MAY_FALL = frozenset({"trend_growth_share", "price_change_share"})
"""Changes, which may be below zero."""


def parameters_are_known(draft: Draft) -> Iterator[Fault]:
    """A parameter that no default names would be read by nothing."""
    for item, row in draft.every(Parameter):
        if row.parameter not in default_figures():
            yield at(
                item,
                "BH-INP-041",
                f"no parameter is called {row.parameter!r}",
                expected="a known parameter",
                remedy=nearest(row.parameter, default_figures()),
                column="parameter",
            )


def parameters_are_possible(draft: Draft) -> Iterator[Fault]:
    """No parameter is negative, none is zero that divides, no share of a whole is above one."""
    for item, row in draft.every(Parameter):
        share = "_share" in row.parameter
        if row.value < 0 and row.parameter not in MAY_FALL:
            expected = "zero or more"
        elif row.value == 0 and row.parameter in DIVIDED_BY:
            expected = "more than zero"
        elif row.value < 1 and row.parameter in A_DAY_AT_LEAST:
            expected = "1 or more"
        elif row.value > 1 and share:
            expected = "at most 1"
        else:
            continue
        what = f"{row.parameter} is {row.value:g}"
        yield at(item, "BH-INP-019", what, expected=expected, remedy="correct the figure", column="value")


@cache
def default_figures() -> Mapping[str, float]:
    """Every parameter with its default."""
    figures: dict[str, float] = {}
    for path in (Path(bothhands.__file__).parent / "data" / "defaults").glob("parameters*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            figures |= {row["parameter"]: float(row["value"]) for row in csv.DictReader(file)}
    return figures
