"""The command that runs the desk's jobs: worker. No arithmetic; heavy imports wait for a run."""

from __future__ import annotations

import argparse

from bothhands.cli_db import declare_desk, open_desk


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of `worker`."""
    declare_desk(parser)
    parser.add_argument(
        "--at-once", type=int, default=1, metavar="N", help="jobs that run at the same time, each in a process of its own (1)"
    )  # fmt: skip
    parser.add_argument(
        "--lease", type=float, default=30.0, metavar="SECONDS",
        help="a job whose worker was not heard of for so long is taken back and started again (30)",
    )  # fmt: skip
    parser.set_defaults(run=work)


def work(given: argparse.Namespace) -> int:
    """Run jobs until stopped."""
    from bothhands.errors import Fault, InputError

    if given.at_once < 1 or not given.lease > 0:
        what = f"--at-once {given.at_once} and --lease {given.lease:g}"
        raise InputError(Fault("BH-JOB-012", what, "at least one job, and a lease above 0 seconds", "mend the options"))
    store = open_desk(given)
    from bothhands.tasks.worker import Worker

    try:
        Worker(store, given.at_once, given.lease, lambda line: print(line, flush=True)).run()
    finally:
        store.close()
    return 0
