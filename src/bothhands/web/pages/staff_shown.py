"""What the pages of officers share: weeks, leaves and thanks as tables, and the letter of thanks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from markupsafe import Markup
from nicegui import ui

from bothhands.inputs.region import Region
from bothhands.records.field import Leave, Recognition
from bothhands.report.amounts import number
from bothhands.report.names import post_name
from bothhands.report.words import Wording
from bothhands.tasks.leaves import LeaveKind
from bothhands.tasks.own_record import RULES, Week
from bothhands.tasks.recognition import KEYS
from bothhands.web.pages.parts import Column, empty, link, table

KINDS = get_args(LeaveKind)
FIELD = "outlined dense stack-label"


def rest_said(words: Wording, week: Week) -> Markup | str:
    """Whether rest was had, in words."""
    said = [words.say("dk_st_short", hours=number(one.hours), day=words.day(one.day)) for one in week.short_rests]
    if week.most_in_seven > RULES.days_in_seven:
        said.append(words.say("dk_st_seven", n=week.most_in_seven))
    return Markup('<span class="bh-late" style="display: inline-block; min-width: 11em">{}</span>').format("; ".join(said)) if said else words.say("dk_st_rested")  # fmt: skip


def risk_said(words: Wording, exposure: float) -> str:
    """Infections to be expected, as one in so many."""
    return "–" if exposure < 1e-6 else words.say("dk_st_one_in", n=number(1.0 / exposure))


def away_said(words: Wording, week: Week) -> str:
    """Days away, by kind."""
    join = "、" if words.zh else ", "
    kinds = dict.fromkeys(kind for _, kind in week.away)
    counts = {kind: sum(one == kind for _, one in week.away) for kind in kinds}
    return join.join(f"{words.say(f'dk_st_kind_{kind}')} {n}" for kind, n in counts.items()) or "–"


def weeks_table(words: Wording, weeks: Sequence[Week]) -> Markup:
    """Weeks of a record, the latest first."""
    say = words.say
    columns = [
        Column(say("dk_st_week"), whole=True), Column(say("dk_st_hours_h"), True), Column(say("dk_st_rest")), Column(say("dk_st_away")), Column(say("dk_st_n_days"), True),
        Column(say("dk_st_travel"), True), Column(say("dk_st_nights"), True), Column(say("dk_st_exposure"), True),
    ]  # fmt: skip
    rows = [
        (words.day(one.first), number(one.hours), rest_said(words, one), away_said(words, one), one.days, number(one.travel_hours), one.nights, risk_said(words, one.exposure))
        for one in reversed(weeks)
    ]  # fmt: skip
    return table(columns, rows)


def leaves_table(words: Wording, leaves: Sequence[Leave], region: Region, names: Mapping[int, str] | None = None) -> Markup:  # fmt: skip
    """Leaves; with post and person where names are given."""
    say = words.say
    if not leaves:
        return empty(say("dk_st_no_leave"))
    heads = [Column(say("dk_st_kind")), Column(say("dk_st_when"), whole=True), Column(say("dk_st_note"))]
    rows = [(say(f"dk_st_kind_{one.kind}"), words.span(one.first, one.last), one.note or "–") for one in leaves]
    if names is None:
        return table(heads, rows)
    who = [(post_name(region, one.post, words.language), names.get(one.user_id or 0, "–")) for one in leaves]
    return table([Column(say("dk_st_post")), Column(say("dk_st_holder")), *heads], [(*a, *b) for a, b in zip(who, rows, strict=True)])  # fmt: skip


def thanks_table(words: Wording, thanks: Sequence[Recognition], names: Mapping[int, str] | None = None) -> Markup:
    """Thanks that were given, by date; never by count."""
    say = words.say
    if not thanks:
        return empty(say("dk_st_no_thanks"))
    heads = [Column(say("dk_st_rule")), Column(say("dk_st_when"), whole=True), Column(say("dk_st_letter"))]
    rows = [(say(f"dk_st_rule_{one.rule}"), words.span(one.first, one.last), link(f"/thanks/{one.id}", say("dk_st_letter_open"))) for one in thanks]  # fmt: skip
    if names is None:
        return table(heads, rows)
    who = [(names.get(one.user_id or 0, "–"),) for one in thanks]
    return table([Column(say("dk_st_holder")), *heads], [(*a, *b) for a, b in zip(who, rows, strict=True)])


def rules_card(words: Wording) -> Markup:
    """What one is thanked for, for everybody to read."""
    say = words.say
    rows = [(say(f"dk_st_rule_{key}"), say(f"dk_st_why_{key}")) for key in KEYS]
    return Markup("<h2>{}</h2><p>{}</p>{}").format(say("dk_st_rules"), say("dk_st_rules_why"), table([Column(""), Column("")], rows))  # fmt: skip


def leave_fields(words: Wording) -> dict[str, ui.select | ui.input]:
    """Fields of a leave: kind, days, note."""
    say = words.say
    return {
        "kind": ui.select({one: say(f"dk_st_kind_{one}") for one in KINDS}, value="leave", label=say("dk_st_kind")).props(FIELD),
        "first": ui.input(say("dk_st_first")).props(f"{FIELD} type=date"),
        "last": ui.input(say("dk_st_last")).props(f"{FIELD} type=date"),
        "note": ui.input(say("dk_st_note")).props(f"{FIELD} maxlength=500"),
    }  # fmt: skip


def leave_given(fields: Mapping[str, ui.select | ui.input]) -> dict[str, object]:
    """What was typed; the first day alone is one day."""
    given: dict[str, object] = {name: str(one.value or "") for name, one in fields.items()}
    return {**given, "last": given["last"] or given["first"]}
