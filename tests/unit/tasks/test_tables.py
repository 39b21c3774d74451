"""Tables are told by place, by firm and by site; a firm's money only to whom it is shown; editions against each other row by row."""

from dataclasses import replace
from datetime import date

import pytest

from bothhands.errors import NotAllowed, NotThere
from bothhands.inputs.registry import tables
from bothhands.records.access import SYSTEM
from bothhands.tasks.editions import edition_in_force, region_in_force, taken
from bothhands.tasks.import_scope import SENSITIVE
from bothhands.tasks.situation import situation_of
from bothhands.tasks.tables import BOOKS, changes_of, rows_as_text, table_seen, tables_seen
from desk_town import as_person

PETRA, OTTO = as_person("petra"), as_person("otto")


@pytest.fixture
def kind():
    """Nothing here asks the database more than which edition is in force."""
    return "sqlite"


def test_every_table_that_names_a_firm_and_no_place_is_told_with_accounts_or_by_the_firm_s_place():
    named = {name for name, one in tables().items() if "firm" in one.columns and not {"place", "site"} & set(one.columns)}  # fmt: skip
    assert named <= BOOKS


def test_an_officer_is_told_rows_of_their_own_places_and_what_tells_of_none(town):
    every, own = ({one.table.name: one for one in tables_seen(town, who)} for who in (PETRA, OTTO))
    assert {row.place for row in own["beds"].rows} == {"Southfield"}
    assert {row.place for row in every["beds"].rows} == {"Northport", "Southfield"}
    assert {row.firm for row in own["firms"].rows} < {row.firm for row in every["firms"].rows}
    assert len(own["recipes"].rows) == len(every["recipes"].rows) > 0
    places = {row.site: row.place for row in every["sites"].rows}
    assert {places[row.site] for row in own.get("lines", every["recipes"]).rows if hasattr(row, "site")} <= {"Southfield"}  # fmt: skip
    assert all(row.origin == "Southfield" for row in own["flows"].rows)


def test_an_officer_is_told_counts_of_their_own_places_alone(town):
    region, day = region_in_force(town), date(2020, 3, 18)
    whole, north, south = (situation_of(region, day, own) for own in (None, frozenset({"Northport"}), frozenset({"Southfield"})))  # fmt: skip
    assert [city.place for city in south.cities] == ["Southfield"]
    assert whole.ill > max(north.ill, south.ill)
    assert whole.ill == north.ill + south.ill
    assert (whole.beds, whole.intensive_beds) == (north.beds + south.beds, north.intensive_beds + south.intensive_beds)
    assert sum(n for _, n in whole.new_by_day) == sum(n for one in (north, south) for _, n in one.new_by_day)
    assert {what for _, what, _ in south.resumed} <= {what for _, what, _ in whole.resumed}


def test_cash_debt_and_tax_are_told_only_where_they_are_shown(town):
    hidden, shown = table_seen(town, PETRA, "firms"), table_seen(town, replace(PETRA, sees_accounts=True), "firms")
    assert {one.name for one in shown.columns} - {one.name for one in hidden.columns} == set(SENSITIVE["firms"])
    page = rows_as_text(hidden, 2, 1)
    assert (len(page.items), page.total) == (2, len(hidden.rows))
    assert all(len(row) == len(hidden.columns) for row in page.items)


@pytest.mark.parametrize("name", ["casse", "firm_months", "../cases"])
def test_a_table_that_is_not_there_is_told_with_the_nearest(town, name):
    with pytest.raises(NotThere, match="BH-TSK-132"):
        table_seen(town, PETRA, name)


def test_what_an_import_changed_is_told_row_by_row(town, tmp_path):
    first = edition_in_force(town)
    with town.reading(PETRA) as session:
        assert changes_of(town, session, first) == ()
    row = table_seen(town, PETRA, "beds").rows[0]
    names = list(table_seen(town, PETRA, "beds").columns)
    cells = ["" if (value := getattr(row, one.name)) is None else str(value) for one in names]
    at = next(n for n, one in enumerate(names) if one.name == "count")
    cells[at] = "77"
    file = tmp_path / "beds.csv"
    file.write_text(",".join(one.name for one in names) + "\n" + ",".join(f'"{cell}"' for cell in cells) + "\n")
    _, edition = taken(town, SYSTEM, [file], "counted again")
    with town.reading(PETRA) as session:
        (change,) = changes_of(town, session, edition)
    assert (change.table, change.outcome) == ("beds", "changed")
    assert change.differences["count"][1] == "77"
    assert float(change.differences["count"][0]) == row.count
    with pytest.raises(NotAllowed), town.reading(OTTO) as session:
        changes_of(town, session, edition)
