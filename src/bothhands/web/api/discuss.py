"""Comments on records, and files attached to them."""

from __future__ import annotations

from typing import Annotated

from fastapi import File, Form, Query, Request, Response, UploadFile

from bothhands.records.work import Attachment, Comment
from bothhands.tasks import discuss as work
from bothhands.tasks.discuss import About
from bothhands.web.api.answers import (
    FILE,
    LARGEST,
    MADE,
    TAGGED,
    AboutId,
    Id,
    Limit,
    Offset,
    Why,
    failures,
    made,
    paged,
    tagged,
)
from bothhands.web.downloads import attached
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.work import AttachmentTold, CommentAsked, CommentTold
from bothhands.web.threads import at_length

router = subject("comments and attachments")
AboutKind = Annotated[About, Query(description="Kind of record.")]


@router.get("/comments", operation_id="comments", responses=failures(404))
def comments(request: Request, who: Asker, about: AboutKind, about_id: AboutId, limit: Limit = 50, offset: Offset = 0) -> Paged[CommentTold]:  # fmt: skip
    """What was said of a record, the first first."""
    with who.reading() as session:
        found = work.comments_of(session, about, about_id, limit, offset)
        return paged(request, found, CommentTold.of, limit, offset)


@router.post("/comments", status_code=201, operation_id="say", responses={**failures(404), **MADE})
def say(given: CommentAsked, who: Asker, response: Response) -> CommentTold:
    """Say something of a record."""
    with who.writing("") as session:
        said = work.comment(session, given.about, given.about_id, given.text)
        return made(response, CommentTold.of(said), "comments")


@router.get("/comments/{id}", operation_id="comment", responses={**failures(404), **TAGGED})
def comment(id: Id, who: Asker, response: Response) -> CommentTold:
    """One comment."""
    with who.reading() as session:
        return tagged(response, CommentTold.of(session.one(Comment, id)))


@router.get("/attachments", operation_id="attachments", responses=failures(404))
def attachments(request: Request, who: Asker, about: AboutKind, about_id: AboutId, limit: Limit = 50, offset: Offset = 0) -> Paged[AttachmentTold]:  # fmt: skip
    """Files attached to a record, the first first."""
    with who.reading() as session:
        found = work.attachments_of(session, about, about_id, limit, offset)
        return paged(request, found, AttachmentTold.of, limit, offset)


@router.post("/attachments", status_code=201, operation_id="attach", responses={**failures(404), **MADE})
@at_length
def attach(
    who: Asker,
    response: Response,
    about: Annotated[About, Form(description="Kind of record.")],
    about_id: Annotated[int, Form(ge=1, le=LARGEST, description="Its number.")],
    file: Annotated[UploadFile, File(description="The file, at most 20 MiB.")],
    why: Why = "",
) -> AttachmentTold:
    """Attach a file to a record."""
    who.access.require("record")
    content = file.file.read()
    with who.writing(why) as session:
        found = work.attach(who.store, session, about, about_id, file.filename or "", content)
        return made(response, AttachmentTold.of(found), "attachments")


@router.get("/attachments/{id}", operation_id="attachment", responses={**failures(404), **TAGGED})
def attachment(id: Id, who: Asker, response: Response) -> AttachmentTold:
    """What a file is; its content lies below."""
    with who.reading() as session:
        return tagged(response, AttachmentTold.of(session.one(Attachment, id)))


@router.get("/attachments/{id}/content", operation_id="attachment_content", responses={**failures(404), **FILE}, response_class=Response)  # fmt: skip
def attachment_content(id: Id, who: Asker) -> Response:
    """The content of a file, to be kept, not shown."""
    with who.reading() as session:
        found = session.one(Attachment, id)
        return attached(work.content_of(who.store, found), found.name)
