"""Targets: where each stands on its way to half-year and year's end, what it needs, and what the plan says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from bothhands.outcome.target_status import Point, Status
from bothhands.records.access import Access
from bothhands.report.names import place_name, region_name
from bothhands.report.svg import NARROW, WIDE, Chart, Figure, Table
from bothhands.report.target_answers import (
    TargetWords,
    basis_table,
    doubtful,
    notes,
    progress_table,
    sentences,
    status_table,
    years_table,
)
from bothhands.report.target_board import board_picture, board_title, path, path_title
from bothhands.tasks.directory import places_of
from bothhands.tasks.standing import Standing, standing_of, target_standing
from bothhands.web.pages.frame import Part, desk_page, heading, laid
from bothhands.web.pages.parts import Again, Column, empty, figure, link, place_filter, table
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page


@desk_page("/targets", "dk_targets")
async def targets(visit: Visit, access: Access) -> None:
    """Every target of one's places."""
    answer, parts = await to_page(_every, visit, access)
    heading(visit.words.say("dk_targets"), answer)
    laid(parts)


@desk_page("/targets/{target}", "dk_targets")
async def one_target(visit: Visit, access: Access, target: str) -> None:
    """One target: its way, what it needs, what it rests on."""
    name, answer, parts = await to_page(_one, visit, access, target)
    heading(name, answer)
    laid(parts)


def _every(visit: Visit, access: Access) -> tuple[str, list[Part]]:
    say, place = visit.words.say, visit.asked.get("place", "")[:120]
    with visit.store.reading(access) as session:
        found = standing_of(visit.store, session, visit.day, place)
        places = [one.place for one in places_of(session) if access.places is None or one.place in access.places]
    names = {one: place_name(visit.region, one, visit.language) for one in places}
    chosen = place_filter("/targets", say, names, place)
    words = TargetWords(found.region, visit.words)
    if not found.told:
        return say("dk_tg_answer_none"), [(chosen, "")]
    needs = [_list(_needs(words, one)) for one in found.told]
    told = Markup("").join(Markup("<h2>{}</h2>{}").format(words.name(one.target), one_needs) for one, one_needs in zip(found.told, needs, strict=True))  # fmt: skip
    forecast = any(one.band and one.goal for one in found.told)
    parts: list[Part] = [(figure(_board(visit, words, found), _again(visit, found)), "half")] if forecast else []
    parts.append((told, "half" if forecast else ""))
    parts += [(one, "") for one in (*_tables(words, found), chosen)]
    parts += _of_plan(visit, found) if access.everywhere else []
    said = notes(words, found.told, found.draws, found.plan is not None)
    parts.append((Markup("<h2>{}</h2>{}").format(say("dk_tg_notes"), _list(said if found.plan else said[1:])), ""))
    if doubts := doubtful(words, found.doubts):
        parts.append((Markup("<h2>{}</h2>{}").format(say("dk_tg_doubts"), _list(doubts)), ""))
    one_sentence = len(found.told) == 1 or not forecast
    return sentences(words, found.told[:1]) if one_sentence else board_title(words, found.told), parts


def _one(visit: Visit, access: Access, target: str) -> tuple[str, str, list[Part]]:
    say = visit.words.say
    with visit.store.reading(access) as session:
        found, one = target_standing(visit.store, session, visit.day, target)
        points = found.path(one)
    words = TargetWords(found.region, visit.words)
    parts: list[Part] = []
    if points:
        parts.append((figure(_way(visit, words, found, one, points), _again(visit, found)), "half"))
    said = _list(_needs(words, one))
    if one.by_year:
        years = years_table(words, [one])
        said += table([Column(head, number > 0) for number, head in enumerate(years.head)], years.rows)
    parts.append((said, "half" if points else ""))
    basis = basis_table(words, [one])
    rests = table([Column(""), Column("")], list(zip(basis.head, basis.rows[0], strict=True)))
    parts.append((Markup("<h2>{}</h2>{}").format(say("dk_tg_basis"), rests), ""))
    return words.name(one.target), sentences(words, [one]), parts


def _needs(words: TargetWords, one: Status) -> list[str]:
    """Where a target stands against its season and half-year, and what it needs from now on."""
    say, at = words.say, one.progress
    if at is None:
        return [say("dk_tg_nothing_in")]
    until, share = words.words.date(one.done.until), words.words.share
    told = [say("dk_tg_so_far", until=until, done=words.amount(one.done.amount, one.unit), share=share(at.task_share), expected=share(at.expected_share))]  # fmt: skip
    if at.required_per_month is not None:
        given = {"until": until, "monthly": words.amount(at.required_per_month, one.unit)}
        growth = at.required_growth
        told.append(say("dk_tg_needs", **given) if growth is None else say("dk_tg_needs_growth", growth=f"{'+' if growth >= 0 else '−'}{share(abs(growth))}", **given))  # fmt: skip
    if one.half_odds is not None:
        told.append(say("dk_tg_half", half=words.chance(one.half_odds)))
    return told


def _board(visit: Visit, words: TargetWords, found: Standing) -> Figure:
    title = board_title(words, found.told)
    status, progress = status_table(words, found.told), progress_table(words, found.told)
    rows = tuple((*one, other[-1]) for one, other in zip(status.rows, progress.rows, strict=True))

    def drawn(width: int) -> str:
        chart = Chart(title, words.say("tg_board_unit"), _source(visit, found), "targets", width, words.words.zh)
        return board_picture(words, found.told, chart)

    told = Table((*status.head, progress.head[-1]), rows)
    return Figure(visit.words.say("dk_data"), title, drawn(WIDE), drawn(NARROW), told)


def _way(visit: Visit, words: TargetWords, found: Standing, one: Status, points: Sequence[Point]) -> Figure:
    say = words.say
    rows = tuple(
        (words.words.date(point.day), *(words.amount(value, one.unit) for value in (point.expected, point.band[0], point.band[2], point.band[4])))
        for point in points
    )  # fmt: skip
    heads = ("dk_tg_month", "dk_tg_season", "dk_tg_low", "dk_tg_middle", "dk_tg_high")
    source = _source(visit, found)
    wide, narrow = (path(words, one, points, source, visit.day, width) for width in (WIDE, NARROW))
    told = Table(tuple(say(head) for head in heads), rows)
    return Figure(say("dk_data"), path_title(words, one, points), wide, narrow, told)


def _tables(words: TargetWords, found: Standing) -> list[Markup]:
    """Each target with a link to its page, then what is in and needed."""
    parts = []
    for told in (status_table(words, found.told), progress_table(words, found.told)):
        rows = [
            (link(f"/targets/{one.target.target}", row[0]), *row[1:])
            for one, row in zip(found.told, told.rows, strict=True)
        ]
        parts.append(table([Column(head, number > 0) for number, head in enumerate(told.head)], rows))
    return parts


def _of_plan(visit: Visit, found: Standing) -> list[Part]:
    """Why the odds are what they are and what would raise them, as the plan has it."""
    say = visit.words.say
    if found.plan is None:
        return [(Markup("{} {}").format(empty(say("dk_tg_no_plan")), link("/plans", say("dk_plans"))), "")]
    shown = found.plan.shown("targets", visit.language).figures
    again = Again(say("dk_again"), found.plan.command)
    return [(figure(replace(one, name=say("dk_data")), again), "half") for one in shown]


def _source(visit: Visit, found: Standing) -> str:
    say = visit.words.say
    plan = found.plan
    basis = say("dk_tg_by_plan", plan=plan.plan.name, draws=found.draws) if plan else say("dk_tg_by_growth")
    region = region_name(found.region, visit.language)
    return say("dk_tg_source", region=region, edition=found.region.edition[:8], day=visit.words.date(found.day), basis=basis)  # fmt: skip


def _again(visit: Visit, found: Standing) -> Again:
    """The same odds in Python, from the desk's folder."""
    day, plan = found.day, found.plan
    runs = f'runs_in(Path("{plan.plan.folder}/targets.json"))' if plan else "{}"
    more = "from pathlib import Path\n" if plan else ""
    kept = "from bothhands.report.kept_figures import runs_in\n" if plan else ""
    return Again(visit.words.say("dk_again"), python=(
        f"from datetime import date\n{more}from bothhands.inputs.loading import load\nfrom bothhands.outcome.target_status import statuses\n{kept}"
        f"for one in statuses(load({found.named!r}), date({day.year}, {day.month}, {day.day}), {runs}):\n    print(one.target.target, one.odds, one.half_odds)"
    ))  # fmt: skip


def _list(said: Sequence[str]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(one) for one in said))
