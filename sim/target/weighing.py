"""What a record weighs in a ranking that may go by number or by harm."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.target.ranking import Seen

Of = Literal["count", "harm"]


def weights(seen: Seen, of: Of) -> NDArray[np.float64]:
    """Give what one record of each kind weighs: (n_kinds,) ones, or units of harm."""
    harm = seen.terrain.kinds.harm
    return harm if of == "harm" else np.ones_like(harm)


def weighed(seen: Seen, of: Of) -> NDArray[np.float64]:
    """Weigh what was recorded: (n_windows, n_areas), oldest window first."""
    total: NDArray[np.float64] = np.einsum("k,wka->wa", weights(seen, of), seen.recorded)
    return total
