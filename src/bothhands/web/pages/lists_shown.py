"""Long lists a page at a time, by plain addresses, so that reload and back work."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from markupsafe import Markup

from bothhands.web.pages.parts import link
from bothhands.web.pages.visit import Visit


def paging(visit: Visit, path: str, asked: Mapping[str, str], total: int, most: int) -> Markup:
    """Where one is in a long list, and the pages before and after."""
    say, offset = visit.words.say, offset_of(asked)
    if not total:
        return Markup("{}").format(say("dk_page_none"))
    parts: list[Markup | str] = [
        say("dk_page_of", first=min(offset + 1, total), last=min(offset + most, total), n=f"{total:,}")
    ]
    kept = {name: value for name, value in asked.items() if name != "offset"}
    if offset > 0:
        parts.append(link(f"{path}?{urlencode({**kept, 'offset': max(0, offset - most)})}", say("dk_previous")))
    if offset + most < total:
        parts.append(link(f"{path}?{urlencode({**kept, 'offset': offset + most})}", say("dk_next")))
    return Markup(" · ").join(parts)


def offset_of(asked: Mapping[str, str]) -> int:
    """How many items are left out before; 0 for anything that is no number."""
    given = asked.get("offset", "0")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 8 else 0
