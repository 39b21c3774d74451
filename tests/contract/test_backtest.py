"""Forecasts of the past know nothing later, score what came, go on where they stopped, and compile once."""

import json
from datetime import date, timedelta

import numpy as np
import pytest

from bothhands.cli import main
from bothhands.errors import InputError
from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.cases import CaseCount
from bothhands.inputs.tables.measures import MeasureInForce
from bothhands.observe import backtest as rolling
from bothhands.observe import forecast as ahead
from bothhands.observe.backtest import FORECASTERS, WHOLE, backtest, origins_of, week_counts, weekly_past
from bothhands.observe.fitted import fit_region
from bothhands.observe.streams import Reports, reports_of
from bothhands.observe.verdict import differences, standings
from bothhands.report.backtest_table import as_json, sentences, table_of

REGION = load("two-towns")
ORIGINS = origins_of(REGION, None, None, 7)[:3]
MEMBERS, SEED = 6, 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("origins")


@pytest.fixture(scope="module")
def made(folder):
    return backtest(REGION, ORIGINS, 2, MEMBERS, SEED, folder)


def test_every_forecaster_tells_every_place_and_week(made):
    keys = {(one.origin, one.ahead, one.place, one.forecaster) for one in made.scored}
    assert len(keys) == len(made.scored)
    for day in ORIGINS:
        places = {place for origin, _, place, _ in keys if origin == day}
        assert WHOLE in places
        assert {(a, p, f) for o, a, p, f in keys if o == day} == {
            (a, p, f) for a in (1, 2) for p in places for f in FORECASTERS
        }


def test_what_came_is_what_was_reported(made):
    axes = axes_of(REGION)
    truth = reports_of(REGION, axes, date(2020, 12, 31))
    for one in made.scored:
        if one.place != WHOLE and one.cases is not None:
            first = axes.day_index(one.origin) + 1 + 7 * (one.ahead - 1)
            assert one.cases == truth.new[first : first + 7, axes.places.index(one.place)].sum()
            assert 0.0 <= one.pit <= 1.0


def test_the_programs_are_compiled_once_for_all_origins(made):
    assert ahead._reports_of_members._cache_size() == 1


def test_nothing_known_later_changes_a_forecast():
    """A case and a measure that become known the day after the origin."""
    day = ORIGINS[1]
    after = day + timedelta(days=1)
    cases = REGION.rows(CaseCount)
    late = CaseCount(
        place=REGION.cities[0], kind="confirmed", origin="local", day=after, cumulative=900, known_from=after
    )
    rows = [
        row for row in cases if (row.place, row.day, row.kind, row.origin) != (late.place, after, "confirmed", "local")
    ]
    in_force = max((row for row in REGION.rows(MeasureInForce) if row.lever == "gatherings"), key=lambda row: row.start)
    closed = in_force.model_copy(update={"value": 0.0, "known_from": after})
    planted = REGION.replace(cases=[*rows, late], measures=[*REGION.rows(MeasureInForce), closed])
    usual, other = (ahead.forecast(fit_region(region, day), 2, MEMBERS, SEED) for region in (REGION, planted))
    assert np.array_equal(usual.means, other.means)
    assert usual.dispersion == other.dispersion
    seen = ahead.forecast(fit_region(planted, after), 2, MEMBERS, SEED)
    assert seen.means.sum() > 2 * usual.means.sum()


def test_a_seed_gives_the_same_members_and_another_seed_others():
    fitted = fit_region(REGION, ORIGINS[0])
    one, two, three = (ahead.forecast(fitted, 1, MEMBERS, seed).means for seed in (1, 1, 2))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, three)


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path, made):
    told = []

    def stop(line):
        told.append(line)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backtest(REGION, ORIGINS, 2, MEMBERS, SEED, tmp_path, stop)
    assert len(list(tmp_path.glob("*.json"))) == 1
    again = []
    assert backtest(REGION, ORIGINS, 2, MEMBERS, SEED, tmp_path, again.append) == made
    assert len(again) == 2
    assert "origin" in again[0]


def test_a_finished_origin_is_read_only_where_nothing_changed(folder, made, monkeypatch):
    lines = []
    assert backtest(REGION, ORIGINS, 2, MEMBERS, SEED, folder, lines.append) == made
    assert lines == []
    name = rolling._name(REGION, ORIGINS[0], 2, MEMBERS, SEED)
    last = max(REGION.rows(CaseCount), key=lambda row: row.day)
    later = [
        row if row is not last else row.model_copy(update={"cumulative": row.cumulative + 1})
        for row in REGION.rows(CaseCount)
    ]
    others = [
        rolling._name(REGION.replace(cases=later), ORIGINS[0], 2, MEMBERS, SEED), rolling._name(REGION, ORIGINS[1], 2, MEMBERS, SEED),
        rolling._name(REGION, ORIGINS[0], 3, MEMBERS, SEED), rolling._name(REGION, ORIGINS[0], 2, MEMBERS, 2),
    ]  # fmt: skip
    monkeypatch.setattr(rolling.kept, "sources", lambda *_: "other sources")
    assert len({name, *others, rolling._name(REGION, ORIGINS[0], 2, MEMBERS, SEED)}) == 6


def test_a_week_that_was_not_wholly_reported_has_no_count():
    """A: daily. B: from day 9 on. C: a count over days 5 to 8 with cases. D: the same without. E: stops on day 12."""
    new, observed, since = np.zeros((20, 5)), np.zeros((20, 5), bool), np.zeros((20, 5), int)
    observed[:, 0], observed[9:, 1], observed[:, 2:4], observed[:13, 4] = True, True, True, True
    observed[5:8, 2:4] = False
    since[:] = np.arange(20)[:, None]
    since[9, 1], since[8, 2:4] = 0, 5
    new[:, 0], new[8, 2] = 1.0, 3.0
    counts = week_counts(Reports(new, observed, since, 0, 0, ()), 7)
    assert counts[[0, 3]].tolist() == [7.0, 0.0]
    assert np.isnan(counts[[2, 4]]).all()
    assert counts[1] == 0.0
    new[9, 1] = 2.0
    assert np.isnan(week_counts(Reports(new, observed, since, 0, 0, ()), 7)[1])
    assert np.isnan(week_counts(Reports(new, observed, since, 0, 0, ()), 15)).all()
    assert weekly_past(Reports(new, observed, since, 0, 0, ()), 16).shape == (2, 5)
    assert weekly_past(Reports(new, observed, since, 0, 0, ()), 6).shape == (0, 5)


def test_the_verdict_and_its_words(made):
    assert {one.forecaster for one in standings(made)} == set(FORECASTERS)
    for one in differences(made):
        assert one.difference.low <= one.difference.value <= one.difference.high
    told = as_json(made)
    assert json.loads(json.dumps(told, allow_nan=False))["members"] == MEMBERS
    assert len(told["forecasts"]) == len(made.scored)
    period = standings(made)[0].period
    table = table_of(period, made)
    assert all(len(row) == len(table.head) for row in table.rows)
    assert any("always zero" in line for line in sentences(made))


def test_a_baseline_that_wins_is_said_to(made):
    worse = [
        one._replace(crps=9.0 + n % 3) if one.forecaster == "bothhands" and one.cases is not None else one
        for n, one in enumerate(made.scored)
    ]
    line = sentences(made._replace(scored=tuple(worse)))[0]
    assert "“last week repeated” beats us (CRPS +" in line
    assert "we beat" not in line


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--horizon", "10"], "BH-CLI-004"), (["--members", "0"], "BH-CLI-004"), (["--every", "0"], "BH-OBS-002"), (["--plan", "--every", "0"], "BH-OBS-002"), (["--plan", "--horizon", "14"], "BH-CLI-004"), (["--plan", "--seed", "5"], "BH-CLI-004"), (["--plan", "--out", "told"], "BH-CLI-004"), (["--plan", "--from", "2020-04-01", "--to", "2020-03-01"], "BH-OBS-002"), (["--from", "2021-05-01"], "BH-OBS-002"), (["--to", "2020-06-20"], "BH-OBS-002")],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(capsys, arguments, code):
    assert main(["backtest", "two-towns", *arguments]) == 2
    assert code in capsys.readouterr().err


def test_a_region_without_cases_is_told():
    with pytest.raises(InputError, match="BH-OBS-001"):
        origins_of(REGION.replace(cases=()), None, None, 7)


def test_the_command_writes_and_prints(tmp_path, capsys, folder, made):
    (tmp_path / "origins").mkdir()
    for path in folder.glob("*.json"):
        (tmp_path / "origins" / path.name).write_bytes(path.read_bytes())
    span = ["--from", ORIGINS[0].isoformat(), "--to", ORIGINS[-1].isoformat()]
    assert main(["backtest", "two-towns", *span, "--members", str(MEMBERS), "--out", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "last week repeated" in printed
    assert "CRPS" in printed
    assert json.loads((tmp_path / "backtest.json").read_text()) == json.loads(json.dumps(as_json(made)))
