"""Parts of pages as HTML: tables, tiles, marks of status. Everything that is put in is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bothhands.report.svg import Figure


@dataclass(frozen=True)
class Column:
    """A column: its head and whether it holds numbers."""

    head: str
    number: bool = False
    whole: bool = False
    """Whether its words stay in one line."""


@dataclass(frozen=True)
class Tile:
    """A number that opens its page."""

    name: str
    number: str
    said: str
    to: str
    accent: str


def table(columns: Sequence[Column], rows: Sequence[Sequence[object]], caption: str = "") -> Markup:
    """A table; text is escaped, markup of ours stays."""
    head = Markup("").join(Markup('<th scope="col"{}>{}</th>').format(_side(one), one.head) for one in columns)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup("<td{}>{}</td>").format(_side(column), cell) for column, cell in zip(columns, row, strict=True)
            )
        )
        for row in rows
    )
    told = Markup("<caption>{}</caption>").format(caption) if caption else Markup("")
    return Markup('<table class="bh-table">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        told, head, body
    )


def tiles(every: Sequence[Tile]) -> Markup:
    """Tiles side by side, four to a row."""
    return Markup("").join(
        Markup('<a class="bh-card bh-tile quarter" href="{}" style="--accent: var(--{})"><div class="name">{}</div><div class="number">{}</div><div class="said">{}</div></a>').format(
            one.to, one.accent, one.name, one.number, one.said
        )
        for one in every
    )  # fmt: skip


def figure(found: Figure) -> Markup:
    """A chart for wide and for narrow pages, with its table folded below."""
    told = table([Column(head, number > 0) for number, head in enumerate(found.table.head)], found.table.rows)
    return Markup('<figure style="margin:0"><div class="wide">{}</div><div class="narrow">{}</div><details><summary>{}</summary>{}</details></figure>').format(
        Markup(found.wide), Markup(found.narrow), found.name, told
    )  # fmt: skip


def link(to: str, words: str) -> Markup:
    """A link within the desk."""
    return Markup('<a href="{}">{}</a>').format(to, words)


def late(words: str) -> Markup:
    """What is late, in words and colour."""
    return Markup('<span class="bh-late">{}</span>').format(words)


def quiet(words: str) -> Markup:
    """What matters less."""
    return Markup('<span class="bh-quiet">{}</span>').format(words)


def empty(words: str) -> Markup:
    """What will be here, and how to start."""
    return Markup('<p class="bh-empty">{}</p>').format(words)


def _side(column: Column) -> Markup:
    return Markup(' class="n"') if column.number else Markup(' class="day"') if column.whole else Markup("")
