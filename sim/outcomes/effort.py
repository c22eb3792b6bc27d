"""How busy the force was, and what its time cost."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_YEAR, MINUTES_PER_HOUR
from sim.force.model import RESPONSE
from sim.outcomes.config import CostPack


def utilisation(tallies: NDArray[np.void], n_districts: int) -> float:
    """Give the share of response officers' time that calls took.

    Parameters
    ----------
    tallies
        (3 * n_districts,) records of `sim.street.records.TALLY`: team × district.
    n_districts
        Number of districts.

    Returns
    -------
    float
        Officer-minutes travelling to calls and custody, on scene and in custody ÷ officer-minutes on duty less
        meal breaks, response units only; nan where none were on duty.
    """
    busy_min, free_min = busy_and_free_min(tallies, n_districts)
    return busy_min / free_min if free_min > 0 else float("nan")


def busy_and_free_min(tallies: NDArray[np.void], n_districts: int) -> tuple[float, float]:
    """Give the two parts of utilisation, officer-minutes, which add up over forces as their quotient does not.

    Parameters
    ----------
    tallies, n_districts
        As in `utilisation`.

    Returns
    -------
    tuple of float
        Minutes that calls took, and minutes on duty less meal breaks.
    """
    response = tallies[RESPONSE * n_districts : (RESPONSE + 1) * n_districts]
    busy_min = float(sum(response[part].sum() for part in ("travel_min", "scene_min", "custody_min")))
    return busy_min, float(response["duty_min"].sum() - response["meal_min"].sum())


def overtime_hours(tallies: NDArray[np.void]) -> float:
    """Add up the overtime of all teams.

    Parameters
    ----------
    tallies
        (3 * n_districts,) records of `sim.street.records.TALLY`.

    Returns
    -------
    float
        Officer-hours.
    """
    return float(tallies["overtime_min"].sum()) / MINUTES_PER_HOUR


def cost_pounds(tallies: NDArray[np.void], posts: float, days: float, costs: CostPack) -> float:
    """Price the measured period.

    Parameters
    ----------
    tallies
        (3 * n_districts,) records of `sim.street.records.TALLY`.
    posts
        All officer posts of the scenario, the baseline's included; a post is paid for whether it is filled or
        not, from the first day.
    days
        Length of the measured period.
    costs
        Prices.

    Returns
    -------
    float
        Pounds: posts × price a year × days ÷ 365, overtime, and the hours of hotspot patrol (on visits and on
        the way to them) where the pack says that patrol is worked on overtime. Patrol by officers on duty
        costs their posts and nothing more.
    """
    pounds = posts * costs.post_per_year.value * days / DAYS_PER_YEAR
    pounds += overtime_hours(tallies) * costs.overtime_hour.value
    if costs.patrol_on_overtime:
        pounds += float(tallies["patrol_min"].sum()) / MINUTES_PER_HOUR * costs.patrol_hour.value
    return pounds
