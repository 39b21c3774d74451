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


def io_rows_balance(draft: Draft) -> Iterator[Fault]:
    """What each sector delivers to sectors and final uses, imports taken off, is its output within half a per cent."""
    yield from judging.rows_that_do_not_balance(_account(draft))


def io_columns_balance(draft: Draft) -> Iterator[Fault]:
    """Inputs, value added and taxes of each sector are its output within half a per cent."""
    yield from judging.columns_that_do_not_balance(_account(draft))


def io_flows_are_positive(draft: Draft) -> Iterator[Fault]:
    """Flows between sectors are zero or more."""
    yield from judging.negative_flows(_account(draft))


def io_table_is_productive(draft: Draft) -> Iterator[Fault]:
    """The sectors together make more than they use up."""
    yield from judging.unproductive(_account(draft))


def io_columns_left_open(draft: Draft) -> Iterator[Fault]:
    """Columns of a table without taxes that inputs and value added do not fill."""
    yield from judging.columns_left_open(_account(draft))


def io_sectors_stay_idle(draft: Draft) -> Iterator[Fault]:
    """Sectors without output."""
    yield from judging.without_output(_account(draft))


def io_sectors_and_workers(draft: Draft) -> Iterator[Fault]:
    """Sectors with output and no workers, or workers and no output."""
    workers: dict[str, float] = defaultdict(float)
    for _, row in draft.rows(Activity):
        workers[row.sector] += row.workers
    yield from judging.without_workers(_account(draft), workers)


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
