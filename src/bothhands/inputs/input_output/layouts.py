"""Layouts: how a file of an input–output table is laid out, and what its rows and columns are called.

Why this file exists: a new layout is one entry here and its names in `data/concordances/table_names.csv`. It reads no table.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.concordance import FOLDER
from bothhands.inputs.input_output.account import BELOW, USES
from bothhands.inputs.table import Quality

MEANINGS = (*USES, *BELOW, "consumption", "total", "label", "aside")
"""What a row or column that is no sector may be; consumption is of households and government together, a total is read past, a
label is text, and what is put aside is told."""


class Layout(NamedTuple):
    """One layout.

    `labels` are the columns before the figures, `code` and `block` those among them that hold the sector and the word for
    imports; `under` rows below the header hold descriptions. `signature` are names whose presence in the first row, or
    among the codes, tells the layout. `joint` parts the place from the sector in a code of a table of several regions.
    """

    name: str
    about: str
    labels: tuple[str, ...] = ()
    code: str = ""
    block: str = ""
    under: int = 0
    spaces: bool = False
    signature: frozenset[str] = frozenset()
    concordance: str = ""
    consumption: str = ""
    accounts: bool = False
    source: str = ""
    quality: Quality = "unverified"
    period: str = ""
    money: str = ""
    joint: str = ""


class Meaning(NamedTuple):
    """What a row or column is, and the sign it is read with."""

    what: str
    sign: float = 1.0


LAYOUTS = (
    Layout(
        "long",
        "columns supplier, user, value, as a region has it; also origin and destination where there are several regions",
        signature=frozenset({"supplier", "user", "value"}),
    ),
    Layout(
        "wiod",
        "national table of the World Input–Output Database, release 2016",
        labels=("Year", "Code", "Description", "Origin"),
        code="Code",
        block="Origin",
        under=1,
        spaces=True,
        signature=frozenset({"Year", "Code", "Origin", "CONS_h", "GO"}),
        concordance="wiod56_isic45",
        source="World Input-Output Database, release 2016 (Timmer et al. 2015, doi 10.1111/roie.12178)",
        quality="measured",
        period="2014",
        money="million US dollars",
    ),
    Layout(
        "oecd",
        "national table of the OECD, 2021 edition",
        labels=("", "Code", "Description"),
        code="Code",
        signature=frozenset({"Code", "HFCE", "NPISH", "EXPO", "IMPO"}),
        source="OECD input-output tables, 2021 edition",
        quality="measured",
        period="2018",
        money="million US dollars",
    ),
    Layout(
        "china42",
        "China 2020, 42 sectors, home products and imports apart",
        labels=("", "Code", "Description", "DescriptionInChinese", "Origin"),
        code="Code",
        block="Origin",
        signature=frozenset({"Code", "Origin", "TIU", "TC", "FU201", "EX", "GO"}),
        concordance="china42_isic45",
        consumption="china42_consumption",
        source="National Bureau of Statistics of China, input-output table of China 2020, 42 sectors",
        quality="measured",
        period="2020",
        money="10,000 yuan",
    ),
    Layout(
        "china153",
        "China 2020, 153 sectors, imports in a column",
        labels=("", "Code", "Description", "DescriptionInChinese"),
        code="Code",
        signature=frozenset({"Code", "TIU", "FU101", "THC", "IM", "GO"}),
        concordance="china153_isic45",
        source="National Bureau of Statistics of China, input-output table of China 2020, 153 sectors",
        quality="measured",
        period="2020",
        money="10,000 yuan",
    ),
    Layout(
        "nace64",
        "square table of flows by NACE with final uses and output in a second file (--accounts)",
        labels=("",),
        signature=frozenset({"A01", "B05-09", "F41-43", "T97-98"}),
        concordance="nace64_isic45",
        accounts=True,
        source="Belgium, table by NACE of twallema/pyIEEM @23c5b59 (MIT), after its supply and use tables",
        quality="unverified",
        money="million euro",
    ),
    Layout("matrix", "header and first column of codes; final uses to the right, value added and output below"),
)


def layout_of(name: str, header: Sequence[str]) -> Layout:
    """The layout of a name, or the one whose signature the header shows; any other square of codes is a matrix."""
    known = {one.name: one for one in LAYOUTS}
    if name and name not in known:
        raise InputError(
            Fault("BH-INP-068", f"no layout is called {name!r}", "a layout that is read", nearest(name, known))
        )
    found = [one for one in LAYOUTS if one.signature and one.signature <= set(header)]
    return known[name] if name else max(found, key=lambda one: len(one.signature), default=known["matrix"])


def meaning_of(layout: Layout, axis: str, name: str, given: Mapping[str, Meaning]) -> Meaning | None:
    """What a row or column is by the user's word, then the layout's, then the usual ones; None for a sector."""
    if name in given:
        return given[name]
    return _names().get((layout.name, axis, name.lower())) or (
        _names().get(("matrix", axis, name.lower())) if layout.name in ("matrix", "nace64") else None
    )


def given_meanings(words: Sequence[str]) -> dict[str, Meaning]:
    """The user's words NAME=MEANING; a minus before the meaning turns the sign.

    Raises
    ------
    InputError
        Where a word is not of that form or the meaning unknown.
    """
    given, faults = {}, []
    for word in words:
        name, _, what = word.rpartition("=")
        plain = what.strip().removeprefix("-")
        if not name or plain not in MEANINGS:
            expected = "NAME=MEANING, the meaning " + ", ".join(MEANINGS)
            faults.append(Fault("BH-INP-068", f"--meaning {word!r} says nothing", expected, nearest(plain, MEANINGS)))
        given[name.strip()] = Meaning(plain, -1.0 if what.strip().startswith("-") else 1.0)
    if faults:
        raise InputError(faults)
    return given


def usual_names(axis: str) -> list[str]:
    """The names that are recognised without being told."""
    return sorted(name for layout, at, name in _names() if layout == "matrix" and at == axis)


@cache
def _names() -> dict[tuple[str, str, str], Meaning]:
    with (FOLDER / "table_names.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    return {
        (line["layout"], line["axis"], line["name"].lower()): Meaning(line["meaning"], float(line["sign"]))
        for line in lines
    }
