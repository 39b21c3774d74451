"""Shapes of what a phone takes along."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from bothhands.records.access import Access
from bothhands.records.base import now
from bothhands.records.known import FirmRow
from bothhands.report.names import firm_named
from bothhands.tasks.checklists import CHECKLISTS
from bothhands.tasks.phone import Pack
from bothhands.web.shapes.base import Told
from bothhands.web.shapes.field import FieldDayTold, VisitTold
from bothhands.web.shapes.work import FindingTold


class FirmCardTold(Told):
    """A firm as an officer needs it at the gate: nothing of its cash, debt or tax."""

    firm: str = Field(description="Identifier.")
    name: str = Field(description="Name.")
    name_zh: str = Field(description="Chinese name.")
    place: str = Field(description="Where.")
    sector: str = Field(description="Sector code.")
    state: str = Field(description="How it works now.")
    blocked_by: str = Field(description="What holds it back by its own word.")
    workers: float | None = Field(description="People.")
    last_visit: date | None = Field(description="Day it was last visited, as the desk knows.")

    @classmethod
    def of(cls, row: FirmRow, last: date | None) -> FirmCardTold:
        """A firm."""
        name_zh = firm_named(row.name, row.name_zh, bool(row.figures.get("synthetic")), "zh")
        return cls.read(row, last_visit=last, name_zh=name_zh)


class PackTold(Told):
    """Everything for some days without a connection."""

    now: datetime = Field(description="The desk's clock, in UTC.")
    today: date = Field(description="The desk's day.")
    account: int = Field(description="Whose pack it is; 0 on a desk without accounts.", ge=0)
    name: str = Field(description="Their name.")
    posts: list[str] = Field(description="Posts of these days.")
    days: list[FieldDayTold] = Field(description="Days by the clock.")
    visits: list[VisitTold] = Field(description="Visits of these days, with their versions.")
    firms: list[FirmCardTold] = Field(description="Firms that are visited.")
    findings: list[FindingTold] = Field(description="Findings that wait, of these firms and places.")
    checklists: dict[str, list[str]] = Field(description="What is looked at, by kind of visit.")
    places: dict[str, str] = Field(description="Chinese names of places.")
    post_names: dict[str, str] = Field(description="Chinese names of these posts.")

    @classmethod
    def of(cls, found: Pack, access: Access, places: dict[str, str], post_names: dict[str, str]) -> PackTold:
        """A pack."""
        return cls(
            now=now(), today=found.today, account=access.user_id or 0, name=access.name, posts=list(found.posts),
            days=[FieldDayTold.of(one) for one in found.days], visits=[VisitTold.of(one) for one in found.visits],
            firms=[FirmCardTold.of(one, found.last.get(one.firm)) for one in found.firms], findings=[FindingTold.of(one) for one in found.findings],
            checklists={kind: list(items) for kind, items in CHECKLISTS.items()}, places=places, post_names=post_names,
        )  # fmt: skip
