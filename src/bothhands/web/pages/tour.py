"""The first tour: five steps on the situation page, what each answers and where; it can be ended, and called again from the frame.

Why this file exists: whoever opens a desk for the first time sees twelve pages. Who ended the tour is remembered by the browser, by account.
"""

from __future__ import annotations

from markupsafe import Markup

from bothhands.records.access import Access
from bothhands.web.pages.visit import Visit

STEPS = (("/region", "known"), ("/plans", "plan"), ("/compare", "other"), ("/follow-up", "do"), ("/reports", "tell"))
MOST_REMEMBERED = 40
"""Accounts that one browser remembers; the one that ended it longest ago is forgotten."""


def tour_of(visit: Visit, access: Access) -> Markup | None:
    """The card of the tour; none for whoever ended it."""
    if name_of(access) in visit.ended_tours.split("."):
        return None
    say = visit.words.say
    steps = Markup("").join(
        Markup('<li><a href="{}">{}</a><br>{}</li>').format(to, say(f"dk_to_{key}"), say(f"dk_to_{key}_why"))
        for to, key in STEPS
    )
    return Markup('<h2>{}</h2><p>{}</p><ol class="bh-steps">{}</ol><p><a class="bh-button" href="/tour/end">{}</a></p>').format(say("dk_to_title"), say("dk_to_why"), steps, say("dk_to_end"))  # fmt: skip


def ended(before: str, access: Access, *, again: bool) -> str:
    """Who ended the tour, once this person ended it or began it again."""
    kept = [one for one in before.split(".") if one.isalnum() and one != name_of(access)]
    return ".".join((kept if again else [*kept, name_of(access)])[-MOST_REMEMBERED:])


def name_of(access: Access) -> str:
    """The number of an account, or whoever uses a desk without accounts."""
    return "local" if access.user_id is None else str(access.user_id)
