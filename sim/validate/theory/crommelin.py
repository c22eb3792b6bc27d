"""M/D/c: Poisson calls, fixed service, c servers, first come first served."""

from __future__ import annotations

from scipy.special import gammainc

SMALL = 1e-14


def mean_wait(servers: int, offered: float) -> float:
    """Give the mean wait of all calls, in service times.

    Parameters
    ----------
    servers
        Number of servers, c.
    offered
        Offered load in erlangs, a; above 0 and below `servers`.

    Notes
    -----
    W = Σᵢ P(N(ia) ≥ ic) - (c/a) P(N(ia) ≥ ic + 1) over i = 1, 2, …, N(x) being Poisson with mean x. Crommelin,
    Post Office Electrical Engineers' Journal 25 (1932), 41-50. Terms fall geometrically below full load.
    """
    total, term, cycle = 0.0, 1.0, 0
    while term > SMALL * max(total, SMALL):
        cycle += 1
        # P(N(x) ≥ n) is the regularised lower incomplete gamma function of n and x
        at_least, more = (float(gammainc(cycle * servers + extra, cycle * offered)) for extra in (0, 1))
        term = at_least - servers / offered * more
        total += term
    return total
