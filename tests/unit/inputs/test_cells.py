from __future__ import annotations

from datetime import date, datetime

import pytest

from bothhands.errors import Fault
from bothhands.inputs.cells import Column, parse, text_of

NUMBER = Column("persons", "number", "persons", True, (), "Residents.")
WHOLE = NUMBER._replace(kind="whole")
DAY = Column("day", "day", "", True, (), "Day.")
FLAG = Column("inside", "flag", "", False, (), "Inside.")
TEXT = Column("note", "text", "", False, (), "Note.")


@pytest.mark.parametrize(
    ("text", "code", "remedy"),
    [
        ("1.2万", "BH-INP-015", "write 12000"),
        ("3亿", "BH-INP-015", "write 300000000"),
        ("12 %", "BH-INP-015", "write 0.12"),
        ("12％", "BH-INP-015", "write 0.12"),
        ("1.5 万吨", "BH-INP-015", "write 15000"),
        ("１２３", "BH-INP-014", "write 123"),
        ("1,234,567", "BH-INP-016", "write 1234567"),
        ("5 t", "BH-INP-016", "write 5 if 't' is the unit of the column in persons, else convert it first"),
        ("5吨", "BH-INP-016", "write 5 if '吨' is the unit of the column in persons, else convert it first"),
        ("about ten", "BH-INP-013", "write the number, or leave the cell blank if unknown"),
        ("1_000", "BH-INP-013", "write the number, or leave the cell blank if unknown"),
        ("nan", "BH-INP-013", "write the number, or leave the cell blank if unknown"),
        ("٣", "BH-INP-013", "write the number, or leave the cell blank if unknown"),
    ],
)
def test_a_number_that_must_be_rewritten(text: str, code: str, remedy: str) -> None:
    fault = parse(NUMBER, text)
    assert isinstance(fault, Fault)
    assert (fault.code, fault.remedy) == (code, remedy)


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12.0), (" -0.5 ", -0.5), ("1e-6", 1e-6), (".5", 0.5), (7, 7.0), ("", None), (None, None)]
)
def test_a_plain_number(text: object, value: float | None) -> None:
    assert parse(NUMBER, text) == value


def test_a_whole_number_must_be_whole() -> None:
    assert parse(WHOLE, 3.0) == 3
    fault = parse(WHOLE, "3.5")
    assert isinstance(fault, Fault)
    assert fault.code == "BH-INP-020"


@pytest.mark.parametrize(
    ("text", "code", "remedy"),
    [
        ("2020/3/8", "BH-INP-017", "write 2020-03-08"),
        ("20200308", "BH-INP-017", "write 2020-03-08"),
        ("2020年3月8日", "BH-INP-017", "write 2020-03-08"),
        ("２０２０-03-08", "BH-INP-014", "write 2020-03-08"),
        ("2020-02-30", "BH-INP-017", "no such day exists; write it as 2020-03-18"),
        ("86400", "BH-INP-017", "write it as 2020-03-18"),
        ("soon", "BH-INP-017", "write it as 2020-03-18"),
    ],
)
def test_a_date_that_must_be_rewritten(text: str, code: str, remedy: str) -> None:
    fault = parse(DAY, text)
    assert isinstance(fault, Fault)
    assert (fault.code, fault.remedy) == (code, remedy)


def test_dates_and_flags_of_excel() -> None:
    assert parse(DAY, datetime(2020, 3, 8)) == date(2020, 3, 8)
    assert isinstance(parse(DAY, datetime(2020, 3, 8, 12)), Fault)
    assert parse(FLAG, True) is True
    assert parse(FLAG, "否") is False
    assert isinstance(parse(FLAG, "perhaps"), Fault)


def test_text_keeps_full_width_characters_and_loses_outer_spaces() -> None:
    assert parse(TEXT, " 第１号 ") == "第１号"


def test_text_of_is_short_and_exact() -> None:
    assert [text_of(value) for value in (3.0, 0.1, 1e-6, True, None, date(2020, 3, 8))] == [
        "3",
        "0.1",
        "1e-06",
        "true",
        "",
        "2020-03-08",
    ]
