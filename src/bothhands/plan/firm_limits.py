"""What five limits allow the firms of a place and sector on each day of a run: market, materials, labour, protection, permit.

Why this file exists: a run moves sectors, a visit asks about firms. Funds and logistics are each firm's own and not here.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bothhands.levers.catalogue import Levers
from bothhands.model.alone import heard_of
from bothhands.model.day import Day, Model
from bothhands.model.economy.params import EconomyParams

Numbers = npt.NDArray[np.float64]


def sector_limits(model: Model, levers: Levers, record: Day) -> dict[str, Numbers]:
    """Share of normal sales each limit allows alone, by (time, place, sector).

    Parameters
    ----------
    model, levers, record
        What was run, under what, and the run.

    Notes
    -----
    Market: what is asked for. Materials: what is left after the output lost to inputs, and after the shortage of critical
    goods. The other three as the economy has them (`working_share`), each with the others away: work at home goes on.
    """
    economy: EconomyParams = model.economy
    heard = heard_of(model, levers, record)
    normal = np.asarray(economy.output, float)
    safe = np.where(normal > 0, normal, np.inf)
    demand, lost = (np.asarray(one, float) for one in (record.economy.demand, record.economy.lost_to_inputs))
    openness, remote, rule, coverage = (
        np.asarray(one, float) for one in (heard.openness, heard.remote, heard.mask_rule, heard.mask_coverage)
    )
    available = np.asarray(heard.labour_available, float)
    home = np.asarray(economy.remote_share, float) * remote[..., None]
    needed = float(economy.mask_dependence) * np.asarray(economy.masks_needed, float) * rule[..., None]
    open_part = np.clip(1.0 - float(economy.closure_effect) * (1.0 - np.minimum(openness, 1.0)), 0.0, 1.0)
    protected = 1.0 - needed * (1.0 - coverage[..., None])
    asked = np.where(normal > 0, demand / safe, 1.0)
    return {
        "market": asked,
        "materials": np.minimum(1.0 - lost / safe, 1.0 - np.asarray(record.signals.input_shortage, float)),
        "labour": np.clip(1.0 - float(economy.absence_effect) * (1.0 - available), 0.0, 1.0),
        "protective_goods": protected * (1.0 - home) + home,
        "permit": open_part * (1.0 - home) + home,
    }
