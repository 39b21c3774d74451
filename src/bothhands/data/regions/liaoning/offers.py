"""Idle workshops of the province: synthetic rows, as no list of them is in the sources.

The founding report asks for idle assets to be revived and names none. So that a missing link can meet a workshop, a few are ASSUMED, each marked
synthetic and told as unverified; a user lays the true list over them.
"""

from __future__ import annotations

from typing import Any

from bothhands.data.regions.liaoning.raw import ASSUMED
from bothhands.inputs.tables.offers import OfferRow

SYNTHETIC: dict[str, Any] = {
    "side": "has", "kind": "asset", "unit": "lines", "quality": "synthetic", "period": "2020",
    "source": f"{ASSUMED}: drawn up by hand, no such workshop is known",
}  # fmt: skip
WORKSHOPS = (
    ("Shenyang", "mask", 6, "clean room of an electronics works"),
    ("Dalian", "n95", 3, "clean room of an instruments works"),
    ("Fushun", "meltblown", 2, "non-wovens hall with power and compressed air"),
    ("Panjin", "resin", 1, "polymer compounding hall"),
    ("Dandong", "mask", 4, "garment workshop"),
    ("Benxi", "test_kit", 1, "clean room of a pharmaceutical works"),
)


def offers() -> list[OfferRow]:
    """Idle workshops: how many lines of a good each could take."""
    return [
        OfferRow(
            offer=f"idle-workshop-{at}",
            item=good,
            who=f"Synthetic idle workshop {at}",
            place=place,
            quantity=lines,
            note=what,
            **SYNTHETIC,
        )
        for at, (place, good, lines, what) in enumerate(WORKSHOPS, start=1)
    ]
