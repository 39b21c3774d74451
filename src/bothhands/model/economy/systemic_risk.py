"""What the failure of one firm costs the whole network, or one chain of it: the systemic-risk index of every firm.

Why this file exists: a run of `network.py` tells one shock day by day; to rank a million firms each must fail once, at rest, with no stocks
and no days. Only firms that are touched cost time. Links and firms are those of `network.py`; nothing here reads names.

References
----------
Diem, Borsos, Reisch, Kertész & Thurner 2022, Scientific Reports 12:7719, doi 10.1038/s41598-022-11522-z.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numba
import numpy as np
from numpy.typing import NDArray

from bothhands.model.compiled import compiled
from bothhands.model.economy.network import Floats, Ints, Network

Doubles: TypeAlias = NDArray[np.float64]
TOLERANCE = 1e-5
"""Loss of output below which a firm passes nothing on, share. The paper stops where no firm moves by more than 0.01 in a step; in circles of firms that
supply one another small losses add up: at 0.001 a tenth of the index is missing where firms have eight suppliers, a third in a circle of a few."""
LEAST_TOLERANCE = 1e-12
"""Below it rounding alone would keep losses moving."""
HIT = 1e-3
"""Loss of output from which a firm counts as hit, share; ASSUMED."""
BATCH = 32
"""Firms a thread takes on between two times that a long run may be stopped."""


class Cascade(NamedTuple):
    """A network made ready for cascades: who feels the failure of whom, and how much of its output goes."""

    output: Floats
    """Output of each firm at rest, value a day."""
    sector: Ints
    """Of each firm."""
    sector_output: Doubles
    """Output of each sector at rest, value a day."""
    link_start: Ints
    """First link of each buyer, and one entry more."""
    supplier: Ints
    """Of each link, by buyer."""
    sold_share: Floats
    """Of each link, share of its supplier's output."""
    supplier_start: Ints
    """First sale of each firm, and one entry more."""
    input: Ints
    """Of each sale, by supplier: the input of the customer that it feeds."""
    input_share: Floats
    """Of each sale: share of the customer's output that goes with it."""
    input_firm: Ints
    """The firm that needs each input."""
    input_start: Ints
    """First input of each firm, and one entry more."""


class SystemicRisk(NamedTuple):
    """What is lost when each of some firms fails; axis firm."""

    lost_share: Doubles
    """The index: share of the weighted output of all firms that is lost, 0 to 1; the firm's own is part of it."""
    downstream_share: Doubles
    """The same where only customers fall short of inputs."""
    upstream_share: Doubles
    """The same where only suppliers lose orders."""
    firms_hit: NDArray[np.int64]
    """Firms that lose more than `HIT` of their output, itself among them."""


class Work(NamedTuple):
    """Room for the cascades under way, a row a thread; all zero between two of them."""

    down: Doubles
    up: Doubles
    passed: Doubles
    short: Doubles
    left: Doubles
    fallen: Ints
    unsold: Ints


def systemic_risk(
    cascade: Cascade, firms: NDArray[np.integer], weight: Doubles | None = None, tolerance: float = TOLERANCE
) -> SystemicRisk:
    """The index of each of `firms`; parameters and equations as in `in_batches`."""
    return joined(list(in_batches(cascade, firms, weight, tolerance)))


def joined(parts: Sequence[SystemicRisk]) -> SystemicRisk:
    """Batches as one."""
    none = SystemicRisk(np.empty(0), np.empty(0), np.empty(0), np.empty(0, np.int64))
    return SystemicRisk(*(np.concatenate(column) for column in zip(none, *parts, strict=True)))


def in_batches(
    cascade: Cascade, firms: NDArray[np.integer], weight: Doubles | None = None, tolerance: float = TOLERANCE
) -> Iterator[SystemicRisk]:
    """The index of `firms` in their order, a batch at a time, so that a long run tells how far it is and keeps what it has.

    Parameters
    ----------
    cascade
        From `cascade_of`.
    firms
        Numbers of the firms that fail, each alone.
    weight
        Of each firm in what is lost, value; their output at rest by default. The output of the end firms of a chain, 0 elsewhere, gives
        how critical a firm is for that chain.
    tolerance
        A firm passes on what it lost once that grew by more than this share since it last did; the first always does. At least `LEAST_TOLERANCE`.

    Notes
    -----
    With W_ij delivered from i to j at rest, x output, p sector, h what is left of a firm's output and d, u for downstream and upstream:
    firm f has h_f = 0, all others 1, and then until nothing moves

      Λᵈ_ji = W_ji / Σ_{l: p_l = p_j} W_li if sector p_j is essential to p_i, else W_ji / Σ_l W_li
      σ_j = min(x_j / Σ_{l: p_l = p_j} x_l hᵈ_l, 1)
      hᵈ_i = min(min_{k essential} 1 − Σ_{j: p_j = k} σ_j (1 − hᵈ_j) Λᵈ_ji, 1 − Σ_{j not essential} σ_j (1 − hᵈ_j) Λᵈ_ji)
      hᵘ_i = 1 − Σ_j (W_ij / x_i) (1 − hᵘ_j)
      index_f = Σ_i w_i (1 − min(hᵈ_i, hᵘ_i)) / Σ_i w_i

    Essential inputs are Leontief by sector, the others together linear (generalised Leontief): without any of them a firm keeps the share
    of the essential ones in its inputs. σ is replaceability: a customer loses only the part of a delivery that others of the sector, by
    their share of its market, cannot make up.

    Ours where the paper is silent or its data have no final demand: output counts final demand, in σ, in the weights and upstream, where
    final demand goes on; a firm without inputs never falls downstream. Both maps are monotone, so the order in which firms pass losses on
    does not change where they end; a tolerance above zero gives a little less. Inputs are a flow, so that stocks soften nothing, and no
    customer finds a new supplier beyond σ: these are losses of days to weeks, not of years.

    References
    ----------
    Diem et al. 2022, Methods (production function, impact matrices, market share, index) and Supplementary Information.
    """
    weights = cascade.output.astype(np.float64) if weight is None else np.asarray(weight, np.float64)
    weights = weights / weights.sum()
    chosen = np.asarray(firms, np.int32)
    threads = numba.get_num_threads()
    work = _room(cascade, threads)
    for first in range(0, len(chosen), BATCH * threads):
        part = chosen[first : first + BATCH * threads]
        result = np.empty((len(part), 4))
        _fail_each(cascade, part, weights, max(tolerance, LEAST_TOLERANCE), work, result)
        yield SystemicRisk(result[:, 0], result[:, 1], result[:, 2], result[:, 3].astype(np.int64))


def cascade_of(network: Network, sector: NDArray[np.integer], essential: NDArray[np.bool_] | None = None) -> Cascade:
    """A network made ready for cascades.

    Parameters
    ----------
    network
        From `network_data`.
    sector
        Of each firm, whole numbers from 0.
    essential
        (supplying sector, using sector): whether the user stops without it. All by default, as in `network.step`.
    """
    firms, sectors = len(network.output), int(sector.max()) + 1
    need_firm = np.repeat(np.arange(firms), np.diff(network.firm_start))
    need_of_link = np.repeat(np.arange(len(need_firm)), np.diff(network.need_start))
    kinds = sector[network.supplier[network.need_start[:-1]]], sector[need_firm]
    loose = np.zeros(len(need_firm), bool) if essential is None else ~essential[kinds]
    feeds = np.arange(len(need_firm))
    _, first, place = np.unique(need_firm[loose], return_index=True, return_inverse=True)
    feeds[loose] = np.flatnonzero(loose)[first][place]
    amount = network.amount.astype(np.float64)
    by_need = np.bincount(need_of_link, amount, len(need_firm))
    by_firm = np.bincount(need_firm, by_need, firms)
    whole = np.where(loose, by_firm[need_firm], by_need)[need_of_link]
    order = network.by_supplier
    return Cascade(
        network.output, sector.astype(np.int32), np.bincount(sector, network.output, sectors).astype(np.float64),
        network.need_start[network.firm_start], network.supplier, (amount / network.output[network.supplier]).astype(np.float32),
        network.supplier_start, feeds[need_of_link][order].astype(np.int32), (amount / whole)[order].astype(np.float32),
        need_firm.astype(np.int32), network.firm_start,
    )  # fmt: skip


def largest(cascade: Cascade, count: int) -> NDArray[np.int64]:
    """Numbers of the firms of largest output, the largest first."""
    return np.argsort(-cascade.output, kind="stable")[:count]


def weight_of_sector(network: Network, sector: NDArray[np.integer], end: int) -> Doubles:
    """Output of the firms of an end sector, 0 elsewhere: with it the index is how critical a firm is for that chain."""
    return np.where(sector == end, network.output, 0.0).astype(np.float64)


def _room(cascade: Cascade, threads: int) -> Work:
    firms, inputs, sectors = len(cascade.output), len(cascade.input_firm), len(cascade.sector_output)
    down, up, passed, short, left = (np.zeros((threads, count)) for count in (firms, firms, firms, inputs, sectors))
    fallen, unsold = np.zeros((threads, firms), np.int32), np.zeros((threads, firms), np.int32)
    return Work(down, up, passed, short, left, fallen, unsold)


@compiled()
def _fail_each(
    cascade: Cascade, firms: Ints, weight: Doubles, tolerance: float, work: Work, result: Doubles
) -> None:  # fmt: skip
    """Let each firm fail alone; a thread takes every so-maniest."""
    threads = len(work.down)
    for thread in numba.prange(threads):
        down, up, passed = work.down[thread], work.up[thread], work.passed[thread]
        short, fallen, unsold = work.short[thread], work.fallen[thread], work.unsold[thread]
        for k in range(thread, len(firms), threads):
            hit = _downstream(cascade, firms[k], tolerance, down, passed, short, work.left[thread], fallen)
            idle = _upstream(cascade, firms[k], tolerance, up, passed, unsold)
            _add_up(weight, down, up, fallen[:hit], unsold[:idle], result[k])
            for place in range(hit):
                one = fallen[place]
                down[one] = 0.0
                short[cascade.input_start[one] : cascade.input_start[one + 1]] = 0.0
            for place in range(idle):
                up[unsold[place]] = 0.0


@compiled(parallel=False)
def _downstream(
    cascade: Cascade, firm: int, tolerance: float, loss: Doubles, passed: Doubles, short: Doubles, left: Doubles, fallen: Ints
) -> int:  # fmt: skip
    """Losses for want of inputs, and how many firms have any; each round all of them are looked at, for a market share grows with others' losses."""
    left[:] = cascade.sector_output
    left[cascade.sector[firm]] -= cascade.output[firm]
    loss[firm], fallen[0], count, moved = 1.0, firm, 1, True
    while moved:
        moved = False
        for k in range(count):
            one = fallen[k]
            rest = left[cascade.sector[one]]
            share = 1.0 if rest <= cascade.output[one] else cascade.output[one] / rest
            more = share * loss[one] - passed[one]
            if more <= (0.0 if k == 0 and passed[one] == 0.0 else tolerance):
                continue
            passed[one] += more
            moved = True
            for sale in range(cascade.supplier_start[one], cascade.supplier_start[one + 1]):
                need = cascade.input[sale]
                short[need] += more * cascade.input_share[sale]
                customer, now = cascade.input_firm[need], min(short[need], 1.0)
                if now > loss[customer]:
                    if loss[customer] == 0.0:
                        fallen[count] = customer
                        count += 1
                    left[cascade.sector[customer]] -= (now - loss[customer]) * cascade.output[customer]
                    loss[customer] = now
    for k in range(count):
        passed[fallen[k]] = 0.0
    return count


@compiled(parallel=False)
def _upstream(
    cascade: Cascade, firm: int, tolerance: float, loss: Doubles, passed: Doubles, unsold: Ints
) -> int:  # fmt: skip
    """Losses for want of orders, and how many firms have any."""
    loss[firm], unsold[0], count, moved = 1.0, firm, 1, True
    while moved:
        moved = False
        for k in range(count):
            one = unsold[k]
            more = min(loss[one], 1.0) - passed[one]
            if more <= tolerance:
                continue
            passed[one] += more
            moved = True
            for link in range(cascade.link_start[one], cascade.link_start[one + 1]):
                seller = cascade.supplier[link]
                if loss[seller] == 0.0:
                    unsold[count] = seller
                    count += 1
                loss[seller] += more * cascade.sold_share[link]
    for k in range(count):
        passed[unsold[k]] = 0.0
    return count


@compiled(parallel=False)
def _add_up(weight: Doubles, down: Doubles, up: Doubles, fallen: Ints, unsold: Ints, result: Doubles) -> None:
    """Weighted losses: the larger of both ways, downstream, upstream, and the firms that lose more than `HIT`."""
    result[:] = 0.0
    for one in fallen:
        worse = min(max(down[one], up[one]), 1.0)
        result[0] += weight[one] * worse
        result[1] += weight[one] * down[one]
        result[3] += worse > HIT
    for one in unsold:
        lost = min(up[one], 1.0)
        result[2] += weight[one] * lost
        if down[one] == 0.0:
            result[0] += weight[one] * lost
            result[3] += lost > HIT
