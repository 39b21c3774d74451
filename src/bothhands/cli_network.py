"""The `network` commands: run a shock through a firm network, rank firms by what their failure costs, draw a network. No arithmetic."""

from __future__ import annotations

import argparse
import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bothhands.cli_arguments import declare_folder, seed
from bothhands.cli_region import command
from bothhands.errors import Fault, InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from rich.console import Console

    from bothhands.inputs.firm_network import FirmNetwork
    from bothhands.inputs.firm_shocks import Closure
    from bothhands.model.economy.network import Network
    from bothhands.model.economy.systemic_risk import Cascade, SystemicRisk

OUT = Path("bothhands-out")


def declare(network: argparse.ArgumentParser) -> None:
    """Declare the commands and their arguments."""
    commands = network.add_subparsers(title="commands", metavar="COMMAND", required=True)
    run = command(commands, "run", "Run a shock through a firm network day by day.", _run)
    _files(run)
    run.add_argument(
        "--shock", type=Path, metavar="FILE", help="table of firm, sector or place, lost_share, first_day, last_day"
    )
    run.add_argument(
        "--close-sector", action="append", default=[], metavar="S=SHARE",
        help="a sector that loses a share of its output throughout, such as C10=0.8; may be given again",
    )  # fmt: skip
    run.add_argument("--days", type=int, default=30, metavar="N", help="days to run (30)")
    run.add_argument(
        "--rationing", choices=["proportional", "lowest_ratio_first"], default="proportional",
        help="how a firm that is short serves: all alike, or the smallest orders against rest first (proportional)",
    )  # fmt: skip
    _out(run, "network-run")
    risk = command(commands, "risk", "Rank firms by the output that is lost if each fails alone.", _risk)
    _files(risk)
    risk.add_argument("--top", type=int, default=20, metavar="K", help="firms told on the console (20)")
    risk.add_argument("--for", dest="chain", metavar="SECTOR", help="count the output of this end sector only")
    risk.add_argument(
        "--firm", action="append", default=[], metavar="NAME", help="let this firm fail; may be given again"
    )
    risk.add_argument(
        "--largest",
        type=int,
        metavar="K",
        help="let the K firms of largest output fail (every firm, the largest first)",
    )
    risk.add_argument(
        "--criticality", type=Path, metavar="FILE",
        help="table of supplier, user and rating of sectors: inputs not rated 1 stop nobody (every input is essential)",
    )  # fmt: skip
    _out(risk, "network-risk")
    draw = command(commands, "draw", "Draw a firm network at random from a region's input-output table.", _draw)
    draw.add_argument("--firms", type=int, required=True, metavar="N", help="how many firms")
    draw.add_argument("--region", required=True, metavar="REGION", help="embedded name, folder or workbook")
    draw.add_argument("--suppliers", type=float, default=3.5, metavar="MEAN", help="mean number of suppliers (3.5)")
    draw.add_argument("--seed", type=seed, default=1, metavar="N", help="seed of every draw (1)")
    _out(draw, "network-drawn")


def _files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--firms", type=Path, required=True, metavar="FILE",
        help="table of firm, sector, final_demand_per_day or output_per_day, and if known place, stock_days",
    )  # fmt: skip
    parser.add_argument(
        "--links", type=Path, required=True, metavar="FILE", help="table of supplier, buyer, amount_per_day"
    )


def _out(parser: argparse.ArgumentParser, name: str) -> None:
    declare_folder(parser, f"where to write ({OUT / name})", OUT / name)


def _run(given: argparse.Namespace) -> int:
    """Run the shock, write the folder, tell the losses."""
    from rich.console import Console

    _compiler()
    if given.days < 1:
        raise InputError(Fault("BH-NET-019", f"--days {given.days}", "1 or more", "change it"))
    console = Console(stderr=given.json, highlight=False)
    with console.status("reading …") as status:
        firms, network = _network(given)
        closures = _closures(given, firms)
        from bothhands.model.economy.network_run import run
        from bothhands.report.network_folder import run_summary, sector_losses, write_run
        from bothhands.report.whole_folder import written_whole

        status.update("compiling …")
        made = run(
            network, firms.sector, closures, given.days, given.rationing,
            lambda day: status.update(f"day {day} of {given.days} …"),
        )  # fmt: skip
        settings = {
            "firms_file": str(given.firms), "links_file": str(given.links), "shock": str(given.shock or ""),
            "closed_sectors": given.close_sector, "rationing": given.rationing,
        }  # fmt: skip
        with written_whole(given.out) as part:
            written = write_run(part, firms, network, made, settings)
    summary = run_summary(firms, network, made)
    if given.json:
        return _print_json({**settings, **summary, "path": str(given.out), "written": written})
    from bothhands.report.network_telling import run_sentences, sector_rows

    for sentence in run_sentences(summary):
        console.print(sentence)
    _table(console, ("sector", "output lost", "by the shock itself"), sector_rows(sector_losses(firms, network, made)))
    console.print(f"[bold]{given.out}[/bold]: {', '.join(written)}")
    return 0


def _risk(given: argparse.Namespace) -> int:
    """Let firms fail one by one, write what each costs; stopped by hand, what was done is written."""
    from rich.console import Console

    _compiler()
    console = Console(stderr=given.json, highlight=False)
    with console.status("reading …"):
        firms, network = _network(given)
        essential = _essential(given, firms)
        weight, of = _weight(given, firms, network)
    from bothhands.model.economy.systemic_risk import cascade_of
    from bothhands.report.network_folder import risk_table, write_risk
    from bothhands.report.whole_folder import written_whole

    cascade = cascade_of(network, firms.sector, essential)
    chosen = _chosen(given, firms, cascade)
    found, stopped = _fail_all(cascade, chosen, weight, console)
    done = len(found.lost_share)
    table = risk_table(firms, weight, chosen[:done], found)
    settings = {
        "firms_file": str(given.firms), "links_file": str(given.links), "counted": of, "criticality": str(given.criticality or ""),
        "firms": len(network.output), "links": len(network.supplier), "firms_asked": len(chosen),
    }  # fmt: skip
    with written_whole(given.out) as part:
        written = write_risk(part, table, of, settings)
    if given.json:
        _print_json({**settings, "firms_done": done, "path": str(given.out), "written": written, "top": table.head(given.top).to_dicts()})  # fmt: skip
        return 130 if stopped else 0
    from bothhands.report.network_telling import RISK_HEAD, risk_rows, risk_sentence

    console.print(risk_sentence(table, of, len(chosen)))
    _table(console, RISK_HEAD, risk_rows(table.head(given.top)))
    console.print(f"[bold]{given.out}[/bold]: {', '.join(written)}")
    return 130 if stopped else 0


def _draw(given: argparse.Namespace) -> int:
    """Draw a network and write its two files."""
    _compiler()
    if given.firms < 2 or given.suppliers <= 0:
        what = f"--firms {given.firms}, --suppliers {given.suppliers:g}"
        raise InputError(Fault("BH-NET-019", what, "two firms or more, suppliers above 0", "change it"))
    from bothhands.inputs.loading import load
    from bothhands.model.economy.network_draw import drawn_for
    from bothhands.report.network_folder import write_drawn
    from bothhands.report.whole_folder import written_whole

    sectors, links = drawn_for(load(given.region), given.firms, given.suppliers, given.seed)
    with written_whole(given.out) as part:
        written = write_drawn(part, sectors, links)
    if given.json:
        return _print_json(
            {"firms": given.firms, "links": len(links.amount), "path": str(given.out), "written": written}
        )
    print(
        f"Drew {given.firms:,} firms and {len(links.amount):,} links, yuan a day, into {given.out}: {', '.join(written)}."
    )
    print(
        "No firm of it is real: sizes and numbers of suppliers follow the literature, sectors the table of the region."
    )
    return 0


def _compiler() -> None:
    """Stop where the compiler of the loops is not installed."""
    if find_spec("numba") is None:
        remedy = "run: pip install 'bothhands[network]'"
        raise InputError(
            Fault("BH-NET-018", "the package numba is not installed", "the optional extra `network`", remedy)
        )


def _network(given: argparse.Namespace) -> tuple[FirmNetwork, Network]:
    from bothhands.inputs.firm_network import read_network
    from bothhands.model.economy.network_data import network_from

    firms = read_network(given.firms, given.links)
    return firms, network_from(firms)


def _closures(given: argparse.Namespace, firms: FirmNetwork) -> list[Closure]:
    from bothhands.inputs.firm_shocks import closed_sectors, read_shocks

    if not given.shock and not given.close_sector:
        what = "there is no shock"
        raise InputError(Fault("BH-NET-019", what, "--shock FILE or --close-sector S=SHARE", "say what stops"))
    read = read_shocks(given.shock, firms) if given.shock else []
    return read + (closed_sectors(given.close_sector, firms) if given.close_sector else [])


def _essential(given: argparse.Namespace, firms: FirmNetwork) -> NDArray[np.bool_] | None:
    from bothhands.inputs.firm_network import essential_inputs

    return essential_inputs(given.criticality, firms.sectors) if given.criticality else None


def _weight(given: argparse.Namespace, firms: FirmNetwork, network: Network) -> tuple[NDArray[np.float64], str]:
    """What of each firm's output is counted, and in words."""
    from bothhands.inputs.codes import nearest
    from bothhands.model.economy.systemic_risk import weight_of_sector

    if given.chain is None:
        return network.output.astype(float), "all firms"
    if given.chain not in firms.sectors:
        near = nearest(given.chain, firms.sectors)
        raise InputError(
            Fault("BH-NET-019", f"--for {given.chain}: no firm is of this sector", "a sector of the firms", near)
        )
    return weight_of_sector(network, firms.sector, firms.sectors.index(given.chain)), f"sector {given.chain}"


def _chosen(given: argparse.Namespace, firms: FirmNetwork, cascade: Cascade) -> NDArray[np.int64]:
    """Numbers of the firms that fail, the largest first or in the order named."""
    from bothhands.inputs.firm_network import numbers_of
    from bothhands.model.economy.systemic_risk import largest

    if given.top < 1:
        raise InputError(Fault("BH-NET-019", f"--top {given.top}", "1 or more", "change it"))
    if given.firm:
        return numbers_of(given.firm, firms)
    if given.largest is not None and given.largest < 1:
        raise InputError(Fault("BH-NET-019", f"--largest {given.largest}", "1 or more", "change it"))
    return largest(cascade, given.largest or len(cascade.output))


def _fail_all(
    cascade: Cascade, chosen: NDArray[np.int64], weight: NDArray[np.float64], console: Console
) -> tuple[SystemicRisk, bool]:
    """What the failures cost, and whether it was stopped by hand before the end."""
    from bothhands.model.economy.systemic_risk import in_batches, joined

    parts: list[SystemicRisk] = []
    done = 0
    try:
        with console.status("compiling …") as status:
            for part in in_batches(cascade, chosen, weight):
                parts.append(part)
                done += len(part.lost_share)
                status.update(f"{done:,} of {len(chosen):,} firms; Ctrl-C writes what is done …")
    except KeyboardInterrupt:
        if not parts:
            raise
        print(f"Stopped after {done:,} of {len(chosen):,} firms; these are written.", file=sys.stderr)
        return joined(parts), True
    return joined(parts), False


def _table(console: Console, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, name in enumerate(head):
        table.add_column(name, justify="left" if number == 0 else "right", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _print_json(result: dict[str, object]) -> int:
    print(json.dumps({"ok": True, **result}, ensure_ascii=False, indent=1))
    return 0
