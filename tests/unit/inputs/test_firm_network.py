"""A user's firms and links: names become numbers, every fault comes at once with its row, millions of rows take seconds."""

from __future__ import annotations

import time

import numpy as np
import polars as pl
import pytest

from bothhands.errors import InputError
from bothhands.inputs.firm_network import STOCK_DAYS, essential_inputs, read_network
from bothhands.inputs.firm_shocks import closed_sectors, read_shocks
from bothhands.inputs.long_tables import MOST_TOLD

FIRMS = "firm,sector,place,final_demand_per_day,stock_days\nmill,steel,north,0,\nworks,cars,south,10,4\nshop,trade,south,12,0\n"
LINKS = "supplier,buyer,amount_per_day\nmill,works,4\nworks,shop,8\n"


@pytest.fixture
def written(tmp_path):
    """Write the two files, whole or changed, and give their paths."""

    def write(firms=FIRMS, links=LINKS, encoding="utf-8"):
        for name, text in (("firms.csv", firms), ("links.csv", links)):
            (tmp_path / name).write_text(text, encoding=encoding)
        return tmp_path / "firms.csv", tmp_path / "links.csv"

    return write


def faults_of(*paths):
    with pytest.raises(InputError) as caught:
        read_network(*paths)
    return {
        (fault.code, fault.file.rsplit("/", 1)[-1], fault.row) for fault in caught.value.faults
    }, caught.value.faults


def test_names_become_numbers_the_most_customers_first(written):
    network = read_network(*written())
    assert network.names["firm"].to_list() == ["works", "mill", "shop"]
    assert [network.sectors[n] for n in network.sector] == ["cars", "steel", "trade"]
    assert network.supplier.tolist() == [1, 0]
    assert network.buyer.tolist() == [0, 2]
    assert network.amount.tolist() == [4.0, 8.0]
    assert network.final.tolist() == [10.0, 0.0, 12.0]
    assert network.stock_days.tolist() == [4.0, STOCK_DAYS, 0.0]


def test_output_in_place_of_final_demand_gives_what_deliveries_leave(written):
    firms = "firm,sector,output_per_day\nmill,steel,4\nworks,cars,18\nshop,trade,12\n"
    assert read_network(*written(firms)).final.tolist() == [10.0, 0.0, 12.0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_chinese_names_parquet_and_numbers_as_names_are_read(written, tmp_path, encoding):
    firms, links = (text.replace("mill", "鞍山钢铁厂") for text in (FIRMS, LINKS))
    assert read_network(*written(firms, links, encoding)).names["firm"][1] == "鞍山钢铁厂"
    pl.DataFrame({"firm": [7, 8], "sector": ["a", "b"], "final_demand_per_day": [1, 2]}).write_parquet(
        tmp_path / "f.parquet"
    )
    pl.DataFrame({"supplier": [7], "buyer": [8], "amount_per_day": [0.5]}).write_parquet(tmp_path / "l.parquet")
    network = read_network(tmp_path / "f.parquet", tmp_path / "l.parquet")
    assert network.names["firm"].to_list() == ["7", "8"]
    assert network.amount.tolist() == [0.5]


def test_every_fault_of_both_files_is_told_at_once_with_its_row(written):
    firms = (
        "firm,sector,final_demand_per_day,stock_days\nmill,steel,0,\nworks,cars,-1,4\nshop,trade,x,-2\n"
        "shop,trade,1,1\n\n,trade,1,1\nidle,,0,1\nlone,trade,inf,1\n"
    )
    links = (
        "supplier,buyer,amount_per_day\nmil,works,4\nworks,works,1\nworks,shop,8\nworks,shop,8\n"
        "mill,shop,-3\nmill,works,nan\nshop,works,\nshop,mill,1e9 yuan\nshop,,1\n"
    )
    codes, faults = faults_of(*written(firms, links))
    assert codes == {
        ("BH-NET-005", "firms.csv", 3), ("BH-NET-010", "firms.csv", 4), ("BH-NET-012", "firms.csv", 4), ("BH-NET-011", "firms.csv", 5),
        ("BH-NET-009", "firms.csv", 7), ("BH-NET-009", "firms.csv", 8), ("BH-NET-006", "firms.csv", 8), ("BH-NET-005", "firms.csv", 9),
        ("BH-NET-001", "links.csv", 2), ("BH-NET-002", "links.csv", 3), ("BH-NET-003", "links.csv", 5), ("BH-NET-004", "links.csv", 6),
        ("BH-NET-004", "links.csv", 7), ("BH-NET-009", "links.csv", 8), ("BH-NET-010", "links.csv", 9), ("BH-NET-009", "links.csv", 10),
    }  # fmt: skip
    unknown = next(fault for fault in faults if fault.code == "BH-NET-001")
    assert "nearest known: mill" in unknown.remedy
    assert unknown.column == "supplier"
    assert all(fault.what and fault.expected and fault.remedy for fault in faults)


@pytest.mark.parametrize(
    ("firms", "links", "code", "told"),
    [
        (FIRMS.replace("sector", "branch", 1), LINKS, "BH-NET-008", "no column 'branch'"),
        (FIRMS.replace("sector", "branch", 1), LINKS, "BH-NET-008", "'sector' is missing"),
        (FIRMS.replace("final_demand_per_day", "place"), LINKS, "BH-NET-008", "'place' stands twice"),
        (
            FIRMS.replace("place", "output_per_day").replace("north", "1").replace("south", "1"),
            LINKS,
            "BH-NET-008",
            "both given",
        ),
        ("firm,sector\nmill,steel\n", LINKS, "BH-NET-008", "neither"),
        ("", LINKS, "BH-NET-007", "is empty"),
        (FIRMS, "supplier,buyer,amount_per_day\n", "BH-NET-007", "has no row"),
        (FIRMS, LINKS + "mill,shop,1,1\n", "BH-NET-007", "more cells than the header"),
        (
            "firm,sector,output_per_day\nmill,steel,3\nworks,cars,18\nshop,trade,12\n",
            LINKS,
            "BH-NET-013",
            "deliver more than",
        ),
    ],
)
def test_faults_of_whole_files(written, firms, links, code, told):
    _, faults = faults_of(*written(firms, links))
    assert any(fault.code == code and told in fault.what for fault in faults), [fault.sentence() for fault in faults]


def test_absent_files_and_columns_of_another_type_are_told(tmp_path, written):
    firms, _ = written()
    codes, _ = faults_of(firms, tmp_path / "none.csv")
    assert {code for code, _, _ in codes} == {"BH-NET-007", "BH-NET-006"}
    pl.DataFrame({"supplier": [0.5], "buyer": ["works"], "amount_per_day": [True]}).write_parquet(
        tmp_path / "l.parquet"
    )
    codes, _ = faults_of(firms, tmp_path / "l.parquet")
    assert ("BH-NET-010", "l.parquet", 1) in codes


def test_thousands_of_faults_of_a_kind_are_listed_up_to_a_number_and_counted(written):
    links = LINKS + "nobody,shop,1\n" * (MOST_TOLD + 234)
    _, faults = faults_of(*written(links=links))
    unknown = [fault for fault in faults if fault.code == "BH-NET-001"]
    assert len(unknown) == MOST_TOLD + 1
    assert "234 more rows" in unknown[-1].what


def test_a_quarter_of_a_million_links_take_a_moment(written):
    count = 250_000
    names = pl.Series("firm", np.arange(count)).cast(pl.String)
    one = pl.DataFrame({"firm": names, "sector": ["a", "b"] * (count // 2), "final_demand_per_day": [1.0] * count})
    two = pl.DataFrame(
        {"supplier": names, "buyer": names.shift(1).fill_null(names[-1]), "amount_per_day": [1.0] * count}
    )
    firms, links = written(one.write_csv(), two.write_csv())
    began = time.perf_counter()
    assert len(read_network(firms, links).amount) == count
    assert time.perf_counter() - began < 10.0


def test_shocks_by_firm_sector_and_place_become_numbers_and_days(written, tmp_path):
    network = read_network(*written())
    (tmp_path / "shock.csv").write_text(
        "firm,sector,place,lost_share,first_day,last_day\nmill,,,1,3,5\n,,south,0.5,,\n,trade,south,0.8,,\n,cars,north,1,,\n"
    )
    first, second = read_shocks(tmp_path / "shock.csv", network)
    assert (first.first_day, first.firm.tolist(), first.lost_share.tolist()) == (1, [0, 2], [0.5, 0.8])
    assert first.last_day > 10_000
    assert (second.first_day, second.last_day, second.firm.tolist()) == (3, 5, [1])
    (closed,) = closed_sectors(["steel=0.25", "cars=1"], network)
    assert dict(zip(closed.firm.tolist(), closed.lost_share.tolist(), strict=True)) == {1: 0.25, 0: 1.0}


def test_faults_of_shocks_are_told_at_once(written, tmp_path):
    network = read_network(*written())
    (tmp_path / "shock.csv").write_text(
        "firm,sector,lost_share,first_day,last_day\nmll,,1,,\n,stel,0.5,,\n,,0.5,,\nmill,,80,,\nmill,,0.5,9,3\n"
    )
    with pytest.raises(InputError) as caught:
        read_shocks(tmp_path / "shock.csv", network)
    assert [(fault.code, fault.row) for fault in caught.value.faults] == [
        ("BH-NET-014", 2), ("BH-NET-014", 3), ("BH-NET-014", 4), ("BH-NET-015", 5), ("BH-NET-016", 6),
    ]  # fmt: skip
    assert "mill" in caught.value.faults[0].remedy
    with pytest.raises(InputError) as caught:
        closed_sectors(["steel", "stel=0.5", "cars=2"], network)
    assert [fault.code for fault in caught.value.faults] == ["BH-NET-014", "BH-NET-014", "BH-NET-015"]


def test_inputs_are_essential_where_they_are_rated_one_and_every_sector_must_be_rated(tmp_path):
    path = tmp_path / "ratings.csv"
    path.write_text("supplier,user,rating\nsteel,cars,1\ncars,steel,0.5\nsteel,trade,0\nglass,cars,1\n")
    assert essential_inputs(path, ("cars", "steel", "trade")).tolist() == [
        [False] * 3,
        [True, False, False],
        [False] * 3,
    ]
    with pytest.raises(InputError) as caught:
        essential_inputs(path, ("cars", "steal"))
    assert [(fault.code, fault.remedy) for fault in caught.value.faults] == [("BH-NET-017", "nearest known: steel")]
