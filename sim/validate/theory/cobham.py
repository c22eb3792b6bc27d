"""Priorities without preemption: the highest class goes first, but nobody is taken from a call."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.validate.theory.erlang import erlang_c


def waits_one_server(
    rates: NDArray[np.float64], means: NDArray[np.float64], second_moments: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the mean wait of each class with one server and any service: (n_classes,) minutes.

    Parameters
    ----------
    rates
        (n_classes,) calls a minute, the highest class first.
    means, second_moments
        (n_classes,) E[S] in minutes and E[S²] in minutes squared.

    Notes
    -----
    Wₖ = W₀ / ((1 - σₖ₋₁)(1 - σₖ)), W₀ = Σ λᵢ E[Sᵢ²] / 2, σₖ the load of classes 1 to k. Cobham, Operations Research 2
    (1954), 70-76, doi:10.1287/opre.2.1.70.
    """
    return _waits(float(rates @ second_moments) / 2, np.cumsum(rates * means))


def waits_many_servers(servers: int, offered: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the mean wait of each class with exponential service alike for all: (n_classes,) mean service times.

    Parameters
    ----------
    servers
        Number of servers, c.
    offered
        (n_classes,) erlangs of each class, the highest first.

    Notes
    -----
    As with one server, W₀ = C(c, a) / c being the mean time until a server is free, and σₖ the load of classes 1 to k
    as a share of c (Cobham 1954).
    """
    return _waits(erlang_c(servers, float(offered.sum())) / servers, np.cumsum(offered) / servers)


def _waits(until_free: float, load: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide the time until a server is free by what the classes above, and those above and one's own, leave over."""
    above = np.concatenate([[0.0], load[:-1]])
    waits: NDArray[np.float64] = until_free / ((1 - above) * (1 - load))
    return waits
