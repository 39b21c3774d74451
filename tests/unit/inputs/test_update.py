from __future__ import annotations

from pathlib import Path

import pytest

from bothhands.inputs.region import Region
from bothhands.inputs.tables.cases import CaseCount
from bothhands.inputs.update import updated

HEADER = "place,kind,origin,day,cumulative,source,quality,known_from\n"


@pytest.fixture
def cases(tmp_path: Path, towns: Region) -> Path:
    """One new row, one changed, one as it was."""
    same, other = towns.rows(CaseCount)[:2]
    rows = [
        "Northport,confirmed,local,2020-03-19,77,,measured,",
        f"{other.place},{other.kind},{other.origin},{other.day},{other.cumulative + 5},{other.source},{other.quality},",
        f"{same.place},{same.kind},{same.origin},{same.day},{same.cumulative},{same.source},{same.quality},",
    ]
    path = tmp_path / "cases-2020-03-19.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n")
    return path


def test_every_row_has_its_outcome(towns: Region, cases: Path) -> None:
    update = updated(towns, [cases])
    assert [row.outcome for row in update.rows] == ["added", "changed", "unchanged"]
    assert set(update.rows[1].differences) == {"cumulative"}
    assert update.region is not None
    assert update.region.edition != towns.edition
    assert len(update.region.rows(CaseCount)) == len(towns.rows(CaseCount)) + 1


def test_the_same_file_twice_changes_nothing_more(towns: Region, cases: Path) -> None:
    first = updated(towns, [cases]).region
    assert first is not None
    again = updated(first, [cases])
    assert {row.outcome for row in again.rows} == {"unchanged"}
    assert again.region is not None
    assert again.region.edition == first.edition


def test_a_later_edition_stands_beside_the_old(towns: Region, tmp_path: Path) -> None:
    old = towns.rows(CaseCount)[4]
    path = tmp_path / "cases.csv"
    path.write_text(HEADER + f"{old.place},{old.kind},{old.origin},{old.day},0,,measured,2020-04-07\n")
    update = updated(towns, [path])
    assert [row.outcome for row in update.rows] == ["added"]
    assert update.region is not None
    assert update.region.rows(CaseCount)[4].cumulative == 0
    assert update.region.standing_on(towns.default_as_of).rows(CaseCount)[4].cumulative == old.cumulative


def test_one_refused_row_stops_the_update(towns: Region, cases: Path) -> None:
    with cases.open("a") as file:
        file.write("Northpolt,confirmed,local,2020-03-19,1,,,\nNorthport,confirmed,local,2020-03-20,many,,,\n")
    update = updated(towns, [cases, cases.with_name("nothing.csv")])
    assert update.region is None
    assert [row.outcome for row in sorted(update.rows, key=lambda row: row.number)][-2:] == ["refused", "refused"]
    assert {fault.code for fault in update.faults} == {"BH-INP-001", "BH-INP-013", "BH-INP-022"}
    assert update.count("added") == 1


def test_a_row_twice_in_one_file_is_refused(towns: Region, cases: Path) -> None:
    with cases.open("a") as file:
        file.write("Northport,confirmed,local,2020-03-19,78,,measured,\n")
    assert [(fault.code, fault.row) for fault in updated(towns, [cases]).faults] == [("BH-INP-021", 5)]
