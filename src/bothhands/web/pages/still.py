"""A still of a page: what was read on the server, as plain HTML that is on screen before any script ran, and gives way once the page itself stands.

Why this file exists: a page is put together in the browser by scripts that take longer than the desk takes to answer. Who follows a link sees at
once where it led; fields and buttons come a moment later. `kept.js` takes the still away in the same step in which the page is put up.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup
from nicegui import Client, ui
from nicegui.element import Element

STILL = "bh-still"
"""Identifier of the still, as `kept.js` knows it."""


def still_of(client: Client) -> Markup:
    """The page as it stands on the server: its own HTML in its boxes, without what only scripts can show."""
    return Markup('<div id="{}">{}</div>').format(STILL, _told(client.content.default_slot.children))


def _told(elements: Iterable[Element]) -> Markup:
    return Markup("").join(_one(one) for one in elements)


def _one(element: Element) -> Markup:
    box = Markup('<div class="{}">{}</div>')
    if isinstance(element, ui.html):
        return box.format(" ".join(element.classes), Markup(element.content))
    if type(element) is ui.element and element.tag == "div":
        return box.format(" ".join(element.classes), _told(element.default_slot.children))
    return Markup("")
