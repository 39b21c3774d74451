"""The nowcast of a small region with twelve monthly series, made by a generator that is not the model's own form.

Activity of Twoland is a threshold process with fat-tailed shocks, slow when low and quick when high; its months have seasons, its
series see it through powers, delays and noise of their own, and GDP of a quarter is the sum of its months.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from bothhands import cli, cli_nowcast
from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.inputs.tables.indicators import Indicator
from bothhands.inputs.tables.targets import Target
from bothhands.observe.nowcast import nowcast
from bothhands.observe.nowcast_factors import fit
from bothhands.observe.nowcast_panel import month_after
from bothhands.observe.nowcast_region import Asked, Next, asked_of, is_loaded, next_figure, panel_for
from bothhands.plan import nowcast_case as case_of_nowcast
from bothhands.plan.nowcast_case import Coupled, nowcast_case
from bothhands.report.nowcast_answers import (
    nowcast_notes,
    nowcast_pictures,
    nowcast_said,
    nowcast_sheets,
    nowcast_tables,
)
from bothhands.report.words import Wording

FIRST, MONTHS, SERIES = date(2009, 1, 1), 135, 12
AS_OF = date(2020, 3, 18)
MODEL = Coupled({date(2020, 3, 1): (-0.05, 0.03), date(2020, 6, 1): (-0.02, 0.03)}, 0.02)
PLACE = "Twoland"


def generated(seed: int = 11) -> list[Indicator]:
    """Rows of the table: twelve monthly series, GDP by quarter, each known from its day of release."""
    draw = np.random.default_rng(seed)
    growth = [0.4]
    for shock in 0.35 * draw.standard_t(4, MONTHS + 2):
        pull = 0.9 if growth[-1] < 0.3 else 0.5
        growth.append(0.4 + pull * (growth[-1] - 0.4) + shock)
    index = 100.0 * np.exp(np.cumsum(np.array(growth[-MONTHS:])) / 100.0)
    season = 1.0 + 0.15 * np.sin(2 * np.pi * (np.arange(MONTHS) % 12) / 12 + 1.0)
    rows = []
    for k in range(SERIES):
        seen = np.roll(index, k % 2) if k % 2 else index
        noise = np.exp(0.003 * draw.standard_t(5, MONTHS))
        level = (10.0 + k) * seen ** (0.7 + 0.1 * k) * np.roll(season, k % 3) * noise
        rows += [_row(f"series_{k}", "GWh", f"{month:%Y-%m}", float(value), month_after(month, 1) + timedelta(days=4 + 2 * k))
                 for month, value in zip(_months(), level, strict=True)]  # fmt: skip
    output = 2.0e7 * index * season
    for end in range(2, MONTHS, 3):
        month = month_after(FIRST, end)
        value = float(output[end - 2 : end + 1].sum())
        rows.append(
            _row("gdp", "yuan", f"{month.year}Q{month.month // 3}", value, month_after(month, 1) + timedelta(days=19))
        )
    return rows


def _months() -> list[date]:
    return [month_after(FIRST, k) for k in range(MONTHS)]


def _row(indicator: str, unit: str, period: str, value: float, known_from: date) -> Indicator:
    return Indicator(
        place=PLACE, indicator=indicator, value=value, unit=unit, period=period, known_from=known_from, source="made by the test"
    )  # fmt: skip


@pytest.fixture(scope="module")
def towns():
    return load("two-towns")


@pytest.fixture(scope="module")
def region(towns):
    return towns.replace(indicators=generated())


@pytest.fixture(scope="module")
def held(region):
    """One fit for every test."""
    return fit(panel_for(region, PLACE, AS_OF), tolerance=case_of_nowcast.TOLERANCE)


@pytest.fixture(scope="module")
def case(region, held):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(case_of_nowcast, "fit", lambda *_, **__: held)
        return nowcast_case(region, AS_OF, coupled=lambda *_: MODEL)


def test_the_panel_holds_what_was_released_by_the_day(region):
    panel = panel_for(region, PLACE, AS_OF)
    february = panel.number(date(2020, 2, 1))
    assert len(panel.series) == SERIES + 1
    out = {name.split(": ")[1] for j, name in enumerate(panel.names) if np.isfinite(panel.levels[february, j])}
    assert out == {f"series_{k}" for k in range(7)}, "released on 5 March and every second day after"
    assert is_loaded(panel)
    assert next_figure(panel, f"{PLACE}: gdp").period == date(2020, 3, 1)


def test_a_figure_of_the_future_is_refused_not_used(region):
    planted = [*generated(), _row("series_0", "GWh", "2020-05", 1.0, date(2020, 3, 1))]
    with pytest.raises(InputError, match="BH-TGT-005"):
        nowcast_case(region.replace(indicators=planted), AS_OF, coupled=lambda *_: MODEL)


def test_nothing_released_later_is_seen(region):
    known = [row for row in generated() if row.known_from <= AS_OF]
    now, then = (panel_for(one, PLACE, AS_OF) for one in (region, region.replace(indicators=known)))
    np.testing.assert_array_equal(now.levels, then.levels)
    assert len(known) < len(generated())


def test_both_forecasts_speak_of_one_figure_and_are_weighed(region, case):
    gdp = next(one for one in case.told if one.asked.indicator == "gdp")
    panel = panel_for(region, PLACE, AS_OF)
    year_before = panel.levels[panel.number(date(2019, 3, 1)), panel.index(gdp.asked.name)]
    mean, deviation = gdp.by_model
    assert mean == pytest.approx(year_before * 1.02 * 0.95)
    assert deviation == pytest.approx(year_before * 1.02 * 0.03)
    assert sum(gdp.both.weights) == pytest.approx(1.0)
    ratio = gdp.both.weights[0] / gdp.both.weights[1]
    assert ratio == pytest.approx((deviation / gdp.by_nowcast[1]) ** 2)
    low, high = sorted((mean, gdp.by_nowcast[0]))
    assert low < gdp.both.mean < high


def test_news_since_the_month_before_adds_up(case):
    gdp = next(one for one in case.told if one.asked.indicator == "gdp")
    change = gdp.nowcast.change
    assert abs(change.left_over) < 1e-8
    assert {one.label for one in change.by_series} == {f"{PLACE}: series_{k}" for k in range(12)}
    assert change.after == pytest.approx(gdp.nowcast.mean)
    assert gdp.path[-1][0] == AS_OF
    assert gdp.path[-1][1] == pytest.approx(gdp.by_nowcast[0])
    assert gdp.path[0][2] > gdp.path[-1][2], "the band narrows as figures come in"


def test_the_nowcast_beats_the_mean_of_its_season(region):
    """Twelve quarters, parameters of the day before them: the error of growth is at most two thirds of that of the season's mean."""
    held = fit(panel_for(region, PLACE, date(2017, 1, 15)), tolerance=1e-3)
    whole = panel_for(region, PLACE, date(2020, 4, 25))
    grown, names = whole.growth()[:, whole.index(f"{PLACE}: gdp")], [one.name for one in held.series]
    ours, mean = [], []
    for quarter in range(12):
        period = month_after(date(2017, 3, 1), 3 * quarter)
        known = panel_for(region, PLACE, month_after(period, 1) + timedelta(days=14))
        told = nowcast(known, f"{PLACE}: gdp", period, fitted=held)
        came = grown[whole.number(period)]
        ours.append(told.mean - came)
        mean.append(held.usual[period.month - 1, names.index(f"{PLACE}: gdp")] - came)
    assert np.sqrt(np.mean(np.square(ours))) < 0.67 * np.sqrt(np.mean(np.square(mean)))


def test_a_revised_figure_is_a_revision_not_news(region, held, monkeypatch):
    old = next(row for row in generated() if (row.indicator, row.period) == ("series_0", "2019-12"))
    revised = old.model_copy(update={"value": old.value * 1.02, "known_from": date(2020, 3, 10)})
    monkeypatch.setattr(case_of_nowcast, "fit", lambda *_, **__: held)
    given = region.replace(indicators=[*generated(), revised])
    told = nowcast_case(given, AS_OF, since=date(2020, 3, 9), coupled=lambda *_: MODEL).told[0].nowcast.change
    moved = {one.label: one for one in told.by_series}
    assert moved[f"{PLACE}: series_0"].figures == 0
    assert moved[f"{PLACE}: series_0"].revision != 0
    assert moved[f"{PLACE}: series_0"].news == 0
    assert {name for name, one in moved.items() if one.figures} == {f"{PLACE}: series_{k}" for k in (3, 4, 5, 6)}
    assert abs(told.left_over) < 1e-8
    written = json.dumps(
        nowcast_case(given, AS_OF, since=date(2020, 3, 9), coupled=lambda *_: MODEL).figures(),
        default=str,
        allow_nan=False,
    )
    assert '"actual": null' in written


def test_news_is_told_since_an_earlier_day(region):
    with pytest.raises(InputError, match="BH-NOW-009"):
        nowcast_case(region, AS_OF, since=AS_OF, coupled=lambda *_: MODEL)


def test_growth_that_is_published_as_such_is_nowcast_in_per_cent(towns):
    draw, level = np.random.default_rng(4), 0.0
    rows = []
    for month in _months()[-84:]:
        level = 0.8 * level + 1.5 * draw.standard_t(5)
        out = month_after(month, 1) + timedelta(days=10)
        rows += [
            _row(f"growth_{k}", "% yoy", f"{month:%Y-%m}", 5.0 + (k + 1) * level + draw.normal(), out) for k in range(4)
        ]
        if month.month % 3 == 0:
            rows.append(_row("gdp_growth", "% real yoy", f"{month.year}Q{month.month // 3}", 6.0 + level, out))
    told = nowcast_case(towns.replace(indicators=rows), AS_OF, coupled=lambda *_: MODEL)
    growth = next(one for one in told.told if one.asked.indicator == "gdp_growth")
    assert growth.by_model == pytest.approx((-5.0, 3.0))
    assert growth.following.before == pytest.approx(6.0, abs=15.0)
    said = nowcast_said(told, Wording())
    assert "Growth of GDP of Twoland, 2020 Q1:" in said
    assert "Since 16 Feb it moved from" in said
    picture = next(iter(nowcast_pictures(told, Wording()).values()))
    assert "2020 Q1" in picture


def test_without_series_the_model_serves_alone_and_says_what_to_load(towns):
    alone = nowcast_case(towns.replace(indicators=()), AS_OF, coupled=lambda *_: MODEL)
    assert alone.monthly == 0
    told = {one.asked.indicator: one for one in alone.told}
    assert told["gdp_growth"].by_model == pytest.approx((-5.0, 3.0))
    said, notes = nowcast_said(alone, Wording()), nowcast_notes(alone, Wording())
    assert said.startswith("No monthly series loaded: the coupled model serves alone.")
    assert "−5.0 % expected, −9.9 % to −0.1 % with 90 %" in said
    example = next(note for note in notes if note.startswith("place,indicator"))
    assert len(example.splitlines()) == 4
    assert nowcast_pictures(alone, Wording()) == {}
    assert "未加载月度序列" in nowcast_said(alone, Wording("zh"))


def test_the_example_that_is_printed_can_be_loaded(towns, tmp_path):
    from bothhands.inputs.saving import save_folder
    from bothhands.report.phrases_nowcast import EXAMPLE

    folder = save_folder(towns, tmp_path / "towns")
    (folder / "indicators.csv").write_text(EXAMPLE.format(place=PLACE), encoding="utf-8")
    panel = panel_for(load(str(folder)), PLACE, AS_OF)
    assert panel.names == [f"{PLACE}: electricity_use", f"{PLACE}: rail_freight"]


def test_growth_in_per_cent_stays_as_it_is_and_january_february_stands_on_february(towns):
    months = [_row("sales_growth", "% yoy", f"2019-{k:02d}", 0.5 * k, date(2019, 12, 31)) for k in range(3, 13)]
    both = _row("sales_growth", "% yoy", "2020-01/2020-02", -20.5, date(2020, 3, 16))
    panel = panel_for(towns.replace(indicators=[*months, both]), PLACE, AS_OF)
    assert panel.series[0].transformation == "level"
    assert panel.levels[panel.number(date(2020, 2, 1)), 0] == -20.5
    assert np.isnan(panel.levels[panel.number(date(2020, 1, 1)), 0])


def test_a_balance_that_turns_negative_is_taken_as_a_change(towns):
    rows = [_row("balance", "yuan", f"2019-{k:02d}", float(k - 4), date(2019, 12, 31)) for k in range(1, 13)]
    assert panel_for(towns.replace(indicators=rows), PLACE, AS_OF).series[0].transformation == "change"


def test_a_city_of_several_is_not_told_by_the_model_of_the_whole(towns, region):
    target = Target(
        target="north", place="Northport", indicator="gdp", value=1.0, unit="yuan", known_from=date(2020, 1, 1)
    )
    held = nowcast_case(towns.replace(indicators=(), targets=[target]), AS_OF, coupled=lambda *_: MODEL)
    assert held.told == ()
    assert nowcast_said(held, Wording()).endswith("No target here can be told of by a nowcast or by the coupled model.")
    assert [one.indicator for one in asked_of(region)] == ["gdp", "gdp_growth"]


def test_levels_of_the_model_are_in_the_unit_of_the_figure():
    growth = MODEL.level(Asked(PLACE, "gdp_growth", "share"), Next(date(2020, 3, 1), 3, 0.0, None))
    assert growth == pytest.approx((-0.05, 0.03))
    assert MODEL.level(Asked(PLACE, "gdp", "yuan"), Next(date(2020, 3, 1), 3, 1.0, None)) is None
    assert MODEL.level(Asked(PLACE, "budget_revenue", "yuan"), Next(date(2020, 3, 1), 3, 1.0, 1.0)) is None


def test_sentences_tables_and_pictures_agree(case):
    words, chinese = Wording(currency="yuan"), Wording("zh", currency="yuan")
    said = nowcast_said(case, words)
    table, whole = nowcast_tables(case, words)["next"], nowcast_sheets(case, words)["next"]
    assert table.rows[0][1] == whole.rows[0][3]
    assert table.rows[0][1] in said
    assert whole.rows[0][5] in said
    assert "weight" in said
    assert "Since 16 Feb the growth on the period before that it expects moved from" in said
    pictures = nowcast_pictures(case, words)
    assert set(pictures) == {"targets-nowcast-twoland-gdp.svg", "targets-nowcast-twoland-gdp-news.svg"}
    assert len(nowcast_sheets(case, words)["path"].rows) == 9
    assert nowcast_sheets(case, words)["fit"].rows[0][2] == "yes"
    assert "权重" in nowcast_said(case, chinese)
    assert "两镇地区2020年1季度地区生产总值" in nowcast_pictures(case, chinese)["targets-nowcast-twoland-gdp.svg"]
    moved = sum(float(row[5]) + float(row[6]) for row in nowcast_tables(case, words)["news"].rows)
    change = next(one for one in case.told if one.nowcast).nowcast.change
    assert moved == pytest.approx(change.after - change.before, abs=0.02)


def test_the_command_writes_a_workbook_and_pictures(region, held, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(case_of_nowcast, "coupled_forecast", lambda *_: MODEL)
    monkeypatch.setattr(case_of_nowcast, "fit", lambda *_, **__: held)
    monkeypatch.setattr(cli_nowcast, "region_of", lambda _: region)
    asked = [
        "targets",
        "nowcast",
        "two-towns",
        "--as-of",
        "2020-03-18",
        "--since",
        "2020-03-01",
        "--json",
        "--out",
        str(tmp_path),
    ]
    assert cli.main(asked) == 0
    told = json.loads(capsys.readouterr().out)
    assert "Since 1 Mar the growth on the period before" in told["answer"]
    assert told["nowcast"][0]["indicator"] == "gdp"
    assert told["nowcast"][0]["change"]["by_series"]
    files = {path.name for path in tmp_path.iterdir()}
    assert files == {
        "targets-nowcast.xlsx", "targets-next.csv", "targets-news.csv", "targets-path.csv", "targets-fit.csv",
        "targets-nowcast-twoland-gdp.svg", "targets-nowcast-twoland-gdp-news.svg",
    }  # fmt: skip


def test_the_command_takes_dates_only():
    with pytest.raises(SystemExit):
        cli.parser().parse_args(["targets", "nowcast", "two-towns", "--since", "yesterday"])
    given = cli.parser().parse_args(["targets", "nowcast", "two-towns", "--zh"])
    assert isinstance(given, argparse.Namespace)
    assert given.lang == "zh"
    assert replace(MODEL, price_change_share=0.0).growth == MODEL.growth


@pytest.mark.slow
def test_the_coupled_model_speaks_of_the_quarters_of_its_calendar(towns):
    told = case_of_nowcast.coupled_forecast(towns, AS_OF)
    assert list(told.growth) == [date(2020, 3, 1), date(2020, 6, 1)]
    mean, deviation = told.growth[date(2020, 3, 1)]
    assert -0.5 < mean < 0.0, "a closed spring loses output"
    assert 0.001 < deviation < 0.2
