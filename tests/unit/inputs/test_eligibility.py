"""Conditions of eligibility: read safely, applied to all firms at once, and explained clause by clause."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bothhands.inputs.eligibility_text import ConditionError, condition

FIRMS = {
    "size": np.array(["small", "large", "micro"]),
    "workers": np.array([12.0, 900.0, 4.0]),
    "sales_drop": np.array([0.3, 0.5, 0.1]),
    "place": np.array(["Anshan", "Dalian", "Dalian"]),
    "sector": np.array(["01", "15", "15"]),
    "critical_maker": np.array([False, True, False]),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [1, 1, 1]),
        ("size in [small, micro] and sales_drop >= 0.2", [1, 0, 0]),
        ("size in ['small', 'micro'] or sales_drop >= 0.5", [1, 1, 1]),
        ("not (size == large or workers < 10)", [1, 0, 0]),
        ("5 <= workers < 300", [1, 0, 0]),
        ("not 5 <= workers < 300", [0, 1, 1]),
        ("300 > workers", [1, 0, 1]),
        ("critical_maker", [0, 1, 0]),
        ("not critical_maker and sector == '15'", [0, 0, 1]),
        ("place not in (Dalian,)", [1, 0, 0]),
        ("sales_drop != -1", [1, 1, 1]),
    ],
)
def test_conditions_hold_as_written(text, expected):
    assert condition(text).eligible(FIRMS, 3).tolist() == [bool(one) for one in expected]


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')", "workers.real > 1", "(lambda: 1)() > 0", "[x for x in size]", "workers > 10 ** 9 ** 9",
        "sales_drop >= 'much'", "size < small", "workers", "size == tiny", "employees > 3", "size in small", "sector == 01", "workers is 3",
        "f'{size}' == 'small'", "(workers := 3) > 1", "workers >", "size in [small, [micro]]", "critical_maker == 3", "x" * 2000,
        "True", "3 < 5",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(ConditionError):
        condition(text)


def test_every_problem_is_told_at_once_with_the_nearest_name():
    with pytest.raises(ConditionError) as caught:
        condition("worker > 3 and size == tiny and sales_drop >= lots and place > 2")
    told = [problem.what for problem in caught.value.problems]
    assert len(told) == 4
    assert "workers" in caught.value.problems[0].remedy
    assert caught.value.problems[0].unknown
    assert not caught.value.problems[3].unknown


def test_why_a_firm_is_not_eligible_is_told_by_clause_in_two_languages():
    asked = condition("size in [small, micro] and sales_drop >= 0.2 and workers < 300")
    assert asked.why_not(FIRMS, 0) == ()
    assert asked.why_not(FIRMS, 1) == (
        "size class: asked one of small, micro, is large",
        "workers: asked below 300, is 900",
    )
    assert asked.why_not(FIRMS, 1, zh=True) == (
        "规模：要求属于小型、微型，实际为大型",
        "从业人数：要求低于300，实际为900",
    )
    either = condition("sales_drop >= 0.4 or workers > 100")
    assert either.why_not(FIRMS, 2) == (
        "drop of sales against normal, share: asked at least 0.4, is 0.1; and workers: asked above 100, is 4",
    )


@settings(max_examples=60, deadline=None)
@given(
    clauses=st.lists(
        st.sampled_from(["workers > 10", "size == small", "sales_drop < 0.2", "critical_maker", "not place == Dalian"]),
        min_size=1, max_size=5,
    ),
    join=st.sampled_from([" and ", " or "]), negated=st.booleans(),
)  # fmt: skip
def test_reasons_are_given_exactly_where_a_firm_is_not_eligible(clauses, join, negated):
    text = join.join(clauses)
    asked = condition(f"not ({text})" if negated else text)
    for firm, may in enumerate(asked.eligible(FIRMS, 3)):
        assert bool(asked.why_not(FIRMS, firm)) != may
