"""Odds of 500 targets with 1,000 members each: progress, bands, odds, half-year odds, and years ahead for the undated.

The region is two towns with 500 invented targets (every fifth undated, growths and levels) against 25 series of six years by quarter, and half
of them against a run of 32 draws. What is timed is the whole of `statuses`, series read and checked included, nothing of a run.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from benchmarks.harness import Measured, Size, timed
from bothhands.inputs.loading import load
from bothhands.inputs.region import Region
from bothhands.inputs.tables.indicators import Indicator
from bothhands.inputs.tables.targets import Target
from bothhands.outcome.target_forecast import Months
from bothhands.outcome.target_status import statuses

DAY = date(2020, 5, 20)
SERIES = 25


def rows(size: Size) -> Iterator[Measured]:
    """All targets of a region at once."""
    count = 50 if size.quick else 500
    region, runs = invented(count)
    yield timed(f"{count} targets × 1,000 members", lambda: statuses(region, DAY, runs), size, goal="≤ 0.3 s for 500")


def invented(count: int) -> tuple[Region, dict[tuple[str, str, str], Months]]:
    """Two towns with targets, series and a run of every second indicator."""
    rng = np.random.default_rng(1)
    figures = []
    for number in range(SERIES):
        level, growth = rng.uniform(10.0, 100.0), rng.normal(0.05, 0.02)
        for year in range(2014, 2021):
            for quarter in (1, 2, 3, 4) if year < 2020 else (1,):
                value = level * (1.0 + growth) ** (year - 2014) * (1.0 + 0.05 * rng.normal())
                known = date(year + quarter // 4, 3 * quarter % 12 + 1, 20)
                figures.append(_figure(number, f"{year}Q{quarter}", value, known))
            if year < 2020:
                figures.append(
                    _figure(number, str(year), 4 * level * (1.0 + growth) ** (year - 2014), date(year + 1, 1, 25))
                )
    targets = [
        Target(
            target=f"t{n}", place="Northport", indicator=f"i{n % SERIES}", unit="m yuan" if n % 3 else "%", value=200.0 if n % 3 else 6.0,
            kind="level" if n % 3 else "growth", base_period="2019", period="" if n % 5 == 0 else "2020",
        )
        for n in range(count)
    ]  # fmt: skip
    flat = Months(2020, 20e6 * (1.0 + 0.1 * rng.normal(size=(32, 12))), np.full((32, 12), 20e6), np.full(12, 19e6))
    runs = {("Northport", f"i{n}", "current"): flat for n in range(0, SERIES, 2)}
    return load("two-towns").with_rows(targets=targets, indicators=figures), runs


def _figure(number: int, period: str, value: float, known: date) -> Indicator:
    return Indicator(
        place="Northport", indicator=f"i{number}", unit="m yuan", value=value, period=period, known_from=known
    )
