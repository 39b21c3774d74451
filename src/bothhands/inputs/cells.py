"""One cell: from what stands in a file to a value of the column's kind, and back to text.

Why this file exists: CSV, Excel and Parquet must give the same value for the same figure, and a cell that cannot be
read for certain must say how to write it. Nothing is guessed: `1.2万` is a fault whose remedy is 12000. Ranges and
allowed words are checked by the row models, not here.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from functools import cache
from types import UnionType
from typing import Annotated, Literal, NamedTuple, TypeAlias, Union, get_args, get_origin

from bothhands.errors import Fault
from bothhands.inputs.table import Table

Value: TypeAlias = str | int | float | bool | date
Kind: TypeAlias = Literal["text", "number", "whole", "day", "flag"]

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""How a text begins that a spreadsheet would run, apostrophes before it included."""
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
SCALED = re.compile(r"([+-]?[\d,]*\.?\d+)\s*(万亿|万|亿|千|百万|%|‰)\s*(\S*)", re.ASCII)
UNIT_IN_CELL = re.compile(
    r"([+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[+-]?[0-9]+(?:\.[0-9]+)?)\s*([^\W\d_].*|[/°¥$€].*)?"
)
SCALES = {"万": 1e4, "亿": 1e8, "万亿": 1e12, "千": 1e3, "百万": 1e6, "%": 1e-2, "‰": 1e-3}
FLAGS = {"true": True, "yes": True, "是": True, "1": True, "false": False, "no": False, "否": False, "0": False}


class Column(NamedTuple):
    """What a column holds: its kind, unit, whether it must be filled, and its allowed words."""

    name: str
    kind: Kind
    unit: str
    required: bool
    words: tuple[str, ...]
    description: str
    sensitive: bool = False
    """Whether it is for the officers in charge alone: a firm's cash, debt and tax."""


@cache
def columns(table: Table) -> dict[str, Column]:
    """The columns of a table in file order."""
    return {name: _column(table, name) for name in table.columns}


def parse(column: Column, cell: object) -> Value | Fault | None:
    """The value of a cell, None where it is blank, or a fault without its place."""
    if isinstance(cell, str):
        cell = cell.strip()
    if cell is None or cell == "":
        return None
    if column.kind == "text":
        return _text(cell)
    if column.kind == "day":
        return _day(cell)
    if column.kind == "flag":
        return _flag(cell)
    return _number(column, cell)


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before one that begins like one; reading takes it off again."""
    return f"'{text}" if FORMULA.match(text) else text


def text_of(value: object) -> str:
    """A value as text: whole numbers without a point, other numbers in the shortest exact form, blanks empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _column(table: Table, name: str) -> Column:
    field = table.row.model_fields[name]
    options = _options(field.annotation)
    words = tuple(text_of(word) for option in options if get_origin(option) is Literal for word in get_args(option))
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    return Column(
        name, _kind(options), str(extra.get("unit", "")), field.is_required(), words, field.description or "",
        bool(extra.get("sensitive", False)),
    )  # fmt: skip


def _options(annotation: object) -> list[object]:
    """The alternatives of a type without None: `float | None` gives `[float]`."""
    if get_origin(annotation) is Annotated:
        return _options(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [option for part in get_args(annotation) if part is not type(None) for option in _options(part)]
    return [annotation]


def _kind(options: list[object]) -> Kind:
    first = options[0]
    kind = type(get_args(first)[0]) if get_origin(first) is Literal else first
    kinds: dict[object, Kind] = {str: "text", float: "number", int: "whole", date: "day", bool: "flag"}
    return kinds[kind]


def _text(cell: object) -> str:
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date().isoformat()
    text = text_of(cell).replace("\r\n", "\n").replace("\r", "\n")
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def _day(cell: object) -> date | Fault:
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time(0) else _bad_day(str(cell))
    if isinstance(cell, date):
        return cell
    text = str(cell)
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else _bad_day(text)
    except ValueError:
        return _bad_day(text)


def _bad_day(text: str) -> Fault:
    plain = unicodedata.normalize("NFKC", text)
    parts = re.fullmatch(
        r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?(?:\s+00:00(?::00)?)?", plain, re.ASCII
    )
    remedy = "write it as 2020-03-18"
    if parts:
        try:
            remedy = f"write {date(*(int(part) for part in parts.groups())).isoformat()}"
        except ValueError:
            remedy = "no such day exists; write it as 2020-03-18"
    code = "BH-INP-014" if plain != text else "BH-INP-017"
    return Fault(code, f"{text!r} is not a date", expected="a date YYYY-MM-DD", remedy=remedy)


def _flag(cell: object) -> bool | Fault:
    if isinstance(cell, bool):
        return cell
    text = text_of(cell).lower()
    if text in FLAGS:
        return FLAGS[text]
    return Fault(
        "BH-INP-018", f"{cell!r} is neither true nor false", expected="true or false", remedy="write true or false"
    )


def _number(column: Column, cell: object) -> float | int | Fault:
    if isinstance(cell, str):
        if not NUMBER.fullmatch(cell):
            return _bad_number(column, cell)
        value = float(cell)
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        value = float(cell)
    else:
        return _bad_number(column, str(cell))
    if column.kind == "number":
        return value
    if value.is_integer():
        return int(value)
    return Fault(
        "BH-INP-020", f"{text_of(value)} is not whole", expected="a whole number", remedy="round it or correct it"
    )


def _bad_number(column: Column, text: str) -> Fault:
    """Why a text is no number and how to write the number it probably means."""
    unit = f" in {column.unit}" if column.unit else ""
    expected = f"a {'whole ' if column.kind == 'whole' else ''}number{unit}, digits and a point only"
    plain = unicodedata.normalize("NFKC", text).strip()
    scaled = SCALED.fullmatch(plain)
    if scaled:
        value = float(scaled[1].replace(",", "")) * SCALES[scaled[2]]
        return Fault("BH-INP-015", f"{text!r} is written with {scaled[2]}", expected, f"write {_suggested(value)}")
    if plain != text and NUMBER.fullmatch(plain):
        return Fault("BH-INP-014", f"{text!r} has full-width characters", expected, f"write {plain}")
    united = UNIT_IN_CELL.fullmatch(plain)
    if united:
        number = united[1].replace(",", "")
        if united[2] and united[2].strip():
            remedy = f"write {number} if {united[2].strip()!r} is the unit of the column{unit}, else convert it first"
        else:
            remedy = f"write {number}"
        return Fault("BH-INP-016", f"{text!r} is more than a number", expected, remedy)
    return Fault(
        "BH-INP-013", f"{text!r} is not a number", expected, "write the number, or leave the cell blank if unknown"
    )


def _suggested(value: float) -> str:
    """A converted figure without binary dust: 0.12 and not 0.12000000000000001."""
    return text_of(float(f"{value:.12g}"))
