"""The register of firms as tables: blanks stay blanks, what is delicate is marked, the small tables hang on the register."""

from datetime import date

import pytest

from bothhands.errors import InputError
from bothhands.inputs.cells import columns
from bothhands.inputs.loading import load
from bothhands.inputs.reference import format_page
from bothhands.inputs.registry import table, tables
from bothhands.inputs.tables.firm_repayments import FirmRepayment
from bothhands.inputs.tables.firms import Firm

DELICATE = ("cash", "credit", "debt", "interest", "tax", "repayment", "receivables")


@pytest.mark.parametrize("name", [name for name in tables() if name.startswith("firm")])
def test_cash_debt_and_tax_are_marked_and_nothing_else_is(name):
    for column in columns(table(name)).values():
        money = column.unit.startswith("yuan") and column.name.startswith(DELICATE)
        assert column.sensitive == money, column.name


def test_the_reference_says_what_is_delicate():
    row = next(line for line in format_page().splitlines() if line.startswith("| `cash_yuan`"))
    assert row.endswith("Sensitive. |")


def test_a_repayment_is_of_a_firm_of_the_register():
    region = load("two-towns")
    due = FirmRepayment(firm="harbour-works", due_on=date(2020, 4, 1), repayment_yuan=5e4)
    assert region.replace(firm_repayments=(due,)).rows(FirmRepayment) == (due,)
    with pytest.raises(InputError, match="BH-INP-022"):
        region.replace(firm_repayments=(due.model_copy(update={"firm": "harbor-works"}),))


def test_what_falls_due_later_is_known_today():
    region = load("two-towns")
    due = FirmRepayment(firm="south-farm", due_on=date(2020, 5, 10), repayment_yuan=3e6)
    assert region.replace(firm_repayments=(due,)).standing_on(date(2020, 3, 18)).rows(FirmRepayment) == (due,)


def test_a_column_called_day_tells_when_a_figure_was_known():
    """Where `known_from` is blank such a day counts in its place, so that it must lie in the past; days to come have other names."""
    assert {name for name, one in tables().items() if "day" in one.columns} == {"cases", "resumption", "stocks"}


def test_the_three_real_firms_stand_with_facts_only():
    real = [row for row in load("liaoning").rows(Firm) if not row.synthetic]
    assert len(real) == 3
    given = {"firm", "name", "name_zh", "place", "sector", "reported"}
    for row in real:
        assert {name for name in row.model_fields_set if getattr(row, name) not in (None, "", False)} <= given | {
            "source", "quality", "period", "known_from", "note",
        }  # fmt: skip
