"""The folders of the firm network: losses by day, sector and firm, risk by firm, drawn networks; CSV, JSON, SVG.

Every number has its unit in its name; values are in the unit of the links given.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl

from bothhands import __version__
from bothhands.inputs.firm_network import FirmNetwork
from bothhands.model.economy.network import Network
from bothhands.model.economy.network_draw import Links
from bothhands.model.economy.network_run import NetworkRun
from bothhands.model.economy.systemic_risk import SystemicRisk
from bothhands.report.network_charts import MOST_BARS, output_chart, risk_chart, sector_chart


def run_summary(firms: FirmNetwork, network: Network, made: NetworkRun) -> dict[str, object]:
    """A run in a few numbers; shares are of output or final demand at rest over all its days."""
    rest, final = network.output.sum(dtype=float), network.final.sum(dtype=float)
    days, worst = len(made.output), int(np.argmin(made.output))
    return {
        "firms": len(network.output), "links": len(network.supplier), "sectors": len(firms.sectors), "days": days,
        "output_at_rest_per_day": rest, "lost_share": 1 - float(made.output.mean()) / rest,
        "direct_lost_share": float(made.direct_loss.mean()) / rest,
        "final_demand_unserved_share": 1 - float(made.final_served.mean()) / final if final > 0 else 0.0,
        "worst_day": worst + 1, "lost_share_on_worst_day": 1 - float(made.output[worst]) / rest,
    }  # fmt: skip


def write_run(
    folder: Path, firms: FirmNetwork, network: Network, made: NetworkRun, settings: dict[str, object]
) -> list[str]:
    """Write a run into a folder; names of the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    rest, final = network.output.sum(dtype=float), network.final.sum(dtype=float)
    footer = f"{len(network.output):,} firms, {len(network.supplier):,} links; {settings['rationing']}; bothhands {__version__}"
    by_day = pl.DataFrame({
        "day": np.arange(1, len(made.output) + 1), "output_per_day": made.output, "lost_share": 1 - made.output / rest,
        "direct_loss_per_day": made.direct_loss, "final_demand_served_per_day": made.final_served,
    })  # fmt: skip
    by_sector = sector_losses(firms, network, made)
    by_firm = firms.names.with_columns(
        output_at_rest_per_day=pl.Series(network.output), lost=pl.Series(made.firm_lost), direct_lost=pl.Series(made.firm_direct),
        lost_share=pl.Series(made.firm_lost / np.maximum(network.output * len(made.output), 1e-30)),
    ).sort("lost", descending=True)  # fmt: skip
    for name, frame in (("daily", by_day), ("sectors", by_sector), ("firms", by_firm)):
        frame.write_csv(folder / f"{name}.csv")
    _json(folder / "run.json", {**settings, **run_summary(firms, network, made)})
    lost, direct = by_sector["lost_share"].to_numpy(), by_sector["direct_lost_share"].to_numpy()
    (folder / "output.svg").write_text(output_chart(made, rest, final, footer), encoding="utf-8")
    (folder / "sectors.svg").write_text(
        sector_chart(by_sector["sector"].to_list(), lost, direct, footer), encoding="utf-8"
    )
    return ["daily.csv", "sectors.csv", "firms.csv", "run.json", "output.svg", "sectors.svg"]


def sector_losses(firms: FirmNetwork, network: Network, made: NetworkRun) -> pl.DataFrame:
    """Output and losses over a run by sector, the largest share first."""
    days, count = len(made.output), len(firms.sectors)
    rest, lost, direct = (
        np.bincount(firms.sector, values, count) for values in (network.output, made.firm_lost, made.firm_direct)
    )
    whole = rest * days
    return pl.DataFrame({
        "sector": firms.sectors, "output_at_rest_per_day": rest, "lost": lost, "direct_lost": direct, "lost_share": lost / whole,
        "direct_lost_share": direct / whole,
    }).sort("lost_share", descending=True)  # fmt: skip


def risk_table(firms: FirmNetwork, weight: np.ndarray, chosen: np.ndarray, found: SystemicRisk) -> pl.DataFrame:
    """A row a firm that was let fail, the costliest first.

    Parameters
    ----------
    firms
        Names.
    weight
        Of each firm in what is lost, value a day.
    chosen, found
        Numbers of the firms, and what their failure costs.
    """
    return firms.names[chosen].with_columns(
        output_counted_per_day=pl.Series(weight[chosen]), own_share=pl.Series(weight[chosen] / weight.sum()),
        lost_share=pl.Series(found.lost_share), downstream_share=pl.Series(found.downstream_share),
        upstream_share=pl.Series(found.upstream_share), firms_hit=pl.Series(found.firms_hit),
    ).sort("lost_share", descending=True)  # fmt: skip


def write_risk(folder: Path, table: pl.DataFrame, of: str, settings: dict[str, object]) -> list[str]:
    """Write the risk of firms into a folder; names of the files written.

    Parameters
    ----------
    folder
        Made where it is not there.
    table
        From `risk_table`.
    of
        Whose output is counted, in words.
    settings
        Kept beside the numbers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table.write_csv(folder / "risk.csv")
    _json(folder / "risk.json", {**settings, "firms_done": len(table)})
    top = table.head(MOST_BARS)
    lost, own = top["lost_share"].to_numpy(), top["own_share"].to_numpy()
    footer = f"{settings['firms']:,} firms, {settings['links']:,} links; Diem et al. 2022; bothhands {__version__}"
    (folder / "risk.svg").write_text(risk_chart(top["firm"].to_list(), lost, own, of, footer), encoding="utf-8")
    return ["risk.csv", "risk.json", "risk.svg"]


def write_drawn(folder: Path, sectors: tuple[str, ...], links: Links) -> list[str]:
    """Write a drawn network as the two files `read_network` takes; names of the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    count = len(links.sector)
    names = pl.select(pl.lit("F") + pl.int_range(1, count + 1).cast(pl.String).str.zfill(len(str(count)))).to_series()
    firms = pl.DataFrame({
        "firm": names, "sector": np.array(sectors)[links.sector], "final_demand_per_day": links.final, "stock_days": links.stock_days,
    })  # fmt: skip
    firms.write_csv(folder / "firms.csv")
    pl.DataFrame(
        {"supplier": names[links.supplier], "buyer": names[links.buyer], "amount_per_day": links.amount}
    ).write_csv(folder / "links.csv")
    return ["firms.csv", "links.csv"]


def _json(path: Path, content: dict[str, object]) -> None:
    path.write_text(
        json.dumps({**content, "version": __version__}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
