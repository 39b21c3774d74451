"""What is known of recipes, line rates and lead times of critical goods, to hold a region's figures against.

Why this file exists: errors of ten times stood in print in 2020 and looked like figures. A figure can only be doubted
beside others, so those that are published ship with the package, each with its source. Goods are recognised by words of
their names, the first fitting line of a table counts, and a good nobody published about is never doubted.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bothhands.inputs.tables.goods import Good

FOLDER = Path(__file__).parent.parent / "data" / "reference" / "chain"
NEAR = 1.1
"""How far beyond the known range a corrected figure may lie to be proposed."""
SLIPS = (
    (10.0, "the decimal point may have slipped one place"),
    (100.0, "the decimal point may have slipped two places"),
    (365.0, "it may be a year's output given as a day's"),
    (1e3, "it may be in kilograms where tonnes are meant"),
    (1e6, "it may be in grams where tonnes are meant"),
)
"""Factors by which figures are mistaken, and what each tells."""


class Known(NamedTuple):
    """A published range, its unit and its source."""

    low: float
    high: float
    unit: str
    source: str


def known_recipe(good: Good, part: Good) -> Known | None:
    """Published tonnes of an input in a piece; None where nothing is published."""
    if (good.unit, part.unit) != ("piece", "t"):
        return None
    for line in _lines("known_recipes"):
        if _fits(good, line["good_words"]) and _fits(part, line["input_words"]):
            return _known(line)
    return None


def known_rate(good: Good) -> Known | None:
    """Published output of one line a day; None where nothing is published."""
    for line in _lines("known_rates"):
        if _fits(good, line["good_words"]) and not _fits(good, line["but_words"]):
            return _known(line)
    return None


def lead_class(name: str) -> Known | None:
    """Days a class of line takes from order to first product; None for a class of a region's own."""
    for line in _lines("lead_classes"):
        if line["line_class"] == name.strip().lower():
            return Known(float(line["low_days"]), float(line["high_days"]), "days", line["source"])
    return None


def slip(value: float, known: Known) -> str:
    """A correction that would bring a figure into the known range, in words; blank where none does.

    Examples
    --------
    >>> slip(2e-5, Known(7e-7, 2e-6, "t a piece", ""))
    'divide by 10: the decimal point may have slipped one place'
    >>> slip(14.0, Known(1.0, 1.2, "", ""))
    ''
    """
    for factor, meaning in SLIPS:
        for word, corrected in (("divide", value / factor), ("multiply", value * factor)):
            if known.low / NEAR <= corrected <= known.high * NEAR:
                return f"{word} by {factor:,.0f}: {meaning}"
    return ""


def _known(line: Mapping[str, str]) -> Known:
    return Known(float(line["low"]), float(line["high"]), line["unit"], line["source"])


def _fits(good: Good, words: str) -> bool:
    told = f"{good.good} {good.name} {good.name_zh}".lower().replace("_", "-")
    return any(word in told for word in words.split("|"))


@cache
def _lines(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
