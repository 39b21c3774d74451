"""Editions of the region, and imports that make the next one: shown first, taken whole or not at all."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import File, Path, Query, Request, Response, UploadFile

from bothhands.records.known import Edition
from bothhands.tasks import editions as work
from bothhands.tasks.lists import editions_of
from bothhands.tasks.page import Page
from bothhands.tasks.tables import changes_of, rows_as_text, table_seen, tables_seen
from bothhands.web.api.answers import Limit, Offset, Why, failures, headers_of, paged
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.known import ChangeTold, EditionTold, ImportTold, TableRow, TableTold
from bothhands.web.threads import at_length
from bothhands.web.uploads import laid, one_at_a_time

router = subject("editions")
Files = Annotated[list[UploadFile], File(description="CSV, Parquet or .xlsx files named after their tables, such as cases.csv.")]  # fmt: skip
DryRun = Annotated[bool, Query(description="Whether to tell only what would happen.")]
TAKEN: dict[int | str, dict[str, Any]] = {
    200: {"description": "What the import would do; nothing was changed."},
    201: {"description": "The new edition is in force.", "model": ImportTold, "headers": headers_of(Location="Where it lies.")},
}  # fmt: skip


@router.get("/editions", operation_id="editions")
def editions(request: Request, who: Asker, limit: Limit = 50, offset: Offset = 0) -> Paged[EditionTold]:
    """Editions, the newest first."""
    with who.reading() as session:
        return paged(request, editions_of(session, limit, offset), EditionTold.of, limit, offset)


@router.get("/editions/{edition}", operation_id="edition", responses=failures(404))
def edition(edition: Annotated[str, Path(max_length=64, description="Hash of its content.")], who: Asker) -> EditionTold:  # fmt: skip
    """One edition."""
    with who.reading() as session:
        return EditionTold.of(session.one(Edition, edition))


@router.get("/editions/{edition}/changes", operation_id="edition_changes", responses=failures(404))
@at_length
def edition_changes(
    request: Request, edition: Annotated[str, Path(max_length=64, description="Hash of its content.")], who: Asker, limit: Limit = 50, offset: Offset = 0
) -> Paged[ChangeTold]:  # fmt: skip
    """Rows that an edition holds otherwise than the one it was made from."""
    with who.reading() as session:
        found = changes_of(who.store, session, edition)
    return paged(request, Page(found[offset : offset + limit], len(found)), ChangeTold.model_validate, limit, offset)


@router.get("/tables", operation_id="tables")
def tables(request: Request, who: Asker, limit: Limit = 50, offset: Offset = 0) -> Paged[TableTold]:
    """Tables of the region in force that hold rows of one's places."""
    found = tables_seen(who.store, who.access)
    return paged(request, Page(found[offset : offset + limit], len(found)), TableTold.of, limit, offset)


@router.get("/tables/{table}", operation_id="table", responses=failures(404))
def table(request: Request, table: Annotated[str, Path(max_length=120, description="Name of the table.")], who: Asker, limit: Limit = 50, offset: Offset = 0) -> Paged[TableRow]:  # fmt: skip
    """Rows of a table in the order of its columns, as a file writes them."""
    found = rows_as_text(table_seen(who.store, who.access, table), limit, offset)
    return paged(request, found, TableRow.of, limit, offset)


@router.post("/imports", operation_id="import_files", responses={**failures(409, 429), **TAKEN})
@at_length
def import_files(who: Asker, files: Files, response: Response, dry_run: DryRun = True, why: Why = "") -> ImportTold:
    """Lay the rows of files over the region; a dry run unless `dry_run=false`."""
    who.access.require("import")
    with one_at_a_time(), laid(files) as paths:
        if dry_run:
            return ImportTold.of(work.proposed(who.store, who.access, paths), None)
        update, edition = work.taken(who.store, who.access, paths, why)
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/editions/{edition}"
    return ImportTold.of(update, edition)
