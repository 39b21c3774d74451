"""A week of visits as a sentence, tables and a board, in English or Chinese. Pure, like the briefing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bothhands.inputs.region import Region
from bothhands.inputs.tables.firms import Firm
from bothhands.plan.visits.answer import LeftOut, OfficerDay, VisitPlan
from bothhands.plan.visits.from_region import Wanted
from bothhands.plan.visits.posed import Visit
from bothhands.report.amounts import number
from bothhands.report.names import firm_name, place_name, post_name, region_name
from bothhands.report.svg import NARROW, WIDE, Chart, Table
from bothhands.report.visit_board import BoardRow, visit_board
from bothhands.report.words import Wording

LISTED = 20
"""Rows of the console; the folder and JSON have all."""
NAMED = 7
"""Names in a note; the JSON has all."""


def clock_text(minute: int) -> str:
    """A minute of the day as hours and minutes."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def visits_said(plan: VisitPlan, words: Wording) -> str:
    """The answer in a sentence."""
    if not plan.days:
        return words.say("visits_none")
    return words.say("visits_said", made=len(plan.made), all=len(plan.week.visits), apart=words.share(plan.apart_share))  # fmt: skip


def visit_name(visit: Visit, region: Region, words: Wording) -> str:
    """A visit by whom it goes to."""
    if visit.firm:
        return firm_name(region, visit.firm, words.language)
    return place_name(region, visit.place, words.language) if visit.kind == "place" else visit.visit


def visit_tables(wanted: Wanted, plan: VisitPlan, region: Region, words: Wording) -> dict[str, Table]:
    """Days by the clock, officers side by side, what was left out and why; then what each visit is worth."""

    def head(*keys: str) -> tuple[str, ...]:
        return tuple(words.say(f"visits_{key}") for key in keys)

    days = Table(
        head("officer", "day", "leaves", "stops", "returns", "work"),
        tuple((post_name(region, day.officer, words.language), words.day(day.day), clock_text(day.leaves), _stops(day, region, words), clock_text(day.returns), number(day.work / 60)) for day in plan.days),
    )  # fmt: skip
    officers = Table(
        head("officer", "home", "days", "count", "work", "travel", "nights", "exposure"),
        tuple(
            (post_name(region, one.officer, words.language), place_name(region, one.home, words.language), str(one.days), str(one.visits), number(one.hours), number(one.travel_hours), str(one.nights), number(one.exposure))
            for one in plan.officers
        ),
    )  # fmt: skip
    left = Table(
        head("visit", "place", "what", "worth", "due", "why"),
        tuple(
            (visit_name(one.visit, region, words), place_name(region, one.visit.place, words.language), words.say(f"visit_kind_{one.visit.kind}"),
             words.money(one.visit.value), words.day(one.visit.due) if one.visit.due else "", why_left(one, words))
            for one in sorted(plan.left_out, key=lambda one: -one.visit.value)
        ),
    )  # fmt: skip
    return {"days": days, "officers": officers, "left out": left, "worth": _worth_table(wanted, plan, region, words)}


def _stops(day: OfficerDay, region: Region, words: Wording) -> str:
    join = "；" if words.zh else "; "
    return join.join(f"{clock_text(stop.begins)} {visit_name(stop.visit, region, words)} ({place_name(region, stop.visit.place, words.language)})" for stop in day.stops)  # fmt: skip


def why_left(one: LeftOut, words: Wording) -> str:
    """Why a visit is not made."""
    return words.say(f"visits_why_{one.why}", instead=words.money(one.instead or 0.0))


def _worth_table(wanted: Wanted, plan: VisitPlan, region: Region, words: Wording) -> Table:
    """What each visit that was looked at is worth, and why."""
    parts = ("information", "break_even", "link", "findings", "stated")
    made = {visit.visit for visit in plan.made}
    head = tuple(words.say(f"visits_{key}") for key in ("visit", "place", "planned", "worth", *(f"of_{one}" for one in parts)))  # fmt: skip
    rows = []
    for visit in sorted(plan.week.visits, key=lambda one: -one.value):
        worth = wanted.worth[visit.visit]
        told = tuple(words.money(value) if (value := getattr(worth, one)) else "" for one in parts)
        name, place = visit_name(visit, region, words), place_name(region, visit.place, words.language)
        rows.append((name, place, "●" if visit.visit in made else "", words.money(visit.value), *told))
    return Table(head, tuple(rows))


def coverage_table(plan: VisitPlan, region: Region, words: Wording) -> Table:
    """Every city and every firm that must be seen: the day it is due, the last visit, and whether this week goes there."""
    head = tuple(words.say(f"visits_{key}") for key in ("visit", "what", "place", "last", "due", "planned"))
    planned = {stop.visit.visit: day for day in plan.days for stop in day.stops}
    rows = []
    for visit in sorted((one for one in plan.week.visits if one.due is not None), key=lambda one: (one.due, one.visit)):
        day = planned.get(visit.visit)
        rows.append(
            (visit_name(visit, region, words), words.say(f"visit_kind_{visit.kind}"), place_name(region, visit.place, words.language),
             words.day(visit.last) if visit.last else "–", words.day(visit.due) if visit.due else "", f"{words.day(day.day)}, {post_name(region, day.officer, words.language)}" if day else "–")
        )  # fmt: skip
    return Table(head, tuple(rows))


def visit_notes(wanted: Wanted, plan: VisitPlan, region: Region, words: Wording) -> tuple[str, ...]:
    """What must be known to read it."""
    rules, hours = plan.week.rules, max((one.minutes_a_week for one in plan.week.officers), default=0) / 60
    notes = [words.say("visits_note_worth"), words.say("visits_note_rules", hours=number(hours), lunch=rules.lunch, apart=words.share(rules.hours_apart))]  # fmt: skip
    firms = {visit.firm for visit in plan.made}
    synthetic = sum(row.firm in firms and row.synthetic for row in region.rows(Firm))
    if synthetic:
        notes.append(words.say("visits_note_synthetic", n=synthetic))
    if wanted.too_little:
        notes.append(words.say("visits_note_too_little", n=f"{wanted.too_little:,}"))
    if plan.apart_share > rules.hours_apart + 1e-3:
        notes.append(words.say("visits_note_apart"))
    return (*notes, *_notes_of_days(wanted, plan, region, words))


def _notes_of_days(wanted: Wanted, plan: VisitPlan, region: Region, words: Wording) -> Iterator[str]:
    """Days on which nobody goes, days that are past, and visits whose day or officer the week does not have."""
    if wanted.holidays:
        yield words.say("visits_note_holidays", days=_listed([words.day(day) for day in wanted.holidays], words))
    if region.as_of is not None and plan.week.days[0] < region.as_of:
        yield words.say("visits_note_begun", day=words.day(region.as_of))
    for key, visits in (("elsewhere", wanted.elsewhere), ("freed", wanted.freed)):
        if visits:
            names = [visit_name(one, region, words) for one in visits]
            yield words.say(f"visits_note_{key}", n=f"{len(visits):,}", names=_listed(names, words))


def _listed(names: Sequence[str], words: Wording) -> str:
    """The first few of some names."""
    join = "、" if words.zh else ", "
    return join.join(names[:NAMED]) + (f"{join}…" if len(names) > NAMED else "")


def visit_footer(region: Region, as_of: date, words: Wording) -> str:
    """Source line of the board: region, day and edition."""
    return words.say("pause").join((region_name(region, words.language), words.date(as_of), region.edition))


def visit_pictures(plan: VisitPlan, region: Region, words: Wording, footer: str) -> dict[str, str]:
    """The board of the week, wide and narrow."""
    if not plan.days:
        return {}
    rows = []
    for one in plan.officers:
        own = {plan.week.days.index(day.day): day for day in plan.days if day.officer == one.officer}
        rows.append(
            BoardRow(
                post_name(region, one.officer, words.language),
                own,
                f"{number(one.hours)} h" if not words.zh else f"{number(one.hours)}小时",
            )
        )
    clock = min(day.leaves for day in plan.days), max(day.returns for day in plan.days)
    mean = number(sum(one.hours for one in plan.officers) / max(len(plan.officers), 1))
    title = words.say("visits_title", made=len(plan.made), hours=mean, day=words.day(plan.week.days[0]))  # fmt: skip
    days = {WIDE: [words.day(day) for day in plan.week.days], NARROW: [str(day.day) for day in plan.week.days]}
    return {
        f"visits-week{'' if width == WIDE else '-narrow'}.svg": visit_board(Chart(title, words.say("visits_unit"), footer, "economy", width, words.zh), rows, days[width], clock, plan.week.rules.lunch)
        for width in (WIDE, NARROW)
    }  # fmt: skip


def plan_told(wanted: Wanted, plan: VisitPlan) -> dict[str, object]:
    """A week as plain data, from which a later one can start."""
    return {
        "days": [
            {"officer": day.officer, "day": day.day, "start": day.start, "leaves": clock_text(day.leaves), "returns": clock_text(day.returns), "end": day.end,
             "lunch": clock_text(day.lunch) if day.lunch >= 0 else None, "hours": day.work / 60, "travel_hours": day.travel / 60, "exposure": sum(stop.visit.exposure for stop in day.stops),
             "stops": [{"visit": stop.visit.visit, "kind": stop.visit.kind, "firm": stop.visit.firm, "place": stop.visit.place, "begins": clock_text(stop.begins),
                        "ends": clock_text(stop.ends), "worth": stop.visit.value, "parties": stop.visit.parties} for stop in day.stops]}
            for day in plan.days
        ],
        "officers": [one._asdict() for one in plan.officers],
        "left_out": [{"visit": one.visit.visit, "kind": one.visit.kind, "firm": one.visit.firm, "place": one.visit.place, "worth": one.visit.value, "due": one.visit.due,
                      "why": one.why, "instead": one.instead} for one in plan.left_out],
        "worth": {visit.visit: wanted.worth[visit.visit]._asdict() for visit in plan.week.visits},
        "value": plan.value, "apart_share": plan.apart_share, "too_little": wanted.too_little,
        "holidays": wanted.holidays, "elsewhere": [one.visit for one in wanted.elsewhere], "freed": [one.visit for one in wanted.freed],
    }  # fmt: skip
