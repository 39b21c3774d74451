"""The frontier of a run: lives against everything else, as a picture and as rows, and one of its plans taken to be signed and adopted."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from nicegui import ui

from bothhands.records.access import Access
from bothhands.records.running import Job
from bothhands.report.amounts import currency_name, number
from bothhands.report.scatter_chart import Dot, scatter_chart
from bothhands.report.svg import NARROW, WIDE, Chart
from bothhands.tasks import frontier as work
from bothhands.tasks.frontier import FrontPoint
from bothhands.web.pages.frame import card, desk_page, done, heading
from bothhands.web.pages.parts import link
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page


@desk_page("/frontier/{run}", "dk_plans")
async def frontier(visit: Visit, access: Access, run: int) -> None:
    """The plans of a run, none beaten in both."""
    say, words = visit.words.say, visit.words
    points, beaten, edition = await to_page(_read, visit, access, run)
    heading(say("dk_frontier"), _title(visit, points))
    card(_picture(visit, points, beaten, edition))
    for point in points:
        with ui.element("section").classes("bh-card").props(f"id=point-{point.number}"):
            price = words.money(point.price_of_next) if point.price_of_next is not None else "–"
            facts = [
                (say("dk_deaths"), number(point.deaths)), (say("dk_value_added"), words.money(point.value_added)),
                (say("dk_fr_given_up"), words.money(point.given_up)), (say("dk_fr_price"), price),
            ]  # fmt: skip
            told = Markup("").join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in facts)
            ui.html(Markup('<h2>{}</h2><dl class="bh-facts">{}</dl>').format(_name(visit, point), told), sanitize=False)
            if point.plan_id is not None:
                ui.html(link(f"/plans/{point.plan_id}", say("dk_fr_picked", n=point.plan_id)), sanitize=False)
            elif access.may("run"):
                _picking(visit, run, point)


def _picking(visit: Visit, run: int, point: FrontPoint) -> None:
    def pick() -> int:
        with visit.store.writing(visit.access()) as session:
            job = session.one(Job, run)
            asked = str(job.asked.get("name") or "") or visit.region.name
            name = visit.words.say("dk_fr_name", plan=asked, point=_name(visit, point))
            return work.pick(visit.store, session, run, point.number, name[:200]).id

    async def pressed() -> None:
        if (plan := await done(pick)) is not None:
            ui.navigate.to(f"/plans/{plan}")

    label = f"{visit.words.say('dk_fr_pick')}{visit.words.say('dk_colon')}{_name(visit, point)}"
    ui.button(visit.words.say("dk_fr_pick"), on_click=pressed).props(f'outline aria-label="{label}"')


def _read(visit: Visit, access: Access, run: int) -> tuple[list[FrontPoint], Sequence[tuple[float, float]], str]:
    with visit.store.reading(access) as session:
        points = work.points_of(visit.store, session, run)
        return points, work.beaten_of(visit.store, session, run), session.one(Job, run).edition


def _title(visit: Visit, points: Sequence[FrontPoint]) -> str:
    if len(points) < 2:
        return visit.words.say("dk_fr_title_one")
    least, most = (number(pick(point.deaths for point in points)) for pick in (min, max))
    return visit.words.say("dk_fr_title", n=len(points), least=least, most=most)


def _picture(visit: Visit, points: Sequence[FrontPoint], beaten: Sequence[tuple[float, float]], edition: str) -> Markup:
    """Dots that lead to their rows."""
    say, words = visit.words.say, visit.words
    dots = [Dot(one.deaths, one.given_up, _name(visit, one), "plan" if one.is_plan else "front", f"#point-{one.number}") for one in points]  # fmt: skip
    dots += [Dot(deaths, given_up, "", "other") for deaths, given_up in beaten]
    unit = say("dk_fr_unit", currency=currency_name(visit.region.currency, visit.language))
    unit += say("dk_fr_beaten") if beaten else ""
    source = say("dk_sc_source_line", edition=edition[:8], day=words.date(visit.day))

    def drawn(width: int) -> Markup:
        chart = Chart(_title(visit, points), unit, source, "targets", width, words.zh)
        return Markup(scatter_chart(chart, dots, say("dk_deaths"), say("dk_fr_given_up"), words.money, number))

    return Markup('<div class="wide" style="max-width: 860px">{}</div><div class="narrow">{}</div>').format(
        drawn(WIDE), drawn(NARROW)
    )


def _name(visit: Visit, point: FrontPoint) -> str:
    if point.is_plan:
        return visit.words.say("dk_fr_own")
    if point.most_deaths is None:
        return visit.words.say("dk_fr_free")
    return visit.words.say("dk_fr_most", most=number(point.most_deaths))
