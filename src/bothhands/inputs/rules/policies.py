"""Rules on policies: conditions can be read, funds exist, an effect is of what its kind can move."""

from __future__ import annotations

from collections.abc import Iterator

from bothhands.errors import Fault
from bothhands.inputs.codes import nearest
from bothhands.inputs.eligibility import Clause, Node
from bothhands.inputs.eligibility_text import ConditionError, condition
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.policies import Policy

BASES: dict[str, tuple[str, ...]] = {
    "loan_guarantee": ("credit",),
    "interest_relief": ("debt_service",),
    "tax_deferral": ("tax", "payroll"),
    "tax_exemption": ("tax", "payroll"),
    "rent_relief": ("rent",),
    "wage_support": ("payroll", "shortfall"),
    "purchase_order": ("shortfall",),
    "input_allocation": ("shortfall",),
    "logistics_pass": ("shortfall",),
    "conversion_grant": ("shortfall",),
    "new_buyers": ("shortfall",),
    "online_sales": ("shortfall",),
    "export_switch": ("shortfall",),
}
"""What each kind of help can be a share of; contributions are payroll."""
NAMED = {"place": "places", "sector": "sectors", "sector_group": "sectors"}


def conditions_are_read(draft: Draft) -> Iterator[Fault]:
    """Every condition is readable and names figures, sizes, cities, sectors and groups that exist."""
    known = {
        "place": draft.names("places", "place"),
        "sector": draft.names("sectors", "sector"),
        "sector_group": draft.names("sectors", "group"),
    }
    for item, row in draft.rows(Policy):
        try:
            read = condition(row.eligibility)
        except ConditionError as error:
            for problem in error.problems:
                code = "BH-INP-111" if problem.unknown else "BH-INP-110"
                yield at(
                    item, code, problem.what, expected="a condition on figures of a firm", remedy=problem.remedy,
                    column="eligibility",
                )  # fmt: skip
            continue
        for clause in _clauses(read.root):
            names = known.get(clause.figure, set())
            for word in clause.target if isinstance(clause.target, tuple) else (clause.target,):
                if clause.figure in NAMED and NAMED[clause.figure] not in draft.hollow and str(word) not in names:
                    what = f"unknown {clause.figure.replace('_', ' ')} {str(word)!r} in the condition"
                    expected = f"a name of the table {NAMED[clause.figure]}"
                    yield at(
                        item,
                        "BH-INP-111",
                        what,
                        expected=expected,
                        remedy=nearest(str(word), names),
                        column="eligibility",
                    )


def policies_are_sound(draft: Draft) -> Iterator[Fault]:
    """A fund is one of the budgets; money kinds answer want of funds, and the base is what the kind can move."""
    funds = draft.names("budgets", "fund")
    for item, row in draft.rows(Policy):
        if row.fund and row.fund not in funds and "budgets" not in draft.hollow:
            what = f"unknown fund {row.fund!r}"
            yield at(
                item, "BH-INP-022", what, expected="a name of the table budgets, or a blank", remedy=nearest(row.fund, funds),
                column="fund",
            )  # fmt: skip
        if row.base not in BASES[row.kind]:
            what = f"{row.kind} is no share of {row.base}"
            expected = " or ".join(BASES[row.kind])
            yield at(item, "BH-INP-112", what, expected=expected, remedy="correct kind or base", column="base")
        if (row.base != "shortfall") != (row.difficulty == "funds"):
            what = f"a share of {row.base} does not answer {row.difficulty}"
            expected = "shortfall for every difficulty but funds"
            yield at(
                item, "BH-INP-112", what, expected=expected, remedy="correct difficulty or base", column="difficulty"
            )


def _clauses(root: Node) -> Iterator[Clause]:
    if isinstance(root, Clause):
        yield root
    else:
        for part in root.parts:
            yield from _clauses(part)
