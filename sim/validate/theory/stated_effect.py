"""What patrol prevents at the very dose at which its effect is stated, once the cap has taken its part."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def reduction(
    stated: float, crimes: NDArray[np.float64], multiplier: NDArray[np.float64], most: NDArray[np.float64]
) -> float:
    """Give the share of all crimes that is prevented.

    Parameters
    ----------
    stated
        The stated reduction, r; negative is backfire, which the cap leaves alone.
    crimes
        (n_types,) crimes and ASB records of each type.
    multiplier
        (n_types,) how strongly each type responds, m.
    most
        (n_types,) the largest reduction that each type may have: cap × deterrable share.

    Notes
    -----
    rₖ = min(r mₖ / Σⱼ shareⱼ mⱼ, mostₖ); the sum of shareₖ rₖ (MODEL.md §2).
    """
    share = crimes / crimes.sum()
    by_type = np.minimum(stated * multiplier / float(share @ multiplier), most)
    return float(share @ by_type)
