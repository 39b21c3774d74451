"""References that the database does not check itself: what is said of a record, and what lies in files.

Why this file exists: a restored desk must lead nowhere into nothing. Keys between tables are the database's own business.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, MetaData, Table, exists, func, select

from bothhands.errors import Fault
from bothhands.records.backup import EMBEDDED, FOLDERS
from bothhands.records.files import ATTACHMENTS

ABOUT = {"plan": "plans", "measure": "measures", "task": "tasks", "finding": "findings"}
"""What a comment or attachment may be of, and its table."""
REMEDY = "take another backup; this one was damaged or made up"


def faults_of(connection: Connection, tables: MetaData, files: Collection[str], missing: Collection[str]) -> list[Fault]:  # fmt: skip
    """References that lead nowhere.

    Parameters
    ----------
    connection, tables
        The database and its tables.
    files
        Paths within the desk's folder that are there.
    missing
        Files and folders that were missing already when the backup was made: told, and no fault.
    """
    there = {"/".join(path.split("/")[:end]) for path in files for end in range(1, path.count("/") + 2)}
    faults = [*_about_nothing(connection, tables), *_without_files(connection, tables, there | {*missing})]
    left_open = tables.tables["audit_openings"]
    if connection.scalar(select(func.count()).select_from(left_open).where(left_open.c.open)):
        faults.append(Fault("BH-KEP-017", "the audit would be left open", "an audit that is closed", REMEDY))
    return faults


def _about_nothing(connection: Connection, tables: MetaData) -> Iterator[Fault]:
    for name in ("comments", "attachments"):
        said = tables.tables[name]
        for about, of in ABOUT.items():
            target = tables.tables[of]
            lost = select(said.c.id).where(said.c.about == about, ~exists().where(target.c.id == said.c.about_id))
            for number in connection.scalars(lost):
                yield Fault("BH-KEP-017", f"{name} {number} is of a {about} that is not there", "a record that is", REMEDY)  # fmt: skip


def _without_files(connection: Connection, tables: MetaData, there: Collection[str]) -> Iterator[Fault]:
    for digest in _texts(connection, tables.tables["attachments"], "sha256"):
        if f"{ATTACHMENTS}/{digest[:2]}/{digest}" not in there:
            yield Fault("BH-KEP-017", f"the content {digest[:12]} of an attachment is not there", "its file", REMEDY)
    for name, column in FOLDERS.items():
        for folder in _texts(connection, tables.tables[name], column):
            if folder and not folder.startswith(EMBEDDED) and folder not in there:
                yield Fault("BH-KEP-017", f"the folder {folder} of {name} is not there", "its files", REMEDY)


def _texts(connection: Connection, table: Table, column: str) -> Iterator[str]:
    yield from connection.scalars(select(table.c[column]).distinct())
