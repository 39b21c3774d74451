"""The nowcast on the true vintages of the United States: releases, news, and a small part of the comparison.

Citation: FRBNY-TimeSeriesAnalysis/Nowcasting @19f365c (BSD-3); Bok et al. 2018, doi 10.1146/annurev-economics-080217-053214. Table: the
vintages of 29 June and 16 December 2016. Tolerance: dates exact; news 1e-8 of a point, rounding; scores of the small part against
the mean, which uses nothing: its error must not be smaller. The whole comparison is `bothhands validate nowcast`, minutes long.
"""

from __future__ import annotations

import csv
from datetime import date

import numpy as np
import pytest

from bothhands.observe.nowcast import moment
from bothhands.observe.nowcast_factors import Smoother, fit
from bothhands.observe.nowcast_news import Change, SeriesNews, change
from bothhands.validate import nowcast as case
from bothhands.validate.nowcast_chart import write
from bothhands.validate.nowcast_scored import days_of, scored
from bothhands.validate.nowcast_us import TARGET, VINTAGES, specified, vintage
from bothhands.validate.tables import shipped

FEW = ("PAYEMS", "INDPRO", "RSAFS", "GACDFSA066MSFRBPHI", "GACDISA066MSFRBNY", "UNRATE", "HOUST", TARGET)
STILL = Change(2.0, 2.0, 0.0, (SeriesNews("PAYEMS", "Payroll Employment", 1, 0.1, 0.1, 0.2, -0.2),))


@pytest.fixture(scope="module")
def few():
    return scored(vintage(VINTAGES[1], FEW), date(2007, 3, 1), date(2010, 12, 1), tolerance=1e-3)


@pytest.mark.parametrize("day", VINTAGES)
def test_typical_days_of_release_give_the_last_figures_of_both_true_vintages(day):
    true = vintage(day, everything=True)
    assert len(true.series) == 29
    cut = vintage(VINTAGES[1], everything=True).cut(day)
    last = {
        name: true.month(int(np.flatnonzero(np.isfinite(true.levels[:, j]))[-1])) for j, name in enumerate(true.names)
    }
    by_days = {
        name: cut.month(int(np.flatnonzero(np.isfinite(cut.levels[:, j]))[-1])) for j, name in enumerate(cut.names)
    }
    assert by_days == last


def test_the_specification_says_which_25_series_the_model_has():
    series = specified()
    assert len(series) == 25
    assert sum(one.frequency == "quarter" for one in series) == 2
    blocks = {one.name: one.blocks for one in series}
    assert blocks["PAYEMS"] == ("global", "labour")
    assert blocks["GACDFSA066MSFRBPHI"] == ("global", "soft")
    assert shipped("nowcast_us").joinpath("LICENSE-BSD-3.txt").read_text().startswith("BSD 3-Clause License")


def test_growth_of_a_quarter_is_that_of_the_record():
    """Third quarter of 2016 in this vintage: 3.2 % at an annual rate (second estimate of the Bureau of Economic Analysis)."""
    panel = vintage(VINTAGES[1])
    grown = panel.growth()[panel.number(date(2016, 9, 1)), panel.index(TARGET)]
    assert round(float(grown), 1) == 3.2


def test_news_between_the_true_vintages_adds_up():
    before, after = (vintage(day, FEW) for day in VINTAGES)
    held = fit(before, tolerance=1e-3)
    found = change(Smoother(held), before, after, moment(held, after, TARGET, date(2016, 12, 1)))
    assert abs(found.left_over) < 1e-8
    assert abs(found.after - found.before) > 0.1
    news = {one.series: one for one in found.by_series}
    assert news["PAYEMS"].figures == 6
    assert news["PAYEMS"].revision != 0
    assert news[TARGET].figures == 2


def test_days_and_the_information_of_each():
    assert days_of(date(2016, 6, 1)) == [date(2016, 4, 30), date(2016, 5, 31), date(2016, 6, 30), date(2016, 7, 25)]


def test_a_small_part_of_the_comparison(few):
    """Sixteen quarters about the fall of 2008–09 with eight series: on the last days the nowcast errs less than the mean."""
    assert [day.year for day, _ in few.fits] == [2007, 2008, 2009, 2010]
    assert [log.warm for _, log in few.fits] == [False, True, True, True]
    assert len(few.standings) == 64
    for day in (2, 3):
        mean, deviation, came = few.on(day)
        ours, _, naive = np.sqrt(np.square(mean - came[:, None]).mean(0))
        assert ours < naive
        assert (deviation > 0.5).all()
    assert len(few.on(0, ", without 2008-09")[2]) == 8
    assert len(few.on(0, ", from 2010")[2]) == 4


def test_the_table_tells_losses_too(few, monkeypatch):
    monkeypatch.setattr(case, "between_vintages", lambda: STILL)
    told = list(case.table(few))
    assert {row.verdict for row in told} >= {"told", "FAIL"}, "sixteen quarters are fewer than the forty asked"
    assert not told[0].passed
    names = " ".join(row.name for row in told)
    for part in (
        "Diebold-Mariano",
        "crps",
        "log score",
        "68% band",
        "90% band",
        "without 2008-09",
        "from 2010",
        "autoregression",
    ):
        assert part in names


def test_pictures_and_their_table(few, tmp_path):
    assert write(tmp_path, few, STILL) == ["nowcast-us.svg", "nowcast-us-news.svg", "nowcast-us.csv"]
    with (tmp_path / "nowcast-us.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 64
    assert lines[0]["quarter"] == "2007Q1"
    assert float(lines[0]["nowcast_sd"]) > 0
    assert "errs by" in (tmp_path / "nowcast-us.svg").read_text(encoding="utf-8")
