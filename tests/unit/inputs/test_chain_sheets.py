"""Templates, stock-takes and planners' sheets: what goes in comes out, what is unknown stays blank, every fault at once."""

import csv
from datetime import date

import pytest

from bothhands.cli import main
from bothhands.errors import InputError
from bothhands.inputs.chain_check import findings
from bothhands.inputs.chain_import import imported
from bothhands.inputs.chain_templates import new_chain, templates, to_fill
from bothhands.inputs.loading import load, loaded
from bothhands.inputs.overlay import read_files
from bothhands.inputs.stock_take import compared, read, stock_rows

TODAY = date(2020, 3, 18)
MASKS_ONLY = ("goods", "recipes", "sites", "equipment", "demand", "grades", "unlocks", "line_rates")


def write(path, head, *rows):
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def test_masks_are_complete_and_a_region_takes_them(tmp_path):
    files = new_chain("masks", tmp_path / "masks", "Southfield")
    assert to_fill(files) == []
    others = [
        write(tmp_path / f"{name}.csv", head)
        for name, head in (
            ("lines", ["site", "good", "lines", "units_per_day", "ready_on"]),
            ("stocks", ["place", "good", "day", "quantity"]),
        )
    ]
    sites = tmp_path / "masks" / "sites.csv"
    sites.write_text(sites.read_text().replace(",0,,true", ",4,,true"))
    region = loaded("two-towns", [*files, *others])
    assert {row.good for row in region.region.rows("goods")} >= {"meltblown_material", "meltblown_n95"}
    assert [(fault.code, fault.column) for fault in findings(region.region.settings, region.placed)] == []


@pytest.mark.parametrize("name", [name for name in templates() if name != "masks"])
def test_unknown_figures_are_blank_and_named(name, tmp_path):
    files = new_chain(name, tmp_path / name, "Southfield")
    blank = to_fill(files)
    assert blank
    assert {fault.code for fault in blank} == {"BH-INP-012"}
    given = read_files([(path, "") for path in files])
    assert set(given.spoiled) >= {"equipment", "demand"}
    with pytest.raises(InputError) as caught:
        load("two-towns", files)
    assert {(fault.file, fault.row, fault.column) for fault in blank} <= {
        (fault.file, fault.row, fault.column) for fault in caught.value.faults
    }


def test_no_template_and_no_overwriting(tmp_path, capsys):
    assert main(["chain", "new", "maks", str(tmp_path / "a"), "--place", "Southfield"]) == 2
    assert "nearest known: masks" in capsys.readouterr().err
    assert main(["chain", "new", "masks", str(tmp_path), "--place", "Southfield"]) == 2
    assert list(tmp_path.iterdir()) == []


STOCK_HEAD = ("place", "good", "day", "kind", "quantity", "reason", "note")


def test_a_stock_take_keeps_what_is_apart_apart(tmp_path):
    path = write(
        tmp_path / "march.csv", STOCK_HEAD, ("A", "mask", "2020-03-18", "counted", 900, "damage", ""), ("A", "mask", "2020-03-18", "in_transit", 50, "", ""),
        ("A", "mask", "2020-03-18", "donated", 20, "donation", ""), ("A", "mask", "2020-03-18", "expired", 30, "expiry", ""), ("B", "mask", "2020-03-18", "counted", 101, "", ""),
    )  # fmt: skip
    entries = read(path, ["A", "B"], ["mask"])
    one, two = compared(entries, {("A", "mask", TODAY): 1000.0, ("B", "mask", TODAY): 100.0}, path)
    assert (one.counted, one.difference, one.in_transit, one.donated, one.expired) == (900, -100, 50, 20, 30)
    assert two.reason == ""
    rows = stock_rows([one, two], path.name)
    assert [row.quantity for row in rows] == [900, 101]
    assert "in transit 50, donated 20, expired 30" in rows[0].note


def test_a_stock_take_tells_every_fault_at_once(tmp_path):
    path = write(
        tmp_path / "bad.csv", STOCK_HEAD, ("C", "mask", "2020-03-18", "counted", 9, "", ""), ("A", "mask", "18 March", "counted", 9, "", ""),
        ("A", "mask", "2020-03-18", "counted", -9, "because", ""), ("A", "gown", "2020-03-18", "count", 9, "", ""),
    )  # fmt: skip
    with pytest.raises(InputError) as caught:
        read(path, ["A"], ["mask"])
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (2, "place"), (3, ""), (4, "reason"), (4, "quantity"), (5, "good"), (5, "kind"),
    ]  # fmt: skip
    path = write(
        tmp_path / "gap.csv",
        STOCK_HEAD,
        ("A", "mask", "2020-03-18", "counted", 90, "", ""),
        ("A", "mask", "2020-03-18", "counted", 90, "", ""),
    )
    with pytest.raises(InputError) as caught:
        compared(read(path, ["A"], ["mask"]), {("A", "mask", TODAY): 100.0}, path)
    assert [fault.code for fault in caught.value.faults] == ["BH-CHN-004", "BH-CHN-003", "BH-CHN-004"]


def frepple(folder):
    folder.mkdir()
    write(folder / "item.csv", ("name", "unit", "cost"), ("Melt-blown cloth", "t", 18000), ("Mask", "piece", 3))
    write(folder / "operation.csv", ("name", "item", "duration_per"), ("make masks", "Mask", "0:00:00.5"))
    write(
        folder / "operationmaterial.csv",
        ("operation", "item", "quantity"),
        ("make masks", "Melt-blown cloth", -0.001),
        ("make masks", "Mask", 1000),
    )
    write(folder / "resource.csv", ("name", "location", "maximum"), ("Mask hall", "Southfield", 3))
    write(folder / "operationresource.csv", ("operation", "resource"), ("make masks", "Mask hall"))
    write(folder / "buffer.csv", ("item", "location", "onhand"), ("Mask", "Southfield", 5000))
    return folder


def test_frepple_tables_become_a_chain_the_loader_takes(tmp_path):
    found = imported(frepple(tmp_path / "plan"), TODAY).tables
    assert found["recipes"][0]["quantity_per_unit"] == "1e-06"
    assert (found["lines"][0]["lines"], float(found["lines"][0]["units_per_day"])) == ("3", 172_800)
    assert found["stocks"][0]["quantity"] == "5000"
    assert main(["chain", "import", str(tmp_path / "plan"), str(tmp_path / "out"), "--day", "2020-03-18"]) == 0
    given = read_files([(path, "") for path in sorted((tmp_path / "out").glob("*.csv"))])
    assert given.faults == []
    assert {name: len(rows) for name, rows in given.placed.items()} == {
        "goods": 2,
        "recipes": 1,
        "sites": 1,
        "lines": 1,
        "stocks": 1,
    }


def test_the_same_from_a_workbook(tmp_path):
    import xlsxwriter

    folder = frepple(tmp_path / "plan")
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        for path in folder.glob("*.csv"):
            page = book.add_worksheet(path.stem)
            for number, row in enumerate(csv.reader(path.read_text().splitlines())):
                page.write_row(number, 0, row)
    assert imported(tmp_path / "plan.xlsx", TODAY).tables == imported(folder, TODAY).tables


def test_a_forecast_of_supplies_becomes_needs(tmp_path):
    path = write(
        tmp_path / "forecast.csv", ("Item", "Unit", "Group", "Quantity", "Weeks", "Persons", "Price"),
        ("Gloves examination", "pair", "HCW", 84_000, 12, 100, 0.5), ("Chlorine", "kg", "patients", 700, 1, 10, ""),
    )  # fmt: skip
    found = imported(path, TODAY).tables
    assert [row["units_per_person_day"] for row in found["demand"]] == ["10", "0.01"]
    assert [row["unit"] for row in found["goods"]] == ["piece", "t"]


def test_bad_sheets_are_told_cell_by_cell(tmp_path):
    path = write(
        tmp_path / "forecast.csv",
        ("item", "unit", "group", "quantity", "weeks", "persons"),
        ("x", "bale", "gods", "many", 0, 1),
    )
    with pytest.raises(InputError) as caught:
        imported(path, TODAY)
    assert [fault.column for fault in caught.value.faults] == ["unit", "group", "quantity", "weeks"]
    folder = frepple(tmp_path / "plan")
    write(folder / "operationmaterial.csv", ("operation", "item", "quantity"), ("make masks", "Melt-blown cloth", -1))
    with pytest.raises(InputError) as caught:
        imported(folder, TODAY)
    assert {fault.file for fault in caught.value.faults} == {"operationmaterial", "operationresource"}
