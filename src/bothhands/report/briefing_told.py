"""The briefing as plain data: what its page tells, in the same order and words, so that other forms tell the same."""

from __future__ import annotations

from collections.abc import Sequence

from bothhands.report.briefing import Contents, hypothetical_of, standing_of, titled
from bothhands.report.svg import Table
from bothhands.report.telling import Telling


def briefing_as_json(telling: Telling, contents: Contents) -> dict[str, object]:
    """Title, answer and parts; a chart is told by its title and its table.

    Parameters
    ----------
    telling, contents
        The plan, and what its briefing tells.
    """
    say = telling.say
    parts = [
        _part(section.key, section.title, [(figure.title, figure.table) for figure in section.figures])
        for section in contents.sections
    ]
    parts.append(_part("strategies", say("strategies"), [("", contents.strategies)]))
    parts.append(
        _part("measures", say("measures"), [("", contents.measures)], [say("all_rows", n=contents.n_measures)])
    )
    if contents.real_firms.rows:
        parts.append(_part("real-firms", say("real_firms"), [("", contents.real_firms)], [say("real_note")]))
    tables = [(say("used"), contents.sources), (say("hindsight"), contents.hindsight), (f"◇ {say('assumed')}", contents.assumed)]  # fmt: skip
    parts.append(_part("sources", say("sources"), [one for one in tables if one[1].rows], contents.notes))
    return {
        "language": telling.language, "title": titled(telling, say("briefing")), "standing": standing_of(telling),
        "hypothetical": hypothetical_of(telling), "answer": contents.answer, "parts": parts,
    }  # fmt: skip


def _part(key: str, title: str, tables: Sequence[tuple[str, Table]], notes: Sequence[str] = ()) -> dict[str, object]:
    told = [{"title": name, "head": list(table.head), "rows": [list(row) for row in table.rows]} for name, table in tables]  # fmt: skip
    return {"key": key, "title": title, "tables": told, "notes": list(notes)}
