from __future__ import annotations

from pathlib import Path

import pytest
from spoiled import faults_of

from bothhands.errors import Fault
from bothhands.inputs.encoding import decoded
from bothhands.inputs.loading import load
from bothhands.inputs.region import Region

TEXT = "place,name_zh\nShenyang,沈阳\nDalian,大连（港）\n"


@pytest.mark.parametrize(
    ("codec", "name"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 with BOM"), ("gb18030", "GB18030")]
)
def test_three_encodings_are_read_and_named(codec: str, name: str) -> None:
    assert decoded(TEXT.encode(codec), "places.csv") == (TEXT, name)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (TEXT, "utf-16"),
        (TEXT, "utf-16-le"),
        ("瀋陽市和平區，大連市中山區", "big5"),
        ("Besançon, Orléans, Düsseldorf", "latin-1"),
        ("東京、京都のマスク工場", "shift_jis"),
    ],
)
def test_other_encodings_are_refused(text: str, codec: str) -> None:
    refused = decoded(text.encode(codec), "places.csv")
    assert isinstance(refused, Fault)
    assert refused.code == "BH-INP-008"


def test_the_encoding_of_every_file_is_stated(folder: Path, towns: Region) -> None:
    path = folder / "places.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    region = load(folder)
    assert region.encodings["places.csv"] == "GB18030"
    assert region.encodings["people.csv"] == "UTF-8"
    assert region.edition == towns.edition
    path.write_bytes(path.read_bytes().decode("gb18030").encode("utf-16"))
    assert {fault.code for fault in faults_of(folder)} >= {"BH-INP-008"}
