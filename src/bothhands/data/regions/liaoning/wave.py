"""Builds the tables of the embedded region liaoning-wave from those of Liaoning: a hypothetical in which limits bind.

Run `python -m bothhands.data.regions.liaoning.wave [FOLDER]`; without a folder the tables of liaoning-wave are written anew.
One rule a table, the same for every city, so that nothing is tuned place by place. Whatever is changed begins after 18 March,
so that the reports of both regions are seen through the same figures.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from bothhands.inputs.loading import DATA, load
from bothhands.inputs.region import Region
from bothhands.inputs.registry import tables
from bothhands.inputs.saving import csv_text
from bothhands.inputs.table import Row
from bothhands.inputs.tables.beds import Capacity
from bothhands.inputs.tables.budgets import Budget
from bothhands.inputs.tables.origins import Origin

SOURCE = "ASSUMED: hypothetical"
SEEDS = 6_000
SEEDS_NOTE = "put in on 17 March and spread over the cities by population; about one resident in 7,000"
EXPORTED = 3.0
EXPORTED_NOTE = "the bound of Liaoning, 0.01 a day, cannot be kept by any strategy with so many infections put in"
FACTOR = 10
PREVALENCE_NOTE = f"from 19 March {FACTOR} times the prevalence assumed for Liaoning"
BEDS_SHARE = 0.5
BEDS_NOTE = "only intensive beds of hospitals designated for infectious diseases: half of those assumed free, rounded up; wards can be converted within days, intensive beds cannot"
FUND_YUAN = 400e6
FUND_NOTE = "eight weeks of quarantine at every port and of tests in the whole corridor, at 7.1 million yuan a day; masks are bought from it too"
LAST_DAY = date(2020, 3, 18)
"""Last day of the figures as they were."""


def main(arguments: Sequence[str]) -> None:
    """Write the tables."""
    folder = Path(arguments[0]) if arguments else DATA / "regions" / "liaoning-wave"
    for name, rows in rows_of(load("liaoning")).items():
        (folder / f"{name}.csv").write_text(csv_text(tables()[name], rows), encoding="utf-8")


def rows_of(region: Region) -> dict[str, Sequence[Row]]:
    """The rows of each table that differ from the region's."""
    return {
        "parameters": parameters(region),
        "origins": origins(region),
        "beds": beds(region),
        "budgets": budgets(region),
    }


def parameters(region: Region) -> list[Row]:
    """The infections put in, and a bound on infected travellers to the hub that can be kept."""
    seeds, exported = region.parameter("wave_seed_infections"), region.parameter("exported_per_day_limit")
    return [
        changed(seeds, SEEDS_NOTE, value=float(SEEDS), low=None, high=None, period="2020-03-17"),
        changed(exported, EXPORTED_NOTE, value=EXPORTED, low=None, high=None),
    ]


def origins(region: Region) -> list[Row]:
    """Prevalence at the origins, many times as large after the last day; the spell it falls into is cut in two."""
    found: list[Row] = []
    for row in region.rows(Origin):
        if row.date_to <= LAST_DAY:
            continue
        if row.date_from <= LAST_DAY:
            found.append(row.model_copy(update={"date_to": LAST_DAY}))
        larger = {
            name: None if getattr(row, name) is None else min(FACTOR * getattr(row, name), 1.0)
            for name in ("prevalence_share", "low_prevalence_share", "high_prevalence_share")
        }
        found.append(
            changed(row, PREVALENCE_NOTE, date_from=max(row.date_from, LAST_DAY + timedelta(days=1)), **larger)
        )
    return found


def beds(region: Region) -> list[Row]:
    """Intensive beds of designated hospitals."""
    return [
        changed(row, BEDS_NOTE, count=float(math.ceil(BEDS_SHARE * row.count)), low_count=None, high_count=None)
        for row in region.rows(Capacity)
        if row.kind == "intensive"
    ]


def budgets(region: Region) -> list[Row]:
    """The fund that pays quarantine and tests."""
    return [
        changed(row, FUND_NOTE, amount_yuan=FUND_YUAN, low_amount_yuan=None, high_amount_yuan=None)
        for row in region.rows(Budget)
        if row.fund == "epidemic_control"
    ]


def changed(row: Row, note: str, **values: object) -> Row:
    """A row with some figures changed and marked as hypothetical."""
    return row.model_copy(update={**values, "source": SOURCE, "quality": "assumed", "note": note})


if __name__ == "__main__":
    main(sys.argv[1:])
