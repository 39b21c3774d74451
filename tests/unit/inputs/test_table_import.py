"""A table of the user's own: every layout by hand, every fault where it stands, and the way into a region and back."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from spoiled import rows_in

from bothhands.cli import main
from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import axes_of
from bothhands.inputs.input_output.importing import Imported, Wishes, imported
from bothhands.inputs.input_output.national import national_table
from bothhands.inputs.input_output.written import Said, flow_rows, trade_rows
from bothhands.inputs.loading import load, loaded
from bothhands.inputs.region import Region
from bothhands.inputs.saving import csv_text, save_workbook
from bothhands.inputs.tables.input_output import TABLE

WIDE = """code,name,A,B,C,D,households,government consumption,capital formation,exports,imports,output
A,Farms,10,30,10,0,45,2,0,5,-2,100
B,Factories,15,120,20,15,60,10,50,40,-30,300
C,Shops,5,25,10,10,90,10,5,10,-5,160
D,Offices,3,20,15,20,60,80,5,4,-2,205
value added,,67,105,105,160,,,,,,
total inputs,,100,300,160,205,,,,,,
"""
TWO = """origin,supplier,destination,user,value
N,A,N,A,10
N,A,S,A,4
S,A,N,A,6
S,A,S,A,8
W,A,N,A,5
N,A,W,A,7
N,A,N,household,20
S,A,S,household,30
W,A,S,household,3
,output,N,A,41
,output,S,A,44
,value_added,N,A,20
,value_added,S,A,32
"""
WISHES = Wishes(sectors=("A", "B", "C", "D"))


def put(tmp_path: Path, text: str, name: str = "mine.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def faults_in(path: Path, wishes: Wishes = WISHES) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        imported(path, wishes)
    return caught.value.faults


def same(made: Imported, region: Region) -> None:
    """The table has the flows of a region."""
    there = {(row.supplier, row.user): row.value for row in region.rows(TABLE.row) if row.value}  # type: ignore[attr-defined]
    here = {(row.supplier, row.user): row.value for row in flow_rows(made, Said())}
    assert here == pytest.approx(there)


def test_a_matrix_with_usual_names(tmp_path: Path) -> None:
    made = imported(put(tmp_path, WIDE), WISHES)
    assert (made.layout.name, made.lines.name) == ("matrix", "the same sectors")
    same(made, load("two-towns"))
    assert {row.quality for row in flow_rows(made, Said())} == {"unverified"}
    assert {row.source for row in flow_rows(made, Said("A bureau", "2019", "measured"))} == {"A bureau"}


def test_the_same_from_excel_and_with_other_separators(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "notes"
    page = book.create_sheet("flows")
    for line in WIDE.splitlines():
        page.append([float(cell) if cell.lstrip("-").isdigit() else cell or None for cell in line.split(",")])
    book.save(tmp_path / "mine.xlsx")
    same(imported(tmp_path / "mine.xlsx", Wishes(sheet="flows", sectors=WISHES.sectors)), load("two-towns"))
    same(imported(put(tmp_path, WIDE.replace(",", "\t")), WISHES), load("two-towns"))
    (fault,) = faults_in(tmp_path / "mine.xlsx", Wishes(sheet="flow", sectors=WISHES.sectors))
    assert (fault.code, fault.remedy) == ("BH-INP-006", "nearest known: flows")


def test_names_told_by_the_user(tmp_path: Path) -> None:
    text = WIDE.replace("households", "Privat").replace("-30,300", "30,300").replace("-2,100", "2,100")
    text = text.replace("-5,160", "5,160").replace("-2,205", "2,205")
    told = Wishes(meanings=["Privat=household", "imports=-imports"], sectors=WISHES.sectors)
    same(imported(put(tmp_path, text), told), load("two-towns"))
    unknown, unbalanced = faults_in(put(tmp_path, text)), faults_in(put(tmp_path, text), Wishes(meanings=["x=y"]))
    assert unknown[0].code == "BH-INP-068"
    assert "the column 'Privat' is neither a sector nor a name that is known" in unknown[0].what
    assert unbalanced[0].what == "--meaning 'x=y' says nothing"


@pytest.mark.parametrize(
    ("old", "new", "code", "row", "column", "told"),
    [
        ("10,30,10,0,45", "10,,10,0,45", "BH-INP-012", 2, "B", "blank"),
        ("10,30,10,0,45", "10,x3,10,0,45", "BH-INP-013", 2, "B", "'x3' is not a number"),
        ("10,30,10,0,45", '10,"3,000",10,0,45', "BH-INP-016", 2, "B", "more than a number"),
        ("10,30,10,0,45", "10,40,10,0,45", "BH-INP-036", 7, "A", "sector A delivers 110, its output is 100: +10"),
        ("10,30,10,0,45", "10,40,10,0,45", "BH-INP-069", 7, "B", "sector B takes in 310, its output is 300: +10"),
        ("10,30,10,0,45", "10,-30,10,0,105", "BH-INP-070", 2, "B", "the flow from A to B is -30"),
        ("15,120,20,15,60", "15,420,20,15,-240", "BH-INP-071", 7, "B", "the spectral radius"),
        ("B,Factories", "A,Factories", "BH-INP-021", 3, "", "A stands in row 2 too"),
        ("B,Factories", "E,Factories", "BH-INP-068", 3, "", "the row 'E' is neither a sector"),
        ("A,B,C,D,house", "A,B,C,A,house", "BH-INP-023", 1, "A", "the column 'A' stands twice"),
    ],
)
def test_each_fault_is_told_where_it_stands(
    tmp_path: Path, old: str, new: str, code: str, row: int, column: str, told: str
) -> None:
    found = [one for one in faults_in(put(tmp_path, WIDE.replace(old, new))) if one.code == code]
    assert (found[0].file, found[0].row, found[0].column) == ("mine.csv", row, column)
    assert told in found[0].what


def test_a_title_above_the_header(tmp_path: Path) -> None:
    path = put(tmp_path, "Flows of the towns,,\n" + WIDE)
    (fault,) = faults_in(path)
    assert (fault.code, fault.remedy) == ("BH-INP-068", "if a title stands above the header, say --header-row N")
    same(imported(path, Wishes(sectors=WISHES.sectors, header_row=2)), load("two-towns"))


def test_chinese_names_are_usual_ones(tmp_path: Path) -> None:
    text = WIDE.replace(
        "households,government consumption,capital formation,exports,imports,output",
        "居民消费支出,政府消费支出,固定资本形成总额,出口,进口,总产出",
    )
    text = text.replace("value added", "增加值合计").replace("total inputs", "总投入").replace("code,name", "代码,名称")
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode("gb18030"))
    same(imported(path, WISHES), load("two-towns"))


def test_a_layout_that_is_not_the_files(tmp_path: Path) -> None:
    (fault,) = faults_in(put(tmp_path, WIDE), Wishes(layout="wiod", sectors=WISHES.sectors))
    assert fault.what == "the layout wiod has a column 'Code', mine.csv has none"
    (fault,) = faults_in(put(tmp_path, WIDE), Wishes(layout="widod", sectors=WISHES.sectors))
    assert fault.remedy == "nearest known: wiod"


def test_blanks_may_be_said_to_mean_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, WIDE.replace("10,30,10,0,45", "10,30,10,,45"))
    same(imported(path, Wishes(sectors=WISHES.sectors, blank_zero=True)), load("two-towns"))


def test_negative_flows_are_moved_when_asked(tmp_path: Path) -> None:
    path = put(tmp_path, WIDE.replace("10,30,10,0,45,2,0", "10,-30,10,0,45,2,60").replace("67,105,", "67,165,"))
    made = imported(path, Wishes(sectors=WISHES.sectors, move_negative=True))
    assert made.negatives == -30
    assert made.account.flows[0, 1] == 0
    assert made.account.final["investment"][0] == 30
    assert made.account.below["value_added"][1] == 135


def test_balancing_is_asked_for_and_told(tmp_path: Path) -> None:
    path = put(tmp_path, WIDE.replace("10,30,10,0,45", "10,33,10,0,45"))
    assert all("or --balance" in fault.remedy for fault in faults_in(path))
    made = imported(path, Wishes(sectors=WISHES.sectors, balance=True))
    assert made.change is not None
    assert 0 < made.change.largest < 0.2
    assert made.account.delivered == pytest.approx(made.account.output)
    assert made.account.put_in == pytest.approx(made.account.output)
    assert all(row.note == "balanced by GRAS" for row in flow_rows(made, Said()))


def test_what_the_file_lacks_is_worked_out_and_said(tmp_path: Path) -> None:
    short = "\n".join(line.rsplit(",", 1)[0] for line in WIDE.splitlines()[:5])
    made = imported(put(tmp_path, short), WISHES)
    same(made, load("two-towns"))
    assert set(made.as_read.derived) == {"output", "value_added"}
    rows = {row.supplier: row for row in flow_rows(made, Said(quality="measured"))}
    assert (rows["value_added"].quality, rows["A"].quality) == ("derived", "measured")
    assert rows["value_added"].note.startswith("worked out: what inputs and taxes leave")


def test_consumption_that_is_not_parted_is_said(tmp_path: Path) -> None:
    told = Wishes(sectors=WISHES.sectors, meanings=["households=consumption"])
    made = imported(put(tmp_path, WIDE), told)
    same(made, load("two-towns"))
    notes = {row.user: row.note for row in flow_rows(made, Said()) if row.supplier == "A"}
    assert "does not part" in notes["household"]
    assert notes["government"] == ""


def test_codes_that_only_look_like_the_regions_are_not_taken_for_them(tmp_path: Path) -> None:
    """Three of four codes: perhaps a smaller table, perhaps another classification. It must be said."""
    text = "code,A,B,household,output\nA,1,2,7,10\nB,3,4,13,20\nvalue added,6,14,,\n"
    (fault,) = faults_in(put(tmp_path, text))
    assert fault.code == "BH-INP-067"
    assert "same if they are the region's" in fault.remedy
    made = imported(put(tmp_path, text), Wishes(sectors=WISHES.sectors, concordance="same"))
    assert made.account.sectors == WISHES.sectors
    assert [note.what for note in made.notes if note.code == "BH-INP-072"] == [
        "sector C has no output",
        "sector D has no output",
    ]


def test_splits_and_sums_say_so(tmp_path: Path) -> None:
    lines = put(
        tmp_path, "from,to,weight,reason\nA,A,1,\nB,B,0.4,ASSUMED\nB,C,0.6,ASSUMED\nC,D,1,\nD,D,1,\n", "own.csv"
    )
    made = imported(put(tmp_path, WIDE), Wishes(sectors=WISHES.sectors, concordance=str(lines)))
    before, after = made.as_read.totals(), made.account.totals()
    assert after == pytest.approx(before)
    rows = {(row.supplier, row.user): row for row in flow_rows(made, Said(quality="measured"))}
    assert rows["A", "A"].quality == "measured"
    assert rows["A", "D"].quality == "derived"
    assert (rows["B", "D"].quality, rows["B", "D"].note) == ("assumed", "split by an ASSUMED share")
    assert ("B", "C", 0.6, pytest.approx(180.0), "ASSUMED") in made.moved


def test_several_regions_become_one_with_its_trade(tmp_path: Path) -> None:
    path = put(tmp_path, TWO)
    (fault,) = faults_in(path, Wishes(sectors=("A",)))
    assert (fault.code, fault.what) == ("BH-INP-076", "mine.csv is of several regions: N, S, W")
    made = imported(path, Wishes(sectors=("A",), places=("N", "S")))
    account = made.account
    assert account.flows.tolist() == [[33.0]]
    assert {name: values.tolist() for name, values in account.final.items()} == {
        "household": [53.0], "exports": [7.0], "imports": [-8.0],
    }  # fmt: skip
    shares = {(row.origin, row.destination): row.share for row in trade_rows(made, Said())}
    assert shares == pytest.approx({("N", "N"): 30 / 36, ("S", "N"): 6 / 36, ("N", "S"): 4 / 42, ("S", "S"): 38 / 42})
    (unknown,) = faults_in(path, Wishes(sectors=("A",), places=("N", "Sud")))
    assert unknown.code == "BH-INP-076"


def test_a_joint_code_parts_place_and_sector(tmp_path: Path) -> None:
    text = "code,N_A,S_A,N_household,S_household,output\nN_A,10,4,20,0,34\nS_A,6,8,0,30,44\nvalue added,18,32,,,\n"
    made = imported(put(tmp_path, text), Wishes(sectors=("A",), places=("N", "S"), joint="_"))
    assert made.account.flows.tolist() == [[28.0]]
    assert made.account.output.tolist() == [78.0]


def test_a_duplicate_in_the_long_form(tmp_path: Path) -> None:
    (fault,) = faults_in(put(tmp_path, "supplier,user,value\nA,A,1\nA,A,2\n"))
    assert (fault.code, fault.row, fault.what) == ("BH-INP-021", 3, "the flow from A to A stands in row 2 too")


def test_the_way_into_a_region_and_back(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command writes a table, the region loads with it, and its coefficients are the same; then once more from that."""
    target = tmp_path / "new" / "input_output.csv"
    assert main(["region", "table", str(put(tmp_path, WIDE)), "--sectors", str(folder), "--out", str(target)]) == 0
    assert "Wrote 42 rows" in capsys.readouterr().out
    (folder / "input_output.csv").write_bytes(target.read_bytes())
    region, towns = load(folder), load("two-towns")
    tables = national_table(region, axes_of(region)), national_table(towns, axes_of(towns))
    assert np.array_equal(tables[0].coefficients, tables[1].coefficients)
    again = imported(target, WISHES)
    assert again.layout.name == "long"
    same(again, region)
    assert main(["region", "table", str(target), "--sectors", str(folder), "--out", str(target)]) == 2
    assert "exists already" in capsys.readouterr().err


def test_a_region_that_has_no_table_yet_gets_one(
    towns: Region, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A workbook without a table is asked for its sectors, and the table made is put into it."""
    book, made = tmp_path / "mine.xlsx", tmp_path / "new" / "input_output.csv"
    save_workbook(towns.with_rows(input_output=(), contacts=()), book)
    wide = str(put(tmp_path, WIDE))
    assert main(["region", "table", wide, "--sectors", str(book), "--out", str(made)]) == 0
    assert main(["region", "update", str(book), str(made), "--apply"]) == 2
    assert "'contacts' is missing" in capsys.readouterr().err
    save_workbook(towns.with_rows(input_output=()), book)
    assert main(["region", "update", str(book), str(made), "--apply"]) == 0
    assert main(["region", "check", str(book)]) == 0
    same(imported(put(tmp_path, WIDE), WISHES), load(book))
    save_workbook(towns.with_rows(**{name: () for name in towns.tables if name != "places"}), book)
    again = str(tmp_path / "again" / "input_output.csv")
    assert main(["region", "table", wide, "--sectors", str(book), "--out", again]) == 2
    assert "fill its table sectors first" in capsys.readouterr().err


def test_the_command_says_it_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "input_output.csv"
    arguments = ["region", "table", str(put(tmp_path, WIDE)), "--sectors", "two-towns", "--out", str(out), "--json"]
    assert main([*arguments, "--period", "2019", "--quality", "measured"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["before"] == told["after"]
    assert told["moved"][1] == {"from": "B", "to": "B", "weight": 1.0, "output": 300.0, "reason": ""}
    assert {(row["period"], row["quality"]) for row in rows_in(out)} == {("2019", "measured")}
    out.unlink()
    assert main([*arguments, "--quality", "sure"]) == 2
    assert "BH-INP-045" in capsys.readouterr().out


def test_split_by_country_file_and_activity(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = put(tmp_path, "from,to,weight,reason\nA,A,1,\nB,B,0.4,guess\nB,C,0.6,guess\nC,D,1,\nD,D,1,\n", "own.csv")
    amounts = put(tmp_path, "sector,value\nB,1\nC,3\n", "amounts.csv")
    for by, weight in ((str(amounts), 0.25), ("activity", None), ("GBR", 0.4)):
        out = tmp_path / f"{Path(by).stem}" / "input_output.csv"
        arguments = ["region", "table", str(put(tmp_path, WIDE)), "--sectors", "two-towns", "--concordance", str(lines)]
        assert main([*arguments, "--split-by", by, "--out", str(out), "--json"]) == 0
        moved = {(one["from"], one["to"]): one["weight"] for one in json.loads(capsys.readouterr().out)["moved"]}
        assert weight is None or moved["B", "B"] == pytest.approx(weight)
        assert moved["B", "B"] + moved["B", "C"] == pytest.approx(1.0)
    assert main([*arguments, "--split-by", "GBX", "--out", str(tmp_path / "x" / "input_output.csv")]) == 2
    assert "nearest known: GBR" in capsys.readouterr().err


def test_workers_are_told_of_when_a_region_is_named(tmp_path: Path) -> None:
    made = imported(put(tmp_path, WIDE), Wishes(sectors=WISHES.sectors, workers={"A": 5.0, "B": 1.0, "C": 1.0}))
    assert [note.what for note in made.notes] == ["sector D has output and no workers"]
    assert csv_text(TABLE, flow_rows(made, Said())).startswith("supplier,user,value")
    assert not [note for note in loaded("two-towns").notes if note.code == "BH-INP-073"]
