"""The audit: who changed what, when, from what to what, and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request

from bothhands.tasks.lists import AuditFilter, audit_of
from bothhands.web.api.answers import Paging, paged, wanted
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.running import AuditTold

router = subject("audit", "/audit")


class AuditQuery(AuditFilter, Paging):
    """Which changes, and which part of the list."""


@router.get("", operation_id="audit")
def audit(request: Request, who: Asker, query: Annotated[AuditQuery, Query()]) -> Paged[AuditTold]:
    """Changes of records in one's places, the newest first."""
    with who.reading() as session:
        found = audit_of(session, wanted(query, AuditFilter), query.limit, query.offset)
        return paged(request, found, AuditTold.of, query.limit, query.offset)
