"""A region survives any container to the last digit, in any order of rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bothhands.inputs.loading import load
from bothhands.inputs.saving import save_folder, save_workbook
from bothhands.inputs.tables.indicators import Indicator
from bothhands.inputs.tables.people import AgeGroup
from bothhands.inputs.tables.stocks import Stock

TOWNS = load("two-towns")
LIAONING = load("liaoning")
TEXT = st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\ufeff"), max_size=12).map(
    str.strip
)
NAME = TEXT.filter(bool)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
AMOUNTS = st.floats(min_value=0, max_value=1e300)
PARTS = st.floats(min_value=0.95, max_value=1.2)
"""Of the residents of a band: any digits, and still enough for the jobs and near the contacts of the region."""

INDICATORS = st.lists(
    st.builds(
        Indicator,
        place=NAME,
        indicator=NAME,
        value=st.none() | NUMBERS,
        unit=NAME,
        note=TEXT,
        source=TEXT,
        known_from=DAYS,
    ),
    max_size=5,
    unique_by=lambda row: (row.place, row.indicator, row.known_from),
)
STOCKS = st.lists(
    st.builds(
        Stock,
        place=st.sampled_from(TOWNS.cities),
        good=st.sampled_from(["mask", "resin"]),
        day=st.dates(date(2019, 1, 1), date(2021, 1, 1)),
        quantity=AMOUNTS,
        low_quantity=st.none(),
        high_quantity=st.none(),
        quality=st.sampled_from(["measured", "assumed"]),
    ),
    max_size=5,
    unique_by=lambda row: (row.place, row.good, row.day),
)


@given(indicators=INDICATORS, stocks=STOCKS, parts=st.lists(PARTS, min_size=8, max_size=8), order=st.randoms())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_folder_parquet_and_workbook_give_the_same_region(
    indicators: list[Indicator], stocks: list[Stock], parts: list[float], order: Random
) -> None:
    people = [
        row.model_copy(update={"persons": row.persons * part})
        for row, part in zip(TOWNS.rows(AgeGroup), parts, strict=True)
    ]
    region = TOWNS.replace(indicators=indicators, stocks=stocks, people=people)
    with TemporaryDirectory() as name:
        folder = Path(name)
        forms = [
            save_folder(region, folder / "csv"),
            save_folder(region, folder / "parquet", "parquet"),
            save_workbook(region, folder / "towns.xlsx"),
        ]
        for form in forms:
            back = load(form)
            assert dict(back.tables) == dict(region.tables)
            assert back.settings == region.settings
            assert back.edition == region.edition
    shuffled = list(people)
    order.shuffle(shuffled)
    assert region.replace(people=shuffled).edition == region.edition


@given(row=st.integers(0, 7), change=st.floats(min_value=0.001, max_value=500))
@settings(max_examples=25, deadline=None)
def test_any_change_of_a_figure_changes_the_edition(row: int, change: float) -> None:
    people = list(TOWNS.rows(AgeGroup))
    people[row] = people[row].model_copy(update={"persons": people[row].persons + change})
    assert TOWNS.replace(people=people).edition != TOWNS.edition


@given(day=st.dates(date(2019, 12, 1), date(2021, 12, 31)))
@settings(max_examples=8, deadline=None)
def test_nothing_is_seen_before_it_was_known_unless_listed(day: date) -> None:
    seen = LIAONING.standing_on(day)
    listed = {item.table for item in seen.hindsight}
    for name, rows in seen.tables.items():
        early = [row for row in rows if row.known_from is not None and row.known_from > day]
        assert not early or name in listed
    assert all(item.known_from > day for item in seen.hindsight)
    assert seen.standing_on(day).edition == seen.edition
