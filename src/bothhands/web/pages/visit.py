"""A visit: who looks at a page, in which language, on which desk. Each action of a page asks anew who it is: a right taken away is gone at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from fastapi import Request

from bothhands.errors import BothhandsError, Fault, NotSignedIn
from bothhands.inputs.region import Region
from bothhands.records.access import Access
from bothhands.records.store import Store
from bothhands.report.amounts import Language
from bothhands.report.names import place_name
from bothhands.report.sentences import names_of, told_in
from bothhands.report.words import Wording
from bothhands.tasks.signing_in import signed_in
from bothhands.tasks.situation import standing
from bothhands.web.language import preferred
from bothhands.web.security import LOCAL, Served, is_local

LANGUAGE = "bothhands-language"
"""Cookie of the language; no secret."""
TOUR = "bothhands-tour"
"""Cookie of who ended the first tour; no secret."""


@dataclass(frozen=True)
class Visit:
    """Whoever looks at a page."""

    served: Served
    opened_by: Access
    """Who it was when the page was opened."""
    key: str
    """Of a browser that signed in; blank on a desk without accounts."""
    language: Language
    path: str
    asked: Mapping[str, str]
    """What the address asks for after its question mark."""
    every: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The same, where a name stands several times."""
    ended_tours: str = ""
    """Who ended the first tour in this browser, by account."""

    @property
    def store(self) -> Store:
        """The records."""
        return self.served.store

    @cached_property
    def words(self) -> Wording:
        """How this person is spoken to."""
        hub = place_name(self.region, self.region.hub, self.language)
        return Wording(self.language, hub=hub, currency=self.region.currency)

    def access(self) -> Access:
        """Who it is now; raises where nobody is signed in any more."""
        if self.key:
            return signed_in(self.store, self.key)
        if self.served.has_accounts():
            raise NotSignedIn(Fault("BH-WEB-401", "nobody is signed in", "a browser that signed in", "sign in"))
        return LOCAL

    def retold(self, text: str) -> str:
        """A sentence that was written in English, in this person's language."""
        return told_in(text, self.language, names_of(self.region)) if self.words.zh else text

    @cached_property
    def region(self) -> Region:
        """The region in force when the page was opened."""
        return self._standing[0]

    @cached_property
    def day(self) -> date:
        """The day the desk stood on when the page was opened."""
        return self._standing[1]

    @cached_property
    def _standing(self) -> tuple[Region, date]:
        return standing(self.store)


def visit_of(request: Request) -> Visit | None:
    """The visit of a request; none where somebody must sign in first."""
    served = request.app.state.served
    assert isinstance(served, Served)
    key = request.cookies.get(served.settings.cookie, "")
    try:
        access = signed_in(served.store, key) if key else LOCAL
    except BothhandsError:
        return None
    if not key and not is_local(request, served):
        return None
    return Visit(
        served,
        access,
        key,
        language_of(request),
        request.url.path,
        dict(request.query_params),
        {name: request.query_params.getlist(name) for name in request.query_params},
        request.cookies.get(TOUR, ""),
    )


def language_of(request: Request) -> Language:
    """The language of whoever asks: as chosen, else as the browser prefers."""
    return "zh" if (request.cookies.get(LANGUAGE, "") or _preferred(request)) == "zh" else "en"


def _preferred(request: Request) -> Language:
    return preferred(request.headers.get("accept-language", ""))
