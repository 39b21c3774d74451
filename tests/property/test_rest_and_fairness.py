"""Rest and fairness over drawn weeks: the record tells exactly the breaches that clocks show, and hours compared are those that the plan of a week compares."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothhands.plan.visits.choose import hours_compared
from bothhands.plan.visits.posed import Officer, Week
from bothhands.records.field import FieldDay
from bothhands.tasks.fairness import Spell, more_than_others
from bothhands.tasks.own_record import most_in_seven, short_rests

MONDAY = date(2020, 3, 2)


@st.composite
def weeks(draw):
    """Days of one person over three weeks: by the clock as planned, and some with hours as they were."""
    found = []
    for k in range(21):
        if not draw(st.booleans()):
            continue
        leaves = draw(st.integers(6 * 60, 10 * 60))
        minutes = draw(st.integers(60, 14 * 60))
        hours = minutes / 60
        told = draw(st.none() | st.just(0.0) | st.integers(1, 96).map(lambda quarters: quarters / 4))
        found.append(FieldDay(day=MONDAY + timedelta(days=k), leaves=leaves, returns=leaves + minutes, hours=hours, told_hours=told))  # fmt: skip
    return found


def by_the_clock(days):
    """Begin and end of each day with work, as moments."""
    found = []
    for one in days:
        hours = one.hours if one.told_hours is None else one.told_hours
        if hours > 0:
            begin = datetime.combine(one.day, datetime.min.time()) + timedelta(minutes=one.leaves)
            found.append((begin, begin + timedelta(hours=hours)))
    return found


@given(weeks())
def test_rest_that_was_short_is_told_and_no_other(days):
    clock = by_the_clock(days)
    gaps = [(later[0].date(), (later[0] - before[1]).total_seconds() / 3600) for before, later in pairwise(clock)]  # fmt: skip
    expected = [(day, gap) for day, gap in gaps if gap < 11 - 1e-6]
    found = short_rests(days)
    assert [one.day for one in found] == [day for day, _ in expected]
    assert [one.hours for one in found] == pytest.approx([gap for _, gap in expected], abs=0.006)


@given(weeks(), st.integers(0, 2))
def test_days_in_any_seven_are_counted_across_weeks(days, week):
    worked = np.zeros(27)
    for begin, _ in by_the_clock(days):
        worked[6 + (begin.date() - MONDAY).days] = 1
    sums = np.convolve(worked, np.ones(7), "valid")
    assert most_in_seven(days, MONDAY + timedelta(days=7 * week)) == sums[7 * week : 7 * week + 7].max()


spells = st.dictionaries(st.sampled_from("abcdef"), st.builds(Spell, st.floats(0, 60), st.integers(0, 5)), min_size=1)


@given(spells)
def test_hours_more_than_the_others_sum_to_zero_over_who_is_there(drawn):
    found = more_than_others(drawn)
    assert set(found.more) == {post for post, one in drawn.items() if one.days}
    assert sum(found.more.values()) == pytest.approx(0, abs=1e-9)


@given(spells)
def test_hours_are_compared_as_the_plan_of_a_week_does(drawn):
    """Per share of the week each is there: officers of a week, each away as many days, with the same hours."""
    calendar = tuple(MONDAY + timedelta(days=k) for k in range(5))
    officers = tuple(Officer(post, "home", away=frozenset(calendar[one.days :])) for post, one in drawn.items())
    week = Week(calendar, (), officers, ("home",), np.zeros((1, 1), np.int64))
    planned = hours_compared(week, {post: 60 * one.hours for post, one in drawn.items()})
    found = more_than_others(drawn)
    assert set(planned) == set(found.more)
    for post, more in found.more.items():
        assert 60 * (found.mean + more) == pytest.approx(planned[post])
