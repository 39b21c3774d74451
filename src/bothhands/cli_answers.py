"""How commands tell an answer: a sentence, tables on the console, JSON, a folder with workbook and pictures. No arithmetic."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from rich.table import Column
    from rich.table import Table as Shown

    from bothhands.inputs.region import Region
    from bothhands.report.amounts import Language
    from bothhands.report.svg import Table

NARROW = 14
"""Characters up to which a column is kept whole: dates, numbers and short names are never broken over lines."""
HEADS = (NARROW - 4, 7, 4)
"""Characters that a head may take over a narrower column, fewer where the table would else be too wide."""


class Asked(Protocol):
    """What a question is asked of: a region, standing on a day."""

    @property
    def region(self) -> Region:
        """The region."""
        ...

    @property
    def as_of(self) -> date:
        """The day."""
        ...


class Answer(NamedTuple):
    """What a command found: its name, the answer in a sentence, tables, what must be known to read them, and the figures."""

    name: str
    said: str
    tables: Mapping[str, Table]
    notes: Sequence[str]
    figures: object
    sheets: Mapping[str, Table] = {}
    """Longer tables, for the folder alone."""


def tell(
    given: argparse.Namespace,
    case: Asked,
    answer: Answer,
    pictures: Callable[[], dict[str, str]] = dict,
    of: str = "chain",
    besides: Callable[[Path], object] = id,
) -> int:
    """An answer on the console or as JSON, and in a folder with pictures where one is named; files begin with `of`, and `besides` writes more."""
    from bothhands.report.sheets import write_tables
    from bothhands.report.whole_folder import written_whole

    written: list[str] = []
    if given.out is not None:
        with written_whole(given.out) as part:
            written = write_tables(
                part, answer.name, {**answer.tables, **answer.sheets}, (answer.said, *answer.notes), pictures(), of
            )
            besides(part)
    if given.json:
        told = {
            "region": case.region.name,
            "as_of": str(case.as_of),
            "answer": answer.said,
            answer.name: plain(answer.figures),
        }
        print(json.dumps({**told, "notes": list(answer.notes), "files": written}, ensure_ascii=False, indent=1))
        return 0
    if answer.said:
        print(answer.said)
    show(answer.tables, answer.notes, getattr(given, "lang", "en"))
    if written:
        print(f"{given.out}: {', '.join(written)}")
    return 0


def plain(found: object) -> object:
    """Figures as JSON knows them: named tuples as objects, dates as text."""
    if isinstance(found, tuple) and hasattr(found, "_asdict"):
        return {name: plain(value) for name, value in found._asdict().items()}
    if isinstance(found, Mapping):
        return {str(name): plain(value) for name, value in found.items()}
    if isinstance(found, tuple | list):
        return [plain(value) for value in found]
    return found.isoformat() if isinstance(found, date) else found


def show(tables: Mapping[str, Table], notes: Sequence[str] = (), language: Language = "en") -> None:
    """Tables on the console, then what must be known to read them."""
    from rich.console import Console

    from bothhands.report.sentences import told_in

    console = Console()
    for table in tables.values():
        if table.rows:
            console.print(shown(table, console.width))
    if not any(table.rows for table in tables.values()):
        print(told_in("Nothing to tell: no row.", language))
    for note in notes:
        print(note)


def shown(table: Table, width: int) -> Shown:
    """A table for a console of so many places: what does not fit goes on below, nothing is cut."""
    from rich.table import Table as Shown

    columns, whole = list(zip(table.head, *table.rows, strict=True)), False
    for least in HEADS:
        headed = [(_head(least, *cells), *cells[1:]) for cells in columns]
        whole = sum(min(max(_width(cells), _width(("", cells[0]))), NARROW) + 3 for cells in headed) < width
        if whole:
            break
    made = Shown(*(_column(whole, *cells) for cells in headed))
    for row in table.rows:
        made.add_row(*row)
    return made


def _width(cells: Sequence[str]) -> int:
    """Places that the widest line of the cells below a head takes on a console; a Chinese character takes two."""
    from rich.cells import cell_len

    return max((cell_len(line) for cell in cells[1:] for line in cell.split("\n")), default=0)


def _head(least: int, head: str, *cells: str) -> str:
    """A head over as many lines as it takes to stand over a narrow column of at least so many places."""
    from rich.cells import cell_len

    width = _width((head, *cells))
    letters = max(width, least) * len(head) // max(cell_len(head), 1)
    return "\n".join(wrap(head, letters)) if width <= NARROW and letters else head


def _column(whole: bool, head: str, *cells: str) -> Column:
    """A column of a table; a narrow one is kept whole where there is room."""
    from rich.table import Column

    return Column(head, overflow="fold", no_wrap=whole and _width((head, *cells)) <= NARROW)
