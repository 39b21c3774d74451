"""The support list: firms by what a yuan of support does, with the help, its cost and what it rests on; as CSV and as a workbook too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args
from urllib.parse import urlencode

from markupsafe import Markup

from bothhands.inputs.tables.policies import Difficulty
from bothhands.records.access import Access
from bothhands.report.amounts import currency_name, number
from bothhands.report.kept_firms import Slice, policy_name
from bothhands.report.names import place_name
from bothhands.tasks.directory import places_of
from bothhands.tasks.firm_answers import FirmRun, SupportFilter, newest_run, support_list
from bothhands.web.pages.firms import choice, work_out
from bothhands.web.pages.frame import card, desk_page, heading
from bothhands.web.pages.lists_shown import offset_of, paging
from bothhands.web.pages.parts import Column, empty, firm_link, link, quiet, table
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page

A_PAGE = 50
PATH = "/support-list"


@desk_page(PATH, "dk_firms")
async def support(visit: Visit, access: Access) -> None:
    """Firms that help could do something for."""
    say = visit.words.say
    if not access.sees_accounts:
        heading(say("dk_sl_title"))
        card(empty(say("dk_sl_hidden")) + Markup("<p>{}</p>").format(link("/firms", say("dk_fc_all_firms"))))
        return
    run = await to_page(newest_run, visit.store)
    if run is None:
        heading(say("dk_sl_title"))
        work_out(visit, access, say("dk_fc_none"))
        return
    wanted = SupportFilter.model_validate({name: visit.asked.get(name, "")[:120] for name in ("place", "need")})
    found, places = await to_page(_list, visit, access, wanted)
    heading(say("dk_sl_title"), say("dk_sl_answer", n=f"{found.total:,}") if found.total else say("dk_sl_answer_none"))
    card(_filter(visit, wanted, places))
    card(_table(visit, run, found) if found.rows else empty(say("dk_sl_nothing"), PATH, say("dk_es_all")))
    card(paging(visit, PATH, visit.asked, found.total, A_PAGE))
    card(_notes(visit, run, wanted))


def _list(visit: Visit, access: Access, wanted: SupportFilter) -> tuple[Slice, list[str]]:
    with visit.store.reading(access) as session:
        places = [one.place for one in places_of(session) if access.places is None or one.place in access.places]
        return support_list(visit.store, session, wanted, A_PAGE, offset_of(visit.asked)), places


def _filter(visit: Visit, wanted: SupportFilter, places: list[str]) -> Markup:
    say = visit.words.say
    where = choice("place", say("dk_place"), say("dk_any_place"), {one: place_name(visit.region, one, visit.language) for one in places}, wanted.place)  # fmt: skip
    needs = choice("need", say("dk_sl_need"), say("dk_sl_any"), {one: say(f"dk_dif_{one}") for one in get_args(Difficulty)}, wanted.need)  # fmt: skip
    return Markup('<form class="bh-filter" method="get" action="{}">{}{}<button class="bh-button">{}</button></form>').format(PATH, where, needs, say("dk_show"))  # fmt: skip


def _table(visit: Visit, run: FirmRun, found: Slice) -> Markup:
    say, words = visit.words.say, visit.words
    rows = [
        (
            str(one["rank"]), firm_link(one["firm"], (words.zh and one["name_zh"]) or one["name"]) + Markup(" ◇" if one["synthetic"] else ""),
            place_name(visit.region, one["place"], visit.language), say("dk_and").join(policy_name(run.about, policy, visit.language) for policy in one["policies"]),
            number(one["yuan"]), number(one["kept_yuan"]), "–" if one["kept_per_yuan"] is None else number(one["kept_per_yuan"]), number(one["jobs"]),
            f"{100 * one['odds_without']:.0f} → {100 * one['odds_with']:.0f} %", _evidence(visit, one), say("yes" if one["chosen"] else "no"),
        )
        for one in found.rows
    ]  # fmt: skip
    heads = [("rank", True), ("firm", False), ("place", False), ("policies", False), ("yuan", True), ("kept", True), ("a_yuan", True), ("jobs_short", True), ("odds", True), ("evidence", False), ("chosen", False)]  # fmt: skip
    told = say("dk_synthetic") if any(one["synthetic"] for one in found.rows) else ""
    return table([Column(say(f"dk_sl_{head}", currency=currency_name(words.currency, visit.language)), is_number) for head, is_number in heads], rows, told)  # fmt: skip


def _evidence(visit: Visit, one: Mapping[str, Any]) -> str:
    n = one["figures_filled"]
    return visit.words.say("dk_sl_filled_short", n=n) if n else visit.words.say("dk_sl_known")


def _notes(visit: Visit, run: FirmRun, wanted: SupportFilter) -> Markup:
    say, words = visit.words.say, visit.words
    asked = {name: value for name, value in wanted.model_dump().items() if value}
    files = [
        link(f"/api/v1/support-list/file?{urlencode({**asked, 'form': form, 'language': visit.language})}", name)
        for form, name in (("csv", "CSV"), ("xlsx", "Excel"))
    ]
    day = say("dk_fc_day", day=words.date(run.as_of), job=run.job_id, made=words.date(run.made_at.date()))
    notes = [day, say("dk_sl_line_kept"), say("dk_sl_line_within")]
    lines = Markup("").join(Markup("<p>{}</p>").format(quiet(note)) for note in notes)
    return Markup("<p>{} · {}</p>{}").format(Markup(" · ").join(files), link("/firms", say("dk_fc_all_firms")), lines)
