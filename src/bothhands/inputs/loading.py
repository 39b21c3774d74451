"""Loading: an embedded region, a folder or a workbook becomes a `Region`, or every fault is raised at once.

Why this file exists: nothing is half loaded. A variant is joined to its base here: its tables replace the base's,
or, where the variant says `patch`, its rows join the base's by key.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from bothhands.errors import Fault, InputError
from bothhands.inputs.checks import faults_between, missing_tables, notes_between
from bothhands.inputs.codes import nearest
from bothhands.inputs.overlay import laid_over, read_files
from bothhands.inputs.reading import Placed, rows_of
from bothhands.inputs.region import Region, key_of
from bothhands.inputs.registry import tables
from bothhands.inputs.settings import Settings, Variant, from_toml, settled
from bothhands.inputs.sheets import Found, add_file, read_folder, read_workbook
from bothhands.inputs.table import Row

DATA = Path(__file__).parent.parent / "data"
DEPTH = 8


class _Parts(NamedTuple):
    """A region before it is joined: settings, placed rows a table, the encodings and faults met on the way."""

    settings: Settings | None
    placed: dict[str, list[Placed]]
    encodings: dict[str, str]
    faults: list[Fault]
    container: str
    spoiled: Mapping[str, list[Placed]]


class Loaded(NamedTuple):
    """A sound region, and the rows it was made of with their places in the files."""

    region: Region
    placed: Mapping[str, Sequence[Placed]]

    @property
    def notes(self) -> list[Fault]:
        """What a planner must know of the figures, none of it a fault."""
        return notes_between(self.region.settings, self.placed)


def load(name_or_path: str | Path, files: Sequence[Path] = ()) -> Region:
    """The region of a name or path; raises `InputError` with every fault found.

    An embedded name (`liaoning`) comes first, then a folder with `region.toml`, then a workbook. Each of `files` is named after a
    table and takes the place of the region's, of which nothing is then read; parameters are joined by name.
    """
    return loaded(name_or_path, files).region


def loaded(name_or_path: str | Path, files: Sequence[Path] = (), but: Collection[str] = ()) -> Loaded:
    """The region of a name or path as `load` gives it, with its notes; faults of the codes `but` are left to the caller."""
    own = read_files([(path, "") for path in files])
    parts = _parts(_path(name_or_path), 0, frozenset(own.placed) - {"parameters"})
    placed = {
        **parts.placed,
        **{name: laid_over(parts.placed.get(name, ()), name, rows) for name, rows in own.placed.items()},
    }
    spoiled = {**parts.spoiled, **own.spoiled}
    faults = [*parts.faults, *own.faults]
    if parts.settings is not None:
        faults += [fault for fault in faults_between(parts.settings, placed, spoiled) if fault.code not in but]
    code, kind = ("BH-INP-006", "sheet") if parts.container == "workbook" else ("BH-INP-005", "table")
    missing = missing_tables(placed, {*default_rows(), *spoiled}, code, kind)
    faults += [fault for fault in missing if fault.code not in but]
    if faults or parts.settings is None:
        raise InputError(faults)
    joined = {name: tuple(item.row for item in items) for name, items in placed.items() if items}
    region = Region(parts.settings, MappingProxyType(joined), default_rows(), MappingProxyType(parts.encodings))
    return Loaded(region, placed)


def embedded() -> tuple[str, ...]:
    """Names of the regions that come with the package."""
    return tuple(sorted(path.parent.name for path in (DATA / "regions").glob("*/region.toml")))


def is_embedded(name_or_path: str | Path) -> bool:
    """Whether a name or path means a region of the package, which is read-only."""
    return str(name_or_path) in embedded() or (DATA / "regions") in Path(name_or_path).resolve().parents


def is_variant(name_or_path: str | Path) -> bool:
    """Whether a region stands on a base."""
    path = _path(name_or_path)
    found = read_folder(path) if path.is_dir() else read_workbook(path)
    keys = _keys(found, "region")
    return not isinstance(keys, Fault) and bool(keys.get("base"))


@cache
def default_rows() -> Mapping[str, tuple[Row, ...]]:
    """Rows every region has unless it says otherwise: the model's parameters and the pathogen's severity.

    A table may be split over files, `parameters_firms.csv` beside `parameters.csv`.
    """
    faults: list[Fault] = []
    rows: dict[str, tuple[Row, ...]] = {}
    for path in sorted((DATA / "defaults").glob("*.csv")):
        found = Found()
        name = path.stem.split("_")[0]
        add_file(path, found, name)
        faults += found.faults
        for sheet in found.sheets.values():
            placed, _, wrong = rows_of(tables()[name], sheet)
            faults += wrong
            rows[name] = rows.get(name, ()) + tuple(item.row for item in placed)
    if faults:
        raise InputError(faults)
    return MappingProxyType(rows)


def _path(name_or_path: str | Path) -> Path:
    if str(name_or_path) in embedded():
        return DATA / "regions" / str(name_or_path)
    path = Path(name_or_path)
    if path.is_dir() or (path.suffix.lower() in (".xlsx", ".xlsm") and path.is_file()):
        return path
    if path.exists():
        raise InputError(
            Fault(
                "BH-INP-009",
                f"{path.name} is neither a folder nor an .xlsx workbook",
                "a region's folder or workbook",
                "give the folder that holds region.toml",
                str(path),
            )
        )
    remedy = nearest(str(name_or_path), embedded())
    raise InputError(
        Fault("BH-INP-001", f"no region {str(name_or_path)!r}", "an embedded name, a folder or a workbook", remedy)
    )


def _parts(path: Path, depth: int, without: frozenset[str] = frozenset()) -> _Parts:
    """A region's parts, joined to its base's where it has one; tables `without` are not read."""
    found = read_folder(path) if path.is_dir() else read_workbook(path)
    faults = list(found.faults)
    placed: dict[str, list[Placed]] = {}
    spoiled: dict[str, list[Placed]] = {}
    for name, sheet in found.sheets.items():
        if name in without:
            continue
        placed[name], partial, wrong = rows_of(tables()[name], sheet)
        faults += wrong
        spoiled |= {name: partial} if wrong else {}
    file = "region.toml" if path.is_dir() else f"{path.name}[region]"
    keys = _keys(found, file)
    if isinstance(keys, Fault):
        return _Parts(None, placed, found.encodings, [keys, *faults], found.container, spoiled)
    base, base_faults = _base(keys, path, depth, file, without)
    settings, variant, wrong = settled(keys, file, base.settings if base else None)
    faults = wrong + base_faults + faults
    if base is None:
        return _Parts(settings, placed, found.encodings, faults, found.container, spoiled)
    faults += _patch_faults(variant, found, file)
    joined = dict(base.placed)
    for name, rows in placed.items():
        joined[name] = _upserted(name, base.placed.get(name, []), rows) if name in variant.patch else rows
    encodings = {**base.encodings, **found.encodings}
    return _Parts(settings, joined, encodings, faults, found.container, {**base.spoiled, **spoiled})


def _keys(found: Found, file: str) -> dict[str, object] | Fault:
    if found.settings_keys is not None:
        return found.settings_keys
    if found.settings_text is None:
        kind = "sheet 'region'" if found.container == "workbook" else "file region.toml"
        code = "BH-INP-006" if found.container == "workbook" else "BH-INP-002"
        return Fault(code, f"the {kind} is missing", "the settings of the region", f"add the {kind}", file)
    return from_toml(found.settings_text, file)


def _base(
    keys: Mapping[str, object], path: Path, depth: int, file: str, without: frozenset[str]
) -> tuple[_Parts | None, list[Fault]]:
    """The parts of the base a region names, or why they cannot be had."""
    name = keys.get("base")
    if not isinstance(name, str) or not name:
        return None, []
    beside = (path if path.is_dir() else path.parent).parent / name
    where = DATA / "regions" / name if name in embedded() else beside
    if depth >= DEPTH or not where.exists():
        what = "bases form a circle" if depth >= DEPTH else f"no region {name!r} to stand on"
        return None, [
            Fault(
                "BH-INP-042",
                what,
                "an embedded region or a folder beside this one",
                nearest(name, embedded()),
                file,
                column="base",
                value=name,
            )
        ]
    parts = _parts(where, depth + 1, without)
    return parts, parts.faults


def _patch_faults(variant: Variant, found: Found, file: str) -> list[Fault]:
    return [
        Fault(
            "BH-INP-004",
            f"patch names the table {name!r}, which is not there",
            "a table of the variant",
            nearest(name, found.sheets),
            file,
            column="patch",
            value=name,
        )
        for name in variant.patch
        if name not in found.sheets
    ]


def _upserted(name: str, base: list[Placed], rows: list[Placed]) -> list[Placed]:
    """The base's rows with those of the same key replaced in place and new ones at the end."""
    declared = tables()[name]
    given: dict[tuple[str, ...], list[Placed]] = {}
    for item in rows:
        given.setdefault(key_of(declared, item.row), []).append(item)
    replaced = set(given)
    joined: list[Placed] = []
    for item in base:
        key = key_of(declared, item.row)
        joined += given.pop(key, []) if key in replaced else [item]
    return joined + [item for items in given.values() for item in items]
