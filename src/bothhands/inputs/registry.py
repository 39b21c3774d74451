"""The registry of tables: every module of `bothhands.inputs.tables` that declares a `TABLE`.

Why this file exists: a new table of the region format is one new file and no edit elsewhere. Reading, checking,
templates and the reference page all ask the registry. It holds no row and reads no data.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from bothhands.errors import Fault, InputError
from bothhands.inputs import tables as package
from bothhands.inputs.codes import nearest
from bothhands.inputs.table import Row, Table


@cache
def tables() -> dict[str, Table]:
    """Every table of the format by name, in alphabetical order."""
    modules = [import_module(f"{package.__name__}.{found.name}") for found in iter_modules(package.__path__)]
    declared = [module.TABLE for module in modules if hasattr(module, "TABLE")]
    return {table.name: table for table in sorted(declared, key=lambda table: table.name)}


@cache
def table_of(row: type[Row]) -> Table:
    """The table a row class belongs to."""
    return next(table for table in tables().values() if table.row is row)


def table(name: str) -> Table:
    """One table by name; an unknown name raises with the nearest known one."""
    known = tables()
    if name not in known:
        raise InputError(Fault("BH-INP-007", f"no table is called {name!r}", remedy=nearest(name, known)))
    return known[name]
