"""A register before it is loaded: every kind of bad input is found at its cell, explained, and told what to do."""

import csv
import time

import openpyxl
import pytest

from bothhands.inputs.cells import defused
from bothhands.inputs.firm_check import check_file, check_region
from bothhands.inputs.loading import load
from bothhands.inputs.saving import save_folder, save_workbook

TOWNS = load("two-towns")
HEAD = (
    "firm", "name", "place", "sector", "workers", "sales_yuan_per_year", "variable_cost_share", "cash_yuan", "blocked_since",
    "identity_number",
)  # fmt: skip


def row(n, **changed):
    plain = {
        "firm": f"f{n}", "name": f"Mill {n}", "place": "North", "sector": "C", "workers": 10, "sales_yuan_per_year": 9e6 + n,
        "variable_cost_share": 0.6, "cash_yuan": 5e5, "blocked_since": "2020-02-03", "identity_number": f"9121{n:04d}",
    }  # fmt: skip
    return plain | changed


@pytest.fixture
def checked(tmp_path):
    def check(*rows, name="register.csv", region=None):
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, HEAD)
            writer.writeheader()
            writer.writerows(rows)
        return check_file(path, region)

    return check


def sound(count=8):
    return [row(n) for n in range(count)]


def test_a_sound_register_has_neither_fault_nor_doubt(checked):
    assert checked(*sound()) == (8, [], [])


@pytest.mark.parametrize(
    ("changed", "code", "column", "remedy"),
    [
        ({"sales_yuan_per_year": -5}, "BH-INP-019", "sales_yuan_per_year", "correct"),
        ({"variable_cost_share": 1.2}, "BH-INP-019", "variable_cost_share", "correct"),
        ({"cash_yuan": "50万"}, "BH-INP-015", "cash_yuan", "write 500000"),
        ({"blocked_since": "2020/2/3"}, "BH-INP-017", "blocked_since", "write 2020-02-03"),
        ({"blocked_since": "3 Feb"}, "BH-INP-017", "blocked_since", "2020-03-18"),
        ({"identity_number": "91210003"}, "BH-FRM-001", "identity_number", "remove one"),
        ({"firm": "f3"}, "BH-FRM-001", "firm", "remove one"),
    ],
)
def test_a_fault_stands_at_its_cell_with_what_to_do(checked, changed, code, column, remedy):
    found = checked(*sound(), row(8, **changed))
    fault = next(one for one in found.faults if one.code == code)
    assert (fault.file, fault.row, fault.column) == ("register.csv", 10, column)
    assert remedy in fault.remedy
    assert fault.value


def test_yuan_mixed_with_ten_thousand_yuan_is_doubted(checked):
    doubts = checked(*sound(), row(8, sales_yuan_per_year=900), row(9, cash_yuan=50)).doubts
    assert [(one.code, one.row, one.column) for one in doubts] == [
        ("BH-FRM-004", 10, "sales_yuan_per_year"), ("BH-FRM-004", 11, "cash_yuan"),
    ]  # fmt: skip
    assert "write 9000000 " in doubts[0].remedy
    assert "write 500000 " in doubts[1].remedy


def test_a_whole_column_in_ten_thousand_yuan_is_doubted_too(checked):
    rows = [row(n, sales_yuan_per_year=900 + n) for n in range(8)]
    doubts = checked(*rows, row(8)).doubts
    assert [one.row for one in doubts if one.column == "sales_yuan_per_year"] == list(range(2, 10))


def test_one_name_under_two_identifiers_is_doubted(checked):
    found = checked(*sound(), row(8, name="Mill 3"))
    assert [(one.code, one.row, one.value) for one in found.doubts] == [("BH-FRM-003", 10, "Mill 3")]
    assert found.faults == []
    elsewhere = checked(*sound(), row(8, name="Mill 3", place="South"))
    assert elsewhere.doubts == []


def test_shares_of_buyers_beyond_the_whole_are_a_fault(tmp_path):
    path = tmp_path / "firm_buyers.csv"
    path.write_text("firm,buyer,sales_share\nf1,a,0.7\nf1,b,0.4\nf2,a,0.9\n", encoding="utf-8")
    assert [(one.code, one.row, one.column) for one in check_file(path).faults] == [("BH-FRM-002", 3, "sales_share")]


def test_names_of_the_region_are_held_against_it(checked):
    found = checked(*sound(3), row(8, place="Nort"), region=TOWNS)
    assert [(one.code, one.value) for one in found.faults if one.column == "place"][-1] == ("BH-INP-022", "Nort")
    assert "North" in found.faults[-1].remedy or TOWNS.cities[0] in found.faults[-1].remedy


def test_merged_cells_are_told(tmp_path):
    path = tmp_path / "firms.xlsx"
    save_workbook(TOWNS, path)
    book = openpyxl.load_workbook(path)
    book["firms"].merge_cells("D2:D3")
    book.save(path)
    faults = [one for one in check_file(path).faults if one.code == "BH-INP-095"]
    assert len(faults) == 1
    assert "D2:D3" in faults[0].what
    assert faults[0].row == 2


def test_parts_states_and_losses_are_doubted():
    first, *others = TOWNS.rows("firms")
    wrong = first.model_copy(
        update={
            "rent_yuan_per_year": 2 * first.fixed_cost_yuan_per_year, "state": "stopped", "running_share": 0.4,
            "workers_on_site": 2 * first.workers, "workers_away": 0.0, "payroll_yuan_per_year": 2 * first.sales_yuan_per_year,
        }
    )  # fmt: skip
    codes = [one.code for one in check_region(TOWNS.with_rows(firms=(wrong, *others))).doubts]
    assert codes == ["BH-FRM-005", "BH-FRM-005", "BH-FRM-006", "BH-FRM-007"]
    assert check_region(TOWNS).doubts == []


def test_the_shipped_register_has_no_fault():
    found = check_region(load("liaoning"))
    assert found.firms == 2003
    assert found.faults == []
    assert found.doubts == []


def test_many_faulty_rows_give_a_report_each_and_in_time(checked):
    began = time.process_time()
    found = checked(*(row(n, sales_yuan_per_year=-5, cash_yuan="1.2万") for n in range(10_000)))
    assert len(found.faults) == 20_000
    assert {one.row for one in found.faults} == set(range(2, 10_002))
    assert time.process_time() - began < 20  # 2 s measured; 100,000 rows take ten times as long


@pytest.mark.parametrize("text", ["=1+1", "+86 24", "-", "@SUM(A1)", "'=1+1", "''@"])
def test_a_formula_is_defused_on_the_way_out_and_whole_on_the_way_in(tmp_path, text):
    assert defused(text) == "'" + text
    first, *others = TOWNS.rows("firms")
    region = TOWNS.with_rows(firms=(first.model_copy(update={"name": text}), *others))
    save_folder(region, tmp_path / "towns")
    cells = list(csv.DictReader((tmp_path / "towns" / "firms.csv").read_text(encoding="utf-8").splitlines()))
    assert cells[0]["name"] == "'" + text
    save_workbook(region, tmp_path / "towns.xlsx")
    assert load(tmp_path / "towns").rows("firms")[0].name == text
    assert load(tmp_path / "towns.xlsx").rows("firms")[0].name == text
    assert defused("Mill = 1") == "Mill = 1"
