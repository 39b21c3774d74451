"""The decision brief of a plan: what the desk knows of it, gathered, told and printed."""

from __future__ import annotations

from sqlalchemy import select

from bothhands.records.people import User
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import Comment, MeasureRecord, PlanRecord
from bothhands.report.amounts import Language
from bothhands.report.decision_brief import Brief, Remark, decision_brief
from bothhands.report.names import place_name
from bothhands.report.words import Wording
from bothhands.tasks.editions import region_of
from bothhands.tasks.take_in import as_measure


def brief_of(store: Store, session: DeskSession, plan_id: int, language: Language = "en") -> str:
    """The decision brief of a plan as a page of its own; measures that were withdrawn are left out, and how many is said.

    Parameters
    ----------
    store, session
        The desk, and a session of somebody who sees plans.
    plan_id
        The plan.
    language
        Of the page.
    """
    plan = session.one(PlanRecord, plan_id)
    region = region_of(store, plan.edition)
    every = session.scalars(select(MeasureRecord).where(MeasureRecord.plan_id == plan_id).order_by(MeasureRecord.id)).all()  # fmt: skip
    measures = [as_measure(one).model_copy(update={"place": one.place}) for one in every if one.status != "withdrawn"]
    said = session.scalars(select(Comment).where(Comment.about == "plan", Comment.about_id == plan_id).order_by(Comment.id)).all()  # fmt: skip
    authors = {one.created_by for one in said if one.created_by is not None}
    people = {number: name for number, name in session.execute(select(User.id, User.name).where(User.id.in_(authors)))}
    words = Wording(language, hub=place_name(region, region.hub, language), currency=region.currency)
    nobody = words.say("dk_local")
    remarks = [Remark(one.text, people.get(one.created_by or 0, nobody), one.created_at.date()) for one in said]
    return decision_brief(words, region, Brief(plan.id, plan.name, plan.as_of, plan.edition, plan.told, measures, remarks, plan.status, len(every) - len(measures)))  # fmt: skip
