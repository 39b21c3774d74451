"""Due dates as a calendar file that any calendar program opens: iCalendar, RFC 5545.

Why this file exists: an officer's own calendar is where a day is planned. A task keeps its mark (`UID`) and counts its versions (`SEQUENCE`), so that a
newer file moves what an older one showed.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bothhands.records.work import Task

WIDTH = 75
"""Octets of a line (RFC 5545, 3.1)."""
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
"""What no text may hold (RFC 5545, 3.1)."""
SPACE = uuid.UUID("6f1a2f0c-5b0e-4c53-9f0e-6d1a7b1f9a11")
"""Within which tasks have their marks; drawn once."""


def calendar_of(
    tasks: Sequence[Task], titles: Mapping[int, str], places: Mapping[str, str], name: str, now: datetime
) -> str:
    """A calendar with a whole day for each task that has one.

    Parameters
    ----------
    tasks
        Tasks; those without a day are left out.
    titles
        What each is, by number.
    places
        What each place is called; a place that is not in it keeps its name.
    name
        Of the calendar.
    now
        When it is written.

    Returns
    -------
    str
        Lines that end as the standard wants, folded to 75 octets.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bothhands//desk//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}"]  # fmt: skip
    for one in tasks:
        if one.due is None:
            continue
        mark = uuid.uuid5(SPACE, f"{one.id} {one.created_at.isoformat()}")
        lines += [
            "BEGIN:VEVENT", f"UID:{mark}", f"DTSTAMP:{_moment(now)}", f"LAST-MODIFIED:{_moment(one.changed_at)}", f"SEQUENCE:{one.version - 1}",
            f"DTSTART;VALUE=DATE:{one.due:%Y%m%d}", f"DTEND;VALUE=DATE:{one.due + timedelta(days=1):%Y%m%d}", "TRANSP:TRANSPARENT",
            f"SUMMARY:{_text(titles.get(one.id, one.title))}",
            *([f"LOCATION:{_text(places.get(one.place, one.place))}"] if one.place else []),
            "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Text in which no sign means anything (RFC 5545, 3.3.11)."""
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return "\\n".join(CONTROL.sub("", line) for line in words.splitlines())


def _folded(line: str) -> str:
    """A line in pieces that none is longer than 75 octets, never within a sign."""
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > WIDTH:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    return "\r\n".join([*pieces, piece])
