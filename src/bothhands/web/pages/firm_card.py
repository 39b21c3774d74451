"""One firm's card: what holds it back, what help it may have and why, its facts with their source, what was found there, tasks about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from bothhands.errors import NotThere
from bothhands.inputs.tables.firms import Firm
from bothhands.records.access import Access
from bothhands.records.known import FirmRow
from bothhands.records.store import DeskSession
from bothhands.records.work import Finding, MeasureRecord, Task
from bothhands.report.amounts import currency_name, in_currency, number
from bothhands.report.kept_firms import policy_name
from bothhands.report.names import firm_named, place_name, sector_name, size_name
from bothhands.tasks.directory import accounts_of, known_firm
from bothhands.tasks.firm_answers import (
    Diagnosed,
    FirmRun,
    diagnosed,
    findings_of_firm,
    help_of,
    newest_run,
    tasks_of_firm,
)
from bothhands.web.pages.parts import Column, empty, quiet, table
from bothhands.web.pages.tasks_shown import tasks_table
from bothhands.web.pages.visit import Visit

LEFT_OUT = frozenset({"synthetic", "source", "quality", "note"})
ANSWERS = {"raw_materials": "materials"}
"""What policies call a difficulty that firms call otherwise."""


class FirmCard(NamedTuple):
    """A firm as its page shows it."""

    name: str
    answer: str
    is_worked_out: bool
    parts: Sequence[Markup]


def firm_card(visit: Visit, access: Access, firm: str) -> FirmCard:
    """Everything that somebody is shown of a firm."""
    say = visit.words.say
    with visit.store.reading(access) as session:
        found = known_firm(session, firm)
        run = newest_run(visit.store)
        try:
            told = diagnosed(visit.store, session, firm) if run is not None else None
        except NotThere:
            told = None
        held = help_of(session, firm)
        parts = [
            Markup("<h2>{}</h2>{}").format(say("dk_fc_ails"), _ails(visit, run, told)),
            Markup("<h2>{}</h2>{}").format(say("dk_fc_policies"), _policies(visit, told, held)) if told is not None else Markup(""),
            Markup("<h2>{}</h2>{}").format(say("dk_fc_facts"), _facts(visit, found, found.figures)),
            Markup("<h2>{}</h2>{}").format(say("dk_accounts"), _accounts(visit, session, found)),
            Markup("<h2>{}</h2>{}").format(say("dk_fc_findings"), _findings(visit, findings_of_firm(session, firm))),
            Markup("<h2>{}</h2>{}").format(say("dk_fc_tasks"), _tasks(visit, session, tasks_of_firm(session, firm))),
        ]  # fmt: skip
    return FirmCard(name_of(visit, found), _where(visit, found), run is not None, [one for one in parts if one])


def name_of(visit: Visit, one: FirmRow) -> str:
    """A firm in the reader's language."""
    return firm_named(one.name, one.name_zh, bool(one.figures.get("synthetic")), visit.language)


def _where(visit: Visit, one: FirmRow) -> str:
    say, region = visit.words.say, visit.region
    told = [place_name(region, one.place, visit.language), sector_name(region, one.sector, visit.language)]
    if one.size:
        told.append(size_name(one.size, visit.language))
    if one.figures.get("synthetic"):
        told.append(say("dk_synthetic"))
    return " · ".join(told)


def _ails(visit: Visit, run: FirmRun | None, told: Diagnosed | None) -> Markup:
    words, say = visit.words, visit.words.say
    if run is None:
        return empty(say("dk_fc_none"))
    day = say("dk_fc_day", day=words.date(run.as_of), job=run.job_id, made=words.date(run.made_at.date()))
    if told is None:
        return empty(f"{say('dk_fc_not_held')} {day}")
    one = told.diagnosis
    said = Markup("").join(Markup("<li>{}</li>").format(line) for line in one["said"][visit.language])
    numbers = Markup("")
    if not one["hidden"] and one["break_even_sales_yuan_per_day"] is not None:
        facts = [(say("dk_fc_even"), say("dk_fc_a_day", money=words.money(one["break_even_sales_yuan_per_day"])))]
        for key, name in (("dk_fc_cash", "days_of_cash"), ("dk_fc_funds", "days_of_funds")):
            facts.append((say(key), say("dk_fc_earns") if one[name] is None else say("dk_fc_days", n=number(one[name]))))  # fmt: skip
        numbers = _definitions(facts)
    note = say("dk_fc_hidden") if one["hidden"] else ""
    return Markup("{}<ul>{}</ul><p class=bh-quiet>{} {}</p>").format(numbers, said, day, note)


def _definitions(facts: Sequence[tuple[str, str]]) -> Markup:
    told = Markup("").join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*one) for one in facts)
    return Markup('<dl class="bh-facts">{}</dl>').format(told)


def _policies(visit: Visit, told: Diagnosed, held: Sequence[MeasureRecord]) -> Markup:
    words, say = visit.words, visit.words.say
    about, currency = told.run.about, currency_name(words.currency, visit.language)
    if not told.fits:
        return empty(say("dk_fc_no_policies"))
    rows = []
    for one in told.fits:
        policy = about["policies"][one["policy"]]
        used = any(name and name in measure.reason for measure in held for name in (policy["name"], policy["name_zh"]))
        rows.append(
            (
                Markup('<span title="{}">{}</span>').format(_source(visit, policy), policy_name(about, one["policy"], visit.language)),
                say(f"dk_dif_{one['difficulty']}"), number(one["gain_yuan"]), number(one["cost_yuan"]), _why(visit, told, one),
                say("dk_fc_used") if used else say("dk_fc_unused"),
            )
        )  # fmt: skip
    heads = [("dk_fc_policy", False), ("dk_fc_answers", False), ("dk_fc_gain", True), ("dk_fc_cost", True), ("dk_fc_why", False), ("dk_fc_stands", False)]  # fmt: skip
    shown = table([Column(say(key, currency=currency), number_) for key, number_ in heads], rows)
    return shown + Markup("<p>{}</p>").format(quiet(say("dk_fc_used_why")))


def _why(visit: Visit, told: Diagnosed, one: Mapping[str, Any]) -> str:
    say, best = visit.words.say, told.best
    if best is not None and one["policy"] in best["policies"] and best["kept_per_yuan"] is not None:
        return say("dk_fc_best", a_yuan=number(best["kept_per_yuan"]))
    if ANSWERS.get(one["difficulty"], one["difficulty"]) == told.diagnosis["binds"]:
        return say("dk_fc_meets")
    return say("dk_fc_fits")


def _source(visit: Visit, given: Mapping[str, Any]) -> str:
    say = visit.words.say
    quality = str(given.get("quality") or "unverified")
    return say("dk_fc_source", source=given.get("source") or say("dk_fc_source_unknown"), quality=say(f"dk_ql_{quality}"))  # fmt: skip


def _accounts(visit: Visit, session: DeskSession, found: FirmRow) -> Markup:
    if not session.access.sees_accounts:
        return empty(visit.words.say("dk_accounts_hidden"))
    figures = accounts_of(session, [found.firm]).get(found.firm, {})
    return _facts(visit, found, figures, own=False) if figures else empty(visit.words.say("dk_fc_source_unknown"))


def _facts(visit: Visit, found: FirmRow, figures: Mapping[str, Any], own: bool = True) -> Markup:
    """Figures, each with its unit; what it means and where it comes from by pointing at it or opening it."""
    say = visit.words.say
    shown: dict[str, Any] = dict(figures)
    if own:
        shown = {"workers": found.workers, "state": say(f"dk_st_{found.state}") if found.state else "", **shown}
    source, rows = _source(visit, found.figures), []
    for name, value in shown.items():
        if name in LEFT_OUT or value in (None, ""):
            continue
        field = Firm.model_fields.get(name)
        unit = (field.json_schema_extra or {}).get("unit", "") if field and isinstance(field.json_schema_extra, dict) else ""  # fmt: skip
        meaning = f"{field.description} " if field is not None and not visit.words.zh else ""
        told = Markup('<details><summary title="{}">{}</summary>{}</details>').format(meaning + source, _cell(visit, value), meaning + source)  # fmt: skip
        rows.append((say(f"dk_fg_{name}"), told, _unit(visit, str(unit))))
    told_as = table([Column(say("dk_fc_fact")), Column(say("dk_fc_value")), Column(say("dk_fc_unit"))], rows)
    return told_as + Markup("<p>{}</p>").format(quiet(say("dk_fc_hover")))


def _unit(visit: Visit, unit: str) -> str:
    if not unit:
        return ""
    told = visit.words.say(f"dk_unit_{unit}")
    return (
        in_currency(told, visit.words.currency)
        if not told.startswith("dk_")
        else in_currency(unit, visit.words.currency)
    )


def _cell(visit: Visit, value: object) -> str:
    if isinstance(value, bool):
        return visit.words.say("yes" if value else "no")
    return number(value) if isinstance(value, int | float) else str(value)


def _findings(visit: Visit, found: Sequence[Finding]) -> Markup:
    say, words = visit.words.say, visit.words
    if not found:
        return empty(say("dk_fc_no_findings"))
    rows = [(words.date(one.told_on), one.text, say(f"dk_dif_{one.difficulty}") if one.difficulty else "–") for one in found]  # fmt: skip
    return table([Column(say("dk_day"), whole=True), Column(say("dk_fc_said")), Column(say("dk_blocked_by"))], rows)


def _tasks(visit: Visit, session: DeskSession, found: Sequence[Task]) -> Markup:
    if not found:
        return empty(visit.words.say("dk_fc_no_tasks"), "/follow-up", visit.words.say("dk_follow_up"))
    return tasks_table(session, visit.words, visit.region, found, visit.day)
