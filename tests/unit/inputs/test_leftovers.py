"""What a region of one's own leaves to the package is told; a template without rows holds every header and nothing else."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from spoiled import Spoil, table_lines, write_lines

from bothhands.cli import main
from bothhands.errors import InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.loading import embedded, load, loaded
from bothhands.inputs.registry import tables

CODES = ("BH-INP-080", "BH-INP-081", "BH-INP-082", "BH-INP-083")


def told(path: Path | str) -> dict[str, list[str]]:
    """What the notes of the rules here say, by code."""
    found: dict[str, list[str]] = {}
    for note in loaded(path).notes:
        if note.code in CODES:
            found.setdefault(note.code, []).append(f"{note.file} {note.what}")
    return found


def settle(folder: Path, key: str, value: str) -> None:
    path = folder / "region.toml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(f"{key} =")]
    path.write_text("\n".join([f'{key} = "{value}"', *lines]) + "\n", encoding="utf-8")


def test_the_regions_that_come_with_the_package_leave_nothing() -> None:
    assert {name: told(name) for name in embedded()} == {name: {} for name in embedded()}


def test_rows_of_the_template_in_a_real_region_are_told(folder: Path) -> None:
    settle(folder, "hypothetical", "")
    said = told(folder)["BH-INP-080"]
    assert [one for one in said if one.startswith("calendar.csv 2 of 2 rows come from the template")]
    assert len(said) > 10


def test_amounts_in_yuan_are_told_where_the_currency_is_another(folder: Path) -> None:
    settle(folder, "currency", "GBP")
    (said,) = told(folder)["BH-INP-081"]
    for name in ("value_of_life_year_yuan", "school_day_value_yuan", "quarantine_cost_yuan_per_person"):
        assert name in said
    assert "corridor" not in said
    assert "input_output" not in said
    assert "ratio" not in said
    rows = "parameter,value,unit\nvalue_of_life_year_yuan,60000,GBP a year\n"
    (folder / "parameters.csv").write_text(rows, encoding="utf-8")
    assert "value_of_life_year_yuan" not in told(folder)["BH-INP-081"][0]


def test_an_economy_without_ratings_and_a_city_without_beds_are_told(folder: Path) -> None:
    (folder / "criticality.csv").unlink()
    lines = table_lines(folder / "beds.csv")
    kept = [line for line in lines if "ward" not in line or "Southfield" not in line]
    write_lines(folder / "beds.csv", kept)
    said = told(folder)
    assert "no shortage spreads" in said["BH-INP-082"][0]
    (beds,) = said["BH-INP-083"]
    assert "'ward'" in beds
    assert "Southfield" in beds
    assert "Northport" not in beds


def test_a_name_that_is_too_long_is_told_as_such(folder: Path, spoil: Spoil) -> None:
    spoil("sectors", 2, "name", "farms and " * 20)
    with pytest.raises(InputError) as raised:
        load(folder)
    (fault,) = raised.value.faults
    assert (fault.code, fault.row, fault.column, fault.remedy) == ("BH-INP-084", 2, "name", "shorten it")
    assert fault.expected == "at most 120 characters"


def test_a_zero_that_a_spreadsheet_dropped_is_told() -> None:
    assert "format the column as text" in nearest("01", ["1", "2"])
    assert "format the column as text" in nearest("1", ["01", "02"])
    assert "text" not in nearest("11", ["1", "12"])
    assert "text" not in nearest("0", ["00", "x"])


def test_an_empty_template_has_every_header_and_no_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["region", "new", str(tmp_path / "here"), "--excel", "--empty"]) == 0
    book = openpyxl.load_workbook(tmp_path / "here.xlsx")
    assert set(book.sheetnames) == {"region", *tables()}
    settings = {row[0]: row[1] for row in book["region"].iter_rows(values_only=True)}
    assert not settings["hypothetical"]
    assert settings["title"] == "here"
    for name, table in tables().items():
        rows = list(book[name].iter_rows(values_only=True))
        assert rows == [tuple(table.columns)], name
    coloured = {sheet.title for sheet in book if sheet.sheet_properties.tabColor}
    assert coloured == {name for name, table in tables().items() if table.required} - {"pathogen"}
    capsys.readouterr()
    assert main(["region", "check", str(tmp_path / "here.xlsx")]) == 2
    said = capsys.readouterr().err
    assert all(f"BH-INP-006 {name}:" in said for name in coloured)
    assert main(["region", "new", str(tmp_path / "folder"), "--empty"]) == 0
    assert (tmp_path / "folder" / "people.csv").read_text(encoding="utf-8").count("\n") == 1
