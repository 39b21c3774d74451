"""A concordance keeps every sum, says why, and refuses what would drop mass."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from bothhands.errors import Fault, InputError
from bothhands.inputs.concordance import FOLDER, concordances, fit_faults, identity, read_concordance
from bothhands.inputs.input_output.amounts import DATA, default_sectors
from bothhands.inputs.loading import load
from bothhands.inputs.tables.criticality import Rating

LINES = "from,to,weight,reason\nx,A,0.25,output of 2018\nx,B,0.75,output of 2018\ny,B,1,\nz,C,1,\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return path


def faults_in(tmp_path: Path, text: str) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        read_concordance(written(tmp_path, text))
    return caught.value.faults


def test_sums_stay_on_both_axes(tmp_path: Path) -> None:
    lines = read_concordance(written(tmp_path, LINES))
    flows = np.arange(9.0).reshape(3, 3)
    moved = lines.flows(flows)
    assert moved.sum() == pytest.approx(flows.sum())
    assert moved[0, 0] == pytest.approx(0.25 * 0.25 * flows[0, 0])
    assert moved[1, 2] == pytest.approx(0.75 * flows[0, 2] + flows[1, 2])
    assert lines.vector(np.array([4.0, 1.0, 2.0])).tolist() == [1.0, 4.0, 2.0]


def test_ratings_are_not_added_up(tmp_path: Path) -> None:
    lines = read_concordance(written(tmp_path, LINES))
    ratings = np.array([[1.0, 0.5, 0.0], [0.0, 0.0, 1.0], [0.0, 0.5, 1.0]])
    assert lines.ratings(ratings)[1].tolist() == [1.0, 1.0, 1.0]
    assert lines.ratings(ratings, "mean")[1].tolist() == [0.5, 0.375, 0.5]


def test_there_and_back_by_amounts(tmp_path: Path) -> None:
    lines = read_concordance(written(tmp_path, LINES))
    values = np.array([4.0, 1.0, 2.0])
    back = lines.reversed(dict(zip(lines.sources, values, strict=True)), "output")
    assert back.vector(lines.vector(values)) == pytest.approx(values)
    with pytest.raises(InputError, match="BH-INP-064"):
        lines.reversed({"z": 1.0}, "output")


def test_splits_follow_amounts_where_there_are_any(tmp_path: Path) -> None:
    lines = read_concordance(written(tmp_path, LINES))
    split = lines.split_by({"A": 3.0, "B": 1.0}, "value added of here")
    assert split.weights[0].tolist() == [0.75, 0.25, 0.0]
    assert split.reasons["x", "A"] == "split by value added of here"
    assert lines.split_by({"C": 1.0}, "").weights.tolist() == lines.weights.tolist()


@pytest.mark.parametrize(
    ("old", "new", "code", "row", "told"),
    [
        ("x,B,0.75", "x,B,0.65", "BH-INP-064", None, "0.1 of its mass would be dropped"),
        ("x,B,0.75", "x,B,0.95", "BH-INP-064", None, "0.2 would be made up"),
        ("x,B,0.75", "x,B,-0.75", "BH-INP-065", 3, "is -0.75"),
        ("x,B,0.75,output of 2018", "x,B,0.75,", "BH-INP-065", 3, "states no basis"),
        ("x,B,0.75", "x,B,most", "BH-INP-013", 3, "'most' is not a number"),
        ("y,B,1", "y,,1", "BH-INP-012", 4, "blank"),
        ("y,B,1", "z,C,1", "BH-INP-021", 5, "stands in row 4 too"),
        ("from,to", "from,too", "BH-INP-011", 1, "'to' is missing"),
    ],
)
def test_each_fault_is_told_where_it_stands(
    tmp_path: Path, old: str, new: str, code: str, row: int | None, told: str
) -> None:
    found = faults_in(tmp_path, LINES.replace(old, new))
    (fault,) = [one for one in found if one.code == code]
    assert (fault.row, fault.file) == (row, "mine.csv")
    assert told in fault.what


def test_codes_that_do_not_meet(tmp_path: Path) -> None:
    lines = read_concordance(written(tmp_path, LINES))
    assert fit_faults(lines, {"x": 1.0, "y": 1.0, "z": 1.0, "idle": 0.0}, "ABC", "t.csv") == []
    missing, unused, target = fit_faults(lines, {"x": 1.0, "y": 1.0, "zz": 7.0}, "ABD", "t.csv")
    assert (missing.code, missing.value, missing.remedy) == ("BH-INP-067", "zz", "nearest known: z")
    assert (unused.code, unused.remedy) == ("BH-INP-066", "nearest known: zz")
    assert (target.code, target.what) == ("BH-INP-066", "the region has no sector 'C'")


def test_an_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(InputError, match="nearest known: wiod56_isic45"):
        read_concordance("wiod56_isic")


@pytest.mark.parametrize(
    ("name", "sources"),
    [("wiod56_isic45", 56), ("nace64_isic45", 63), ("china42_isic45", 42), ("china153_isic45", 153)],
)
def test_those_of_the_package_are_whole(name: str, sources: int) -> None:
    assert name in concordances()
    lines = read_concordance(name)
    assert len(lines.sources) == sources
    assert set(lines.targets) <= set(default_sectors())
    assert lines.weights.sum() == pytest.approx(sources, abs=1e-9)
    assert identity("ab").flows(np.eye(2)).tolist() == np.eye(2).tolist()


def test_wiod_agrees_with_the_members_of_the_sectors() -> None:
    """The stated members of the 45 sectors, from which ratings and inventories are made, are the lines of the concordance."""
    lines = read_concordance("wiod56_isic45")
    with (DATA / "raw" / "sector_concordance.csv").open(encoding="utf-8") as file:
        members = {(code, row["sector"]) for row in csv.DictReader(file) for code in row["wiod"].split()}
    assert set(lines.reasons) - {("U", "45")} == members


def test_the_split_of_mining_is_that_of_the_oecd_table() -> None:
    with (DATA / "raw" / "oecd" / "CHN_2018_45.csv").open(encoding="utf-8") as file:
        output = next(row for row in csv.DictReader(file) if row["Code"] == "OUTPUT")
    lines = read_concordance("wiod56_isic45")
    total = sum(float(output[code]) for code in ("03", "04", "05"))
    for code in ("03", "04", "05"):
        weight = lines.weights[lines.sources.index("B"), lines.targets.index(code)]
        assert weight == pytest.approx(float(output[code]) / total, abs=1e-6)


def test_shares_of_consumption_add_up() -> None:
    with (FOLDER / "china42_consumption.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    for sector in {line["sector"] for line in lines}:
        assert sum(float(line["weight"]) for line in lines if line["sector"] == sector) == pytest.approx(1.0, abs=1e-9)


def test_ratings_of_wiod_become_those_of_liaoning() -> None:
    """The survey of Pichler et al. by the concordance, highest of the pairs that meet, is what the region rates unedited."""
    with (DATA / "raw" / "pichler" / "IHS_Markit_results_compact.csv").open() as file:
        lines = list(csv.reader(file))
    users, suppliers = lines[0][1:], [line[0] for line in lines[1:]]
    survey = {
        (line[0], user): float(cell)
        for line in lines[1:]
        for user, cell in zip(users, line[1:], strict=True)
        if cell not in ("NA", "")
    }
    codes = [code for code in read_concordance("wiod56_isic45").sources if code in {*users, *suppliers}]
    ratings = np.array([[survey.get((one, two), 0.0) for two in codes] for one in codes])
    made = read_concordance("wiod56_isic45").ordered(codes, default_sectors()).ratings(ratings)
    there = load("liaoning").rows(Rating)
    here = {(default_sectors()[at], default_sectors()[by]): float(made[at, by]) for at, by in np.argwhere(made)}
    assert {(row.supplier, row.user): row.rating for row in there if not row.reason}.items() <= here.items()
    assert {(row.supplier, row.user) for row in there} == set(here), "an edit drops or invents a rating"
