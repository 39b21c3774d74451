"""Whatever the infection and the checks: more screening never lets more through, and shares stay shares."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bothhands.model.epidemic.natural_history import Delay, NaturalHistory
from bothhands.model.epidemic.screening import Departure, Screening, passed

SHARE = st.floats(0, 1)
DAYS = st.floats(0, 21)
HISTORIES = st.tuples(
    st.floats(1, 10), st.floats(1, 15), st.floats(0, 1), SHARE, st.floats(0, 3), st.sampled_from(["gamma", "lognormal"])
)
DEPARTURES = st.tuples(st.floats(-0.2, 0.4), st.sampled_from([np.inf, 10.0]), st.booleans())
SCREENINGS = st.tuples(
    SHARE, SHARE, SHARE, SHARE, st.floats(0, 2), st.none() | st.floats(0, 4), DAYS,
    st.lists(DAYS, max_size=3).map(tuple), SHARE, SHARE,
)  # fmt: skip
CASES = settings(max_examples=60, deadline=None)
SLACK = 1e-9


def made(history, departure, screening):
    """The drawn figures as what `passed` takes."""
    incubation, ill, spread, silent, early, shape = history
    course = NaturalHistory(Delay(incubation, incubation * spread, shape), Delay(ill, ill * spread), silent, early)
    return course, Departure(*departure), Screening(*screening)


@CASES
@given(HISTORIES, DEPARTURES, SCREENINGS)
def test_shares_are_shares(history, departure, screening):
    through = passed(*made(history, departure, screening))
    chain = (1.0, through.exit_share, through.entry_share, through.free_share, through.quarantined_share, 0.0)
    assert all(one >= other - SLACK for one, other in pairwise(chain)), chain
    assert -SLACK <= through.averted_free_share <= through.averted_quarantined_share + SLACK <= 1 + 2 * SLACK
    for stages in (through.stages_free, through.stages_quarantined):
        assert abs(sum(stages) - 1) < 1e-9 or sum(stages) == 0


@CASES
@given(HISTORIES, DEPARTURES, SCREENINGS, st.floats(0, 14), SHARE)
def test_more_screening_never_lets_more_through(history, departure, screening, longer, better):
    """Longer quarantine, a better check at each stage, more compliance, one more test."""
    history, departure, screening = made(history, departure, screening)
    usual = passed(history, departure, screening)
    stricter = [replace(screening, quarantine_days=screening.quarantine_days + longer)]
    stricter += [
        replace(screening, **{name: max(getattr(screening, name), better)})
        for name in ("exit_sensitivity", "entry_sensitivity", "compliance_share", "quarantine_sensitivity")
    ]
    stricter.append(replace(screening, test_days=(*screening.test_days, longer)))
    for more in stricter:
        found = passed(history, departure, more)
        assert found.quarantined_share <= usual.quarantined_share + SLACK, more
        assert found.averted_quarantined_share >= usual.averted_quarantined_share - SLACK, more


@CASES
@given(HISTORIES, DEPARTURES, SCREENINGS, st.randoms())
def test_the_order_of_tests_changes_nothing(history, departure, screening, random):
    history, departure, screening = made(history, departure, screening)
    shuffled = list(screening.test_days)
    random.shuffle(shuffled)
    again = passed(history, departure, replace(screening, test_days=tuple(shuffled)))
    assert again == passed(history, departure, screening)
