"""Reading the raw files and small number work shared by the parts of the build."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np

RAW = Path(__file__).parents[2] / "raw"
PROVINCE = "Liaoning"
HUB = "Beijing"
ASSUMED = "ASSUMED"
AS_OF = date(2020, 3, 18)
YI = 1e8


def raw(name: str) -> list[dict[str, str]]:
    """The rows of a raw file."""
    with (RAW / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cities() -> list[dict[str, str]]:
    """The fourteen cities in the order of their administrative codes."""
    return raw("liaoning/facts/cities.csv")


def city_names() -> list[str]:
    """Names of the cities in axis order."""
    return [row["city_en"] for row in cities()]


def macro(indicator: str, year: str) -> dict[str, float]:
    """A city indicator of a year, by place."""
    rows = raw("liaoning/facts/macro.csv")
    return {row["city"]: float(row["value"]) for row in rows if row["indicator"] == indicator and row["year"] == year}


def population() -> dict[str, float]:
    """Census residents by place, 1 November 2020."""
    return macro("population_census", "2020-11-01")


def gdp() -> dict[str, float]:
    """Value added of 2019 by place, yuan."""
    return {place: value * YI for place, value in macro("gdp", "2019").items()}


def significant(value: float, digits: int = 6) -> float:
    """A figure cut to so many significant digits: no false precision, and the same bytes on every machine."""
    return float(f"{value:.{digits}g}")


def shared_out(total: float, weights: list[float]) -> list[int]:
    """A whole total split by weights into whole parts that add up to it (largest remainders)."""
    exact = np.array(weights, float) / sum(weights) * round(total)
    parts = np.floor(exact).astype(int)
    order = np.argsort(-(exact - parts), kind="stable")
    parts[order[: round(total) - int(parts.sum())]] += 1
    return [int(part) for part in parts]
