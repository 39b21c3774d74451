"""The commands that keep the desk's records: db upgrade, backup, restore, tidy, erase. No arithmetic; heavy imports wait for a run."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bothhands.records.store import Store


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the commands and their arguments."""
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _command(commands, "upgrade", "Bring the database up to this version of the program.", _upgrade)
    back = _command(commands, "backup", "Write database and files into one file; the desk may be running.", _backup)
    back.add_argument("file", type=Path, metavar="FILE", help="where to write; a name that is free, such as desk.zip")
    restore = _command(
        commands,
        "restore",
        "Read a backup into an empty desk, on SQLite or PostgreSQL, whichever it is from.",
        _restore,
    )
    restore.add_argument("file", type=Path, metavar="FILE", help="a file that `bothhands db backup` wrote")
    restore.add_argument(
        "--replace", action="store_true", help="replace what stands, which is backed up into the desk's folder first"
    )
    tidy = _command(commands, "tidy", "Let go what was kept for its period; the worker does so daily.", _tidy)
    tidy.add_argument("--dry-run", action="store_true", help="only tell how much")
    erase = _command(
        commands, "erase", "Replace a person's name by a pseudonym in every record, the audit too.", _erase
    )
    who = erase.add_mutually_exclusive_group(required=True)
    who.add_argument("--user", type=int, metavar="NUMBER", help="number of an account")
    who.add_argument("--name", metavar="NAME", help="name of somebody without an account, as it was written")
    erase.add_argument("--why", required=True, metavar="WORDS", help="the reason, kept in the audit")
    erase.add_argument("--dry-run", action="store_true", help="only tell where the name stands")


def declare_desk(parser: argparse.ArgumentParser) -> None:
    """Arguments that say which desk."""
    parser.add_argument(
        "--folder", type=Path, default=None, metavar="FOLDER",
        help="folder of the desk (BOTHHANDS_DESK_DIR, else your own data folder)",
    )  # fmt: skip
    parser.add_argument(
        "--database", default=None, metavar="URL",
        help="PostgreSQL instead of SQLite in the folder, such as postgresql://desk@host/name (BOTHHANDS_DATABASE)",
    )  # fmt: skip


def open_desk(given: argparse.Namespace, *, upgrade: bool = False) -> Store:
    """The store of the desk that a command line names; raises where the extra `desk` is not installed."""
    try:
        from bothhands.records.schema import open_store
    except ModuleNotFoundError as problem:
        from bothhands.errors import Fault, InputError

        raise InputError(
            Fault("BH-CLI-006", f"the package {problem.name} is not installed", "the extra `desk`", "pip install 'bothhands[desk]'")
        ) from problem  # fmt: skip
    return open_store(given.folder, given.database, upgrade=upgrade)


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    about: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about, description=about)
    declare_desk(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)
    return parser


def _upgrade(given: argparse.Namespace) -> int:
    store = open_desk(given, upgrade=True)
    from bothhands.records.schema import known_versions

    store.close()
    return _tell(given, {"version": known_versions()[-1]}, f"The database is of version {known_versions()[-1]}.")


def _backup(given: argparse.Namespace) -> int:
    store = open_desk(given)
    from bothhands.records.backup import backup

    try:
        made = backup(store, given.file)
    finally:
        store.close()
    rows, files = sum(made.rows.values()), made.files
    lines = [
        f"{given.file}: {rows:,} records and {files:,} files of {made.region or 'a desk without a region'}.",
        "It holds every secret of the desk: keep it where only you can read it.",
    ]
    lines += [f"Not there, although a record points to it: {path}" for path in made.missing]
    return _tell(given, {"file": str(given.file), **made._asdict()}, *lines)


def _restore(given: argparse.Namespace) -> int:
    store = open_desk(given)
    from bothhands.records.restore import restore

    try:
        done = restore(given.file, store, replace=given.replace)
    finally:
        store.close()
    lines = [f"{sum(done.rows.values()):,} records and {done.files:,} files stand as on {done.at}."]
    lines += [f"What stood before is in {done.before}."] if done.before else []
    lines += [f"Missing already when the backup was made: {path}" for path in done.missing]
    return _tell(given, done._asdict(), *lines)


def _tidy(given: argparse.Namespace) -> int:
    store = open_desk(given)
    from bothhands.records.retention import PERIODS, tidy

    try:
        counts = tidy(store, date.today(), dry_run=given.dry_run)
    finally:
        store.close()
    verb = "would be let go" if given.dry_run else "let go"
    lines = [f"{name}: {counts[name]:,} {verb}; kept for {one.days} days after {one.after}." for name, one in PERIODS.items()]  # fmt: skip
    return _tell(given, {"counts": counts, "dry_run": given.dry_run}, *lines)


def _erase(given: argparse.Namespace) -> int:
    store = open_desk(given)
    from bothhands.records.access import SYSTEM
    from bothhands.records.erasure import erase

    who = given.name if given.user is None else given.user
    try:
        done = erase(store, SYSTEM, who, given.why, dry_run=given.dry_run)
    finally:
        store.close()
    verb = "would change" if given.dry_run else "changed"
    lines = [f"{where}: {count:,} {verb}" for where, count in sorted(done.counts.items())] or [
        "The name stands nowhere."
    ]
    lines += [] if given.dry_run else [f"The person is {done.pseudonym} now. Files and backups made before keep what they hold."]  # fmt: skip
    return _tell(given, {"counts": dict(done.counts), "dry_run": given.dry_run, "pseudonym": done.pseudonym}, *lines)


def _tell(given: argparse.Namespace, told: dict[str, object], *lines: str) -> int:
    print(json.dumps({"ok": True, **told}, ensure_ascii=False, indent=1) if given.json else "\n".join(lines))
    return 0
