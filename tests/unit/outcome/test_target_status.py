"""Targets of two towns on a day: statistics alone, the run alone, both; growth with its base; undated ones; what is not known stays so."""

from datetime import date

import numpy as np
import pytest

from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.inputs.periods import parsed
from bothhands.inputs.region import Region
from bothhands.inputs.tables.indicators import Indicator
from bothhands.inputs.tables.targets import Target
from bothhands.outcome.target_forecast import Months
from bothhands.outcome.target_odds import odds, outlook
from bothhands.outcome.target_status import Status, path_of, statuses

DAY = date(2020, 5, 20)


def figure(period: str, value: float, known: str = "", indicator: str = "budget_revenue", unit: str = "m yuan") -> Indicator:  # fmt: skip
    found = parsed(period)
    assert found is not None
    day = date.fromisoformat(known) if known else date.fromordinal(found.last.toordinal() + 20)
    return Indicator(
        place="Northport", indicator=indicator, unit=unit, value=value, period=period, known_from=day, source="invented"
    )


def goal(value: float = 1000.0, **given: object) -> Target:
    made = {"target": "one", "place": "Northport", "indicator": "budget_revenue", "unit": "m yuan", "period": "2020"}
    return Target.model_validate({**made, "value": value, **given})


def region_of(targets: list[Target], figures: list[Indicator]) -> Region:
    return load("two-towns").with_rows(targets=targets, indicators=figures)


def status(target: Target, figures: list[Indicator], day: date = DAY, months: Months | None = None) -> Status:
    runs = {("Northport", target.indicator, prices): months for prices in ("current", "constant")} if months else {}
    return statuses(region_of([target], figures), day, runs)[0]


HISTORY = [figure(f"{year}Q{n}", 225.0 * 1.05 ** (year - 2019)) for year in range(2014, 2020) for n in (1, 2, 3, 4)]
HISTORY += [figure(str(year), 900.0 * 1.05 ** (year - 2019)) for year in range(2014, 2020)]
RUN = Months(2020, np.outer([0.8, 0.9, 1.0], np.full(12, 80e6)), np.full((3, 12), 80e6), np.full(12, 75e6))


def test_statistics_alone_give_progress_run_rate_and_odds_by_hand() -> None:
    """A quarter in at 230 of 1,000 m: 770 in nine months, against 675 a year before."""
    found = status(goal(), [*HISTORY, figure("2020Q1", 230.0)])
    assert found.progress is not None
    assert found.progress.pace == pytest.approx(0.92)
    assert found.progress.required_per_month == pytest.approx(770 / 9)
    assert found.progress.required_growth == pytest.approx(770 / 675 - 1)
    assert found.progress.growth_to_date == pytest.approx(230 / 225 - 1)
    assert (found.done.until, found.basis, found.light) == (date(2020, 3, 31), "growth", "behind")
    assert found.odds is not None
    assert 0 < found.odds < 0.05
    easier = status(goal(900.0), [*HISTORY, figure("2020Q1", 230.0)])
    assert easier.odds is not None
    assert easier.odds > 0.9
    assert easier.light == "on_track"


def test_half_of_the_task_by_half_year_is_asked_of_the_same_forecast() -> None:
    found = status(goal(), [*HISTORY, figure("2020Q1", 300.0)])
    assert found.half_odds is not None
    assert found.half_odds > 0.9
    assert (
        status(goal(), [*HISTORY, figure("2020Q1", 300.0), figure("2020Q2", 300.0)], date(2020, 8, 1)).half_odds == 1.0
    )


@pytest.mark.parametrize("months", [None, RUN])
def test_a_half_that_later_figures_do_not_part_off_has_no_odds(months: Months | None) -> None:
    """600 m by August says that the half is no more; nothing says how much of it there was by June."""
    years = [one for one in HISTORY if len(one.period) == 4]
    for year in range(2014, 2020):
        years += [figure(f"{year}-01/{year}-{n:02d}", 75.0 * n * 1.05 ** (year - 2019)) for n in range(2, 12)]
    by_august = [*years, figure("2020-01/2020-08", 600.0)]
    found = status(goal(), by_august, date(2020, 10, 1), months)
    assert (found.half_odds, found.done.amount) == (None, 600.0)
    parted = status(goal(), [*by_august, figure("2020-01/2020-06", 520.0)], date(2020, 10, 1), months)
    assert parted.half_odds == 1.0
    assert status(goal(), [*HISTORY, figure("2020", 945.0)], date(2021, 2, 1), months).half_odds is None


def test_the_run_alone_counts_its_own_past_as_not_measured() -> None:
    found = status(goal(), [], months=RUN)
    assert (found.basis, found.done.reported, found.done.until) == ("run", False, DAY)
    assert found.band is not None
    assert found.band[2] == pytest.approx(864, rel=0.02)
    assert found.band[0] < 740


def test_what_is_reported_replaces_the_run_and_narrows_the_band() -> None:
    alone = status(goal(), [], months=RUN)
    joined = status(goal(), [figure("2020-01/2020-04", 310.0)], months=RUN)
    assert alone.band is not None
    assert joined.band is not None
    assert joined.band[2] == pytest.approx(310 + 8 * 72, rel=0.02)
    assert joined.band[4] - joined.band[0] < alone.band[4] - alone.band[0]


def test_a_growth_is_counted_from_its_base_and_constant_prices_by_the_change_of_prices() -> None:
    growth = goal(6.0, kind="growth", unit="%", base_period="2019")
    nominal = status(growth, [*HISTORY, figure("2020Q1", 230.0)])
    assert nominal.goal == pytest.approx(954.0)
    real = status(growth.model_copy(update={"prices": "constant"}), [*HISTORY, figure("2020Q1", 230.0)])
    assert real.goal == pytest.approx(954.0 * 1.015)
    by_run = status(growth.model_copy(update={"prices": "constant", "unit": "%"}), [], months=RUN)
    assert (by_run.goal, by_run.unit) == (pytest.approx(12 * 75e6 * 1.06), "yuan")
    assert status(growth, []).goal is None


def test_an_undated_target_tells_odds_by_each_years_end() -> None:
    found = status(goal(1400.0, period=""), [*HISTORY, figure("2020Q1", 230.0)])
    chances = [chance for _, chance in found.by_year]
    assert [year for year, _ in found.by_year] == list(range(2020, 2030))
    assert chances == sorted(chances)
    assert 0 < chances[0] < 1e-2
    assert found.first_year == 2029
    assert found.light == "unknown"


def test_a_loss_that_is_made_good_is_not_carried_into_later_years() -> None:
    dip = np.full((3, 12), 80e6)
    dip[:, :6] *= 0.5
    back = status(goal(950.0, period=""), [], months=RUN._replace(made=dip))
    down = status(goal(950.0, period=""), [], months=RUN._replace(made=0.75 * np.full((3, 12), 80e6)))
    assert back.by_year[0][1] == pytest.approx(down.by_year[0][1], abs=0.02)
    assert back.by_year[2][1] > down.by_year[2][1] + 0.3


TWO_YEARS = np.outer(np.ones(3), np.repeat([1100e6 / 12, 1210e6 / 12], 12))
LONG_RUN = Months(2020, TWO_YEARS, TWO_YEARS, np.full(12, 1000e6 / 12))


def test_an_undated_target_is_carried_on_from_the_year_of_the_day_not_from_the_runs_first() -> None:
    """1,210 m in 2021 and growth of 10 %: 1,331 m in 2022, on whichever day it is asked."""
    grown = [figure(str(year), 1000.0 * 1.1 ** (year - 2019)) for year in range(2009, 2020)]
    at_first, later = (
        status(goal(1290.0, period=""), grown, day, LONG_RUN) for day in (date(2020, 2, 1), date(2021, 2, 1))
    )
    assert (at_first.first_year, later.first_year) == (2022, 2022)
    stated = [load("two-towns").parameter(name).value for name in ("trend_growth_share", "price_change_share")]
    ahead = outlook([0.1] * 10, (1.0 + stated[0]) * (1.0 + stated[1]) - 1.0)
    expected = odds(np.log(1210.0) + ahead.mean, ahead.spread * np.sqrt(2.0), 1290.0, 1.0)
    assert later.by_year[1] == (2022, pytest.approx(float(expected)))


def test_a_run_that_ends_within_the_year_of_the_day_says_nothing_of_later_years() -> None:
    figures = [*HISTORY, figure("2020", 945.0), *(figure(f"2020Q{n}", 236.25) for n in (1, 2, 3, 4))]
    figures.append(figure("2021Q1", 248.0))
    short = LONG_RUN._replace(made=TWO_YEARS[:, :18], normal=TWO_YEARS[:, :18])
    with_run, without = (
        status(goal(1200.0, period=""), figures, date(2021, 5, 20), months) for months in (short, None)
    )
    assert with_run.basis == "growth"
    assert with_run.by_year == without.by_year


def test_the_first_version_stands_beside_the_current_one() -> None:
    revised = [goal(1000.0, known_from=date(2020, 1, 5)), goal(700.0, known_from=date(2020, 4, 5))]
    (found,) = statuses(region_of(revised, [*HISTORY, figure("2020Q1", 230.0)]), DAY, {})
    assert (found.first_version.value, found.target.value, found.light) == (1000.0, 700.0, "on_track")
    (earlier,) = statuses(region_of(revised, HISTORY), date(2020, 3, 1), {})
    assert earlier.target.value == 1000.0


def test_a_figure_revised_counts_as_last_known_on_the_day() -> None:
    figures = [*HISTORY, figure("2020Q1", 230.0, "2020-04-20"), figure("2020Q1", 200.0, "2020-06-01")]
    assert status(goal(), figures).done.amount == 230.0
    assert status(goal(), figures, date(2020, 6, 2)).done.amount == 200.0


def test_a_planted_future_figure_is_refused_by_row() -> None:
    planted = [*HISTORY, figure("2020", 1001.0, "2020-05-01")]
    with pytest.raises(InputError) as error:
        status(goal(), planted)
    assert [(one.code, one.row) for one in error.value.faults] == [("BH-TGT-005", len(planted) + 1)]


def test_without_series_or_run_nothing_is_made_up() -> None:
    found = status(goal(indicator="exports"), [])
    assert (found.basis, found.odds, found.band, found.light, found.progress) == ("none", None, None, "unknown", None)


def test_at_most_is_the_other_chance() -> None:
    figures = [*HISTORY, figure("2020Q1", 230.0)]
    up, down = status(goal(940.0), figures), status(goal(940.0, direction="at_most"), figures)
    assert up.odds is not None
    assert down.odds == pytest.approx(1 - up.odds)


def test_rates_stocks_and_prices_of_another_year_are_not_added_up() -> None:
    shares = [figure(f"2019Q{n}", 5.0, indicator="gdp_growth", unit="% yoy") for n in (1, 2, 3, 4)]
    assert status(goal(6.0, indicator="gdp_growth", unit="%"), shares).odds is None
    people = [figure(f"2019Q{n}", 90.0, indicator="employment", unit="persons") for n in (1, 2, 3, 4)]
    assert status(goal(100.0, indicator="employment", unit="persons"), people).odds is None
    real = goal(864.0, prices="constant", base_period="2019")
    assert status(real, [], months=RUN).odds is not None
    assert status(real.model_copy(update={"base_period": "2015"}), [], months=RUN).odds is None


QUARTERS = [figure(f"{year}Q{n}", 225.0) for year in (2018, 2019) for n in (1, 2, 3, 4)]
MONTHS = [figure(f"{year}-{month:02d}", 100.0) for year in (2018, 2019) for month in range(1, 13)]
MONTHS += [figure(f"2020-{month:02d}", 100.0) for month in (1, 2, 3)]


@pytest.mark.parametrize(("asked", "chance"), [(400.0, 1.0), (500.0, 0.0)])
@pytest.mark.parametrize("before", [QUARTERS, []])
def test_a_span_that_is_reported_whole_is_certain_without_any_year_before(before, asked, chance) -> None:
    halves = [*before, figure("2020Q1", 200.0), figure("2020Q2", 210.0)]
    found = status(goal(asked, period="2020H1"), halves, date(2020, 8, 1))
    assert (found.odds, found.band) == (chance, (410.0,) * 5)


def test_a_year_reported_part_by_part_is_as_good_as_its_own_figure() -> None:
    years = [figure(str(year), 900.0) for year in (2018, 2019)]
    by_parts, by_years = (status(goal(900.0), given, date(2020, 2, 1)) for given in (QUARTERS, [*QUARTERS, *years]))
    assert by_parts.odds is not None
    assert (by_parts.odds, by_parts.half_odds, by_parts.history_years) == (by_years.odds, by_years.half_odds, 1)


@pytest.mark.parametrize(
    ("due", "brings"), [("2020-05-31", 500.0), ("2020-05-15", 448.4), ("2020-05-10", 432.3), ("2020-05-01", 403.2)]
)
def test_a_target_due_within_a_month_counts_that_month_by_its_days(due: str, brings: float) -> None:
    """100 m a month, January to March in: by 10 May 300 + 100 + 10/31 of 100; not what all May brings."""
    found = status(goal(440.0, period="", due=due), MONTHS, date(2020, 4, 25))
    assert found.band is not None
    assert found.band[2] == pytest.approx(brings, rel=5e-3)
    assert found.odds is not None
    assert (found.odds > 0.5) == (brings > 440.0)


def test_a_target_due_within_the_next_month_counts_it_by_its_days_too() -> None:
    """January in, due on 28 February of a leap year: 28/29 of what came in February."""
    found = status(goal(440.0, period="", due="2020-02-28"), MONTHS[:-2], date(2020, 2, 25))
    assert found.done.last_year_rest == pytest.approx(100.0 * 28 / 29)


@pytest.mark.parametrize("base", [-100.0, 0.0])
def test_growth_on_a_base_not_above_zero_asks_for_no_level(base: float) -> None:
    """10 % more than −100 is no −110: nothing would be 'reached' by falling further."""
    asked = goal(10.0, indicator="net_exports", kind="growth", unit="%", base_period="2019")
    given = [figure(period, value, indicator="net_exports") for period, value in (("2018", 90.0), ("2019", base), ("2020Q1", -50.0))]  # fmt: skip
    found = status(asked, given)
    assert (found.goal, found.odds, found.light) == (None, None, "unknown")


def test_a_year_not_above_zero_is_no_base_of_a_forecast() -> None:
    given = [figure("2018", 90.0, indicator="net_exports"), figure("2019", -100.0, indicator="net_exports")]
    assert status(goal(50.0, indicator="net_exports"), given).odds is None


def test_the_way_of_a_second_half_ends_where_its_forecast_does() -> None:
    """Its last point was once held against January to September of the year before, as if two thirds were lost."""
    years = [figure(str(year), 900.0) for year in (2018, 2019)]
    region = region_of([goal(450.0, period="2020H2")], [*QUARTERS, *years, *(figure(f"2020Q{n}", 225.0) for n in (1, 2, 3))])  # fmt: skip
    told = statuses(region, date(2020, 11, 1), {})[0]
    last = path_of(region, date(2020, 11, 1), {}, told)[-1]
    assert told.band is not None
    assert last.day == date(2020, 12, 31)
    assert last.band[2] == pytest.approx(told.band[2])
