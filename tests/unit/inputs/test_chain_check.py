"""Doubtful chains: the two errors in print of 2020, weight out of nothing, hasty lines, needs nobody meets; each found where it stands."""

import pytest

from bothhands.cli import main
from bothhands.errors import InputError
from bothhands.inputs.chain_check import findings
from bothhands.inputs.chain_known import known_rate
from bothhands.inputs.line_rates import full_rate, with_figures
from bothhands.inputs.loading import embedded, load, loaded
from bothhands.inputs.reading import placed_rows
from bothhands.inputs.registry import tables
from bothhands.inputs.saving import save_folder
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.grades import Grade
from bothhands.inputs.tables.line_rates import LineRate
from bothhands.inputs.tables.lines import Line
from bothhands.inputs.tables.recipes import Recipe
from bothhands.inputs.tables.sites import Site

LIAONING = load("liaoning")
MILL = load("one-mask-line")


def found(region, **changed):
    """Findings of a region some of whose tables have other rows, nothing else checked."""
    rows = {**region.tables, **changed}
    placed = {name: placed_rows(tables()[name], given, name) for name, given in rows.items()}
    return findings(region.settings, placed)


def changed(region, of, where, **values):
    return [row.model_copy(update=values) if where(row) else row for row in region.rows(of)]


@pytest.mark.parametrize("name", embedded())
def test_what_ships_is_not_doubted(name):
    one = loaded(name)
    assert findings(one.region.settings, one.placed) == []


def test_fourteen_thousand_tonnes_a_year_from_four_lines_are_doubted():
    per_line = 14_400 / 365 / 4
    (fault,) = found(
        LIAONING, lines=changed(LIAONING, Line, lambda row: row.good == "meltblown", units_per_day=per_line)
    )
    assert (fault.code, fault.file, fault.column) == ("BH-INP-091", "lines", "units_per_day")
    assert fault.row == 2 + [row.good for row in LIAONING.rows(Line)].index("meltblown")
    assert fault.remedy.startswith("divide by 10")


def test_a_hundred_thousand_tonnes_for_five_billion_masks_are_doubted():
    where = lambda row: row.good == "mask"  # noqa: E731
    (fault,) = found(LIAONING, recipes=changed(LIAONING, Recipe, where, quantity_per_unit=100_000 / 5e9))
    assert (fault.code, fault.file, fault.row, fault.column) == ("BH-INP-091", "recipes", 2, "quantity_per_unit")
    assert "10 times the highest figure published" in fault.what
    assert "SASAC" in fault.expected


def test_yanshans_own_output_is_evidence_and_not_doubted():
    rate = full_rate(205.5, 36, 2, 0)
    meltblown = next(row for row in LIAONING.rows(Good) if row.good == "meltblown")
    assert known_rate(meltblown).high == pytest.approx(rate, abs=5e-4)
    assert found(LIAONING, lines=changed(LIAONING, Line, lambda row: row.good == "meltblown", units_per_day=rate)) == []


def test_a_day_in_a_year_is_proposed():
    yearly = changed(LIAONING, Equipment, lambda row: row.good == "meltblown", units_per_day=500.0)
    assert all("a year's output" in fault.remedy for fault in found(LIAONING, equipment=yearly))


def test_more_cannot_come_out_than_goes_in():
    where = lambda row: row.good == "meltblown"  # noqa: E731
    (fault,) = found(MILL, recipes=changed(MILL, Recipe, where, quantity_per_unit=0.95))
    assert fault.code == "BH-INP-092"


def test_a_rush_in_three_days_needs_a_reason():
    hasty = changed(MILL, Equipment, lambda row: row.good == "mask", lead_days=3.0)
    (fault,) = found(MILL, equipment=hasty)
    assert (fault.code, fault.column, fault.value) == ("BH-INP-089", "lead_days", "3")
    reasoned = changed(
        MILL, Equipment, lambda row: row.good == "mask", lead_days=3.0, note="a line stands crated next door"
    )
    assert found(MILL, equipment=reasoned) == []


def test_a_need_is_followed_up_the_chain_to_the_link_that_breaks():
    goods = changed(MILL, Good, lambda row: True, outside_supply_per_day=0.0)
    (fault,) = found(MILL, goods=goods)
    assert fault.code == "BH-INP-090"
    assert "make or buy resin (mask needs meltblown needs resin); what lies in stock runs out" in fault.what


def test_a_site_without_room_and_grams_as_tonnes_do_not_load():
    tight = changed(MILL, Site, lambda row: row.good == "mask", lines_room=2.0)
    with pytest.raises(InputError) as caught:
        MILL.replace(sites=tight)
    (fault,) = caught.value.faults
    assert (fault.code, fault.remedy) == ("BH-INP-087", "set lines_possible to 1 or enlarge lines_room")
    with pytest.raises(InputError) as caught:
        MILL.replace(recipes=changed(MILL, Recipe, lambda row: row.good == "mask", quantity_per_unit=1.0))
    assert [(fault.code, fault.remedy) for fault in caught.value.faults] == [
        ("BH-INP-088", "if grams were meant, enter 1e-06")
    ]


def test_a_grade_of_a_grade_does_not_load():
    with pytest.raises(InputError) as caught:
        MILL.replace(grades=[Grade(grade="mask", lines_of="mask", rate_share=0.5)])
    assert [fault.code for fault in caught.value.faults] == ["BH-INP-094"]


def test_competing_figures_are_chosen_never_averaged():
    rates = [
        LineRate(good="mask", figure="slow", units_per_day=1e4),
        LineRate(good="mask", figure="fast", units_per_day=3e4, ramp_days=2),
    ]
    region = MILL.replace(line_rates=rates)
    assert [row.units_per_day for row in region.rows(Line)] == [20_000]
    fast = with_figures(region, {"mask": "fast"})
    assert {
        (row.units_per_day, row.ramp_days) for row in (*fast.rows(Line), *fast.rows(Equipment)) if row.good == "mask"
    } == {(3e4, 2)}
    with pytest.raises(InputError) as caught:
        with_figures(region, {"mask": "fats", "resin": "any"})
    assert [fault.code for fault in caught.value.faults] == ["BH-INP-093"] * 2


def test_what_can_be_bought_has_a_price_and_a_gift_costs_nothing():
    cloth = lambda row: row.good == "meltblown"  # noqa: E731
    with pytest.raises(InputError, match="BH-INP-115"):
        MILL.replace(goods=changed(MILL, Good, cloth, price_yuan=None))
    for values in ({"price_yuan": 0.0}, {"price_yuan": None, "outside_supply_per_day": 0.0}):
        assert MILL.replace(goods=changed(MILL, Good, cloth, **values)).rows(Good)


def test_the_command_tells_faults_and_findings_at_once(tmp_path, capsys):
    folder = save_folder(MILL, tmp_path / "mill")
    assert main(["chain", "check", str(folder)]) == 0
    recipes = folder / "recipes.csv"
    recipes.write_text(recipes.read_text().replace("meltblown,resin,1.05", "meltblown,resin,0.9"))
    assert main(["chain", "check", str(folder)]) == 1
    assert "BH-INP-092" in capsys.readouterr().out
    recipes.write_text(recipes.read_text() + "resin,mask,1,,,,,,,\n")
    assert main(["chain", "check", str(folder)]) == 2
    told = capsys.readouterr().err
    assert "BH-INP-038" in told
    assert "BH-INP-092" in told
