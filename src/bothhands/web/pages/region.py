"""Region: what is known, table by table with unit, source and quality; files taken in after a look; editions and what changed between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from fastapi import UploadFile
from markupsafe import Markup
from nicegui import ui
from nicegui.events import MultiUploadEventArguments

from bothhands.errors import BothhandsError
from bothhands.inputs.update import RowReport, Update
from bothhands.records.access import Access
from bothhands.records.known import Edition
from bothhands.report.sentences import fault_told
from bothhands.report.svg import Table as Told
from bothhands.tasks import editions as work
from bothhands.tasks.lists import editions_of
from bothhands.tasks.tables import Seen, changes_of, rows_as_text, table_seen, tables_seen
from bothhands.web.pages.frame import card, desk_page, done, heading, told
from bothhands.web.pages.lists_shown import offset_of, paging
from bothhands.web.pages.parts import Column, csv_link, empty, late, link, table
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import in_thread, to_page
from bothhands.web.uploads import laid, one_at_a_time

A_PAGE, CHANGES, EDITIONS = 50, 50, 10
UNSURE = ("assumed", "unverified")
LONG = 60
"""Letters of a cell that are shown; the whole is in the file."""
PICK = Markup(
    '<div class="q-pa-sm"><q-btn unelevated no-caps label="{}" @click="props.pickFiles" /><span style="display: none"><q-uploader-add-trigger /></span></div>'
)
"""Head of the uploader: a button with a name, where its own would be a nameless one around a hidden field."""


@desk_page("/region", "dk_region")
async def region(visit: Visit, access: Access) -> None:
    """Every table, importing, and the editions."""
    say = visit.words.say
    found = await to_page(tables_seen, visit.store, access)
    heading(say("dk_region"), _answer(visit, found))
    if access.may("import"):
        _importing(visit)
    card(_tables(visit, found))
    if access.everywhere:
        card(await to_page(_editions, visit, access))


@desk_page("/region/{name}", "dk_region")
async def one_table(visit: Visit, access: Access, name: str) -> None:
    """One table, paged."""
    say = visit.words.say
    seen = await to_page(table_seen, visit.store, access, name)
    heading(name, _answer(visit, [seen]))
    card(_rows(visit, seen) if seen.rows else empty(say("dk_rg_no_rows"), "/region", say("dk_region")))
    card(paging(visit, f"/region/{name}", visit.asked, len(seen.rows), A_PAGE))
    card(Markup("<h2>{}</h2>{}").format(say("dk_rg_columns"), _columns(visit, seen)))


@desk_page("/region/editions/{edition}", "dk_region")
async def one_edition(visit: Visit, access: Access, edition: str) -> None:
    """One edition and what it changed."""
    answer, content, total = await in_thread("long", _changes, visit, access, edition)
    heading(f"{visit.words.say('dk_rg_edition')} {edition[:12]}", answer)
    card(content)
    if total > CHANGES:
        card(paging(visit, f"/region/editions/{edition}", visit.asked, total, CHANGES))


def _answer(visit: Visit, found: Sequence[Seen]) -> str:
    rows, assumed = sum(len(one.rows) for one in found), sum(_assumed(one) for one in found)
    return visit.words.say("dk_rg_answer", tables=len(found), rows=f"{rows:,}", assumed=f"{assumed:,}")


def _assumed(seen: Seen) -> int:
    return sum(row.quality in UNSURE for row in seen.rows)


def _tables(visit: Visit, found: Sequence[Seen]) -> Markup:
    say = visit.words.say
    rows = [
        (link(f"/region/{one.table.name}", one.table.name), visit.retold(one.table.about), f"{len(one.rows):,}", f"{_assumed(one):,}")
        for one in found
    ]  # fmt: skip
    heads = ("dk_rg_table", "dk_rg_about", "dk_rg_rows", "dk_rg_assumed")
    return table([Column(say(head), head in heads[2:]) for head in heads], rows)


def _rows(visit: Visit, seen: Seen) -> Markup:
    """A page of rows; the heads carry units, the last columns source and quality."""
    offset = offset_of(visit.asked)
    page = rows_as_text(seen, A_PAGE, offset)
    numbers = [one.kind in ("number", "whole") for one in seen.columns]
    quality = next(n for n, one in enumerate(seen.columns) if one.name == "quality")
    used = [n for n, _ in enumerate(seen.columns) if n == quality or any(row[n] for row in page.items)]
    heads = [Column(f"{seen.columns[n].name}{visit.words.say('pause') + visit.retold(seen.columns[n].unit) if seen.columns[n].unit else ''}", numbers[n]) for n in used]  # fmt: skip
    rows = [[_cell(visit, row[n], n == quality) for n in used] for row in page.items]
    file = csv_link(
        Told(tuple(one.name for one in seen.columns), tuple(page.items)),
        f"{seen.table.name} {offset + 1}-{offset + len(page.items)}",
    )
    return file + table(heads, rows)


def _cell(visit: Visit, text: str, is_quality: bool) -> str | Markup:
    if is_quality:
        return visit.words.say(f"tg_q_{text}") + (" ◇" if text in UNSURE else "")
    return text if len(text) <= LONG else Markup('<span title="{}">{}…</span>').format(text, text[:LONG])


def _columns(visit: Visit, seen: Seen) -> Markup:
    say = visit.words.say
    rows = [
        (
            one.name + (f" ({say('dk_rg_key')})" if one.name in seen.table.key else ""), say(f"dk_rg_{one.kind}"), visit.retold(one.unit) or "–",
            visit.retold(one.description),
        )
        for one in seen.columns
    ]  # fmt: skip
    return table([Column(say(head)) for head in ("dk_rg_column", "dk_rg_kind", "dk_rg_unit", "dk_rg_meaning")], rows)


def _editions(visit: Visit, access: Access) -> Markup:
    say = visit.words.say
    with visit.store.reading(access) as session:
        found = editions_of(session, EDITIONS).items
    rows = [
        (
            link(f"/region/editions/{one.edition}", one.edition), visit.words.date(one.made_at.date()), one.what,
            say("dk_rg_in_force") if one.in_force else "",
        )
        for one in found
    ]  # fmt: skip
    heads = ("dk_rg_edition", "dk_rg_made", "dk_rg_what", "dk_status")
    told_editions = table([Column(say(head), whole=head in ("dk_rg_made", "dk_status")) for head in heads], rows)
    return Markup("<h2>{}</h2>{}").format(say("dk_rg_editions"), told_editions)


def _changes(visit: Visit, access: Access, edition: str) -> tuple[str, Markup, int]:
    say, offset = visit.words.say, offset_of(visit.asked)
    with visit.store.reading(access) as session:
        before = session.one(Edition, edition).based_on
        found = changes_of(visit.store, session, edition)
    if not found:
        return "", empty(say("dk_rg_no_change" if before else "dk_rg_first")), 0
    rows = [
        (one.table, " / ".join(part for part in one.key if part), say(f"dk_rg_{one.outcome}"), _differences(one.differences))
        for one in found[offset : offset + CHANGES]
    ]  # fmt: skip
    heads = ("dk_rg_table", "dk_rg_record", "dk_rg_outcome", "dk_rg_change")
    answer = say("dk_rg_of", n=f"{len(found):,}", before=before[:8])
    return answer, table([Column(say(head)) for head in heads], rows), len(found)


def _differences(found: Mapping[str, tuple[str, str]]) -> Markup:
    told = (Markup("{}: {} → {}").format(name, old or "–", new or "–") for name, (old, new) in found.items())
    return Markup("<br>").join(told)


def _importing(visit: Visit) -> None:
    """Choose files, see what each row would do, take them in."""
    say, given = visit.words.say, dict[str, bytes]()

    def asked() -> list[UploadFile]:
        return [UploadFile(BytesIO(content), filename=name) for name, content in given.items()]

    def look() -> Update:
        access = visit.access()
        access.require("import")
        with one_at_a_time(), laid(asked()) as paths:
            return work.proposed(visit.store, access, paths)

    def take(why: str) -> str:
        access = visit.access()
        access.require("import")
        with one_at_a_time(), laid(asked()) as paths:
            return work.taken(visit.store, access, paths, why)[1]

    async def chosen(event: MultiUploadEventArguments) -> None:
        given.clear()
        for file in event.files:
            given[file.name] = await file.read()
        upload.reset()
        shown.clear()
        with shown:
            try:
                found = await in_thread("long", look)
            except BothhandsError as problem:
                told(problem)
                return
            ui.html(_would(visit, found), sanitize=False)
            if found.region is not None and found.count("added") + found.count("changed"):
                with ui.element("div").classes("bh-row"):
                    why = ui.input(say("dk_rg_why")).props("outlined dense")
                    ui.button(say("dk_rg_take"), on_click=lambda: taken(why.value or "")).props("unelevated")

    async def taken(why: str) -> None:
        edition = await done(lambda: take(why), "long")
        if edition is not None:
            ui.notify(say("dk_rg_taken", edition=edition[:8]), type="positive")
            ui.navigate.to(f"/region/editions/{edition}")

    with ui.element("div").classes("bh-card"):
        ui.html(Markup("<h2>{}</h2><p>{}</p>").format(say("dk_rg_import"), say("dk_rg_import_why")), sanitize=False)
        limit = visit.served.settings.upload_bytes
        upload = ui.upload(label=say("dk_rg_choose"), multiple=True, auto_upload=True, max_total_size=limit, on_multi_upload=chosen)  # fmt: skip
        upload.props('accept=".csv,.parquet,.xlsx,.xlsm" flat bordered').style("width: min(100%, 480px)")
        upload.add_slot("header", PICK.format(say("dk_rg_choose")))
        shown = ui.element("div").props('role="status"')


def _would(visit: Visit, found: Update) -> Markup:
    """What an import would do: counts, faults with what to do, and the rows that do not stay as they are."""
    say = visit.words.say
    if found.faults:
        lines = Markup("").join(
            Markup("<li>{}</li>").format(fault_told(fault, visit.language)) for fault in found.faults[:CHANGES]
        )
        return Markup("<p>{}</p><ul>{}</ul>").format(late(say("dk_rg_refused", n=len(found.faults))), lines)
    counts = {name: f"{found.count(name):,}" for name in ("added", "changed", "unchanged")}
    changed = [row for row in found.rows if row.outcome != "unchanged"]
    if not changed:
        return Markup("<p>{}</p>").format(say("dk_rg_same"))
    heads = ("dk_rg_file", "dk_rg_row", "dk_rg_record", "dk_rg_outcome", "dk_rg_change")
    rows = [_row(visit, row) for row in changed[:CHANGES]]
    notes = Markup("").join(
        Markup("<li>{}</li>").format(fault_told(note, visit.language)) for note in found.notes[:CHANGES]
    )
    seen = Markup("<h2>{}</h2><ul>{}</ul>").format(say("dk_rg_notes"), notes) if found.notes else Markup("")
    shown = table([Column(say(head), head == "dk_rg_row") for head in heads], rows, f"{len(rows)} / {len(changed)}")
    return Markup("<p>{}</p>{}{}").format(say("dk_rg_would", **counts), shown, seen)


def _row(visit: Visit, row: RowReport) -> tuple[object, ...]:
    name = " / ".join(part for part in row.key if part)
    return row.file, str(row.number), name, visit.words.say(f"dk_rg_{row.outcome}"), _differences(row.differences)  # fmt: skip
