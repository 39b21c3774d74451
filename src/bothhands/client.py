"""A desk from a program: typed, page by page, with the same errors as on the desk itself.

Why this file exists: a script that lists late tasks or files what an officer found needs no knowledge of addresses, headers or versions. A record that
was read carries its version; a change of it repeats that version, so nobody's change is overwritten unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from bothhands.client_wire import query_of
from bothhands.client_work import Work
from bothhands.tasks.accounts import UserChange
from bothhands.tasks.adopt import MeasureChange
from bothhands.tasks.directory import FirmFilter
from bothhands.tasks.lists import AuditFilter, MeasureFilter
from bothhands.web.shapes.known import EditionTold, FirmTold, ImportTold, PlaceTold, TargetTold
from bothhands.web.shapes.people import PersonTold, SessionTold, UserAsked, UserTold
from bothhands.web.shapes.plans import ApprovalTold, MeasureTold, PlanFile, PlanTold, RegionWeekTold
from bothhands.web.shapes.running import AuditTold


class Desk(Work):
    """A desk, asked over HTTP.

    Parameters
    ----------
    url
        Where it stands, such as `https://desk.example:8780`.
    token
        A token of `bothhands admin token add`; blank on one's own machine where the desk has no accounts yet.
    seconds
        How long to wait for an answer.
    certificate
        PEM file of the authority that signed the desk's certificate, where the system does not know it.
    """

    # --- who, and what is known

    def me(self) -> SessionTold:
        """Who one is on the desk, and what one may do."""
        return self._one("GET", "/session", SessionTold)

    def people(self, search: str = "") -> Iterator[PersonTold]:
        """People to whom work may be given."""
        return self._all("/people", PersonTold, {"search": search})

    def users(self, search: str = "") -> Iterator[UserTold]:
        """Accounts that one manages."""
        return self._all("/users", UserTold, {"search": search})

    def add_user(self, user: UserAsked, why: str = "") -> UserTold:
        """Make an account."""
        return self._one("POST", "/users", UserTold, user, why)

    def change_user(self, user: UserTold, change: UserChange, why: str = "") -> UserTold:
        """Change an account as it was read."""
        return self._changed(f"/users/{user.id}", user, change, why)

    def places(self) -> Iterator[PlaceTold]:
        """Places of the region."""
        return self._all("/places", PlaceTold)

    def firms(self, wanted: FirmFilter | None = None) -> Iterator[FirmTold]:
        """Firms of the register."""
        return self._all("/firms", FirmTold, query_of(wanted))

    def firm(self, firm: str) -> FirmTold:
        """One firm."""
        return self._one("GET", f"/firms/{firm}", FirmTold)

    def targets(self, place: str = "") -> Iterator[TargetTold]:
        """Targets of a place and those below it."""
        return self._all("/targets", TargetTold, {"place": place})

    def editions(self) -> Iterator[EditionTold]:
        """Editions of the region, the newest first."""
        return self._all("/editions", EditionTold)

    def import_files(self, files: Sequence[Path], *, dry_run: bool = True, why: str = "") -> ImportTold:
        """Lay the rows of files over the region; only told what would happen unless `dry_run` is false."""
        given = [("files", (path.name, path.read_bytes())) for path in files]
        answer = self._asked("POST", "/imports", params={"dry_run": dry_run, "why": why}, files=given)
        return ImportTold.model_validate_json(answer.content)

    # --- plans and measures

    def plans(self, status: str = "") -> Iterator[PlanTold]:
        """Plans, the newest first."""
        return self._all("/plans", PlanTold, {"status": status})

    def plan(self, number: int) -> PlanTold:
        """One plan."""
        return self._one("GET", f"/plans/{number}", PlanTold)

    def plan_files(self, number: int) -> list[PlanFile]:
        """Files of a plan's folder."""
        return [PlanFile.model_validate(one) for one in self._asked("GET", f"/plans/{number}/files").json()]

    def plan_file(self, number: int, name: str) -> bytes:
        """One file of a plan's folder."""
        return self._asked("GET", f"/plans/{number}/files/{name}").content

    def plan_weeks(self, number: int, place: str = "") -> list[RegionWeekTold]:
        """Cases as the plan expected and as reported, week by week."""
        found = self._asked("GET", f"/plans/{number}/weeks", params={"place": place}).json()
        return [RegionWeekTold.model_validate(one) for one in found]

    def adopt(self, plan: PlanTold, only: Sequence[int] | None = None, why: str = "") -> PlanTold:
        """Adopt a plan as it was read, or some of its measures."""
        given = {"only": None if only is None else list(only)}
        return self._done(f"/plans/{plan.id}/adopt", plan, PlanTold, given, why)

    def withdraw_plan(self, plan: PlanTold, why: str = "") -> PlanTold:
        """Withdraw a plan as it was read."""
        return self._done(f"/plans/{plan.id}/withdraw", plan, PlanTold, None, why)

    def measures(self, wanted: MeasureFilter | None = None) -> Iterator[MeasureTold]:
        """Measures, the earliest first."""
        return self._all("/measures", MeasureTold, query_of(wanted))

    def change_measure(self, measure: MeasureTold, change: MeasureChange, why: str = "") -> MeasureTold:
        """Change a measure as it was read."""
        return self._changed(f"/measures/{measure.id}", measure, change, why)

    def sign(self, measure: MeasureTold, name: str = "", why: str = "") -> ApprovalTold:
        """Sign a measure as it was read."""
        return self._done(f"/measures/{measure.id}/approvals", measure, ApprovalTold, {"name": name}, why)

    def withdraw_measure(self, measure: MeasureTold, why: str = "") -> MeasureTold:
        """Withdraw a measure as it was read."""
        return self._done(f"/measures/{measure.id}/withdraw", measure, MeasureTold, None, why)

    def digest(self, form: Literal["pdf", "html"] = "pdf", language: Literal["en", "zh"] = "en") -> bytes:
        """The week at the desk within one's places: late, due, done, waiting."""
        return self._asked("GET", "/digest", params={"form": form, "language": language}).content

    def calendar(self, *, mine: bool = True, language: Literal["en", "zh"] = "en") -> bytes:
        """Due dates for a calendar program."""
        return self._asked("GET", "/tasks/calendar", params={"mine": mine, "language": language}).content

    def audit(self, wanted: AuditFilter | None = None) -> Iterator[AuditTold]:
        """Changes of records, the newest first."""
        return self._all("/audit", AuditTold, query_of(wanted))
