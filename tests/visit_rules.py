"""Whether a week of visits keeps every rule, worked out again from the week alone: no code of the search is used."""

from collections import Counter
from datetime import timedelta


def broken(week, plan):
    """Every rule that is broken, in words."""
    return [*_of_visits(week, plan), *_of_days(week, plan), *_of_weeks(week, plan)]


def _way(week, one, two):
    return week.within if one == two else int(week.ways[week.places.index(one), week.places.index(two)])


def _of_visits(week, plan):
    known = {one.visit: one for one in week.visits}
    for name, times in Counter(stop.visit.visit for day in plan.days for stop in day.stops).items():
        if times > 1:
            yield f"{name} is made {times} times"
        if name not in known:
            yield f"{name} is no visit of the week"
    made = {stop.visit.visit for day in plan.days for stop in day.stops}
    if made | {one.visit.visit for one in plan.left_out} != set(known) or made & {
        one.visit.visit for one in plan.left_out
    }:
        yield "a visit is neither made nor left out, or both"


def _of_days(week, plan):
    officers = {one.officer: one for one in week.officers}
    if len({(day.officer, day.day) for day in plan.days}) != len(plan.days):
        yield "an officer has two plans for one day"
    for day in plan.days:
        officer, what = officers[day.officer], f"{day.officer} on {day.day}"
        if day.day not in week.days or day.day in officer.away:
            yield f"{what}: is away, or it is another week"
        if day.leaves < officer.opens or day.returns > officer.closes:
            yield f"{what}: works outside its hours"
        if len(day.stops) > officer.visits_a_day:
            yield f"{what}: too many visits"
        yield from _of_clock(week, officer, day, what)


def _of_clock(week, officer, day, what):
    """Replays a day: ways, windows, lunch, work."""
    clock, at, lunches = day.leaves, day.start, 0
    for stop in day.stops:
        visit = stop.visit
        lunch_before = clock <= day.lunch < stop.begins
        clock += _way(week, at, visit.place) + (week.rules.lunch if lunch_before else 0)
        lunches += lunch_before
        if stop.begins < clock:
            yield f"{what}: is at {visit.visit} before it can be there"
        clock, at = stop.begins + visit.minutes, visit.place
        if stop.ends != clock:
            yield f"{what}: {visit.visit} has another length"
        yield from _of_visit(week, officer, day, stop, what)
    if day.lunch >= clock:
        clock, lunches = max(clock, day.lunch) + week.rules.lunch, lunches + 1
    if day.returns < clock + _way(week, at, day.end):
        yield f"{what}: is back before it can be"
    yield from _of_lunch(week, officer, day, lunches, what)


def _of_visit(week, officer, day, stop, what):
    visit = stop.visit
    if not visit.opens <= stop.begins <= visit.closes:
        yield f"{what}: {visit.visit} is outside its window"
    if visit.days and day.day not in visit.days:
        yield f"{what}: {visit.visit} cannot be that day"
    if not visit.skills <= officer.skills:
        yield f"{what}: lacks the skill for {visit.visit}"
    if visit.locked not in (None, (day.officer, day.day)):
        yield f"{what}: {visit.visit} is locked elsewhere"
    first = max(week.days[0], min(visit.days, default=week.days[0]))
    if visit.due and first <= visit.due < day.day:
        yield f"{what}: {visit.visit} is later than due"


def _of_lunch(week, officer, day, lunches, what):
    eats_out = day.lunch >= 0
    if eats_out and (lunches != 1 or not week.rules.lunch_from <= day.lunch <= week.rules.lunch_to):
        yield f"{what}: lunch at {day.lunch} is not in its hours"
    over = any(stop.begins <= week.rules.lunch_from and stop.ends >= week.rules.lunch_to for stop in day.stops)
    if (
        not eats_out
        and not over
        and day.leaves < week.rules.lunch_from + week.rules.lunch
        and day.returns > week.rules.lunch_to
    ):
        yield f"{what}: no lunch"
    work = day.returns - day.leaves - (week.rules.lunch if eats_out else 0)
    if work != day.work or work > officer.minutes_a_day:
        yield f"{what}: {work} minutes of work, told {day.work}, allowed {officer.minutes_a_day}"


def _of_weeks(week, plan):
    for officer in week.officers:
        own = {day.day: day for day in plan.days if day.officer == officer.officer}
        yield from _of_rest(week, officer, own)
        for what, used, most in (
            ("minutes", sum(one.work for one in own.values()), officer.minutes_a_week),
            ("visits", sum(len(one.stops) for one in own.values()), officer.visits_a_week),
            ("nights", sum(one.end != officer.home for one in own.values()), officer.nights),
            (
                "exposure",
                sum(stop.visit.exposure for one in own.values() for stop in one.stops),
                officer.exposure + 1e-9,
            ),
        ):
            if used > most:
                yield f"{officer.officer}: {used} of {what}, allowed {most}"


def _of_rest(week, officer, own):
    worked = set(own) | set(officer.worked)
    for last in week.days:
        window = {last - timedelta(days=k) for k in range(7)}
        if len(worked & window) > week.rules.days_in_seven and set(own) & window:
            yield f"{officer.officer}: more than {week.rules.days_in_seven} days in seven up to {last}"
    for day, one in own.items():
        before, after = own.get(day - timedelta(days=1)), own.get(day + timedelta(days=1))
        if after and after.leaves + 24 * 60 - one.returns < week.rules.rest:
            yield f"{officer.officer}: too little rest after {day}"
        if one.end != officer.home and (after is None or after.start != one.end):
            yield f"{officer.officer}: sleeps in {one.end} on {day} and does not begin there"
        if one.start != officer.home and (before is None or before.end != one.start):
            yield f"{officer.officer}: begins in {one.start} on {day} without having slept there"
