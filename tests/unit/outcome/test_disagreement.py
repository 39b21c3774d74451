"""An inflated figure is located, explained and flagged; an honest register is left in peace; nothing is corrected."""

from datetime import date, timedelta

import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.inputs.periods import quarter_of
from bothhands.inputs.tables.indicators import Indicator
from bothhands.outcome.disagreement import doubts_of

YEARS = range(2013, 2020)


def register(seed: int, inflated: float = 0.0, witnesses: tuple[str, ...] = ("electricity_use", "freight", "tax_revenue")):  # fmt: skip
    """Quarters of one activity as revenue and its witnesses see it, each with its own elasticity and noise; 2019Q3 may be inflated."""
    rng = np.random.default_rng(seed)
    quarters = [quarter_of(year, n) for year in YEARS for n in (1, 2, 3, 4)]
    activity = np.cumsum(rng.normal(0.012, 0.02, len(quarters)))
    activity[len(quarters) // 2 :] -= 0.08 * (rng.random() < 0.3)
    rows = []
    for name, slope, noise in (("budget_revenue", 1.1, 0.012), ("electricity_use", 0.8, 0.012), ("freight", 1.0, 0.02), ("tax_revenue", 1.1, 0.015)):  # fmt: skip
        values = 100 * np.exp(slope * activity + noise * rng.standard_t(4, len(quarters)))
        for period, value in zip(quarters, values.tolist(), strict=True):
            more = 1 + inflated * (name == "budget_revenue" and period == quarter_of(2019, 3))
            if name == "budget_revenue" or name in witnesses:
                rows.append(
                    Indicator(place="Northport", indicator=name, unit="m yuan", value=value * more, period=str(period),
                              known_from=period.last + timedelta(days=20))
                )  # fmt: skip
    return load("two-towns").with_rows(indicators=rows).standing_on(date(2020, 3, 18))


@pytest.mark.parametrize("seed", range(4))
def test_an_inflated_figure_is_located_explained_and_left_as_it_is(seed):
    region = register(seed, 0.3)
    found = [one for one in doubts_of(region) if one.period == quarter_of(2019, 3)]
    assert len(found) == 1
    fault = found[0].fault()
    assert (fault.code, fault.file, fault.column) == ("BH-TGT-012", "indicators", "value")
    row = region.tables["indicators"][fault.row - 2]
    assert (row.indicator, row.period) == ("budget_revenue", "2019Q3")
    assert "electricity_use" in fault.what
    assert found[0].growth - found[0].expected == pytest.approx(0.3, abs=0.15)
    assert region.tables["indicators"] == register(seed, 0.3).tables["indicators"]


def test_an_honest_register_is_left_in_peace():
    """False alarms over 60 registers of 24 quarters: at most two figures in a hundred, and three registers in four without any.

    Measured on 200 registers: 1.0 % of figures, 80 % of registers without any; inflated by 30 % found in 99.5 %, by 20 % in 90 %.
    """
    alarms = [len(doubts_of(register(seed))) for seed in range(100, 160)]
    assert sum(alarms) <= 0.02 * 60 * 24
    assert np.mean([count == 0 for count in alarms]) >= 0.75


def test_without_witnesses_nothing_is_judged():
    assert not doubts_of(register(0, 0.9, ()))
