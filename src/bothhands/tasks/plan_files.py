"""Files of a plan's folder, by name: nothing outside it, nothing hidden."""

from __future__ import annotations

from pathlib import Path

from bothhands.errors import Fault, NotThere
from bothhands.records.files import inside
from bothhands.records.store import Store
from bothhands.records.work import PlanRecord


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


def _is_shown(folder: Path, file: Path) -> bool:
    parts = file.relative_to(folder).parts
    return not any(part.startswith(".") for part in parts) and file.resolve().is_relative_to(folder.resolve())
