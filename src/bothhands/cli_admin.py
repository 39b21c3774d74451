"""The commands that manage a desk's people on the machine itself: admin user add, list, change, password, deactivate; admin token add."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bothhands.cli_db import declare_desk, open_desk
from bothhands.errors import Fault, InputError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from bothhands.records.access import Access
    from bothhands.records.people import User
    from bothhands.records.store import DeskSession, Store

ROLES = ("viewer", "officer", "desk", "planner", "admin")


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the commands and their arguments."""
    groups = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    users = _group(groups, "user", "Accounts of people.")
    added = _command(users, "add", "Make an account.", _add)
    added.add_argument("login", metavar="LOGIN", help="what the person signs in with")
    added.add_argument("--name", required=True, metavar="NAME", help="name of the person; signatures carry it")
    added.add_argument("--role", required=True, choices=ROLES, help="what the person may do")
    _declare_scope(added)
    _declare_password(added)
    _command(users, "list", "List the accounts.", _list)
    changed = _command(users, "change", "Change an account.", _change)
    changed.add_argument("login", metavar="LOGIN", help="login of the account")
    changed.add_argument("--name", metavar="NAME", help="another name")
    changed.add_argument("--role", choices=ROLES, help="another role")
    _declare_scope(changed)
    password = _command(users, "password", "Give an account a new password; it is signed out everywhere.", _password)
    password.add_argument("login", metavar="LOGIN", help="login of the account")
    _declare_password(password)
    off = _command(users, "deactivate", "Take an account out of use.", _deactivate)
    off.add_argument("login", metavar="LOGIN", help="login of the account")
    tokens = _group(groups, "token", "Tokens of programs.")
    token = _command(tokens, "add", "Make a token that acts for a person; it is printed this once.", _token)
    token.add_argument("login", metavar="LOGIN", help="login of the account")
    token.add_argument("--label", required=True, metavar="WORDS", help="what it is for")
    token.add_argument("--days", type=int, default=90, metavar="N", help="days until it ends, at most 365 (90)")
    token.add_argument("--writes", action="store_true", help="let it change what the person may change")


def _group(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, about: str
) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    parser = commands.add_parser(name, help=about, description=about)
    return parser.add_subparsers(title="commands", metavar="COMMAND", required=True)


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    about: str,
    run: Callable[[Store, argparse.Namespace], dict[str, Any]],
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about, description=about)
    declare_desk(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")

    def opened(given: argparse.Namespace) -> int:
        store = open_desk(given)
        try:
            told = run(store, given)
        finally:
            store.close()
        lines = told.pop("lines")
        print(json.dumps({"ok": True, **told}, ensure_ascii=False, indent=1) if given.json else "\n".join(lines))
        return 0

    parser.set_defaults(run=opened)
    return parser


def _declare_scope(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--place", action="append", metavar="PLACE", help="place the person works for, with those below it; may be given again")  # fmt: skip
    for name, about in (("everywhere", "the whole region"), ("sees-accounts", "show cash, debt and tax of firms")):
        dest = name.replace("-", "_")
        parser.add_argument(f"--{name}", dest=dest, action="store_true", default=None, help=about)
        parser.add_argument(f"--no-{name}", dest=dest, action="store_false", default=None, help=f"not: {about}")
    parser.add_argument("--language", choices=("en", "zh"), default=None, help="language of the pages")


def _declare_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input instead of asking")  # fmt: skip


def _access() -> Access:
    from bothhands.records.access import Access

    return Access(None, "command line", "admin", None, True)


def _add(store: Store, given: argparse.Namespace) -> dict[str, Any]:
    from bothhands.tasks.accounts import NewUser, add

    new = _checked(NewUser, login=given.login, name=given.name, role=given.role, **_scope(given))
    password = _asked_password(given)
    with store.writing(_access(), "at the command line") as session:
        made = add(session, new, password)
        told = _told(made)
    return {"user": told, "lines": [f"Made the account {told['login']}, number {told['id']}."]}


def _list(store: Store, given: argparse.Namespace) -> dict[str, Any]:
    from bothhands.tasks.accounts import users_of

    with store.reading(_access()) as session:
        found = [_told(one) for one in users_of(session, limit=10**9).items]
    lines = [
        f"{one['id']:>5}  {one['login']:<20} {one['role']:<8} {one['name']}; {'the whole region' if one['everywhere'] else ', '.join(one['places'])}"
        f"{'; sees accounts' if one['sees_accounts'] else ''}{'' if one['active'] else '; not in use'}"
        for one in found
    ]
    return {"users": found, "lines": lines or ["There is no account yet."]}


def _change(store: Store, given: argparse.Namespace) -> dict[str, Any]:
    from bothhands.tasks.accounts import UserChange, change

    asked = {"name": given.name, "role": given.role, **_scope(given)}
    new = _checked(UserChange, **{name: value for name, value in asked.items() if value is not None})
    with store.writing(_access(), "at the command line") as session:
        user = _user(session, given.login)
        told = _told(change(session, user.id, user.version, new))
    return {"user": told, "lines": [f"Changed the account {told['login']}."]}


def _password(store: Store, given: argparse.Namespace) -> dict[str, Any]:
    from bothhands.tasks.accounts import set_password

    password = _asked_password(given)
    with store.writing(_access(), "at the command line") as session:
        user = _user(session, given.login)
        set_password(session, user.id, password)
        login = user.login
    return {"login": login, "lines": [f"{login} has a new password and is signed out everywhere."]}


def _deactivate(store: Store, given: argparse.Namespace) -> dict[str, Any]:
    from bothhands.tasks.accounts import UserChange, change

    with store.writing(_access(), "at the command line") as session:
        user = _user(session, given.login)
        told = _told(change(session, user.id, user.version, UserChange(active=False)))
    return {"user": told, "lines": [f"The account {told['login']} is out of use."]}


def _token(store: Store, given: argparse.Namespace) -> dict[str, Any]:
    from bothhands.tasks.signing_in import NewToken, new_token

    new = _checked(NewToken, label=given.label, days=given.days, reads_only=not given.writes)
    with store.writing(_access(), "at the command line") as session:
        made, key = new_token(session, _user(session, given.login).id, new)
        told = {"id": made.id, "key": key, "expires_at": made.expires_at.isoformat(), "reads_only": made.reads_only}
    return {"token": told, "lines": [key]}


def _scope(given: argparse.Namespace) -> dict[str, Any]:
    asked = {
        "places": None if given.place is None else tuple(given.place), "everywhere": given.everywhere,
        "sees_accounts": given.sees_accounts, "language": given.language,
    }  # fmt: skip
    return {name: value for name, value in asked.items() if value is not None}


def _checked(kind: type[BaseModel], **asked: object) -> Any:
    """What was asked, as its kind; every fault at once."""
    from pydantic import ValidationError

    from bothhands.inputs.plain_words import expected_of, place_of, value_of

    try:
        return kind.model_validate(asked)
    except ValidationError as problem:
        faults = [
            Fault("BH-ACC-014", f"{place_of(one)} is {value_of(one)}", expected_of(one), "mend it")
            for one in problem.errors(include_url=False)
        ]  # fmt: skip
        raise InputError(faults) from problem


def _asked_password(given: argparse.Namespace) -> str:
    if given.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InputError(Fault("BH-ACC-015", "no password can be asked for: nobody sits at this terminal", "a password on standard input", "add --password-stdin"))  # fmt: skip
    first = getpass.getpass("Password (12 signs or more): ")
    if getpass.getpass("Once more: ") != first:
        raise InputError(Fault("BH-ACC-015", "the two passwords differ", "the same twice", "type it again"))
    return first


def _user(session: DeskSession, login: str) -> User:
    from sqlalchemy import select

    from bothhands.records.people import User

    found = session.scalars(select(User).where(User.login == login.casefold(), User.erased.is_(False))).one_or_none()
    if found is None:
        raise InputError(Fault("BH-ACC-016", f"no account {login!r}", "a login of `bothhands admin user list`", "mend it"))  # fmt: skip
    return found


def _told(user: User) -> dict[str, Any]:
    names = ("id", "login", "name", "role", "everywhere", "sees_accounts", "language", "active")
    return {**{name: getattr(user, name) for name in names}, "places": sorted(one.named for one in user.places)}
