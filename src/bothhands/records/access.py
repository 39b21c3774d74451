"""Access: who may do what, and where. One table of permissions; the session enforces the places (`store`).

Why this file exists: pages, REST and the command line ask the same object, and a role's rights can be read in one screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from bothhands.errors import Fault, NotAllowed
from bothhands.records.base import EVERYWHERE

Role: TypeAlias = Literal["viewer", "officer", "desk", "planner", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
Permission: TypeAlias = Literal[
    "read", "record", "follow", "assign", "import", "run", "adopt", "approve", "audit", "manage"
]
"""`read` what is in scope; `record` findings, comments, attachments, and progress of one's own tasks; `follow` any task in scope; `assign` tasks;
`import` figures; `run` jobs; `adopt` plans and measures; `approve` (sign) measures that restrict; read the `audit`; `manage` people and the desk."""
_READS: frozenset[Permission] = frozenset({"read"})
_RECORDS: frozenset[Permission] = _READS | {"record"}
_DESK: frozenset[Permission] = _RECORDS | {"follow", "assign", "import"}
_PLANS: frozenset[Permission] = _DESK | {"run", "adopt", "approve", "audit"}
PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    "viewer": _READS,
    "officer": _RECORDS,
    "desk": _DESK,
    "planner": _PLANS,
    "admin": _PLANS | {"manage"},
}


@dataclass(frozen=True)
class Access:
    """A person, or the machine itself, with role and places."""

    user_id: int | None
    name: str
    role: Role
    places: frozenset[str] | None = None
    """Places in scope, those below the named ones included; None for the whole region."""
    sees_accounts: bool = False
    reads_only: bool = False
    """Whether it came with a token that may only read."""

    @property
    def everywhere(self) -> bool:
        """Whether the whole region is in scope."""
        return self.places is None

    @property
    def sees_staff(self) -> bool:
        """Whether hours, leave and days of others are shown: to whoever assigns work."""
        return "assign" in PERMISSIONS[self.role]

    def may(self, permission: Permission) -> bool:
        """Whether the role allows it."""
        return permission in PERMISSIONS[self.role] and (not self.reads_only or permission in ("read", "audit"))

    def require(self, permission: Permission) -> None:
        """Raise `NotAllowed` unless the role allows it."""
        if not self.may(permission):
            roles = ", ".join(role for role in ROLES if permission in PERMISSIONS[role])
            why = "this token only reads" if self.reads_only else f"the role {self.role} may not {permission}"
            raise NotAllowed(Fault("BH-REC-010", why, f"one of the roles {roles}", "ask an administrator of the desk"))

    def require_everywhere(self, what: str) -> None:
        """Raise `NotAllowed` unless the whole region is in scope."""
        if not self.everywhere:
            raise NotAllowed(
                Fault("BH-REC-011", f"{what} concerns the whole region", "a scope of the whole region", "ask an administrator of the desk")
            )  # fmt: skip

    def writes_at(self, place: str) -> bool:
        """Whether records of a place may be written."""
        return self.places is None or place in self.places


SYSTEM = Access(None, "the desk itself", "admin", None, True)
"""The machine: worker, imports at set-up, the command line on the server."""


def with_places_below(named: Iterable[str], parents: Mapping[str, str]) -> frozenset[str]:
    """Places and everything below them.

    Parameters
    ----------
    named
        Places a person was given.
    parents
        The parent of each place; blank at the top.
    """
    inside = set(named)
    known = set(parents)
    while True:
        more = {place for place in known - inside if parents[place] in inside}
        if not more:
            return frozenset(inside - {EVERYWHERE})
        inside |= more


def with_places_above(named: Iterable[str], parents: Mapping[str, str]) -> frozenset[str]:
    """Places and everything above them: whoever works at one of these works at a place named.

    Parameters
    ----------
    named
        Places.
    parents
        The parent of each place; blank at the top.
    """
    above, waiting = set[str](), set(named)
    while waiting := waiting - above - {EVERYWHERE}:
        above |= waiting
        waiting = {parents.get(place, EVERYWHERE) for place in waiting}
    return frozenset(above)
