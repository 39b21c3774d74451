"""A plan's briefing as a Word document or a workbook, as far as whoever asks may see it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from bothhands.errors import Fault, NotThere
from bothhands.records.files import inside
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import PlanRecord
from bothhands.report.kept_briefing import PRIVATE, as_document, as_workbook, briefing_in, without

BriefingForm: TypeAlias = Literal["docx", "xlsx"]


def briefing_file(store: Store, session: DeskSession, plan_id: int, form: BriefingForm) -> bytes:
    """The briefing, in the language it was told in; without what rests on firms' money for whoever may not see it.

    Parameters
    ----------
    store, session
        The desk, and a session of somebody who sees plans.
    plan_id
        The plan.
    form
        What it is written as.

    Raises
    ------
    NotThere
        Where the plan's folder keeps no briefing.
    """
    plan = session.one(PlanRecord, plan_id)
    told = briefing_in(inside(store.folder, plan.folder)) if plan.folder else None
    if told is None:
        raise NotThere(Fault("BH-TSK-144", f"plan {plan_id} keeps no briefing to write anew", "a plan made by this program, its files kept", "plan again from it, or read its other files"))  # fmt: skip
    shown = told if session.access.sees_accounts else without(told, PRIVATE)
    return as_document(shown) if form == "docx" else as_workbook(shown)
