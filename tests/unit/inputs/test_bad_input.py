"""Every kind of fault of the brief: its code, row, column, value, and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from spoiled import Spoil, faults_of, table_lines, write_lines

from bothhands.inputs.loading import load
from bothhands.inputs.region import Region
from bothhands.inputs.saving import save_folder, save_workbook

CASES = [
    ("people", 2, "persons", "-5", "BH-INP-019", "greater than or equal to 0"),
    ("people", 2, "persons", "", "BH-INP-012", "fill it"),
    ("people", 2, "persons", "1.2万", "BH-INP-015", "write 12000"),
    ("people", 3, "place", "Northprot", "BH-INP-022", "nearest known: Northport"),
    ("activity", 2, "sector", "Z", "BH-INP-022", "known: A, B, C, D"),
    ("people", 3, "age_from", "6", "BH-INP-034", "correct age_from or age_to"),
    ("contacts", 2, "contact_age_from", "7", "BH-INP-035", "use the bands of the people table"),
    ("measures", 2, "end", "2019-12-31", "BH-INP-031", "exchange or correct them"),
    ("measures", 3, "start", "2020-02-01", "BH-INP-032", "end the earlier one before 2020-02-01"),
    ("arrivals", 2, "low_persons_per_day", "90", "BH-INP-033", "correct the range"),
    ("input_output", 2, "value", "500", "BH-INP-036", "imports are a negative column"),
    ("input_output", 2, "user", "housholds", "BH-INP-037", "nearest known: household"),
    ("sites", 2, "inside", "maybe", "BH-INP-018", "write true or false"),
    ("beds", 2, "kind", "wards", "BH-INP-018", "nearest known: ward"),
    ("places", 3, "parent", "Northport", "BH-INP-040", "correct the parent"),
    ("arrivals", 2, "origin", "Abroat", "BH-INP-022", "nearest known: Abroad"),
    ("cases", 2, "cumulative", "1.5", "BH-INP-020", "round it or correct it"),
    ("cases", 2, "day", "8/3/2020", "BH-INP-017", "write it as 2020-03-18"),
    ("criticality", 2, "rating", "0.7", "BH-INP-019", "correct the figure"),
    ("ports", 2, "exit_check_sensitivity", "1.2", "BH-INP-019", "less than or equal to 1"),
    ("ports", 2, "quarantine_days", "-3", "BH-INP-019", "greater than or equal to 0"),
    ("ports", 2, "test_days", "1 -2", "BH-INP-019", "days from 0 to 60"),
    ("ports", 2, "test_days", "soon", "BH-INP-019", "days from 0 to 60"),
    ("ports", 2, "quarantine_compliance_share", "2", "BH-INP-019", "less than or equal to 1"),
    ("origins", 2, "growth_per_day", "20", "BH-INP-019", "less than or equal to 1"),
    ("origins", 2, "low_growth_per_day", "0.3", "BH-INP-033", "correct the range"),
]
PARAMETERS = [
    ("hiring_days", "0", "BH-INP-019", "more than zero"),
    ("latent_days", "-3", "BH-INP-019", "zero or more"),
    ("mask_efficacy_share", "0.3", "BH-INP-041", "nearest known: mask_efficacy"),
    ("reported_share", "80", "BH-INP-019", "at most 1"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[2]}-{case[3]}")
def test_one_wrong_cell_is_found(folder: Path, spoil: Spoil, case: tuple[str, int, str, str, str, str]) -> None:
    table, row, column, text, code, remedy = case
    spoil(table, row, column, text)
    found = [fault for fault in faults_of(folder) if fault.code == code]
    assert found, faults_of(folder)
    assert remedy in found[0].expected + found[0].remedy
    assert found[0].file == f"{table}.csv"
    if code not in ("BH-INP-033", "BH-INP-034", "BH-INP-036"):
        assert (found[0].row, found[0].column) == (row, column)
        assert found[0].value == text


@pytest.mark.parametrize("case", PARAMETERS, ids=lambda case: case[0])
def test_a_parameter_nobody_can_use_is_found(folder: Path, case: tuple[str, str, str, str]) -> None:
    name, value, code, told = case
    (folder / "parameters.csv").write_text(f"parameter,value,unit\n{name},{value},1\n", encoding="utf-8")
    (found,) = faults_of(folder)
    assert (found.code, found.row) == (code, 2)
    assert told in found.expected + found.remedy


def test_a_visit_opens_by_the_hour_at_which_it_must_begin(folder: Path) -> None:
    rows = "".join(f"{opens},Northport,{opens},17:00\n" for opens in ("08:30", "17:00", "17:01"))
    (folder / "visits.csv").write_text(f"visit,place,opens,closes\n{rows}", encoding="utf-8")
    (found,) = faults_of(folder)
    assert (found.code, found.row, found.column, found.expected) == ("BH-INP-116", 4, "opens", "17:00 or earlier")


def test_a_wrong_row_is_not_reported_twice(folder: Path, spoil: Spoil) -> None:
    """A city that cannot be read is one fault, not one for every row that names it."""
    spoil("places", 3, "latitude_deg", "north")
    assert [fault.code for fault in faults_of(folder)] == ["BH-INP-013"]


def test_two_faults_of_one_row_come_together(folder: Path, spoil: Spoil) -> None:
    spoil("cases", 2, "place", "Northpolt")
    spoil("cases", 2, "cumulative", "1.2万")
    spoil("cases", 2, "day", "2020/3/8")
    found = {(fault.code, fault.row, fault.column) for fault in faults_of(folder)}
    assert found == {("BH-INP-022", 2, "place"), ("BH-INP-015", 2, "cumulative"), ("BH-INP-017", 2, "day")}


def test_missing_table_and_settings(folder: Path) -> None:
    (folder / "sectors.csv").unlink()
    codes = {(fault.code, fault.file) for fault in faults_of(folder)}
    assert ("BH-INP-005", "sectors") in codes
    (folder / "region.toml").unlink()
    assert "BH-INP-002" in {fault.code for fault in faults_of(folder)}


def test_an_empty_table_is_missing_but_a_spoiled_one_is_not(folder: Path, spoil: Spoil) -> None:
    write_lines(folder / "contacts.csv", table_lines(folder / "contacts.csv")[:1])
    write_lines(folder / "sectors.csv", table_lines(folder / "sectors.csv")[:2])
    spoil("sectors", 2, "name", "")
    assert [(fault.code, fault.file) for fault in faults_of(folder)] == [
        ("BH-INP-012", "sectors.csv"),
        ("BH-INP-005", "contacts"),
    ]


def test_settings_faults(folder: Path) -> None:
    text = (folder / "region.toml").read_text(encoding="utf-8")
    text = (
        text.replace("currency", "curency").replace("2020-06-30", "2019-06-30").replace('hub = ""', 'hub = "Middleton"')
    )
    (folder / "region.toml").write_text(text, encoding="utf-8")
    found = {fault.code: fault for fault in faults_of(folder)}
    assert found["BH-INP-003"].remedy == "nearest known: currency"
    assert found["BH-INP-031"].column == "end"
    assert found["BH-INP-040"].value == "Middleton"


def test_a_setting_that_cannot_be_is_told_in_plain_words(folder: Path) -> None:
    path = folder / "region.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("2020-06-30", '"soon"'), encoding="utf-8")
    found = next(fault for fault in faults_of(folder) if fault.code == "BH-INP-004")
    assert (found.what, found.expected, found.value) == ("end is 'soon'", "a date, YYYY-MM-DD", "soon")
    path.write_text("".join(line for line in path.read_text(encoding="utf-8").splitlines(True) if not line.startswith("end")), encoding="utf-8")  # fmt: skip
    missing = next(fault for fault in faults_of(folder) if fault.code == "BH-INP-004")
    assert (missing.what, missing.remedy) == ("end is missing", "add the setting")


def test_header_faults(folder: Path) -> None:
    lines = table_lines(folder / "people.csv")
    lines[0][lines[0].index("persons")] = "person"
    lines.append([*lines[1], "one more"])
    write_lines(folder / "people.csv", lines)
    found = {fault.code: fault for fault in faults_of(folder)}
    assert found["BH-INP-010"].remedy.startswith("nearest known: persons")
    assert found["BH-INP-011"].column == "persons"
    assert found["BH-INP-024"].row == len(lines)


def test_files_that_are_no_table(folder: Path) -> None:
    shutil.copy(folder / "people.csv", folder / "peoples.csv")
    (folder / "stocks.parquet").write_bytes(b"no parquet")
    found = {fault.code: fault for fault in faults_of(folder)}
    assert found["BH-INP-007"].remedy.startswith("nearest known: people")
    assert found["BH-INP-009"].file == "stocks.parquet"


def test_duplicate_keys_unless_known_later(folder: Path) -> None:
    lines = table_lines(folder / "stocks.csv")
    lines.append(list(lines[1]))
    write_lines(folder / "stocks.csv", lines)
    assert [(fault.code, fault.row) for fault in faults_of(folder)] == [("BH-INP-021", len(lines))]
    lines[-1][lines[0].index("known_from")] = "2020-04-01"
    write_lines(folder / "stocks.csv", lines)
    assert len(load(folder).rows("stocks")) == len(lines) - 2


def test_cyclic_recipe_and_unbelievable_quantities(folder: Path, towns: Region) -> None:
    header = ",".join(table_lines(folder / "recipes.csv")[0][:5])
    rows = ["resin,mask,1,,", "mask,meltblown,2e-05,7e-07,2e-06", "meltblown,resin,1.05,,"]
    (folder / "recipes.csv").write_text("\n".join([header, *rows]) + "\n")
    lines = table_lines(folder / "goods.csv")
    at = lines[0].index("largest_line_units_per_day")
    next(line for line in lines if line[0] == "mask")[at] = "10000"
    write_lines(folder / "goods.csv", lines)
    found = faults_of(folder)
    circle = next(fault for fault in found if fault.code == "BH-INP-038")
    assert "resin needs mask needs meltblown needs resin" in circle.what
    assert sum(fault.code == "BH-INP-038" for fault in found) == 1
    assert {fault.file for fault in found if fault.code == "BH-INP-039"} == {
        "recipes.csv",
        "lines.csv",
        "equipment.csv",
    }


def test_trade_shares_and_parts_of_the_whole(folder: Path) -> None:
    (folder / "trade.csv").write_text(
        "origin,destination,sector,share\nNorthport,Southfield,A,0.4\nSouthfield,Southfield,A,0.5\n"
    )
    lines = table_lines(folder / "people.csv")
    lines += [["Twoland", *line[1:]] for line in lines[1:5]]
    write_lines(folder / "people.csv", lines)
    found = {fault.code: fault for fault in faults_of(folder)}
    assert "add up to 0.9" in found["BH-INP-030"].what
    assert found["BH-INP-043"].file == "people.csv"


def test_a_workbook_with_a_missing_sheet(towns: Region, tmp_path: Path) -> None:
    path = save_workbook(towns, tmp_path / "towns.xlsx")
    book = openpyxl.load_workbook(path)
    del book["sectors"]
    book.create_sheet("sektors")
    book["people"]["D3"] = "１５０００"
    book.save(path)
    found = {fault.code: fault for fault in faults_of(path)}
    assert found["BH-INP-006"].file == "sectors"
    assert found["BH-INP-007"].remedy.startswith("nearest known: sectors")
    assert found["BH-INP-014"].file == "towns.xlsx[people]"
    assert (found["BH-INP-014"].row, found["BH-INP-014"].column) == (3, "persons")


def test_three_hundred_faults_at_once(towns: Region, tmp_path: Path) -> None:
    folder = save_folder(towns, tmp_path / "many")
    lines = table_lines(folder / "cases.csv")
    day, count = lines[0].index("day"), lines[0].index("cumulative")
    body = [list(lines[1]) for _ in range(150)]
    for line in body:
        line[day], line[count] = "１", "3亿"
    write_lines(folder / "cases.csv", [lines[0], *body])
    found = faults_of(folder)
    assert len(found) == 300
    assert [fault.row for fault in found[::2]] == list(range(2, 152))


def test_a_file_that_is_no_region(tmp_path: Path) -> None:
    assert [fault.remedy for fault in faults_of("liaonin")] == ["nearest known: liaoning, liaoning-wave"]
    (tmp_path / "notes.txt").write_text("hello")
    assert [fault.code for fault in faults_of(tmp_path / "notes.txt")] == ["BH-INP-009"]
    (tmp_path / "region.xlsx").write_text("hello")
    assert "BH-INP-009" in {fault.code for fault in faults_of(tmp_path / "region.xlsx")}
