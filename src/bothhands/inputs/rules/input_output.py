"""Rules on the input–output table: its names, its balance, its signs, and whether it can make what it uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bothhands.errors import Fault
from bothhands.inputs.codes import nearest
from bothhands.inputs.input_output import judging
from bothhands.inputs.input_output.account import BELOW, USES, Account, Entry, account_of
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.activity import Activity
from bothhands.inputs.tables.input_output import Flow


def io_names_are_known(draft: Draft) -> Iterator[Fault]:
    """Suppliers are sectors or the rows below the flows; users are sectors or final uses."""
    sectors = draft.names("sectors", "sector")
    if "sectors" in draft.hollow:
        return
    for item, row in draft.rows(Flow):
        for column, name, more in (("supplier", row.supplier, BELOW), ("user", row.user, USES)):
            if name not in sectors and name not in more:
                remedy = nearest(name, sectors | set(more))
                yield at(
                    item,
                    "BH-INP-037",
                    f"unknown {column} {name!r}",
                    expected=f"a sector, or {', '.join(more)}",
                    remedy=remedy,
                    column=column,
                )


def io_table_is_sound(draft: Draft) -> Iterator[Fault]:
    """Rows and columns balance, no flow is negative, and the sectors together make more than they use up."""
    account = _account(draft)
    yield from judging.rows_that_do_not_balance(account)
    yield from judging.columns_that_do_not_balance(account)
    yield from judging.negative_flows(account)
    yield from judging.unproductive(account)


def io_table_is_told(draft: Draft) -> Iterator[Fault]:
    """Columns that a table without taxes leaves open, sectors without output, and sectors without workers."""
    account = _account(draft)
    workers: dict[str, float] = defaultdict(float)
    for _, row in draft.rows(Activity):
        workers[row.sector] += row.workers
    yield from judging.columns_left_open(account)
    yield from judging.without_output(account)
    yield from judging.without_workers(account, workers)


def _account(draft: Draft) -> Account:
    """The table of a draft; empty where a row of it is spoiled, so that no sum is judged that lacks a part."""
    if "input_output" in draft.hollow:
        return account_of((), ())
    placed = [(item, row) for item, row in draft.rows(Flow)]
    known = draft.names("sectors", "sector")
    sectors = dict.fromkeys(
        code for _, row in placed for code in (row.supplier, row.user) if code not in (*BELOW, *USES)
    )
    wanted = [code for code in known if code not in sectors] if "sectors" not in draft.hollow else []
    entries = [Entry(row.supplier, row.user, row.value, item.number) for item, row in placed]
    file = placed[0][0].file if placed else ""
    return account_of(entries, (*sectors, *sorted(wanted)), file=file, column="value")
