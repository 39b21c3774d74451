"""A page of a longer list, with how long the whole is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func

from bothhands.records.store import DeskSession

Item = TypeVar("Item")
MOST = 500
"""Most items on a page."""


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some items of a list, and how many there are in all."""

    items: Sequence[Item]
    total: int


def page_of(session: DeskSession, asked: Select[Item], limit: int, offset: int) -> Page[Item]:
    """The items of a query from `offset` on, at most `limit`, each once, in its order.

    Parameters
    ----------
    session
        Of whoever asks.
    asked
        A select of one kind of record, ordered so that no two items are alike in it.
    limit
        At most this many, 1 to `MOST`.
    offset
        How many are left out before.
    """
    most, before = max(1, min(limit, MOST)), max(0, offset)
    items = session.scalars(asked.limit(most).offset(before)).all()
    if len(items) < most and (items or not before):
        return Page(items, before + len(items))
    within: Any = asked.order_by(None)
    return Page(items, int(session.scalar(within.with_only_columns(func.count(), maintain_column_froms=True)) or 0))
