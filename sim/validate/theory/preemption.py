"""Preemptive resume: a call of the highest class takes a server from a lower one, which is taken up where it was left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.validate.theory.erlang import mean_in_system


def stays_one_server(
    rates: NDArray[np.float64], means: NDArray[np.float64], second_moments: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the mean time from call to end of each class, with one server and any service: (n_classes,) minutes.

    Parameters
    ----------
    rates
        (n_classes,) calls a minute, the highest class first; each class preempts all below it.
    means, second_moments
        (n_classes,) E[S] in minutes and E[S²] in minutes squared.

    Notes
    -----
    Tₖ = E[Sₖ] / (1 - σₖ₋₁) + Σᵢ≤ₖ λᵢ E[Sᵢ²] / 2 / ((1 - σₖ₋₁)(1 - σₖ)). Jaiswal, Priority Queues (1968), ch. IV;
    Kleinrock, Queueing Systems 2 (1976), §3.5.
    """
    load = np.cumsum(rates * means)
    above = np.concatenate([[0.0], load[:-1]])
    residual = np.cumsum(rates * second_moments) / 2
    stays: NDArray[np.float64] = means / (1 - above) + residual / ((1 - above) * (1 - load))
    return stays


def stays_many_servers(servers: int, urgent: float, others: float) -> tuple[float, float]:
    """Give the mean times from call to end where only the highest class preempts and service is exponential, alike.

    Parameters
    ----------
    servers
        Number of servers, c.
    urgent, others
        Erlangs of the class that preempts and of all that are preempted, whatever their order among each other.

    Returns
    -------
    tuple[float, float]
        Of the urgent calls and of the others, in mean service times.

    Notes
    -----
    Urgent calls see an M/M/c of their own. Service has no memory, so the number of calls of all classes is that of an
    M/M/c too; what the urgent leave of it belongs to the others, and Little's law gives their time (Buzen & Bondi,
    Operations Research 31 (1983), 456-465, doi:10.1287/opre.31.3.456).
    """
    of_urgent = mean_in_system(servers, urgent)
    return of_urgent / urgent, (mean_in_system(servers, urgent + others) - of_urgent) / others
