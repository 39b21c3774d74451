"""A question from the fields of a form: what the job takes, or every fault beside its field."""

import pytest

from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.plan.question import Objective, Question
from bothhands.tasks.job_commands import question_as_toml
from bothhands.tasks.question_form import FIELDS, OBJECTIVES, defaults_of, question_of

REGION = load("two-towns")


def test_fields_become_a_question_that_a_job_can_read():
    given = {"objective": "fewest deaths", "life_year": "2", "deaths": "1,000", "ward": "80", "odds": "2.5", "budget": "12", "output": "90", "period": "28", "until": "2020-05-31"}  # fmt: skip
    asked = question_of(given, REGION)
    found = Question.model_validate(asked)
    assert found.objective == "fewest deaths"
    assert found.limits == {"deaths": 1000.0, "ward beds": 0.8, "outbreak odds in 90 days": 0.025, "epidemic budget": "12 million yuan", "output of a city": 0.9}  # fmt: skip
    assert (found.values, found.period_days, str(found.until)) == ({"life_year": 2.0}, 28, "2020-05-31")


def test_blank_fields_ask_what_the_region_asks():
    assert question_of(dict.fromkeys(("deaths", "until", "toml"), " "), REGION) == {}


def test_every_fault_stands_with_its_field():
    given = {
        "deaths": "-1",
        "ward": "many",
        "period": "9.5",
        "odds": "inf",
        "until": "2020-03-18",
        "objective": "glory",
    }
    with pytest.raises(InputError) as refused:
        question_of(given, REGION)
    assert {fault.column for fault in refused.value.faults} == set(given)


def test_a_pasted_question_takes_the_place_of_the_fields():
    text = 'objective = "value added"\nuntil = 2020-05-31\n[limits]\n"deaths" = 3\n'
    asked = question_of({"deaths": "-1", "toml": text}, REGION)
    assert asked == {"objective": "value added", "until": "2020-05-31", "limits": {"deaths": 3}}
    assert Question.model_validate(asked).until is not None
    assert "2020-05-31" in question_as_toml(asked)
    with pytest.raises(InputError, match="BH-TSK-113"):
        question_of({"toml": "objective = "}, REGION)


def test_the_form_knows_the_objectives_and_limits_of_a_question():
    assert set(OBJECTIVES) == set(Objective.__args__)
    from bothhands.plan.limits import LIMIT
    from bothhands.plan.question import VALUES

    for field in FIELDS:
        known = {"limits": LIMIT, "values": VALUES, "": Question.model_fields}[field.group]
        assert field.key in known
    assert defaults_of(REGION)["budget"] == 20.0
