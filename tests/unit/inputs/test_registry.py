from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bothhands.errors import InputError
from bothhands.inputs import registry
from bothhands.inputs import tables as package
from bothhands.inputs.cells import columns
from bothhands.inputs.loading import load
from bothhands.inputs.region import Region
from bothhands.inputs.saving import save_folder, save_workbook

MODULE = '''
from datetime import date
from pydantic import Field
from bothhands.inputs.table import Name, Row, Table

class Shelter(Row):
    """Shelters."""
    shelter: Name = Field(..., description="Shelter.")
    place: Name = Field(..., description="City.")
    date_from: date = Field(..., description="First day.")
    date_to: date = Field(..., description="Last day.")
    places: float = Field(..., description="Places.", ge=0, json_schema_extra={"unit": "persons"})
    low_places: float | None = Field(None, description="Low.")
    high_places: float | None = Field(None, description="High.")

REFS = {"place": "places.place"}
TABLE = Table(name="shelters", row=Shelter, key=("shelter", "date_from"), about="Shelters", refs=REFS)
'''


@pytest.fixture
def shelters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "shelters.py").write_text(MODULE)
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path / "modules")])
    registry.tables.cache_clear()
    yield
    sys.modules.pop("bothhands.inputs.tables.shelters", None)
    monkeypatch.undo()
    registry.tables.cache_clear()
    registry.table_of.cache_clear()


def test_a_new_table_is_one_new_file(shelters: None, tmp_path: Path, towns: Region) -> None:
    folder = save_folder(towns, tmp_path / "towns")
    rows = "shelter,place,date_from,date_to,places,low_places,high_places\n"
    (folder / "shelters.csv").write_text(rows + "Hall,Northport,2020-03-01,2020-03-31,200,100,300\n")
    region = load(folder)
    assert [row.model_dump()["places"] for row in region.rows("shelters")] == [200.0]
    assert load(save_workbook(region, tmp_path / "towns.xlsx")).edition == region.edition
    (folder / "shelters.csv").write_text(
        rows + "Hall,Northpolt,2020-03-01,2020-03-31,200,300,100\nHall,Northport,2020-03-31,2020-03-01,1,,\n"
    )
    with pytest.raises(InputError) as caught:
        load(folder)
    codes = {(fault.code, fault.column) for fault in caught.value.faults}
    assert {
        ("BH-INP-022", "place"),
        ("BH-INP-033", "places"),
        ("BH-INP-031", "date_to"),
        ("BH-INP-032", "date_from"),
    } == codes


def test_every_table_declares_itself_soundly() -> None:
    for name, table in registry.tables().items():
        known = columns(table)
        assert set(table.key) <= set(known), name
        assert all(column.description for column in known.values()), name
        for column, target in table.refs.items():
            other, _, key = target.partition(".")
            assert column in known, name
            assert key in columns(registry.table(other)), name


def test_an_unknown_table_names_the_nearest() -> None:
    with pytest.raises(InputError, match="nearest known: people"):
        registry.table("peple")
