"""The table of the how-to is read, and what it says is what the economy gets."""

from datetime import date
from pathlib import Path

import numpy as np

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.model.economy.params import from_region

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "shock-the-economy.md").read_text(encoding="utf-8")


def test_the_table_of_the_page_acts_as_it_says(tmp_path):
    path = tmp_path / "shocks.csv"
    path.write_text(PAGE.split("```")[1].lstrip(), encoding="utf-8")
    region = load("liaoning", [path])
    axes = axes_of(region)
    shocked, usual = (from_region(one, axes).outside for one in (region, load("liaoning")))
    vehicles, meals, electronics = (axes.sectors.index(code) for code in ("20", "32", "17"))
    day = axes.day_index
    ratio = np.asarray(shocked.exports / usual.exports)[:, vehicles]
    assert ratio[day(date(2020, 4, 1))] == 0.8
    np.testing.assert_allclose(ratio[day(date(2020, 9, 30))], 0.95)
    assert float(shocked.household[day(date(2020, 5, 3)), meals]) == 1.2
    assert float(shocked.imports[day(date(2020, 3, 1)), electronics]) == 0.7
    assert float(shocked.imports[day(date(2020, 3, 21)), electronics]) == 1.0
