"""Visits that were made since the table of visits was written: they move the day a firm or city is due, and who knows it.

Why this file exists: what officers did last week must be seen by the plan of the next, wherever it was told. It reads no database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple, get_args

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.visits import VisitKind, VisitRow

PLACE_MINUTES = 90
"""Of a visit of a city as a whole; ASSUMED."""


class Made(NamedTuple):
    """A visit that was made."""

    visit: str
    kind: VisitKind
    place: str
    day: date
    firm: str = ""
    officer: str = ""


def rows_with(rows: Sequence[VisitRow], made: Iterable[Made], before: date) -> list[VisitRow]:
    """Rows of the table as they stand after the visits that were made.

    Parameters
    ----------
    rows
        Table visits.
    made
        Visits made.
    before
        First day of the week that is planned: only what was made before counts.

    Notes
    -----
    A firm's row tells the last visit of the firm. A city's row tells the last day anybody was there, for whatever visit: an officer who
    was at a factory was in the city. A finding or forum that was seen to is wanted no more. A day that a firm or city was promised for
    and that is before the week is over, kept or not: they can be visited on any day again.
    """
    known = sorted((one for one in made if one.day < before), key=lambda one: one.day)
    done = {one.visit for one in known}
    kept = {_key(row): row for row in rows if not (row.kind in ("finding", "forum") and row.visit in done)}
    for one in known:
        if one.firm:
            _seen(kept, ("firm", one.firm), VisitRow(visit=f"firm {one.firm}", kind="firm", place=one.place, firm=one.firm), one.day, one.officer)  # fmt: skip
    for place, (day, officer) in sorted(_last_in_cities(rows, known).items()):
        blank = VisitRow(visit=f"place {place}", kind="place", place=place, minutes=PLACE_MINUTES)
        _seen(kept, ("place", place), blank, day, officer)
    return [_without_past_promise(row, before) for row in kept.values()]


def due_of(row: VisitRow | None, began: date, days: int) -> date:
    """Day by which a firm or city must be visited: as its row says, else so long after the last visit.

    Parameters
    ----------
    row
        What is known of it.
    began
        The day the region stands on: what was never visited is due so long after it.
    days
        Days between two visits.
    """
    if row is not None and row.due_on is not None:
        return row.due_on
    return (row.last_on if row is not None and row.last_on is not None else began) + timedelta(days=days)


def _key(row: VisitRow) -> tuple[str, str]:
    """What a row is of: a firm, a city, or itself."""
    if row.firm and row.kind in ("firm", "link"):
        return "firm", row.firm
    return ("place", row.place) if row.kind == "place" else ("itself", row.visit)


def _without_past_promise(row: VisitRow, before: date) -> VisitRow:
    if row.on_day is None or row.on_day >= before or _key(row)[0] == "itself":
        return row
    return row.model_copy(update={"on_day": None, "officer": ""})


def _seen(
    kept: dict[tuple[str, str], VisitRow], key: tuple[str, str], blank: VisitRow, day: date, officer: str
) -> None:
    """The row of a firm or city, with a later last visit. A day by which it was promised is over once it was kept."""
    row = kept.get(key, blank)
    if row.last_on is None or row.last_on < day:
        due = None if row.due_on is not None and row.due_on <= day else row.due_on
        kept[key] = row.model_copy(update={"last_on": day, "seen_by": officer, "due_on": due})


def _last_in_cities(rows: Iterable[VisitRow], made: Iterable[Made]) -> dict[str, tuple[date, str]]:
    told = [(row.place, row.last_on, row.seen_by) for row in rows if row.last_on is not None]
    told += [(one.place, one.day, one.officer) for one in made]
    return {place: (day, officer) for place, day, officer in sorted(told, key=lambda one: one[1])}


def made_in(path: Path, region: Region) -> tuple[Made, ...]:
    """Visits made, as a file tells them: a list of JSON with `visit`, `kind`, `place`, `day`, and where known `firm` and `officer`.

    Parameters
    ----------
    path
        The file.
    region
        Whose places they are.

    Raises
    ------
    InputError
        Where it cannot be read or a row is not understood: every fault at once.
    """
    where = str(path)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise InputError(Fault("BH-VIS-021", f"visits made cannot be read: {problem}", "a file of JSON", "name the file that lists them", file=where)) from None  # fmt: skip
    if not isinstance(told, list):
        raise InputError(Fault("BH-VIS-021", "visits made are no list", "a list of visits", "write [ … ]", file=where))
    faults: list[Fault] = []
    found = tuple(one for number, row in enumerate(told, 1) if (one := _made(row, number, region, faults, where)))
    if faults:
        raise InputError(faults)
    return found


def _made(row: object, number: int, region: Region, faults: list[Fault], file: str) -> Made | None:
    if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
        faults.append(Fault("BH-VIS-022", "no visit with texts", 'such as {"visit": "firm a", "kind": "firm", "place": "b", "day": "2020-03-18"}', "mend it", file, number))  # fmt: skip
        return None
    places, kinds = [one.place for one in region.rows(Place)], get_args(VisitKind)
    before = len(faults)
    for name in {*row} - {*Made._fields}:
        faults.append(Fault("BH-VIS-022", f"a visit has no {name!r}", ", ".join(Made._fields), nearest(name, Made._fields), file, number, name))  # fmt: skip
    if row.get("place") not in places:
        faults.append(Fault("BH-VIS-022", "the place is not known", "a place of the region", nearest(row.get("place", ""), places), file, number, "place", row.get("place", "")))  # fmt: skip
    if row.get("kind") not in kinds:
        faults.append(Fault("BH-VIS-022", "the kind is not known", ", ".join(kinds), nearest(row.get("kind", ""), kinds), file, number, "kind", row.get("kind", "")))  # fmt: skip
    day = None
    try:
        day = date.fromisoformat(row.get("day", ""))
    except ValueError:
        faults.append(Fault("BH-VIS-022", "the day cannot be read", "a day such as 2020-03-18", "mend it", file, number, "day", row.get("day", "")))  # fmt: skip
    if len(faults) > before or day is None:
        return None
    return Made(row.get("visit", ""), row["kind"], row["place"], day, row.get("firm", ""), row.get("officer", ""))
