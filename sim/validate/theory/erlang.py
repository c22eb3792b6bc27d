"""M/M/c: Poisson calls, exponential service, c servers, first come first served."""

from __future__ import annotations


def erlang_c(servers: int, offered: float) -> float:
    """Give the probability that a call has to wait.

    Parameters
    ----------
    servers
        Number of servers, c.
    offered
        Offered load in erlangs, a = rate × mean service; below `servers`.

    Returns
    -------
    float
        Erlang's C(c, a).

    Notes
    -----
    By Erlang's B: B(0) = 1, B(n) = a B(n-1) / (n + a B(n-1)), C = B / (1 - ρ (1 - B)) with ρ = a / c, which never
    overflows. Erlang (1917); Gross, Shortle, Thompson & Harris, Fundamentals of Queueing Theory, 4th ed. (2008), §2.3.
    """
    blocked = 1.0
    for server in range(1, servers + 1):
        blocked = offered * blocked / (server + offered * blocked)
    return blocked / (1 - offered / servers * (1 - blocked))


def mean_wait(servers: int, offered: float) -> float:
    """Give the mean wait of all calls, in mean service times.

    Parameters
    ----------
    servers, offered
        As in `erlang_c`.

    Notes
    -----
    W = C(c, a) / (c - a).
    """
    return erlang_c(servers, offered) / (servers - offered)


def mean_in_system(servers: int, offered: float) -> float:
    """Give the mean number of calls waiting or served, by Little's law: a (1 + W).

    Parameters
    ----------
    servers, offered
        As in `erlang_c`.
    """
    return offered * (1 + mean_wait(servers, offered))
