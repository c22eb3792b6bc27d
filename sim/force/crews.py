"""How the officers of a shift pair up."""

from __future__ import annotations

import math


def crew_sizes(n_officers: int, double_share: float) -> tuple[int, int]:
    """Say how many double and single crews the officers of one team, district and shift form.

    Parameters
    ----------
    n_officers
        Officers on duty.
    double_share
        Share of *units* that are double-crewed, 0 to 1.

    Returns
    -------
    tuple[int, int]
        Double and single crews. Doubles are formed first, by officer id; the rest are single.

    Notes
    -----
    With n officers and d doubles there are n − d units, of which the share d / (n − d) = s is double:
    d = s·n / (1 + s), rounded half up, and at most n // 2.
    """
    doubles = min(math.floor(double_share * n_officers / (1.0 + double_share) + 0.5), n_officers // 2)
    return doubles, n_officers - 2 * doubles
