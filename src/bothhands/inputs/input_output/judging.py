"""What is wrong with an input–output table, and what must be told of it.

Why this file exists: an imported table and that of a region are judged by the same words. It changes nothing.

Rules: a gap counts when it is more than half a per cent of the sector's output and more than one part in 100,000 of all
output. The table of Liaoning (OECD, printed to 0.1) needs 1.04e-5 of a sector's output in its rows and 3.5e-6 in its
columns; the Belgian one of WIOD (printed to 1) is off by 4.9 % in fishing, which is 6 of 122, and nowhere by more than 10 of
1.11 million of all output.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from bothhands.errors import Fault
from bothhands.inputs.cells import text_of
from bothhands.inputs.input_output.account import Account

BALANCE = 0.005
"""ASSUMED: largest gap of a row or column, as a share of the sector's output."""
ROUNDING = 1e-5
"""ASSUMED: a gap below this share of all output is rounding of print, however small the sector."""
SMALL = 1e-9
MOST_NEGATIVE_SAID = 20


def rows_that_do_not_balance(account: Account) -> Iterator[Fault]:
    """What each sector delivers to sectors and final uses, imports taken off, is its output."""
    delivered, output = account.delivered, account.output
    floor = ROUNDING * float(output.sum())
    for code, given, made in zip(account.sectors, delivered, output, strict=True):
        if made == 0 and ("output", code) not in account.rows:
            if abs(given) > max(SMALL, floor):
                what, value = f"sector {code} delivers {given:,.6g} but has no output", code
                yield _fault(
                    account, "BH-INP-036", what, (code, ""), ("a row output", f"add the row output, {code}", value)
                )
        elif abs(given - made) > max(BALANCE * max(abs(made), SMALL), floor):
            what = f"sector {code} delivers {given:,.6g}, its output is {made:,.6g}: {given - made:+,.6g}"
            remedy = "imports are a negative column; correct a flow, a final use or the output"
            yield _fault(account, "BH-INP-036", what, ("output", code), (_within(), remedy, text_of(float(made))))


def columns_that_do_not_balance(account: Account) -> Iterator[Fault]:
    """What each sector takes in, inputs, value added and taxes, is its output; a table without taxes may leave a part open."""
    for code, gap, made in _column_gaps(account):
        if gap > 0 or "taxes" in account.below:
            what = f"sector {code} takes in {made + gap:,.6g}, its output is {made:,.6g}: {gap:+,.6g}"
            remedy = "correct an input, value added, taxes or the output"
            yield _fault(account, "BH-INP-069", what, ("output", code), (_within(), remedy, text_of(float(made))))


def columns_left_open(account: Account) -> Iterator[Fault]:
    """Note: a table without taxes in which inputs and value added are less than output."""
    for code, gap, made in _column_gaps(account):
        if gap < 0 and "taxes" not in account.below:
            what = f"inputs and value added of sector {code} leave {-gap / made:.1%} of its output open"
            told = "the rest is counted with value added", "add the row taxes if that is what it is", ""
            yield _fault(account, "BH-INP-074", what, ("output", code), told)


def negative_flows(account: Account) -> Iterator[Fault]:
    """A sector cannot take in less than nothing of a product."""
    for at, by in np.argwhere(account.flows < 0)[:MOST_NEGATIVE_SAID]:
        supplier, user = account.sectors[at], account.sectors[by]
        value = float(account.flows[at, by])
        what = f"the flow from {supplier} to {user} is {value:,.6g}"
        remedy = "a by-product is a delivery of the user; --move-negative books it with stock changes and value added"
        yield _fault(account, "BH-INP-070", what, (supplier, user), ("zero or more", remedy, text_of(value)))


def unproductive(account: Account) -> Iterator[Fault]:
    """The sectors together make more than they use up: the spectral radius of the coefficients is below one."""
    coefficients = account.coefficients
    radius = float(np.abs(np.linalg.eigvals(coefficients)).max()) if coefficients.size else 0.0
    if radius < 1 or not np.isfinite(radius):
        return
    sums = coefficients.sum(axis=0)
    above = [f"{account.sectors[at]} ({sums[at]:.3g})" for at in np.argsort(-sums) if sums[at] > 1]
    named = f"; inputs are more than output in {', '.join(above[:10])}" if above else ""
    what = f"the spectral radius of the coefficients is {radius:.4g}{named}"
    first = next((account.sectors[at] for at in np.argsort(-sums)), "")
    remedy = "correct the outputs or flows of these columns"
    yield _fault(account, "BH-INP-071", what, ("output", first), ("less than 1", remedy, ""))


def without_output(account: Account) -> Iterator[Fault]:
    """Note: a sector without output stays idle; what is used of its product is imported."""
    used = account.flows.sum(axis=1) + sum(
        (values for name, values in account.final.items() if name != "imports"), np.zeros(len(account.sectors))
    )
    for at in np.flatnonzero(account.output <= 0):
        code = account.sectors[at]
        what = f"sector {code} has no output" + (
            f"; {used[at]:,.6g} of its product is imported" if used[at] > SMALL else ""
        )
        yield _fault(account, "BH-INP-072", what, (code, ""), ("it is kept and stays idle: no coefficients", "", code))


def without_workers(account: Account, workers: Mapping[str, float]) -> Iterator[Fault]:
    """Note: a sector that makes something and has no workers, or has workers and makes nothing."""
    for code, made in zip(account.sectors, account.output, strict=True):
        staff = workers.get(code, 0.0)
        if made > 0 and staff <= 0:
            what, told = f"sector {code} has output and no workers", "illness and closing cannot reduce what it makes"
        elif made <= 0 < staff:
            what, told = f"sector {code} has {staff:,.0f} workers and no output", "they are at work and make nothing"
        else:
            continue
        yield _fault(account, "BH-INP-073", what, ("output", code), (told, "look at the activity table", code))


def _column_gaps(account: Account) -> Iterator[tuple[str, float, float]]:
    """Code, gap and output of each column with value added whose gap counts."""
    if "value_added" not in account.below:
        return
    floor = ROUNDING * float(account.output.sum())
    for at, code in enumerate(account.sectors):
        made, gap = float(account.output[at]), float(account.put_in[at] - account.output[at])
        if abs(gap) > max(BALANCE * max(abs(made), SMALL), floor) and (account.below["value_added"][at] or gap > 0):
            yield code, gap, made


def _within() -> str:
    return f"equal within {BALANCE:.1%} of its output"


def _fault(account: Account, code: str, what: str, spot: tuple[str, str], rest: tuple[str, str, str]) -> Fault:
    expected, remedy, value = rest
    row = account.row(*spot)
    column = (account.column or spot[1]) if row is not None else ""
    return Fault(code, what, expected, remedy, account.file, row, column, value)
