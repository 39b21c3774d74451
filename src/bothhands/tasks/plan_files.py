"""Files of a plan's folder, by name: nothing outside it, nothing hidden, and nothing of firms' money for whoever may not see it."""

from __future__ import annotations

import json
from pathlib import Path

from bothhands.errors import Fault, NotThere
from bothhands.records.files import inside
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import PlanRecord
from bothhands.report.kept_briefing import BRIEFING, PRIVATE, briefing_in, page_without, without
from bothhands.report.printing import pdf_of

TELL_OF_MONEY = frozenset({BRIEFING, "briefing.html", "briefing.pdf"})
"""Files that hold what is in `PRIVATE`; the public edition leaves it out for everybody."""


def files_of(store: Store, plan: PlanRecord) -> list[tuple[str, int]]:
    """Name within the folder and bytes of each file, by name."""
    folder = inside(store.folder, plan.folder)
    found = [one for one in folder.rglob("*") if one.is_file() and _is_shown(folder, one)]
    return sorted((one.relative_to(folder).as_posix(), one.stat().st_size) for one in found)


def file_of(store: Store, plan: PlanRecord, name: str) -> Path:
    """A file of the folder; `NotThere` for anything else, wherever its name would lead."""
    folder = inside(store.folder, plan.folder)
    if name not in {known for known, _ in files_of(store, plan)}:
        raise NotThere(
            Fault("BH-TSK-080", f"plan {plan.id} has no file {name[:80]!r}", "a file of its list", "look at its files")
        )
    return folder / name


def content_of(store: Store, session: DeskSession, plan_id: int, name: str) -> bytes | Path:
    """A file of a plan as whoever asks may see it: the briefing leaves out what rests on firms' cash and debt.

    Parameters
    ----------
    store, session
        The desk, and a session of somebody who sees plans.
    plan_id
        The plan.
    name
        Path within its folder.

    Returns
    -------
    bytes | Path
        The file itself, or what is left of it.
    """
    path = file_of(store, session.one(PlanRecord, plan_id), name)
    if session.access.sees_accounts or path.name not in TELL_OF_MONEY:
        return path
    if path.name == BRIEFING:
        told = briefing_in(path.parent)
        return json.dumps(without(told or {}, PRIVATE), ensure_ascii=False).encode()
    page = path.with_suffix(".html")
    if not page.is_file():
        raise NotThere(Fault("BH-TSK-145", f"{name[:80]} rests on firms' money and cannot be narrowed: its page is not kept", "a plan made by this program, its files kept", "read its other files"))  # fmt: skip
    whole = page.read_text(encoding="utf-8")
    seen = page_without(whole, PRIVATE)
    if seen == whole:
        return path
    return seen.encode() if path == page else pdf_of(seen)


def _is_shown(folder: Path, file: Path) -> bool:
    parts = file.relative_to(folder).parts
    return not any(part.startswith(".") for part in parts) and file.resolve().is_relative_to(folder.resolve())
