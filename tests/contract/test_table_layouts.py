"""Tables in their true layouts: recognised, every sum kept, signs and rows as the format has them, loadable in a region.

The files under `tables` are cut down by summing (see the README there); `data/raw/oecd` is whole.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bothhands.errors import InputError
from bothhands.inputs.input_output.amounts import DATA, default_sectors
from bothhands.inputs.input_output.importing import Imported, Wishes, imported
from bothhands.inputs.input_output.written import Said, flow_rows
from bothhands.inputs.loading import load
from bothhands.inputs.saving import csv_text
from bothhands.inputs.tables.input_output import TABLE, Flow

TABLES = Path(__file__).parent / "tables"
OECD = DATA / "raw" / "oecd" / "CHN_2018_45.csv"
CASES = [
    ("wiod_GBR_six_sectors.csv", "wiod", "wiod56_isic45", 6),
    ("wiod_BEL_six_sectors.csv", "wiod", "wiod56_isic45", 6),
    ("china42_five_sectors.csv", "china42", "china42_isic45", 5),
    ("china153_five_sectors.csv", "china153", "china153_isic45", 5),
    ("nace64_BE_five_sectors.csv", "nace64", "nace64_isic45", 5),
]


def read(name: str, **more: object) -> Imported:
    path = TABLES / name
    accounts = path.with_name(f"{path.stem}_accounts.csv")
    wishes = {"sectors": default_sectors(), "accounts": accounts if accounts.exists() else None, **more}
    return imported(path, Wishes(**wishes))  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "layout", "lines", "sectors"), CASES)
def test_a_layout_is_recognised_and_sums_stay(name: str, layout: str, lines: str, sectors: int) -> None:
    made = read(name)
    assert (made.layout.name, made.lines.name, len(made.as_read.sectors)) == (layout, lines, sectors)
    before, after = made.as_read.totals(), made.account.totals()
    assert after == pytest.approx(before, rel=1e-12)
    assert made.account.sectors == default_sectors()
    assert sum(output for _, _, _, output, _ in made.moved) == pytest.approx(before["output"])
    assert before["flows"] + before["value_added"] + before.get("taxes", 0.0) == pytest.approx(
        before["output"], rel=1e-4
    )


@pytest.mark.parametrize(("name", "layout", "lines", "sectors"), CASES)
def test_it_may_stand_in_a_region(name: str, layout: str, lines: str, sectors: int, tmp_path: Path) -> None:
    made = read(name)
    path = tmp_path / "input_output.csv"
    rows = flow_rows(made, Said())
    path.write_text(csv_text(TABLE, rows), encoding="utf-8")
    region = load("liaoning", [path])
    assert region.rows(Flow) == tuple(rows)
    assert all(row.source and row.quality for row in rows)


def test_the_figures_of_wiod_stand_where_they_belong() -> None:
    """GBR 2014, million US dollars: farm output 43,073; imports of farm products are those of the import rows."""
    made = read("wiod_GBR_six_sectors.csv")
    farm = made.account.sectors.index("01")
    assert made.account.output[farm] == 43_073
    assert made.account.below["value_added"][farm] == 16_983
    assert made.account.below["taxes"][farm] == 1_011 + 310
    assert made.account.final["household"][farm] == 12_906 + 2 + 9_041 + 1
    assert made.account.final["imports"][farm] == -(704 + 1 + 2_762 + 571 + 7 + 9_041 + 1 + 1 + 28 + 3)
    assert made.account.final["exports"][farm] == 2_877
    assert made.as_read.aside["PURR of household"] == 61_983
    assert [note.code for note in made.notes].count("BH-INP-072") == 45 - 8


def test_mining_is_split_by_a_stated_share_or_by_the_countrys_own() -> None:
    stated = {(one, to): output for one, to, _, output, _ in read("wiod_GBR_six_sectors.csv").moved}
    assert stated["B", "03"] == pytest.approx(70_721 * 0.64375)
    own = read("wiod_GBR_six_sectors.csv", split_by={"03": 66.79, "04": 7.01, "05": 4.51}, split_name="GBR")
    assert {(one, to): weight for one, to, weight, _, _ in own.moved}["B", "03"] == pytest.approx(66.79 / 78.31)


def test_both_chinese_tables_give_the_same_totals() -> None:
    """Imports in rows of their own (42) or in a positive column (153); consumption in one column (42) or in three (153)."""
    small, large = read("china42_five_sectors.csv"), read("china153_five_sectors.csv")
    consumed = [made.as_read.totals()["household"] + made.as_read.totals()["government"] for made in (small, large)]
    assert consumed[0] == pytest.approx(consumed[1], rel=1e-6)
    assert small.as_read.totals()["imports"] == pytest.approx(-1_626_591_529.6)
    for name in ("output", "value_added", "flows", "imports", "exports"):
        assert small.as_read.totals()[name] == pytest.approx(large.as_read.totals()[name], rel=1e-6)
    rows = {(row.supplier, row.user): row for row in flow_rows(small, Said())}
    assert rows["41", "household"].quality == "estimated"
    assert "china42_consumption.csv" in rows["41", "household"].note


def test_the_belgian_table_says_what_it_does_not_show() -> None:
    made = read("nace64_BE_five_sectors.csv")
    assert "imports of the same product are part of it" in made.as_read.derived["value_added"]
    assert {row.quality for row in flow_rows(made, Said())} == {"unverified", "assumed"}


def test_the_table_of_liaoning_comes_out_as_it_was_made() -> None:
    """The OECD table imported is the one the region was built from by other code: 2,284 rows, equal to print."""
    made = imported(OECD, Wishes(sectors=default_sectors()))
    here = {(row.supplier, row.user): row.value for row in flow_rows(made, Said())}
    there = {(row.supplier, row.user): row.value for row in load("liaoning").rows(Flow)}
    assert len(here) == 2284
    assert here == pytest.approx(there, abs=1e-6)
    assert made.lines.name == "the same sectors"


def test_a_folder_of_pymrio_is_read_as_the_table_of_the_places_named() -> None:
    """Hand sums of its Z.txt: what north and south take from one another and from the west, and sell there."""
    made = read("pymrio", places=("north", "south"), concordance="same", sectors=("A", "B", "C", "D"), accounts=None)
    with (TABLES / "pymrio" / "Z.txt").open(encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file]
    places, rows = lines[0][2:], lines[3:]
    taken = sum(float(cell) for row in rows for place, cell in zip(places, row[2:], strict=True) if place != "west")
    assert float(made.account.flows.sum()) == pytest.approx(taken)
    sold = sum(
        float(cell)
        for row in rows
        if row[0] != "west"
        for place, cell in zip(places, row[2:], strict=True)
        if place == "west"
    )
    assert float(made.account.final["exports"].sum()) > sold
    assert made.account.trade


@pytest.mark.parametrize(
    ("spoil", "code"),
    [("without Y", "BH-INP-001"), ("other rows", "BH-INP-068"), ("one header", "BH-INP-068"), ("a word", "BH-INP-013")],
)
def test_a_folder_that_is_not_of_that_form_is_told(tmp_path: Path, spoil: str, code: str) -> None:
    texts = {name: (TABLES / "pymrio" / name).read_text(encoding="utf-8") for name in ("Z.txt", "Y.txt")}
    if spoil == "without Y":
        del texts["Y.txt"]
    elif spoil == "other rows":
        texts["Y.txt"] = texts["Y.txt"].replace("west\tD", "west\tE")
    elif spoil == "one header":
        texts["Z.txt"] = texts["Z.txt"].split("\n", 1)[1]
    else:
        texts["Z.txt"] = texts["Z.txt"].replace("1.857418", "none")
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as found:
        imported(tmp_path, Wishes(places=("north",), concordance="same", sectors=("A", "B", "C", "D")))
    assert code in {fault.code for fault in found.value.faults}
