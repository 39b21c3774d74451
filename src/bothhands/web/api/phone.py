"""The phone in the field: what it takes along, and what it brings back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import File, Form, Response, UploadFile

from bothhands.report.names import post_name
from bothhands.tasks import phone as work
from bothhands.tasks.directory import places_of
from bothhands.tasks.editions import region_in_force
from bothhands.tasks.phone import PhoneFinding
from bothhands.web.api.answers import MADE, Id, failures, made, today
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.phone import PackTold
from bothhands.web.shapes.work import AttachmentTold, FindingTold
from bothhands.web.threads import at_length

router = subject("phone", "/phone")
AGAIN: dict[int | str, dict[str, Any]] = {200: {"description": "It came before, and is as it was."}}


@router.get("/pack", operation_id="phone_pack")
@at_length
def pack(who: Asker) -> PackTold:
    """Everything for some days: one's own days, their visits, firms, findings that wait, checklists."""
    day = today(who.store)
    region = region_in_force(who.store)
    with who.reading() as session:
        names = {one.place: one.name_zh for one in places_of(session)}
        found = work.pack_of(session, day)
        return PackTold.of(found, who.access, names, {one: post_name(region, one, "zh") for one in found.posts})


@router.post("/findings", status_code=201, operation_id="phone_finding", responses={**failures(404), **MADE, **AGAIN})
def take_finding(given: PhoneFinding, who: Asker, response: Response) -> FindingTold:
    """Record a finding; one of the same device key is told again and not recorded twice."""
    day = today(who.store)
    with who.writing("told in the field") as session:
        found, is_new = work.take_finding(session, given, day)
        response.status_code = 201 if is_new else 200
        return made(response, FindingTold.of(found), "findings")


@router.post(
    "/findings/{id}/photos", status_code=201, operation_id="phone_photo", responses={**failures(404), **MADE, **AGAIN}
)
@at_length
def take_photo(
    id: Id, who: Asker, response: Response, key: Annotated[str, Form(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9-]+$", description="Key that the device gave it.")],
    file: Annotated[UploadFile, File(description="The photo; made anew from its pixels, nothing else of it is kept.")],
) -> AttachmentTold:  # fmt: skip
    """Attach a photo to a finding; one of the same key is told again."""
    who.access.require("record")
    content = file.file.read()
    with who.writing("told in the field") as session:
        found, is_new = work.take_photo(who.store, session, id, key, content)
        response.status_code = 201 if is_new else 200
        return made(response, AttachmentTold.of(found), "attachments")
