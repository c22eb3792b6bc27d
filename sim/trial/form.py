"""Tell from its treated place-periods how a pilot compares: two arms, crossing over, stepping in, or not at all."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.trial.pilot import HARM, Pilots

Form = Literal["uncontrolled", "parallel", "crossover", "wedge"]


def form_of(pilots: Pilots) -> Form:
    """Tell how pilots compare; those side by side share one design.

    Parameters
    ----------
    pilots
        The pilots.

    Returns
    -------
    Form
        Of the counted periods since the beginning: "uncontrolled" where every place is treated in all of them, "parallel"
        where each is treated in all or in none, "wedge" where none that has begun stops again, else "crossover".
    """
    treated = pilots.treated[:, :, after(pilots)]
    if treated.all():
        return "uncontrolled"
    if (treated == treated[:, :, :1]).all():
        return "parallel"
    stops = treated[:, :, :-1] & ~treated[:, :, 1:]
    return "crossover" if stops.any() else "wedge"


def after(pilots: Pilots) -> NDArray[np.bool_]:
    """Tell which periods are counted since the pilot began: (n_periods,)."""
    return ~pilots.before & pilots.counted


def before(pilots: Pilots) -> NDArray[np.bool_]:
    """Tell which periods are counted before the pilot began: (n_periods,)."""
    return pilots.before & pilots.counted


def used_by(pilots: Pilots, form: Form) -> NDArray[np.bool_]:
    """Tell which periods an analysis with place and period effects uses: all that are counted, of a crossover those since its beginning."""
    return after(pilots) if form == "crossover" else pilots.counted


def ever_treated(pilots: Pilots) -> NDArray[np.bool_]:
    """Tell which places are treated in any counted period: (n_pilots, n_places)."""
    return np.asarray(pilots.treated[:, :, pilots.counted].any(axis=2))


def counted_outcomes(pilots: Pilots) -> NDArray[np.bool_]:
    """Tell which outcomes are counts, of which chance is known, and not sums of harm, be they in whole pounds: (n_outcomes,)."""
    return np.array([name != HARM for name in pilots.outcome])
