"""How posts are shared over districts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County
from sim.force.config import ShareBy


def district_share(share_by: ShareBy, county: County, demand_share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give each district's weight.

    Parameters
    ----------
    share_by
        What the share follows.
    county
        Districts and residents.
    demand_share
        (n_districts,) expected calls that need a visit, in any unit.

    Returns
    -------
    NDArray[np.float64]
        (n_districts,) weights of 0 or more.
    """
    match share_by:
        case "demand":
            return demand_share.astype(np.float64)
        case "population":
            residents = np.zeros(county.n_districts)
            np.add.at(residents, county.district_of_area, county.population)
            return residents
        case "equal":
            return np.ones(county.n_districts)
