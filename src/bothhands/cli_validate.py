"""The command that holds the model against known truth. No arithmetic; a case is imported when it is run."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from bothhands.cli_arguments import declare_folder

if TYPE_CHECKING:
    from bothhands.validate.tables import Row

CASES = {
    "accounts": "bothhands.validate.accounts",
    "belgium": "bothhands.validate.belgium",
    "closed-forms": "bothhands.validate.closed_forms",
    "daedalus": "bothhands.validate.daedalus",
    "firms": "bothhands.validate.firms",
    "fit": "bothhands.validate.fit",
    "haw2022": "bothhands.validate.haw2022",
    "national-chain": "bothhands.validate.national_chain",
    "nowcast": "bothhands.validate.nowcast",
    "pichler": "bothhands.validate.pichler",
    "screening": "bothhands.validate.screening",
    "sites": "bothhands.validate.sites",
    "targets": "bothhands.validate.targets",
}
"""What `validate` can hold the model against: name and module, whose `rows()` is the table."""
OF_A_FOLDER = ("daedalus", "haw2022")
"""Cases whose published tables may come from a folder of the user's."""
DRAWN = ("belgium", "national-chain", "nowcast")
"""Cases that can be drawn."""
LONG = {"nowcast": "forecasting 67 quarters on four days each, two to four minutes …"}
"""Cases that take minutes, and what is told meanwhile."""
PUBLISHED, PLANNED = ("haw2022",), ("daedalus",)
"""Cases whose published optimum can be found anew, and cases whose strategies plans are held against."""
OPTIMISED = (*PUBLISHED, *PLANNED)
OF_PLANS = ("country", "pathogen")
"""Options of a case whose strategies plans are held against."""
OF_AN_OPTIMUM = {"scenario": "B", "beds": 18_000.0, "periods": 3, "testing": False, "starts": 0}
"""Options that need `--optimise`, and what they are where not given."""


def declare_validate(parser: argparse.ArgumentParser) -> None:
    """Arguments of `validate`."""
    parser.add_argument("case", choices=list(CASES), help="which truth to hold the model against")
    parser.add_argument(
        "--data", type=Path, default=None, metavar="FOLDER",
        help=f"published tables of your own, in the form of those shipped ({', '.join(OF_A_FOLDER)})",
    )  # fmt: skip
    declare_folder(parser, f"where to draw the comparison ({', '.join(DRAWN)})")
    _of_an_optimum(parser)
    parser.add_argument("--json", action="store_true", help="the table as JSON")
    parser.set_defaults(run=validate)


def _of_an_optimum(parser: argparse.ArgumentParser) -> None:
    """Arguments of a case whose optimum is found anew."""
    parser.add_argument(
        "--optimise", action="store_true", default=None,
        help=f"find the published optimum anew ({', '.join(PUBLISHED)}); plans against the published strategies ({', '.join(PLANNED)}, half an hour in full)",
    )  # fmt: skip
    parser.add_argument(
        "--scenario", choices=["A", "B"], default=None, help="with --optimise: A may close schools, B may not (B)"
    )
    parser.add_argument("--beds", type=float, default=None, metavar="N", help="with --optimise: limit on beds (18000)")
    parser.add_argument(
        "--periods", type=int, default=None, metavar="N", help="with --optimise: 3 of two months or 6 of one (3)"
    )
    parser.add_argument(
        "--testing", action="store_true", default=None,
        help="with --optimise: tests as a further lever, ASSUMED effect and cost, not in the paper",
    )  # fmt: skip
    parser.add_argument(
        "--starts", type=int, default=None, metavar="N",
        help="with --optimise: search from so many random plans too, seeds fixed (0)",
    )  # fmt: skip
    parser.add_argument("--country", default=None, help="with --optimise: of daedalus, one country")
    parser.add_argument("--pathogen", default=None, help="with --optimise: of daedalus, one pathogen")


def validate(given: argparse.Namespace) -> int:
    """Hold the model against a known truth; 0 only if every row passes."""
    from bothhands.errors import Fault, InputError

    of_case = [(o, PUBLISHED) for o in OF_AN_OPTIMUM] + [(o, PLANNED) for o in OF_PLANS]
    options = (("data", OF_A_FOLDER), ("out", DRAWN), ("optimise", OPTIMISED), *of_case)
    for option, takers in options:
        if getattr(given, option) is not None and given.case not in takers:
            fault = f"{given.case} takes no --{option}"
            raise InputError(Fault("BH-CLI-003", fault, f"it with {' or '.join(takers)}", f"leave --{option} out"))
    asked = {option: value for option in (*OF_AN_OPTIMUM, *OF_PLANS) if (value := getattr(given, option)) is not None}
    if asked and not given.optimise:
        fault = f"{given.case} takes --{next(iter(asked))} only with --optimise"
        raise InputError(Fault("BH-CLI-003", fault, "both or neither", "add --optimise"))
    case = import_module(CASES[given.case])
    with waiting(given.case):
        table = list(_optimum(given.case, asked, given.data) if given.optimise else case.rows(*_own(given)))
        drawn = [] if given.out is None else _drawn(case, given.out)
    if given.json:
        print(json.dumps([{**row._asdict(), "passed": row.passed} for row in table], indent=1))
    else:
        for row in table:
            print(
                f"{row.verdict}  {row.name:58s} ours {row.ours:.9g}  theirs {row.theirs:.9g}  tolerance {row.tolerance:g}"
            )
        if drawn:
            print(f"{given.out}: {', '.join(drawn)}")
    return 0 if all(row.passed for row in table) else 1


def _drawn(case: ModuleType, folder: Path) -> list[str]:
    """The pictures of a case, all or none; names of the files."""
    from bothhands.report.whole_folder import written_whole

    with written_whole(folder) as part:
        return list(case.draw(part))


def waiting(case: str) -> AbstractContextManager[object]:
    """What is told on standard error while a case that takes minutes is run."""
    if case not in LONG:
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(LONG[case])


def _own(given: argparse.Namespace) -> tuple[Path, ...]:
    """The user's folder, where there is one."""
    return () if given.data is None else (given.data,)


def _optimum(case: str, asked: dict[str, object], folder: Path | None) -> Iterator[Row]:
    """The table of a case's optimum found anew, or of plans against its strategies."""
    if case in PLANNED:
        only = {
            f"{option[:-1] + 'ies' if option.endswith('y') else option + 's'}": (value,)
            for option, value in asked.items()
        }
        planned: Iterator[Row] = import_module(f"{CASES[case]}_plan").optimised_rows(
            **only, progress=lambda line: print(line, file=sys.stderr)
        )
        return planned
    found: Iterator[Row] = import_module(f"{CASES[case]}_optimum").asked_rows(
        folder=folder, **{**OF_AN_OPTIMUM, **asked}
    )
    return found
