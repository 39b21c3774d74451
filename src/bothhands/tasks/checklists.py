"""What an officer looks at on a visit, by kind of visit. Keys of phrases; each is answered by yes or no, or left alone.

Why this file exists: two officers who visit the same firm look at the same things, and what was not looked at is not taken for a no.
"""

from __future__ import annotations

from collections.abc import Mapping

from bothhands.inputs.tables.visits import VisitKind

CHECKLISTS: Mapping[VisitKind, tuple[str, ...]] = {
    "firm": ("works", "funds", "materials", "market", "people", "masks", "distance"),
    "link": ("lines_run", "inputs_week", "spare_parts", "people", "orders_kept"),
    "finding": ("was_done", "satisfied"),
    "place": ("checkpoint", "screening", "shelter", "market_open"),
    "forum": ("all_came", "minutes_read", "promises_noted"),
}
"""ASSUMED: what the founding report and firms' questionnaires of spring 2020 ask about; the phrase of each is `dk_ph_check_…`."""
