"""The store: one door to the database. A session knows who asks, shows only what that person may see, and writes down every change.

Why this file exists: scope and audit are enforced here, under pages, REST and command line alike. A query that forgets them cannot be written:
every select is narrowed, every flush is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from sqlalchemy import ColumnElement, Engine, String, and_, cast, event, false, inspect, not_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.orm.exc import StaleDataError

from bothhands.errors import Fault, NotAllowed, NotThere, OutOfDate, RunError
from bothhands.records.access import Access
from bothhands.records.audit import Audit, note_changes
from bothhands.records.base import EVERYWHERE, Base, Kept, Personal, Placed
from bothhands.records.everything import TABLES
from bothhands.records.field import Amendment
from bothhands.records.known import Edition, FirmAccounts
from bothhands.records.running import Job, JobLine
from bothhands.records.work import PlanRecord, Request, Scenario

VISITS = "visits"
"""Kind of the jobs that tell every officer's days."""
KINDS = TABLES
"""Every kind of record: all are known before the first is used, since they point to one another."""
Record = TypeVar("Record", bound=Base)
KeptRecord = TypeVar("KeptRecord", bound=Kept)

SEEN_BY: Mapping[type[Base], Callable[[Access], bool]] = {
    **dict.fromkeys((Edition, Job, JobLine, PlanRecord, Scenario), lambda access: access.everywhere),
    FirmAccounts: lambda access: access.sees_accounts,
    Audit: lambda access: access.may("audit"),
    Request: lambda access: access.may("follow"),
}
"""Records that not everybody sees, wherever they are: a plan tells of every place, a request of a person."""


class DeskSession(Session):
    """A session of one person. Made by `Store.reading` and `Store.writing` only."""

    @property
    def access(self) -> Access:
        """Who asks."""
        access = self.info["access"]
        assert isinstance(access, Access)
        return access

    @property
    def folder(self) -> Path:
        """Folder that records point into."""
        return Path(self.info["folder"])

    def one(self, kind: type[Record], key: object) -> Record:
        """The record of a number or name; `NotThere` where there is none, or none that this person may see."""
        found = self.get(kind, key)
        if found is None:
            what = f"no {kind.__tablename__} {key!r}"
            raise NotThere(
                Fault("BH-REC-012", what, "a record that is there and in your scope", "look it up in its list")
            )
        return found

    def one_as_read(self, kind: type[KeptRecord], key: object, version: int) -> KeptRecord:
        """The record for a change, unless it changed since it was read; `OutOfDate` tells what stands now."""
        found = self.one(kind, key)
        if found.version != version:
            raise out_of_date(found, version)
        return found

    @contextmanager
    def also_at(self, places: Collection[str]) -> Iterator[None]:
        """Within it these places are in scope too; what changed is written at its end. For work that was given to whoever asks.

        Parameters
        ----------
        places
            Where the work is.
        """
        own = self.access
        if own.places is not None:
            self.info["access"] = replace(own, places=own.places | set(places))
        try:
            yield
            self.flush()
        finally:
            self.info["access"] = own


@dataclass(frozen=True)
class Store:
    """An open database and the folder that its records point into."""

    engine: Engine
    folder: Path

    @contextmanager
    def reading(self, access: Access, *, once: bool = False) -> Iterator[DeskSession]:
        """A session that sees one moment of the database and writes nothing.

        Parameters
        ----------
        access
            Who asks.
        once
            Whether a single query is asked: no moment need be held, which saves two ways to a server and back.
        """
        engine = self.engine
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(isolation_level="AUTOCOMMIT" if once else "REPEATABLE READ")
        with DeskSession(engine, info={"access": access, "why": "", "reads": True, "folder": self.folder}) as session:
            yield session

    @contextmanager
    def writing(self, access: Access, why: str = "") -> Iterator[DeskSession]:
        """A session whose changes are all committed at its end, or none where anything fails.

        Parameters
        ----------
        access
            Who changes; written into the audit.
        why
            The reason, in a person's words.
        """
        engine = self.engine.execution_options(bothhands_writes=True)
        with DeskSession(engine, info={"access": access, "why": why, "folder": self.folder}) as session:
            try:
                yield session
                session.commit()
            except StaleDataError as problem:
                fault = Fault("BH-REC-013", "somebody else changed the record meanwhile", "the version you read", "read it again and repeat your change")  # fmt: skip
                raise OutOfDate(fault, {}) from problem
            except IntegrityError as problem:
                fault = Fault("BH-REC-014", f"the database refuses it: {problem.orig}", "names used once, and records that exist", "choose another name, or make what it points to first")  # fmt: skip
                raise OutOfDate(fault, {}) from problem

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def out_of_date(found: Kept, version: int) -> OutOfDate:
    """What is told to whoever would overwrite another's change."""
    what = f"{found.__tablename__} {found.id} was changed since you read it: you have version {version}, it stands at {found.version}"
    fault = Fault("BH-REC-013", what, "the version you read", "compare both and repeat your change on what stands now")
    columns = found.__mapper__.column_attrs
    return OutOfDate(
        fault, {one.key: getattr(found, one.key) for one in columns if not one.columns[0].info.get("secret")}
    )


@event.listens_for(DeskSession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    """Only what this person may see, in every query."""
    if not state.is_select:
        _refuse_unseen_changes(state)
    if options := _narrowed_to(state.session.info["access"]):
        state.statement = state.statement.options(*options)


@lru_cache(maxsize=512)
def _narrowed_to(access: Access) -> tuple[LoaderCriteriaOption, ...]:
    """What narrows a query for whoever asks; made once for each, because making it takes longer than most queries."""
    nothing: ColumnElement[bool] = false()
    hidden = [kind for kind, is_seen in SEEN_BY.items() if not is_seen(access)]
    options = [with_loader_criteria(kind, nothing, include_aliases=True) for kind in hidden]
    if access.places is not None:
        within = [*sorted(access.places), EVERYWHERE]
        options += [
            with_loader_criteria(Placed, lambda kind: kind.place.in_(within), include_aliases=True),
            with_loader_criteria(Audit, Audit.place.in_(within), include_aliases=True),
        ]
    if not access.sees_staff:
        own = -1 if access.user_id is None else access.user_id
        options.append(with_loader_criteria(Personal, lambda kind: kind.user_id == own, include_aliases=True))
        options.append(with_loader_criteria(Job, Job.kind != VISITS, include_aliases=True))
    if not access.sees_accounts:
        options.append(with_loader_criteria(Amendment, Amendment.sensitive.is_(False), include_aliases=True))
        amendments = Amendment.__table__.c
        told = select(cast(amendments.id, String)).where(amendments.sensitive)
        of_money = and_(Audit.kind == Amendment.__tablename__, Audit.record.in_(told))
        options.append(with_loader_criteria(Audit, not_(of_money), include_aliases=True))
    return tuple(options)


def _refuse_unseen_changes(state: ORMExecuteState) -> None:
    """A change of many rows at once would miss the audit."""
    mapper = state.bind_mapper
    if (state.is_update or state.is_delete) and mapper is not None and mapper.class_.audited:
        raise RunError(Fault("BH-REC-015", f"a change of many {mapper.class_.__tablename__} at once passes by the audit", "changes record by record", "report this"))  # fmt: skip


@event.listens_for(DeskSession, "before_flush")
def _only_within_scope(session: Session, context: UOWTransaction, instances: object) -> None:
    access = session.info["access"]
    if session.info.get("reads") and (session.new or session.dirty or session.deleted):
        raise RunError(Fault("BH-REC-016", "a reading session was about to write", "a writing session", "report this"))
    for one in (*session.new, *session.dirty, *session.deleted) if not access.sees_staff else ():
        if isinstance(one, Personal) and (access.user_id is None or one.user_id != access.user_id):
            raise NotAllowed(
                Fault("BH-REC-019", "this is another's record", "your own", "ask whoever assigns the work")
            )
    if access.places is None:
        return
    for one in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(one, Placed):
            continue
        for place in {one.place or EVERYWHERE, *(inspect(one).attrs["place"].history.deleted or ())}:
            if not access.writes_at(place):
                named = place or "the whole region"
                raise NotAllowed(Fault("BH-REC-011", f"{named} is outside your places", ", ".join(sorted(access.places)), "ask an administrator of the desk"))  # fmt: skip


@event.listens_for(DeskSession, "after_flush")
def _write_down(session: Session, context: UOWTransaction) -> None:
    note_changes(session, session.info["access"], session.info["why"])
