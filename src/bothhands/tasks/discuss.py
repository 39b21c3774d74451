"""What is said of a record and attached to it; both belong to the record's place."""

from __future__ import annotations

from typing import Literal, TypeAlias

from sqlalchemy import select

from bothhands.errors import Fault, InputError, NotThere
from bothhands.records.base import EVERYWHERE, Kept, Placed
from bothhands.records.files import keep, path_of, safe_name
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import Attachment, Comment, Finding, MeasureRecord, PlanRecord, Task
from bothhands.tasks.page import Page, page_of
from bothhands.tasks.photos import clean_photo

About: TypeAlias = Literal["plan", "measure", "task", "finding"]
ABOUT: dict[About, type[Kept]] = {"plan": PlanRecord, "measure": MeasureRecord, "task": Task, "finding": Finding}
MOST_BYTES = 20 * 1024 * 1024
"""ASSUMED: a photograph or a scanned letter is smaller."""
JPEG = "image/jpeg"
MARKS = {
    b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf", b"GIF8": "image/gif",
    b"PK\x03\x04": "application/zip",
}  # fmt: skip
"""What a file begins with, whatever its name says."""


def comment(session: DeskSession, about: About, about_id: int, text: str) -> Comment:
    """Say something of a record."""
    session.access.require("record")
    said = text.strip()
    if not said or len(said) > 4000:
        raise InputError(
            Fault(
                "BH-TSK-070", f"a comment of {len(said)} signs", "1 to 4,000 signs", "write something, or attach a file"
            )
        )
    made = Comment(
        place=_place_of(session, about, about_id),
        about=about,
        about_id=about_id,
        text=said,
        created_by=session.access.user_id,
    )
    session.add(made)
    session.flush()
    return made


def comments_of(session: DeskSession, about: About, about_id: int, limit: int = 50, offset: int = 0) -> Page[Comment]:
    """What was said of a record, the first first."""
    session.one(ABOUT[about], about_id)
    asked = select(Comment).where(Comment.about == about, Comment.about_id == about_id)
    return page_of(session, asked.order_by(Comment.id), limit, offset)


def attach(store: Store, session: DeskSession, about: About, about_id: int, name: str, content: bytes) -> Attachment:
    """Attach a file to a record; its content is on disk before the record is. Of a JPEG only the picture is kept, not where and when it was taken.

    Raises
    ------
    InputError
        Where it is empty or too large.
    """
    session.access.require("record")
    place = _place_of(session, about, about_id)
    if not content:
        what, more = f"the file {safe_name(name)} is empty", "attach a file that holds something"
        raise InputError(Fault("BH-TSK-071", what, f"1 to {MOST_BYTES:,} bytes", more))
    if len(content) > MOST_BYTES:
        raise InputError(
            Fault(
                "BH-TSK-071",
                f"{safe_name(name)} holds {len(content):,} bytes",
                f"1 to {MOST_BYTES:,} bytes",
                "make it smaller, or attach it in parts",
            )
        )
    if _media_type(content) == JPEG:
        content = clean_photo(content, safe_name(name), longest=None)
    made = Attachment(
        place=place, about=about, about_id=about_id, name=safe_name(name), media_type=_media_type(content), size=len(content),
        sha256=keep(store.folder, content), created_by=session.access.user_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def attachments_of(
    session: DeskSession, about: About, about_id: int, limit: int = 50, offset: int = 0
) -> Page[Attachment]:
    """Files attached to a record, the first first."""
    session.one(ABOUT[about], about_id)
    asked = select(Attachment).where(Attachment.about == about, Attachment.about_id == about_id)
    return page_of(session, asked.order_by(Attachment.id), limit, offset)


def content_of(store: Store, attachment: Attachment) -> bytes:
    """The content of an attachment."""
    at = path_of(store.folder, attachment.sha256)
    if not at.is_file():
        raise NotThere(
            Fault(
                "BH-TSK-072",
                f"the content of attachment {attachment.id} is gone",
                "a file beside the records",
                "restore a backup",
            )
        )
    return at.read_bytes()


def _place_of(session: DeskSession, about: About, about_id: int) -> str:
    found = session.one(ABOUT[about], about_id)
    return found.place if isinstance(found, Placed) else EVERYWHERE


def _media_type(content: bytes) -> str:
    return next((kind for mark, kind in MARKS.items() if content.startswith(mark)), "application/octet-stream")
