"""No name of the register leaves with a page that anyone may read: the page is searched, and not given out where one is found.

Why this file exists: `public_plan` renames what comes from the tables of firms and sites, yet a name may also stand where nobody expects it,
such as in the source of a parameter. Words that every page has or that name a place, a sector, a good or a port cannot be told from a firm
of the same name, and neither can plain numbers of fewer than eight figures; these are not searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from bothhands.errors import Fault, RunError
from bothhands.inputs.region import Region
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.ports import Port
from bothhands.inputs.tables.sectors import Sector
from bothhands.report.phrases import PHRASES
from bothhands.report.public_plan import COLUMNS
from bothhands.report.svg import is_wide

SHORTEST, SHORTEST_WIDE, SHORTEST_NUMBER = 3, 2, 8
"""Characters a name has at least, Latin and Chinese, and figures of a plain number."""
LONGEST_KEY = 8
DATA = re.compile(r"url\(data:[^)]*\)")
GEOMETRY = {"d", "points", "viewbox", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "transform", "font-size", "fill", "stroke", "style"}  # fmt: skip
"""Attributes that hold numbers of a picture and no words."""


def without_names(page: str, region: Region) -> str:
    """The page, where it holds no name of a register.

    Parameters
    ----------
    page
        HTML or SVG.
    region
        With its true names.

    Raises
    ------
    RunError
        BH-REP-001, with every name that was found and the words around it.
    """
    found = found_in(page, names_of(region))
    if found:
        raise RunError([
            Fault("BH-REP-001", f"the public edition would name {name!r}: “{words}”", "no name of a firm or site of the register",
                  "take it out of the source, note or name of that row, or rename the row", value=name)
            for name, words in found.items()
        ])  # fmt: skip
    return page


def names_of(region: Region) -> set[str]:
    """Every name, identifier and remark in the tables of firms, sites and offers that can be told from other words.

    Parameters
    ----------
    region
        With its true names.
    """
    given = {
        str(getattr(row, column)).strip()
        for table, columns in COLUMNS.items()
        for row in region.tables.get(table, ())
        for column in columns
    }
    ordinary = _Searched(_ordinary(region))
    return {name for name in given if _is_told_apart(name) and not ordinary.holds(name)}


def found_in(page: str, names: Iterable[str]) -> dict[str, str]:
    """Names that stand in a page, each with the words around it: in text, titles, tables folded away, attributes and data.

    Parameters
    ----------
    page
        HTML or SVG.
    names
        What must not be there.
    """
    reader = _Reader()
    reader.feed(DATA.sub("", page))
    reader.close()
    searched = _Searched(reader.words)
    return {name: words for name in sorted(set(names)) if (words := searched.around(name))}


class _Searched:
    """Pieces of text that can be asked for many names; a name may be broken over pieces. Most are turned down by their first letters alone."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self.text = " ".join(" ".join(piece.split()) for piece in pieces).casefold()
        self.unbroken = self.text.replace(" ", "")
        self.begins = {self.text[n : n + LONGEST_KEY] for n in range(len(self.text))}

    def holds(self, name: str) -> bool:
        """Whether a name stands there as whole words."""
        return bool(self.around(name))

    def around(self, name: str) -> str:
        """The words around a name; blank where it is not there."""
        wanted = " ".join(name.casefold().split())
        if any(map(is_wide, wanted)):
            return _around(self.unbroken, wanted.replace(" ", ""))
        if len(wanted) >= LONGEST_KEY and wanted[:LONGEST_KEY] not in self.begins:
            return ""
        return _around(self.text, wanted)


class _Reader(HTMLParser):
    """Collects all that a page says, seen or unseen."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the words of attributes."""
        self.words += [value for name, value in attrs if value and name not in GEOMETRY]

    def handle_data(self, data: str) -> None:
        """Keep text, style and data."""
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        """Keep comments."""
        self.words.append(data)


def _around(text: str, wanted: str) -> str:
    """The words around a name that stands in a text as whole words."""
    if wanted not in text:
        return ""
    before = r"(?<![0-9a-z])" if _is_latin(wanted[0]) else ""
    after = r"(?![0-9a-z])" if _is_latin(wanted[-1]) else ""
    found = re.search(before + re.escape(wanted) + after, text)
    return text[max(found.start() - 30, 0) : found.end() + 30].strip() if found else ""


def _ordinary(region: Region) -> Iterator[str]:
    """Words that every page has, and names that are public."""
    for pair in PHRASES.values():
        yield from pair
    for place in region.rows(Place):
        yield from (place.place, place.name_zh)
    for sector in region.rows(Sector):
        yield from (sector.sector, sector.name, sector.name_zh)
    for good in region.rows(Good):
        yield from (good.good, good.name, good.name_zh)
    for port in region.rows(Port):
        yield port.port
    yield from (region.name, region.title, region.title_zh)


def _is_told_apart(name: str) -> bool:
    """Whether a name is long enough to be told from other words and figures."""
    if name.isdigit():
        return len(name) >= SHORTEST_NUMBER
    return len(name) >= (SHORTEST_WIDE if any(map(is_wide, name)) else SHORTEST)


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()
