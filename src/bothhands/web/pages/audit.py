"""The audit: every change, who made it and why, paged and filtered by plain addresses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from markupsafe import Markup

from bothhands.records.access import Access
from bothhands.records.audit import Audit
from bothhands.report.names import place_name
from bothhands.tasks.lists import AuditFilter, audit_of
from bothhands.web.pages.frame import card, desk_page, heading
from bothhands.web.pages.lists_shown import offset_of, paging
from bothhands.web.pages.parts import Column, empty, table
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page

A_PAGE = 50
OPEN = 4
"""Columns that are shown at once; more are folded."""
LONG = 80
"""Letters of a value that are shown; REST tells the whole."""


@desk_page("/admin/audit", "dk_admin")
async def audit(visit: Visit, access: Access) -> None:
    """Changes that match."""
    say = visit.words.say
    content, total = await to_page(_list, visit, access)
    heading(say("dk_ad_audit"), say("dk_ad_audit_why"))
    card(_filter(visit))
    card(content)
    card(paging(visit, "/admin/audit", visit.asked, total, A_PAGE))


def _wanted(asked: Mapping[str, str]) -> AuditFilter:
    """What the address asks for; what cannot be read is left out."""
    user, day = asked.get("user_id", ""), asked.get("since", "")
    try:
        since = datetime.combine(date.fromisoformat(day), time(), UTC) if day else None
    except ValueError:
        since = None
    number = int(user) if user.isascii() and user.isdigit() and 0 < len(user) < 10 and int(user) else None
    return AuditFilter(
        kind=asked.get("kind", "")[:120], record=asked.get("record", "")[:300], user_id=number, since=since
    )


def _list(visit: Visit, access: Access) -> tuple[Markup, int]:
    say = visit.words.say
    with visit.store.reading(access) as session:
        found = audit_of(session, _wanted(visit.asked), A_PAGE, offset_of(visit.asked))
    if not found.items:
        return empty(say("dk_ad_no_audit")), found.total
    rows = [
        (f"{one.at:%Y-%m-%d %H:%M}", visit.retold(one.actor) if one.user_id is None else one.actor, say(f"dk_ad_did_{one.action}"), f"{visit.retold(one.kind)} {one.record}", place_name(visit.region, one.place, visit.language) if one.place else "–", _changes(one), visit.retold(one.why) if one.user_id is None or one.why.startswith("job ") else one.why)
        for one in found.items
    ]  # fmt: skip
    heads = ("dk_ad_when", "dk_ad_who", "dk_ad_did", "dk_ad_record", "dk_place", "dk_rg_change", "dk_ad_why")
    return table([Column(say(head), whole=head == "dk_ad_when") for head in heads], rows), found.total


def _changes(one: Audit) -> Markup:
    before, after = one.before or {}, one.after or {}
    told = [
        Markup("{}: {} → {}").format(name, _short(before.get(name)), _short(after.get(name)))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) not in (None, "") or after.get(name) not in (None, "")
    ]
    shown = Markup("<br>").join(told)
    if len(told) <= OPEN:
        return shown
    return Markup("<details><summary>{}</summary>{}</details>").format(told[0].striptags(), Markup("<br>").join(told[1:]))  # fmt: skip


def _short(value: Any) -> str:
    text = "–" if value in (None, "") else str(value)
    return text if len(text) <= LONG else f"{text[:LONG]}…"


def _filter(visit: Visit) -> Markup:
    say, asked = visit.words.say, visit.asked
    fields = (("kind", "dk_ad_kind", "text"), ("record", "dk_ad_number", "text"), ("user_id", "dk_ad_person", "number"), ("since", "dk_ad_day", "date"))  # fmt: skip
    inputs = Markup("").join(
        Markup('<label>{}<input name="{}" type="{}" value="{}" maxlength="120"></label>').format(say(words), name, kind, asked.get(name, ""))
        for name, words, kind in fields
    )  # fmt: skip
    return Markup('<form class="bh-filter" method="get" action="/admin/audit">{}<button class="bh-button">{}</button></form>').format(inputs, say("dk_show"))  # fmt: skip
