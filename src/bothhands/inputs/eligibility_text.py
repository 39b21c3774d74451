"""Conditions read from text, safely: names, numbers, words, comparisons and and/or/not; nothing is ever executed.

Why this file exists: every fault of a condition is told at once, with what to write instead.
"""

from __future__ import annotations

import ast
from typing import NamedTuple

from bothhands.inputs.codes import nearest
from bothhands.inputs.eligibility import EVERYBODY, FIGURES, Clause, Condition, Figure, Node, Several

MOST_CHARACTERS = 1000
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


class Problem(NamedTuple):
    """What is wrong with a condition: unreadable, or a name that is not known; and what to do."""

    what: str
    remedy: str
    unknown: bool = False


class ConditionError(ValueError):
    """A condition that cannot be used, with every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.what for problem in problems))


def condition(text: str) -> Condition:
    """A condition read from its text; blank means everybody.

    Parameters
    ----------
    text
        Such as `size in [small, micro] and sales_drop >= 0.2`.

    Raises
    ------
    ConditionError
        With every problem found, not only the first.
    """
    if not text.strip():
        return Condition(text, EVERYBODY)
    if len(text) > MOST_CHARACTERS:
        raise ConditionError((Problem(f"the condition has {len(text)} characters", f"use at most {MOST_CHARACTERS}"),))
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        where = f" at character {error.offset}" if isinstance(error, SyntaxError) and error.offset else ""
        remedy = "write comparisons joined by and, or, not; put codes such as '01' in quotes"
        raise ConditionError((Problem(f"the condition cannot be read{where}", remedy),)) from None
    problems: list[Problem] = []
    root = _node(tree, False, problems)
    if problems or root is None:
        raise ConditionError(tuple(problems))
    return Condition(text, root)


def _node(tree: ast.expr, negated: bool, problems: list[Problem]) -> Node | None:
    """A part of the tree as clauses, a `not` moved inwards."""
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
        return _node(tree.operand, not negated, problems)
    if isinstance(tree, ast.BoolOp):
        parts = [_node(one, negated, problems) for one in tree.values]
        every = isinstance(tree.op, ast.And) != negated
        return Several(tuple(part for part in parts if part is not None), every)
    if isinstance(tree, ast.Name) and tree.id in FIGURES and FIGURES[tree.id].kind == "flag":
        return Clause(tree.id, "==", not negated)
    if isinstance(tree, ast.Compare):
        return _comparison(tree, negated, problems)
    if isinstance(tree, ast.Name):
        problems.append(_unknown(tree.id) if tree.id not in FIGURES else _needs_comparison(tree.id))
        return None
    problems.append(_not_allowed(tree))
    return None


def _comparison(tree: ast.Compare, negated: bool, problems: list[Problem]) -> Node | None:
    """A comparison, or a chain of them such as 10 <= workers < 300."""
    sides = [tree.left, *tree.comparators]
    clauses = [
        _clause(left, COMPARISONS.get(type(sign), ""), right, negated, problems)
        for left, sign, right in zip(sides[:-1], tree.ops, sides[1:], strict=True)
    ]
    kept = tuple(one for one in clauses if one is not None)
    if len(kept) < len(clauses):
        return None
    return kept[0] if len(kept) == 1 else Several(kept, not negated)


def _clause(left: ast.expr, sign: str, right: ast.expr, negated: bool, problems: list[Problem]) -> Clause | None:
    """One comparison, its figure on the left."""
    if not sign:
        problems.append(Problem("the comparison `is` is not read", "use == or in"))
        return None
    if not (isinstance(left, ast.Name) and left.id in FIGURES) and isinstance(right, ast.Name) and sign in TURNED:
        left, right, sign = right, left, TURNED[sign]
    if not isinstance(left, ast.Name):
        problems.append(_not_allowed(left))
        return None
    if left.id not in FIGURES:
        problems.append(_unknown(left.id))
        return None
    target = _target(left.id, sign, right, problems)
    return None if target is None else Clause(left.id, OPPOSITE[sign] if negated else sign, target)


def _target(
    name: str, sign: str, right: ast.expr, problems: list[Problem]
) -> float | bool | str | tuple[float | str, ...] | None:
    """What a figure is compared with, of its own kind."""
    before = len(problems)
    figure = FIGURES[name]
    if sign in ("in", "not in"):
        if not isinstance(right, ast.List | ast.Tuple | ast.Set) or figure.kind == "flag":
            problems.append(Problem(f"{name} is asked to be in what is no list", "write a list such as [small, micro]"))
            return None
        several = tuple(_constant(name, figure, one, problems) for one in right.elts)
        return several if len(problems) == before else None
    if figure.kind != "number" and sign not in ("==", "!="):
        problems.append(Problem(f"{name} has no order, so {sign} says nothing", "use ==, != or in"))
        return None
    found = _constant(name, figure, right, problems)
    return found if len(problems) == before else None


def _constant(name: str, figure: Figure, node: ast.expr, problems: list[Problem]) -> float | str:
    """A number or a word; words need no quotes where they are plain names."""
    value: object = None
    if isinstance(node, ast.Name):
        value = node.id
    elif isinstance(node, ast.Constant):
        value = node.value
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        value = -node.operand.value if isinstance(node.operand.value, int | float) else None
    if figure.kind == "number" and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if figure.kind == "flag" and isinstance(value, bool):
        return value
    if figure.kind == "word" and isinstance(value, str):
        if figure.words and value not in figure.words:
            problems.append(Problem(f"{name} is never {value!r}", nearest(value, figure.words), True))
        return value
    shown = ast.unparse(node)
    expected = {"number": "a number", "word": "a word, in quotes if it is a code", "flag": "True or False"}[figure.kind]
    problems.append(Problem(f"{name} cannot be compared with {shown!r}", f"write {expected}"))
    return ""


def _unknown(name: str) -> Problem:
    return Problem(f"no figure of a firm is called {name!r}", nearest(name, FIGURES), True)


def _needs_comparison(name: str) -> Problem:
    return Problem(f"{name} stands alone", "compare it, such as workers < 300")


def _not_allowed(node: ast.AST) -> Problem:
    shown = ast.unparse(node)[:60]
    return Problem(f"{shown!r} is not read in a condition", "use comparisons of figures joined by and, or, not")
