"""Parts of pages as HTML: tables, tiles, marks of status. Everything that is put in is escaped here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from bothhands.report.svg import Figure, Table
from bothhands.report.workbook import as_csv


@dataclass(frozen=True)
class Column:
    """A column: its head and whether it holds numbers."""

    head: str
    number: bool = False
    whole: bool = False
    """Whether its words stay in one line."""
    long: bool = False
    """Whether sentences stand in it, or amounts with words behind them that may go on below."""


@dataclass(frozen=True)
class Tile:
    """A number that opens its page."""

    name: str
    number: str
    said: str
    to: str
    accent: str


def table(columns: Sequence[Column], rows: Sequence[Sequence[object]], caption: str = "") -> Markup:
    """A table; text is escaped, markup of ours stays. One without heads is a list of facts, each named by its first cell."""
    heads = Markup("").join(Markup('<th scope="col"{}>{}</th>').format(_side(one), one.head) for one in columns)
    head = Markup("<thead><tr>{}</tr></thead>").format(heads) if any(one.head for one in columns) else Markup("")
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup("<td{}>{}</td>").format(_side(column), cell) for column, cell in zip(columns, row, strict=True)
            )
        )
        for row in rows
    )
    told = Markup("<caption>{}</caption>").format(caption) if caption else Markup("")
    return Markup('<table class="bh-table">{}{}<tbody>{}</tbody></table>').format(told, head, body)


def tiles(every: Sequence[Tile]) -> Markup:
    """Tiles side by side, four to a row."""
    return Markup("").join(
        Markup('<a class="bh-card bh-tile quarter" href="{}" style="--accent: var(--{})"><div class="name">{}</div><div class="number">{}</div><div class="said">{}</div></a>').format(
            one.to, one.accent, one.name, one.number, one.said
        )
        for one in every
    )  # fmt: skip


@dataclass(frozen=True)
class Again:
    """How somebody else comes to the same numbers; blank what does not give them."""

    heading: str
    """What it is, in the reader's language."""
    command: str = ""
    python: str = ""


def figure(found: Figure, again: Again | None = None) -> Markup:
    """A chart for wide and for narrow pages; below it, folded, its table, the same as a file, and how to make it again."""
    told = table([Column(head, number > 0) for number, head in enumerate(found.table.head)], found.table.rows)
    return Markup('<figure style="margin:0"><div class="wide">{}</div><div class="narrow">{}</div><details><summary>{}</summary>{}{}</details>{}</figure>').format(
        Markup(found.wide), Markup(found.narrow), found.name, csv_link(found.table, found.name), told, made_again(again)
    )  # fmt: skip


def csv_link(told: Table, name: str) -> Markup:
    """A table as a CSV file, within the page itself; a spreadsheet reads its letters and runs none of its cells."""
    file = re.sub(r"\W+", "-", name).strip("-") or "data"
    return Markup('<p><a download="{}.csv" href="data:text/csv;charset=utf-8,{}">CSV</a></p>').format(file, quote(as_csv(told)))  # fmt: skip


def made_again(again: Again | None) -> Markup:
    """Command and Python that give the same numbers, folded."""
    told = [one for one in (again.command, again.python) if one] if again is not None else []
    if again is None or not told:
        return Markup("")
    shown = Markup("").join(Markup('<pre class="bh-command" tabindex="0">{}</pre>').format(one) for one in told)
    return Markup("<details><summary>{}</summary>{}</details>").format(again.heading, shown)


def link(to: str, words: str) -> Markup:
    """A link within the desk."""
    return Markup('<a href="{}">{}</a>').format(to, words)


def firm_link(firm: str, words: str) -> Markup:
    """A link to a firm's card; identifiers may hold any sign."""
    return link(f"/firms/{quote(firm, safe='/')}", words)


def late(words: str) -> Markup:
    """What is late, in words and colour."""
    return Markup('<span class="bh-late">{}</span>').format(words)


def quiet(words: str) -> Markup:
    """What matters less."""
    return Markup('<span class="bh-quiet">{}</span>').format(words)


def empty(words: str, to: str = "", name: str = "") -> Markup:
    """What will be here, and how to start; with a link to where one starts."""
    if not to:
        return Markup('<p class="bh-empty">{}</p>').format(words)
    return Markup('<p class="bh-empty">{}</p><p class="bh-next">{}</p>').format(words, link(to, name))


def _side(column: Column) -> Markup:
    side = "n" if column.number else "day" if column.whole else ""
    classes = " ".join(filter(None, (side, "long" if column.long else "")))
    return Markup(' class="{}"').format(classes) if classes else Markup("")


def place_filter(action: str, say: Callable[[str], str], names: Mapping[str, str], chosen: str) -> Markup:
    """A form that asks for one place, in the page's own address."""
    options = Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(place, Markup(" selected") if place == chosen else "", name)
        for place, name in names.items()
    )
    return Markup(
        '<form class="bh-filter" method="get" action="{}"><label>{}<select name="place"><option value="">{}</option>{}</select></label><button class="bh-button">{}</button></form>'
    ).format(action, say("dk_place"), say("dk_any_place"), options, say("dk_show"))
