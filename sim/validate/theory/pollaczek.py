"""M/G/1: Poisson calls, any service, one server, first come first served."""

from __future__ import annotations


def mean_wait(rate: float, mean: float, second_moment: float) -> float:
    """Give the mean wait of all calls.

    Parameters
    ----------
    rate
        Calls a minute, λ.
    mean, second_moment
        E[S] in minutes and E[S²] in minutes squared; λ E[S] < 1.

    Returns
    -------
    float
        Minutes.

    Notes
    -----
    W = λ E[S²] / (2 (1 - ρ)), ρ = λ E[S]. Pollaczek (1930), Khinchine (1932); Kleinrock, Queueing Systems 1 (1975), §5.7.
    """
    return rate * second_moment / 2 / (1 - rate * mean)
