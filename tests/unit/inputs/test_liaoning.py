"""The embedded Liaoning against its sources: totals, conservation, what was known when."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from bothhands.data.regions.liaoning import wave
from bothhands.data.regions.liaoning.build import PARTS, build
from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import DATA, load
from bothhands.inputs.region import Region
from bothhands.inputs.tables.activity import Activity
from bothhands.inputs.tables.arrivals import Arrival
from bothhands.inputs.tables.cases import CaseCount
from bothhands.inputs.tables.contacts import Contact
from bothhands.inputs.tables.criticality import Rating
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.flows import Trip
from bothhands.inputs.tables.indicators import Indicator
from bothhands.inputs.tables.input_output import Flow
from bothhands.inputs.tables.measures import MeasureInForce
from bothhands.inputs.tables.origins import Origin
from bothhands.inputs.tables.people import AgeGroup
from bothhands.inputs.tables.sectors import Sector
from bothhands.inputs.tables.sites import Site
from bothhands.inputs.tables.targets import Target
from bothhands.model.epidemic.tables import imported_infected

AS_OF = date(2020, 3, 18)


@pytest.fixture(scope="module")
def liaoning() -> Region:
    return load("liaoning")


def test_the_build_gives_the_same_bytes(tmp_path: Path) -> None:
    build(tmp_path)
    for name in PARTS:
        embedded = DATA / "regions" / "liaoning" / f"{name}.csv"
        assert (tmp_path / f"{name}.csv").read_bytes() == embedded.read_bytes(), name


def test_people_add_up_to_the_census(liaoning: Region) -> None:
    assert sum(row.persons for row in liaoning.rows(AgeGroup)) == 42_591_407
    shenyang = [row.persons for row in liaoning.rows(AgeGroup) if row.place == "Shenyang"]
    assert sum(shenyang) == 9_070_093
    assert shenyang[0] / sum(shenyang) == pytest.approx(18753 / 556667, abs=1e-6)


def test_contacts_of_a_child_follow_the_published_weights(liaoning: Region) -> None:
    """Row sums of the settings are the published weights times the matrices' own row sums; community sums to one."""
    community = sum(
        row.contacts_per_day for row in liaoning.rows(Contact) if row.setting == "community" and row.age_from == 0
    )
    overall = sum(row.contacts_per_day for row in liaoning.rows(Contact) if row.age_from == 0)
    assert community == pytest.approx(2.79, rel=1e-3)
    assert overall == pytest.approx(9.61499, rel=1e-3)


def test_activity_adds_up_to_gdp_and_revenue(liaoning: Region) -> None:
    tax = {row.sector: row.tax_share for row in liaoning.rows(Sector)}
    rows = liaoning.rows(Activity)
    assert sum(row.value_added_yuan_per_year for row in rows) == pytest.approx(24904.7e8, rel=1e-6)
    assert sum(row.value_added_yuan_per_year for row in rows if row.place == "Liaoyang") == pytest.approx(
        831.0e8, rel=1e-6
    )
    assert sum(row.value_added_yuan_per_year * tax[row.sector] for row in rows) == pytest.approx(2652e8, rel=1e-4)
    assert {row.quality for row in rows} == {"assumed"}


def test_the_national_table_is_whole(liaoning: Region) -> None:
    table = {(row.supplier, row.user): row.value for row in liaoning.rows(Flow)}
    assert table["01", "06"] == 600359.4
    assert table["01", "imports"] == -73657.2
    assert table["01", "household"] == pytest.approx(380815.3 + 102.6 + 1981.1)
    column = sum(value for (supplier, user), value in table.items() if user == "06" and supplier not in ("output",))
    assert column == pytest.approx(table["output", "06"], rel=1e-4)
    assert not any("45" in pair for pair in table)


def test_criticality_takes_the_highest_member(liaoning: Region) -> None:
    ratings = {(row.supplier, row.user): row.rating for row in liaoning.rows(Rating)}
    assert ratings["01", "06"] == 1.0
    assert ("45", "06") not in ratings


def test_cases_keep_revisions_blanks_and_the_unassigned(liaoning: Region) -> None:
    counts = {(row.place, row.kind, row.origin, row.day): row.cumulative for row in liaoning.rows(CaseCount)}
    shenyang = [counts["Shenyang", "confirmed", "local", date(2020, 2, day)] for day in (1, 2)]
    dalian = [counts["Dalian", "confirmed", "local", date(2020, 4, day)] for day in (6, 7)]
    panjin = [counts["Panjin", "confirmed", "local", day] for day in (date(2020, 1, 31), date(2020, 2, 1))]
    assert (shenyang, dalian, panjin) == ([16, 13], [20, 18], [7, 5])
    assert min(day for place, _, _, day in counts if place == "Fushun") == date(2020, 4, 17)
    assert min(day for _, _, origin, day in counts if origin == "imported") == date(2020, 3, 20)
    last = {
        place: n for (place, kind, origin, day), n in counts.items() if (kind, day) == ("confirmed", date(2020, 6, 30))
    }
    assert sum(last.values()) == 155
    assert counts["Liaoning", "recovered", "unassigned", date(2020, 2, 22)] == 3
    totals = {row.period: row.value for row in liaoning.rows(Indicator) if row.indicator == "reported_confirmed_total"}
    assert totals["2020-06-30"] == 155
    assert all(row.known_from == row.day for row in liaoning.rows(CaseCount))


def test_what_was_unknown_on_the_day_is_gone(liaoning: Region) -> None:
    seen = liaoning.standing_on(AS_OF)
    site = next(row for row in seen.rows(Site) if row.place == "Liaoyang" and row.good == "meltblown")
    assert (site.building_from, site.first_product_on, site.build_days) == (date(2020, 3, 8), None, None)
    later = next(row for row in liaoning.rows(Site) if row.place == "Liaoyang" and row.good == "meltblown")
    assert (later.first_product_on, later.build_days) == (date(2020, 4, 16), 38)
    assert {row.site for row in seen.rows(Site) if not row.inside} == {"Yanshan melt-blown"}
    assert {row.build_days for row in liaoning.rows(Site) if row.build_days} == {12, 35, 38, 76}
    assert max(row.day for row in seen.rows(CaseCount)) == AS_OF
    assert all(row.known_from is None or row.known_from <= AS_OF for row in seen.rows(Indicator))
    assert {item.table for item in seen.hindsight} >= {"people", "input_output", "activity"}


def test_a_cut_of_flights_is_seen_only_once_announced(liaoning: Region) -> None:
    def korea(region: Region) -> list[tuple[date, float]]:
        rows = [row for row in region.rows(Arrival) if (row.port, row.origin) == ("Shenyang airport", "Korea")]
        return [(row.date_to, row.persons_per_day) for row in rows if row.date_from >= date(2020, 2, 1)]

    assert korea(liaoning.standing_on(AS_OF)) == [(date(2020, 12, 31), 250)]
    assert korea(liaoning) == [(date(2020, 3, 28), 250), (date(2020, 12, 31), 31.25)]


def test_expected_imports_are_of_the_reported_order(liaoning: Region) -> None:
    """21 imported cases were reported from 20 March to 19 April; what is assumed gives 7 to 60."""
    infected = 0.0
    for day in (date(2020, 3, 20) + timedelta(days=n) for n in range(31)):
        now = [row for row in liaoning.rows(Origin) if row.date_from <= day <= row.date_to]
        share = {row.origin: row.prevalence_share for row in now}
        rows = [row for row in liaoning.rows(Arrival) if row.date_from <= day <= row.date_to]
        infected += sum(row.persons_per_day * share[row.origin] for row in rows)
    assert 7 <= infected <= 60


@pytest.mark.parametrize("day", [date(2020, 2, 1), date(2020, 2, 20), AS_OF, date(2020, 6, 1), None])
def test_staff_back_covers_every_day_without_a_gap(liaoning: Region, day: date | None) -> None:
    """Whatever the day a planner stands on, each group has one level of `returned` from the festival to July."""
    region = liaoning.standing_on(day) if day else liaoning
    rows = [row for row in region.rows(MeasureInForce) if row.lever == "returned"]
    for group in {row.sector for row in rows}:
        spans = sorted((row.start, row.end) for row in rows if row.sector == group)
        assert spans[0][0] == date(2020, 1, 24)
        assert spans[-1][1] == date(2020, 6, 30)
        for (_, end), (start, _) in pairwise(spans):
            assert end is not None
            assert start == end + timedelta(days=1)


def test_flows_have_the_stated_level(liaoning: Region) -> None:
    rows = [row for row in liaoning.rows(Trip) if row.period_name == "normal"]
    within = sum(row.trips_per_day for row in rows if row.destination != "Beijing")
    assert within == pytest.approx(0.02 * 42_591_407, rel=1e-3)
    assert sum(row.trips_per_day for row in rows) - within == pytest.approx(0.0497 * within, rel=1e-2)


def test_firms_named_and_synthetic(liaoning: Region) -> None:
    named = [row for row in liaoning.rows(Firm) if not row.synthetic]
    assert [row.sector for row in named] == ["15", "01", "11"]
    assert {row.sales_yuan_per_year for row in named} == {None}
    synthetic = [row for row in liaoning.rows(Firm) if row.synthetic]
    assert len(synthetic) == 2000
    assert {row.quality for row in synthetic} == {"synthetic"}
    ratio = {row.user: row.value for row in liaoning.rows(Flow) if row.supplier == "output"}
    added = {row.user: row.value for row in liaoning.rows(Flow) if row.supplier == "value_added"}
    sold: dict[tuple[str, str], float] = {}
    for row in synthetic:
        sold[row.place, row.sector] = sold.get((row.place, row.sector), 0.0) + (row.sales_yuan_per_year or 0.0)
    for cell in liaoning.rows(Activity):
        if (cell.place, cell.sector) in sold:
            assert (
                sold[cell.place, cell.sector]
                <= cell.value_added_yuan_per_year * ratio[cell.sector] / added[cell.sector]
            )


def test_targets_without_a_year_stay_undated(liaoning: Region) -> None:
    found = {row.target: row for row in liaoning.rows(Target)}
    assert (found["liaoyang_gdp"].value, found["liaoyang_gdp"].due) == (1000e8, None)
    assert (found["liaoyang_budget_revenue"].value, found["liaoyang_budget_revenue"].due) == (100e8, None)


def test_every_row_says_where_it_comes_from(liaoning: Region) -> None:
    for name, rows in liaoning.tables.items():
        for row in rows:
            assert row.source, (name, row)
            assert row.quality != "assumed" or "ASSUMED" in row.source or "unverified" in row.source or row.note, (
                name,
                row,
            )


def test_the_wave_is_labelled_and_differs_by_its_rules_only(liaoning: Region) -> None:
    region = load("liaoning-wave")
    assert "Hypothetical" in region.hypothetical
    changed = wave.rows_of(liaoning)
    assert all(region.tables[name] == rows for name, rows in liaoning.tables.items() if name not in changed)
    for name, rows in changed.items():
        own = region.parameters if name == "parameters" else region.rows(name)
        assert all(row in own for row in rows), name
        assert all(row.quality == "assumed" and row.note for row in own if row.source == wave.SOURCE)
    assert region.parameter("wave_seed_infections").value == wave.SEEDS


def test_the_wave_imports_ten_times_as_much_from_the_day_after_its_as_of_day(liaoning: Region) -> None:
    region = load("liaoning-wave")
    axes = axes_of(liaoning)
    (_, usual), (_, larger) = (imported_infected(one, axes) for one in (liaoning, region))
    first = axes.day_index(region.default_as_of) + 1
    assert np.array_equal(larger[:first], usual[:first])
    assert usual[first:].sum() > 0
    np.testing.assert_allclose(larger[first:], 10 * usual[first:], rtol=1e-12)
