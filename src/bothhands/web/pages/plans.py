"""Plans: those that were made, one in full with its measures and reasons, signing and adopting; and asking for another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup
from nicegui import ui
from sqlalchemy import select

from bothhands.errors import Fault, InputError
from bothhands.inputs.region import Region
from bothhands.records.access import Access
from bothhands.records.work import MeasureRecord, PlanRecord
from bothhands.report.amounts import persons
from bothhands.report.kept_briefing import BRIEFING
from bothhands.report.sentences import names_of, told_in
from bothhands.report.words import Wording
from bothhands.tasks import adopt as work
from bothhands.tasks.lists import plans_of
from bothhands.tasks.plan_files import files_of
from bothhands.web.pages.asking import QUICK, ask, asking
from bothhands.web.pages.courses_shown import breaches_told
from bothhands.web.pages.dissent import dissent, dissent_told
from bothhands.web.pages.frame import card, desk_page, done, heading
from bothhands.web.pages.goals_shown import goals_shown
from bothhands.web.pages.limits_shown import limits_shown
from bothhands.web.pages.measures_shown import level_of, where_named
from bothhands.web.pages.parts import Column, empty, link, quiet, table
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page

SHOWN = 60
"""Measures that a page shows at first; those that restrict come first."""
FILES = (
    "briefing.pdf", "plan.xlsx", "measures.csv", "measures.parquet", "explanation.html", "frontier.html", "frontier.json", "plan.json", "results.nc",
    "question.toml", "public-briefing.pdf", "public-briefing.html", "public-explanation.html",
)  # fmt: skip
"""Files of a plan that a page offers, in this order; what is left is read by pages alone."""


@desk_page("/plans", "dk_plans")
async def plans(visit: Visit, access: Access) -> None:
    """Every plan, and another one."""
    words, say = visit.words, visit.words.say
    heading(say("dk_plans"))
    if access.everywhere and access.may("run"):
        asking(visit)
    card(await to_page(_list, visit, access, words))


@desk_page("/plans/{number}", "dk_plans")
async def plan(visit: Visit, access: Access, number: int) -> None:
    """One plan in full."""
    words, say = visit.words, visit.words.say
    found, measures, ending, said = await to_page(_read, visit, access, number)
    heading(found.name, f"{say(f'dk_{found.status}')} · {limits_kept(words, found, measures)}")
    card(_strategies(words, found) + breaches_told(visit, [("chain_breach", one) for one in found.told.get("breaches", ())]))  # fmt: skip
    if limits := found.told.get("limits"):
        aimed = replace(words, objective=found.told.get("question", {}).get("objective", words.objective))
        card(limits_shown(aimed, visit.region, limits))
    if goals := found.told.get("goals"):
        card(goals_shown(words, visit.region, goals))
    unsigned = [one for one in measures if one.status == "proposed" and one.restricts and len(one.approvals) < 2]
    if (
        access.may("adopt")
        and found.status in ("proposed", "adopted")
        and any(one.status == "proposed" for one in measures)
    ):
        _adoption(visit, found, measures, unsigned, ending)
    card(
        Markup("<h2>{}</h2>{}").format(
            say("dk_measures"),
            _measures(words, visit.region, sorted(measures, key=lambda one: not one.restricts)[:SHOWN], len(measures)),
        )
    )
    for one in unsigned[:SHOWN]:
        if access.may("approve"):
            _signing(visit, access, one)
    dissent(visit, access, number, said)
    card(papers(visit, found, await to_page(_files, visit, found)))
    if access.may("run"):
        ui.button(
            say("dk_replan"),
            on_click=lambda: ask(visit, {**QUICK, "earlier": number, "as_of": max(visit.day, found.as_of)}),
        ).props("outline")


def _files(visit: Visit, found: PlanRecord) -> set[str]:
    """Names of the files that the plan has; none where they were let go."""
    return {name for name, _ in files_of(visit.store, found)} if found.folder else set()


def papers(visit: Visit, found: PlanRecord, there: set[str]) -> Markup:
    """What is read and signed, then every file that the plan has."""
    say, number = visit.words.say, found.id
    pdf = f"/api/v1/plans/{number}/brief?form=pdf&language={visit.language}"
    pages = [link(f"/plans/{number}/brief", say("dk_brief_html")), link(pdf, say("dk_brief_pdf"))]
    if "briefing.html" in there:
        pages.append(link(f"/plans/{number}/briefing", say("dk_briefing")))
    if BRIEFING in there:
        pages += [
            link(f"/api/v1/plans/{number}/briefing?form={form}", say(f"dk_wd_{form}")) for form in ("docx", "xlsx")
        ]
    if "explanation.html" in there:
        pages.append(link(f"/plans/{number}/explanation", say("dk_explanation")))
    if "frontier.json" in there and found.job_id is not None:
        pages.append(link(f"/frontier/{found.job_id}", say("dk_frontier")))
    files = [link(f"/api/v1/plans/{number}/files/{name}", name) for name in FILES if name in there]
    return Markup("<h2>{}</h2><p>{}</p><p>{}</p>").format(say("dk_files"), Markup(" · ").join(pages), Markup(" · ").join(files))  # fmt: skip


def _list(visit: Visit, access: Access, words: Wording) -> Markup:
    say = words.say
    if not access.everywhere:
        return empty(say("dk_plan_hidden"))
    with visit.store.reading(access) as session:
        found, in_part = plans_of(session, limit=50).items, work.in_part(session)
    if not found:
        return empty(say("dk_no_plans"))
    rows = [
        (
            link(f"/plans/{one.id}", one.name), words.date(one.as_of), words.date(one.created_at.date()),
            say("dk_in_part" if one.feasible and one.id in in_part else "dk_yes" if one.feasible else "dk_no"), say(f"dk_{one.status}"),
        )
        for one in found
    ]  # fmt: skip
    return table([Column(say(head)) for head in ("dk_name", "dk_day", "dk_made", "dk_feasible", "dk_status")], rows)


def _read(
    visit: Visit, access: Access, number: int
) -> tuple[PlanRecord, Sequence[MeasureRecord], Sequence[MeasureRecord], Markup]:
    """The plan, its measures, those in force that adopting it would end, and what was said of it."""
    with visit.store.reading(access) as session:
        found = session.one(PlanRecord, number)
        measures = select(MeasureRecord).where(MeasureRecord.plan_id == number).order_by(MeasureRecord.id)
        return found, session.scalars(measures).all(), work.would_end(session, number), dissent_told(visit, session, number)  # fmt: skip


def limits_kept(words: Wording, found: PlanRecord, measures: Sequence[MeasureRecord]) -> str:
    """Whether the plan keeps every limit; of one that does and is adopted in part, how much of it holds."""
    say = words.say
    holding = sum(one.status not in ("proposed", "withdrawn") for one in measures)
    if found.feasible and found.status == "adopted" and holding < len(measures):
        return say("dk_in_part_why", n=holding, m=len(measures))
    return f"{say('dk_feasible')}{say('dk_colon')}{say('dk_yes' if found.feasible else 'dk_no')}"


def _strategies(words: Wording, found: PlanRecord) -> Markup:
    say = words.say
    rows = [
        (say(one["strategy"]), words.money(one["value_added"]), persons(one["deaths"]))
        for one in found.told.get("strategies", ())
    ]
    return table(
        [Column(say("dk_strategy")), Column(say("dk_value_added"), True), Column(say("dk_deaths"), True)], rows
    )


def _measures(words: Wording, region: Region, shown: Sequence[MeasureRecord], total: int) -> Markup:
    say = words.say
    rows = [
        (
            say(one.lever), where_named(words, region, one), words.date(one.start), words.date(one.end), level_of(words, one), words.money(one.cost) if one.cost else "–",
            _why(words, region, one),
            ", ".join(signed.name for signed in one.approvals), say(f"dk_{one.status}"),
        )
        for one in shown
    ]  # fmt: skip
    heads = ("dk_lever", "dk_where", "dk_from", "dk_to", "dk_level", "dk_cost", "dk_reason", "dk_signed", "dk_status")
    columns = [
        Column(
            say(head),
            head in ("dk_level", "dk_cost"),
            head in ("dk_from", "dk_to", "dk_status"),
            head in ("dk_level", "dk_reason"),
        )
        for head in heads
    ]
    return table(columns, rows, f"{len(shown)} / {total}" if len(shown) < total else "")


def _adoption(
    visit: Visit, found: PlanRecord, measures: Sequence[MeasureRecord], unsigned: Sequence[MeasureRecord],
    ending: Sequence[MeasureRecord],
) -> None:  # fmt: skip
    """What adopting would leave out and what it would end, and the button."""
    say = visit.words.say
    kept = [one.id for one in measures if one.status == "proposed" and one not in unsigned]

    def adopt() -> int:
        with visit.store.writing(visit.access()) as session:
            work.adopt(session, found.id, found.version, kept)
        return len(kept)

    async def pressed() -> None:
        if await done(adopt) is not None:
            ui.navigate.to(f"/plans/{found.id}")

    with ui.element("div").classes("bh-card"):
        if unsigned:
            told = Markup("<p>{}{}{}</p>").format(
                say("dk_adopt_unsigned", n=len(unsigned)), say("blank"), say("dk_adopt_part")
            )
            ui.html(told, sanitize=False)
        if ending:
            ui.html(ending_told(visit.words, visit.region, ending), sanitize=False)
        ui.button(say("dk_adopt_rest" if unsigned else "dk_adopt"), on_click=pressed).props("unelevated")


def _signing(visit: Visit, access: Access, one: MeasureRecord) -> None:
    """The legal basis and a signature under a measure that restricts."""
    say, words = visit.words.say, visit.words

    def sign(basis: str, name: str) -> bool:
        who = visit.access()
        if not basis.strip():
            raise InputError(Fault("BH-TSK-027", say("dk_give_basis")))
        version = one.version
        if basis != one.legal_basis:
            with visit.store.writing(who) as session:
                changed = work.change_measure(session, one.id, version, work.MeasureChange(legal_basis=basis))
                session.flush()
                version = changed.version
        with visit.store.writing(who) as session:
            work.sign(session, one.id, version, name)
        return True

    async def pressed() -> None:
        if await done(lambda: sign(basis.value or "", name.value if name is not None else "")):
            ui.navigate.to(visit.path)

    with ui.element("div").classes("bh-card"):
        told = _in_a_line(words, visit.region, one)
        signed = ", ".join(given.name for given in one.approvals)
        ui.html(
            Markup("<p>{}</p><p>{}{}{}</p>").format(told, say("dk_signed"), say("dk_colon"), signed or "–"),
            sanitize=False,
        )
        with ui.element("div").classes("bh-row"):
            basis = ui.input(say("dk_legal_basis"), value=one.legal_basis).props("outlined dense")
            name = ui.input(say("dk_signer")).props("outlined dense") if access.user_id is None else None
            ui.button(say("dk_sign"), on_click=pressed).props("outline")


def ending_told(words: Wording, region: Region, ending: Sequence[MeasureRecord]) -> Markup:
    """Measures in force that adopting would end, those that restrict first."""
    first = sorted(ending, key=lambda one: (not one.restricts, one.start))
    lines = [_in_a_line(words, region, one) for one in first[:SHOWN]]
    if len(first) > SHOWN:
        lines.append(words.say("dk_adopt_ends_more", n=len(first) - SHOWN))
    rows = Markup().join(Markup("<li>{}</li>").format(line) for line in lines)
    told = words.say("dk_adopt_ends", n=len(first), r=sum(one.restricts for one in first))
    return Markup("<p>{}</p><ul>{}</ul>").format(told, rows)


def _in_a_line(words: Wording, region: Region, one: MeasureRecord) -> str:
    """What a measure is, where, how far and when."""
    say = words.say
    named = say("pause").join((say(one.lever), where_named(words, region, one)))
    return f"{named}{say('dk_colon')}{level_of(words, one)}{say('pause')}{words.span(one.start, one.end)}"


def _why(words: Wording, region: Region, one: MeasureRecord) -> Markup:
    """Why a measure is proposed, in the reader's language, and whether it restricts."""
    reason = told_in(one.reason, words.language, names_of(region)) if words.zh else one.reason
    said = [reason, quiet(words.say("dk_restricts"))] if one.restricts else [reason]
    return Markup(words.say("pause")).join(part for part in said if part)
