"""The vintages of the United States that ship with the program, as panels: specification, levels, days of release.

Source: FRBNY-TimeSeriesAnalysis/Nowcasting @19f365c (BSD-3). Days of release are not in it: see `data/reference/nowcast_us/build.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bothhands.observe.nowcast_panel import Frequency, Panel, Series, Transformation, panel_of
from bothhands.validate.tables import Line, read, shipped

TARGET = "GDPC1"
FOLDER = "nowcast_us"
VINTAGES = (date(2016, 6, 29), date(2016, 12, 16))
BLOCKS = ("global", "soft", "real", "labour")
FREQUENCY: dict[str, Frequency] = {"m": "month", "q": "quarter"}
TRANSFORMATION: dict[str, Transformation] = {
    "lin": "level", "chg": "change", "pch": "growth", "pca": "annualised growth",
}  # fmt: skip


def specified(everything: bool = False) -> list[Series]:
    """Series of the model by the specification, or of both workbooks."""
    lines = read(shipped(FOLDER), {"specification.csv": ("release_days", *BLOCKS)})["specification.csv"]
    return [_series(line) for line in lines if everything or line["in_model"] == "1"]


def vintage(day: date, names: Sequence[str] = (), everything: bool = False) -> Panel:
    """The panel as it stood on a day of `VINTAGES`; some of its series where they are named."""
    series = [one for one in specified(everything) if not names or one.name in names]
    table = f"{day}.csv"
    lines = read(shipped(FOLDER), {table: ()})[table]
    figures = [
        {date.fromisoformat(line["month"]): float(line[one.name]) for line in lines if line[one.name]} for one in series
    ]
    return panel_of(series, figures, day)


def _series(line: Line) -> Series:
    blocks = tuple(block for block in BLOCKS if line[block] == "1")
    made, often = TRANSFORMATION[line["transformation"]], FREQUENCY[line["frequency"]]
    return Series(line["series"], often, made, blocks, int(line["release_days"]), line["name"])
